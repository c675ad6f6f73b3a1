"""
verdict = "WA"
caught_by = ["norms", "example"]
en = "The norms of the weights are returned, not those of their gradients."
zh = "返回的是权重的范数，而不是它们的梯度的。"
"""

import math

import numpy as np


def gradient_norms(x, dy, weights, activation):
    activations = [x]
    for w in weights:
        activations.append(_value(activations[-1] @ w.T, activation))
    delta, norms = dy, []
    for w, before, after in reversed(list(zip(weights, activations, activations[1:]))):
        delta = delta * _slope(after, activation)
        norms.append(_norm(w))
        delta = delta @ w
    return np.array(norms[::-1])


def gradient_flow(norms):
    first, last = float(norms[0]), float(norms[-1])
    if last == 0:
        return None, None, "dead"
    ratio, rate = first / last, 0.0
    if first > 0:
        rate = float(np.exp((math.log(first) - math.log(last)) / max(len(norms) - 1, 1)))
    return ratio, rate, "vanishing" if ratio < 1e-4 else "exploding" if ratio > 1e4 else "healthy"


def _value(z, activation):
    if activation == "relu":
        return np.maximum(z, 0)
    if activation == "tanh":
        return np.tanh(z)
    return 1 / (1 + np.exp(-z)) if activation == "sigmoid" else z


def _slope(a, activation):
    """The derivative, from the activation's value."""
    if activation == "relu":
        return a > 0
    if activation == "tanh":
        return 1 - a**2
    return a * (1 - a) if activation == "sigmoid" else 1.0


def _norm(g):
    largest = np.abs(g).max()
    return largest * np.sqrt(np.sum((g / largest) ** 2)) if largest > 0 else 0.0
