"""
verdict = "WA"
caught_by = ["components", "components_rank", "components_all"]
en = "The start of each search is made orthogonal to the components found, but the matrix is not. Rounding brings the first component back, and it grows until it wins."
zh = "只让每次搜索的起点与已找到的主成分正交，矩阵却没有处理。舍入误差会把第一个主成分带回来，并不断放大直至占优。"
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
    for _ in range(300):
        w = S @ w
        w /= np.linalg.norm(w)
    return w


def components(S, k):
    W, variances = [], []
    for i in range(k):
        w = np.random.default_rng(i).normal(size=len(S))
        for u in W:
            w -= (u @ w) * u
        for _ in range(300):
            w = S @ w
            w /= np.linalg.norm(w)
        W.append(w)
        variances.append(variance_along(S, w))
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
