"""
verdict = "WA"
caught_by = ["components", "components_rank"]
en = "After a component is found, the rows and columns of S where it is largest are set to zero. That throws away other directions as well."
zh = "求出一个主成分之后，把它分量最大的那一行和那一列从 S 中清零；这样也丢掉了其他方向。"
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
        S = S.copy()
        largest = np.argmax(np.abs(w))
        S[largest] = S[:, largest] = 0.0
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
