"""Builds the nn.Linear that LoRALinear is given."""

from torch import nn


def lora(submission, weight, bias, r, alpha):
    """LoRALinear around a linear layer with this weight and bias (or None), and their dtype."""
    return submission.LoRALinear(linear(submission, weight, bias), r, alpha)


def linear(submission, weight, bias):
    """The layer itself."""
    base = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None, dtype=weight.dtype)
    base.load_state_dict({"weight": weight} if bias is None else {"weight": weight, "bias": bias})
    return base
