"""
verdict = "WA"
caught_by = ["center", "center_wide"]
en = "The columns are also divided by their standard deviations. That is standardising, and it throws away the variances that PCA compares."
zh = "除了减去均值，还把各列除以了标准差。那是标准化，PCA 要比较的方差因此被抹掉了。"
"""

import numpy as np


def center(X):
    mean = X.mean(axis=0)
    return (X - mean) / X.std(axis=0), mean


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
    _, mean = center(X)
    W, _ = components(covariance(X), k)
    lost = X - reconstruct(project(X, mean, W), mean, W)
    return np.sum(lost**2) / (len(X) - 1)
