def fuse_conv_bn(weight, bias, gamma, beta, running_mean, running_var, eps=1e-5, transposed=False, groups=1):
    """weight: (C_out, C_in / groups, ...), transposed (C_in, C_out / groups, ...). Returns (weight, bias) of one convolution."""
    raise NotImplementedError
