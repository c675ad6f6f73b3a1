"""
verdict = "RV"
caught_by = []
en = "The library fuses."
zh = "直接调用库的融合函数。"
"""

from torch.nn.utils import fusion


def fuse_conv_bn(weight, bias, gamma, beta, running_mean, running_var, eps=1e-5, transposed=False, groups=1):
    fused = fusion.fuse_conv_bn_weights(weight, bias, running_mean, running_var, eps, gamma, beta, transposed)
    return fused[0].detach(), fused[1].detach()
