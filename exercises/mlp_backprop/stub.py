import numpy as np


def mlp_forward(x, w1, b1, w2, b2):
    """The logits (N, K) of the samples x (N, D)."""
    raise NotImplementedError


def mlp_gradients(x, labels, w1, b1, w2, b2):
    """(loss, dw1, db1, dw2, db2): the mean cross-entropy and its gradients."""
    raise NotImplementedError


def mlp_train(x, labels, w1, b1, w2, b2, lr, steps):
    """(losses, w1, b1, w2, b2): the loss before each step of gradient descent, and the parameters after the last."""
    raise NotImplementedError
