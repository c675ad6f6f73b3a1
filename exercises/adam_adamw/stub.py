import numpy as np


class Adam:
    """Adam with weight decay as part of the gradient."""

    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.lr = lr

    def step(self, params, grads):
        """The updated parameters: a list of new arrays."""
        raise NotImplementedError


class AdamW:
    """Adam with decoupled weight decay."""

    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        self.lr = lr

    def step(self, params, grads):
        """The updated parameters: a list of new arrays."""
        raise NotImplementedError
