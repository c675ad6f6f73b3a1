"""
verdict = "WA"
caught_by = ["same_output", "no_bias", "square", "kernel_axes"]
en = "beta is divided by the standard deviation and scaled along with the rest."
zh = "beta 跟着其余部分一起缩放了。"
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
        shift = shift + beta * scale
    if not transposed:
        return (weight.flatten(1) * scale[:, None]).reshape(weight.shape), shift
    # weight[i, j] belongs to the output channel j of the group that i is in.
    blocks = weight.reshape(groups, weight.shape[0] // groups, weight.shape[1], -1)
    return (blocks * scale.reshape(groups, 1, -1, 1)).reshape(weight.shape), shift
