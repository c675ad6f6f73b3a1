"""
verdict = "WA"
caught_by = ["standard_any_order_of_calls", "top_any_start"]
en = "The direction is found once for each size of S and given back for every later matrix of that size."
zh = "对每种大小的 S 只求一次方向，之后同样大小的矩阵都直接返回它。"
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


known = {}


def top_direction(S):
    if len(S) not in known:
        known[len(S)] = search(S)
    return known[len(S)].copy()


def search(S):
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
        w = search(S)
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
