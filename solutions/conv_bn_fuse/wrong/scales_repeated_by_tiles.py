"""
verdict = "WA"
caught_by = ["transposed", "kernel_axes", "transposed_groups"]
en = "The scales of the groups are tiled over the input channels: groups take turns."
zh = "把各组的缩放系数沿输入通道循环平铺，于是各组轮流出现。"
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
    table = scale.reshape(groups, -1).repeat(weight.shape[0] // groups, 1)
    return weight * table.reshape(*table.shape, *[1] * (weight.ndim - 2)), shift
