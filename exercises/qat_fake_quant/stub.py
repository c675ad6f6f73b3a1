import torch


def fake_quantize(x, scale, zero_point, qmin, qmax):
    """Round x to the levels of a quantised tensor; the gradient passes straight through where nothing was clipped."""
    raise NotImplementedError
