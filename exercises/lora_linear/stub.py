from torch import nn


class LoRALinear(nn.Module):
    """A frozen nn.Linear with a trainable correction of rank r beside it."""

    def __init__(self, base, r, alpha):
        super().__init__()
        raise NotImplementedError

    def forward(self, x):
        """x: (..., in_features). Returns (..., out_features)."""
        raise NotImplementedError

    def merge(self):
        """Add the correction to base.weight; forward is base alone from now on."""
        raise NotImplementedError

    def unmerge(self):
        """Take the correction off base.weight again."""
        raise NotImplementedError
