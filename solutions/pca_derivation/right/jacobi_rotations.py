import numpy as np


def center(X):
    mean = np.mean(X, 0)
    return X - mean, mean


def covariance(X):
    Xc = center(X)[0] / np.sqrt(X.shape[0] - 1)
    return np.tensordot(Xc, Xc, axes=(0, 0))


def variance_along(S, w):
    u = w / np.linalg.norm(w)
    return float(u.dot(S).dot(u))


def rotate_to_diagonal(S):
    """All variances and directions: rotate one pair of axes at a time until S is diagonal."""
    A, V, d = S.copy(), np.eye(len(S)), len(S)
    for _ in range(60):
        if np.sum((A - np.diag(np.diag(A))) ** 2) <= 1e-28 * np.sum(A**2):
            break
        for p in range(d):
            for q in range(p + 1, d):
                angle = 0.5 * np.arctan2(2 * A[p, q], A[q, q] - A[p, p])
                c, s = np.cos(angle), np.sin(angle)
                J = np.array([[c, s], [-s, c]])
                A[[p, q]] = J.T @ A[[p, q]]
                A[:, [p, q]] = A[:, [p, q]] @ J
                V[:, [p, q]] = V[:, [p, q]] @ J
    order = np.argsort(-np.diag(A))
    return np.diag(A)[order], V[:, order].T


def top_direction(S):
    return rotate_to_diagonal(S)[1][0]


def components(S, k):
    variances, V = rotate_to_diagonal(S)
    return V[:k], variances[:k]


def project(X, mean, W):
    return X @ W.T - W @ mean


def reconstruct(Z, mean, W):
    return np.add(mean, np.dot(Z, W))


def reconstruction_error(X, k):
    return np.sum(rotate_to_diagonal(covariance(X))[0][k:])
