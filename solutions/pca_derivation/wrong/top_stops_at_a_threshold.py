"""
verdict = "WA"
caught_by = ["scale"]
en = "The search stops when S w and λ w differ by less than a fixed threshold. For tiny variances that is true at once, wherever w points."
zh = "当 S w 与 λ w 之差小于某个固定阈值时停止。方差极小时，无论 w 指向哪里，这个条件一开始就成立。"
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
    w /= np.linalg.norm(w)
    for _ in range(300):
        if np.linalg.norm(S @ w - (w @ S @ w) * w) < 1e-9:
            break
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
