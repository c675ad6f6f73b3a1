import numpy as np


def center(X):
    mean = X.sum(axis=0) / X.shape[0]
    return np.subtract(X, mean[None]), mean


def covariance(X):
    Xc = center(X)[0]
    return np.einsum("ia,ib->ab", Xc, Xc) / (X.shape[0] - 1)


def variance_along(S, w):
    return np.einsum("a,ab,b", w, S, w) / np.sum(w * w)


def orthonormal(W):
    """Gram-Schmidt on the rows."""
    W = W.copy()
    for i in range(len(W)):
        W[i] -= (W[:i] @ W[i]) @ W[:i]
        W[i] /= np.sqrt(W[i] @ W[i])
    return W


def iterate(S, k):
    W = orthonormal(np.random.default_rng(7).standard_normal((k, len(S))))
    twice = S @ S
    for _ in range(125):
        W = orthonormal(W @ twice)
    return orthonormal(W)  # once more, for the sake of rounding


def top_direction(S):
    return iterate(S, 1)[0]


def components(S, k):
    W = iterate(S, k)
    return W, np.array([variance_along(S, w) for w in W])


def project(X, mean, W):
    return np.stack([(X - mean).dot(w) for w in W], axis=1)


def reconstruct(Z, mean, W):
    return sum((np.outer(Z[:, j], W[j]) for j in range(len(W))), np.tile(mean, (len(Z), 1)))


def reconstruction_error(X, k):
    S = covariance(X)
    return np.trace(S) - components(S, k)[1].sum()
