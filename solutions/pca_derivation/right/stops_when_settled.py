import numpy as np


class Search:
    """Power iteration that keeps away from directions already found, until the direction itself stands still."""

    def __init__(self, S, seed=3):
        self.S, self.rng, self.found = S, np.random.default_rng(seed), []

    def clean(self, w):
        for u in self.found:
            w = w - np.dot(u, w) * u
        return w / np.linalg.norm(w)

    def next(self):
        w, previous = self.clean(self.rng.random(len(self.S)) - 0.5), np.inf
        while np.max(np.abs(w - previous)) > 1e-11:
            previous, w = w, self.clean(self.S @ w)
        self.found.append(w)
        return w


def center(X):
    mean = X.mean(axis=0, keepdims=True)
    return X - mean, mean[0]


def covariance(X, ddof=1):
    n = X.shape[0]
    steps = np.eye(n) - np.ones((n, n)) / n  # the centring matrix
    Xc = steps @ (X - X[0])
    return Xc.T @ Xc / (n - ddof)


def variance_along(S, w):
    return np.inner(w, S @ w) / np.inner(w, w)


def top_direction(S):
    return Search(S).next()


def components(S, k):
    search = Search(S)
    W = np.stack([search.next() for _ in range(k)])
    return [W, np.sum(W @ S * W, axis=1)]


def project(X, mean, W):
    return np.einsum("nd,kd->nk", X - mean, W)


def reconstruct(Z, mean, W):
    return np.einsum("nk,kd->nd", Z, W) + mean


def reconstruction_error(X, k):
    S = covariance(X)
    variances = components(S, k)[1]
    return np.diagonal(S).sum() - sum(variances)
