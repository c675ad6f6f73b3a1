import numpy as np


class SGD:
    """Stochastic gradient descent with momentum, Nesterov's on request, and weight decay."""

    def __init__(self, lr=1e-2, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.lr = lr

    def step(self, params, grads):
        """The updated parameters: a list of new arrays."""
        raise NotImplementedError
