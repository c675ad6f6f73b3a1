"""
verdict = "WA"
caught_by = ["example", "same_output", "transposed_output", "variance_zero"]
en = "The eps that was given is ignored: always 1e-5."
zh = "忽略传入的 eps，始终用 1e-5。"
"""

import torch


def fuse_conv_bn(weight, bias, gamma, beta, running_mean, running_var, eps=1e-5, transposed=False, groups=1):
    scale = torch.rsqrt(running_var + 1e-5)
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
