import numpy as np


class Adagrad:
    def __init__(self, lr=1e-2, eps=1e-10):
        raise NotImplementedError

    def step(self, params, grads):
        """The new parameters, one for each of params, from the gradients."""
        raise NotImplementedError


class RMSProp:
    def __init__(self, lr=1e-2, alpha=0.99, eps=1e-8):
        raise NotImplementedError

    def step(self, params, grads):
        """The new parameters, one for each of params, from the gradients."""
        raise NotImplementedError


class AdaDelta:
    def __init__(self, lr=1.0, rho=0.9, eps=1e-6):
        raise NotImplementedError

    def step(self, params, grads):
        """The new parameters, one for each of params, from the gradients."""
        raise NotImplementedError
