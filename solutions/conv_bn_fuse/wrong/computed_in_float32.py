"""
verdict = "WA"
caught_by = ["sizes_of_channels", "precision"]
en = "Everything is computed in float32."
zh = "全部以 float32 计算。"
"""

import torch


def fuse_conv_bn(weight, bias, gamma, beta, running_mean, running_var, eps=1e-5, transposed=False, groups=1):
    dtype = weight.dtype
    weight, running_mean, running_var = weight.float(), running_mean.float(), running_var.float()
    scale = torch.rsqrt(running_var + eps)
    if gamma is not None:
        scale = scale * gamma.float()
    # The bias is a value of its channel like every other, and goes through the batch norm.
    shift = -running_mean if bias is None else bias - running_mean
    shift = shift * scale
    if beta is not None:
        shift = shift + beta
    if not transposed:
        return (weight.flatten(1) * scale[:, None]).reshape(weight.shape).to(dtype), shift.to(dtype)
    # weight[i, j] belongs to the output channel j of the group that i is in.
    blocks = weight.reshape(groups, weight.shape[0] // groups, weight.shape[1], -1)
    return (blocks * scale.reshape(groups, 1, -1, 1)).reshape(weight.shape).to(dtype), shift.to(dtype)
