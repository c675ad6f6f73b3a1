import torch


def fuse_conv_bn(weight, bias, gamma, beta, running_mean, running_var, eps=1e-5, transposed=False, groups=1):
    bias = torch.zeros_like(running_mean) if bias is None else bias
    gamma = torch.ones_like(running_mean) if gamma is None else gamma
    beta = torch.zeros_like(running_mean) if beta is None else beta
    std = (running_var + eps).sqrt()
    factor = gamma / std
    if transposed:
        table = factor.view(groups, -1).repeat_interleave(weight.shape[0] // groups, dim=0)
    else:
        table = factor.unsqueeze(1)
    while table.ndim < weight.ndim:
        table = table.unsqueeze(-1)
    return weight * table, beta + gamma * (bias - running_mean) / std
