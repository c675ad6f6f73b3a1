"""
verdict = "WA"
caught_by = ["variance_zero", "sizes_of_channels"]
en = "The standard deviation is bounded below, though eps is there for that."
zh = "给标准差另设了下界，而 eps 已经起这个作用。"
"""

import torch


def fuse_conv_bn(weight, bias, gamma, beta, running_mean, running_var, eps=1e-5, transposed=False, groups=1):
    scale = 1 / torch.sqrt(running_var + eps).clamp(min=1e-4)
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
    blocks = weight.reshape(groups, weight.shape[0] // groups, weight.shape[1], -1)
    return (blocks * scale.reshape(groups, 1, -1, 1)).reshape(weight.shape), shift
