"""
verdict = "WA"
caught_by = ["reconstruction_error", "error_wide", "error_split"]
en = "The error is divided by the total variance: the share that is lost, not how much."
zh = "误差被除以了总方差：得到的是损失的比例，而不是损失的量。"
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
    return np.sum(lost**2) / np.sum((X - mean) ** 2)
