import numpy as np


def center(X):
    mean = np.average(X, axis=0)
    out = np.array(X)
    out -= mean
    return out, mean


def covariance(X):
    Xc, _ = center(X)
    return (Xc[:, :, None] * Xc[:, None, :]).sum(0) / (Xc.shape[0] - 1)


def variance_along(S, w):
    w = np.asarray(w) / np.sqrt((w**2).sum())
    return (S * w[:, None] * w[None, :]).sum()


def top_direction(S):
    # S, S^2, S^4, S^8 ...: after 40 squarings only the largest variance is left, and every column lies in its directions.
    P = S / np.trace(S)
    for _ in range(40):
        P = P @ P
        P = P / np.trace(P)
    column = P[:, np.argmax(np.diag(P))]
    return column / np.linalg.norm(column)


def components(S, k):
    keep = np.eye(len(S))
    W = np.empty((k, len(S)))
    for i in range(k):
        W[i] = top_direction(keep @ S @ keep)
        keep = keep - np.outer(W[i], W[i])
    return W, np.diag(W @ S @ W.T).copy()


def project(X, mean, W):
    return np.matmul(W, (X - mean).T).T


def reconstruct(Z, mean, W):
    return np.matmul(W.T, Z.T).T + mean


def reconstruction_error(X, k):
    Xc, _ = center(X)
    W, _ = components(covariance(X), k)
    return (np.linalg.norm(Xc - Xc @ W.T @ W) ** 2) / (len(X) - 1)
