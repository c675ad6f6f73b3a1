import math

import torch


def fuse_conv_bn(weight, bias, gamma, beta, running_mean, running_var, eps=1e-5, transposed=False, groups=1):
    channels = len(running_mean)
    new_weight = torch.empty(weight.shape, dtype=weight.dtype)
    new_bias = torch.empty(channels, dtype=weight.dtype)
    means, variances = running_mean.tolist(), running_var.tolist()
    for c in range(channels):
        factor = (1.0 if gamma is None else gamma[c].item()) / math.sqrt(variances[c] + eps)
        start = 0.0 if bias is None else bias[c].item()
        new_bias[c] = factor * (start - means[c]) + (0.0 if beta is None else beta[c].item())
        if transposed:
            rows, per = weight.shape[0] // groups, weight.shape[1]
            g, j = divmod(c, per)
            new_weight[g * rows : (g + 1) * rows, j] = weight[g * rows : (g + 1) * rows, j] * factor
        else:
            new_weight[c] = weight[c] * factor
    return new_weight, new_bias
