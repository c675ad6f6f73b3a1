"""
verdict = "WA"
caught_by = ["variance_any_length"]
en = "The squared length of w is kept above 1e-12 against a division by zero. A short w that is not zero gets too small a variance."
zh = "为防止除以零，把 w 的长度平方限制在 1e-12 以上。很短但不为零的 w 得到的方差就偏小了。"
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
    return w @ S @ w / max(w @ w, 1e-12)


def top_direction(S):
    # Written in S's own directions, w is multiplied by one variance in each: the largest wins. A random start has
    # a share of the best direction; a fixed one may have none: all ones, or the start that found the one before.
    w = starts.normal(size=len(S))
    for _ in range(300):
        w = S @ w
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
