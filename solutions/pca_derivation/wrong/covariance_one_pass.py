"""
verdict = "WA"
caught_by = ["covariance_far_away"]
en = "The square of the mean is subtracted after summing the squares. When the mean is large, two nearly equal huge numbers cancel and no digit is left."
zh = "先求平方和，再减去均值的平方。当均值很大时，两个几乎相等的巨大数字相减，有效数字全部丢失。"
"""

import numpy as np


def center(X):
    mean = X.mean(axis=0)
    return X - mean, mean


def covariance(X):
    n, mean = len(X), X.mean(axis=0)
    return (X.T @ X - n * np.outer(mean, mean)) / (n - 1)


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
