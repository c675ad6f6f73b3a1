"""
verdict = "WA"
caught_by = ["center", "center_wide"]
en = "The mean is taken along the wrong axis: each point loses the mean of its own entries, instead of each column losing its mean over the points."
zh = "均值沿错了轴：减去的是每个点自身各元素的均值，而不是每一列在所有点上的均值。"
"""

import numpy as np


def center(X):
    mean = X.mean(axis=1)
    return X - mean[:, None], mean


def covariance(X):
    Xc = X - X.mean(axis=0)
    return Xc.T @ Xc / (len(X) - 1)


def variance_along(S, w):
    return w @ S @ w / (w @ w)


def top_direction(S):
    w = np.random.default_rng(0).normal(size=len(S))
    for _ in range(300):
        w = S @ w
        w /= np.linalg.norm(w)
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
    mean = X.mean(axis=0)
    W, _ = components(covariance(X), k)
    lost = X - reconstruct(project(X, mean, W), mean, W)
    return np.sum(lost**2) / (len(X) - 1)
