"""
verdict = "RTE"
caught_by = ["transposed", "kernel_axes", "transposed_groups"]
en = "In a transposed convolution the groups are ignored; with several of them that raises."
zh = "转置卷积忽略了分组；组数大于 1 时会报错。"
"""

import torch


def fuse_conv_bn(weight, bias, gamma, beta, running_mean, running_var, eps=1e-5, transposed=False, groups=1):
    scale = torch.rsqrt(running_var + eps)
    if gamma is not None:
        scale = scale * gamma
    # The bias is a value of its channel like every other, and goes through the batch norm.
    shift = -running_mean if bias is None else bias - running_mean
    shift = shift * scale
    if beta is not None:
        shift = shift + beta
    if not transposed:
        return (weight.flatten(1) * scale[:, None]).reshape(weight.shape), shift
    # weight[i, j] belongs to the output channel j of the group that i is in.
    return weight * scale.reshape(1, -1, *[1] * (weight.ndim - 2)), shift
