"""
verdict = "WA"
caught_by = ["data_untouched", "standard_inputs_untouched"]
en = "The mean is taken off inside X, the caller's array. The same points look centred ever after."
zh = "均值直接在 X 里减掉了，而 X 是调用者的数组；此后这批数据就一直是中心化过的了。"
"""

import numpy as np


def center(X):
    mean = X.mean(axis=0)
    X -= mean
    return X, mean


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
    return np.sum(lost**2) / (len(X) - 1)
