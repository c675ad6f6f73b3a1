"""
verdict = "WA"
caught_by = ["top_close_second"]
en = "The search stops when the variance along w stops changing. The variance settles twice as fast as the direction, which is then right to only half the digits."
zh = "当 w 方向上的方差不再变化时就停止。方差收敛的速度是方向的两倍，此时方向只有一半的位数是对的。"
"""

import numpy as np


def center(X):
    mean = X.mean(axis=0)
    return X - mean, mean


def covariance(X):
    Xc, _ = center(X)
    return Xc.T @ Xc / (len(X) - 1)


def variance_along(S, w):
    return w @ S @ w / (w @ w)


def top_direction(S):
    w = np.random.default_rng(0).normal(size=len(S))
    variance = 0.0
    while True:
        w = S @ w
        w /= np.linalg.norm(w)
        previous, variance = variance, w @ S @ w
        if abs(variance - previous) <= 1e-8 * variance:
            return w


def components(S, k):
    W, variances = [], []
    for _ in range(k):
        w = top_direction(S)
        W.append(w)
        variances.append(variance_along(S, w))
        S = S - variances[-1] * np.outer(w, w)
    return np.array(W), np.array(variances)


def project(X, mean, W):
    return (X - mean) @ W.T


def reconstruct(Z, mean, W):
    return Z @ W + mean


def reconstruction_error(X, k):
    _, mean = center(X)
    W, _ = components(covariance(X), k)
    lost = X - reconstruct(project(X, mean, W), mean, W)
    return np.sum(lost**2) / (len(X) - 1)
