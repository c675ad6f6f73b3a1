"""
verdict = "WA"
caught_by = ["top_any_start"]
en = "The absolute values of the entries are returned, to get rid of the free sign. The sign is free for the vector as a whole only."
zh = "为了消除正负号的任意性，返回了各元素的绝对值。可以任意取号的是整个向量，而不是各个元素。"
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
    return np.abs(w)


def components(S, k):
    W, variances = [], []
    for _ in range(k):
        w = np.random.default_rng(0).normal(size=len(S))
        for _ in range(300):
            w = S @ w
            w /= np.linalg.norm(w)
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
