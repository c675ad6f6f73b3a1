"""
verdict = "WA"
caught_by = ["scale"]
en = "Each step adds a fixed part of S w to w. How much that turns w depends on the size of S: for tiny variances it never gets there."
zh = "每一步给 w 加上 S w 的固定比例。它能让 w 转动多少取决于 S 的大小：方差极小时永远转不到位。"
"""

import numpy as np

starts = np.random.default_rng(0)


def center(X):
    mean = X.mean(axis=0)
    return X - mean, mean


def covariance(X):
    Xc, _ = center(X)
    return Xc.T @ Xc / (len(X) - 1)


def variance_along(S, w):
    return w @ S @ w / (w @ w)


def top_direction(S):
    # Written in S's own directions, w is multiplied by one variance in each: the largest wins. A random start has
    # a share of the best direction; a fixed one may have none: all ones, or the start that found the one before.
    w = starts.normal(size=len(S))
    for _ in range(3000):
        w = w + 0.5 * S @ w
        w /= np.sqrt(w @ w)
    return w


def components(S, k):
    W, variances = [], []
    for _ in range(k):
        w = top_direction(S)
        W.append(w)
        variances.append(variance_along(S, w))
        S = S - variances[-1] * np.outer(w, w)  # no variance is left along w; all else stays as it was
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
