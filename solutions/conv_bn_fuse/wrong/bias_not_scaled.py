"""
verdict = "WA"
caught_by = ["same_output", "not_affine", "square", "kernel_axes"]
en = "The bias is added as it was; it must go through the batch norm."
zh = "原来的偏置直接相加；它也应当经过 BatchNorm。"
"""

import torch


def fuse_conv_bn(weight, bias, gamma, beta, running_mean, running_var, eps=1e-5, transposed=False, groups=1):
    scale = torch.rsqrt(running_var + eps)
    if gamma is not None:
        scale = scale * gamma
    # The bias is a value of its channel like every other, and goes through the batch norm.
    shift = -running_mean
    shift = shift * scale
    if beta is not None:
        shift = shift + beta
    if bias is not None:
        shift = shift + bias
    if not transposed:
        return (weight.flatten(1) * scale[:, None]).reshape(weight.shape), shift
    # weight[i, j] belongs to the output channel j of the group that i is in.
    blocks = weight.reshape(groups, weight.shape[0] // groups, weight.shape[1], -1)
    return (blocks * scale.reshape(groups, 1, -1, 1)).reshape(weight.shape), shift
