import math
import random

import numpy as np


def center(X):
    n, d = X.shape
    mean = [math.fsum(X[i][j] for i in range(n)) / n for j in range(d)]
    return np.array([[X[i][j] - mean[j] for j in range(d)] for i in range(n)]), np.array(mean)


def covariance(X):
    Xc, _ = center(X)
    n, d = X.shape
    S = np.zeros((d, d))
    for a in range(d):
        for b in range(a, d):
            S[a, b] = S[b, a] = math.fsum(Xc[i, a] * Xc[i, b] for i in range(n)) / (n - 1)
    return S


def times(S, w):
    return [sum(s * v for s, v in zip(row, w)) for row in S]


def dot(u, v):
    return sum(a * b for a, b in zip(u, v))


def variance_along(S, w):
    w = [float(v) for v in w]
    return dot(w, times(S.tolist(), w)) / dot(w, w)


def top_direction(S):
    rows = S.tolist()
    w = [random.gauss(0, 1) for _ in rows]
    for _ in range(250):
        w = times(rows, w)
        length = math.sqrt(dot(w, w))
        w = [v / length for v in w]
    return np.array(w)


def components(S, k):
    rest = S.copy()
    d = len(S)
    W, variances = [], []
    for _ in range(k):
        w = top_direction(rest)
        variance = variance_along(rest, w)
        for a in range(d):
            for b in range(d):
                rest[a, b] -= variance * w[a] * w[b]
        W.append(w.tolist())
        variances.append(variance)
    return np.array(W), np.array(variances)


def project(X, mean, W):
    return np.array([[dot(x - mean, w) for w in W] for x in X])


def reconstruct(Z, mean, W):
    points = []
    for z in Z:
        point = mean.copy()
        for share, w in zip(z, W):
            point += share * w
        points.append(point)
    return np.array(points)


def reconstruction_error(X, k):
    _, mean = center(X)
    W, _ = components(covariance(X), k)
    back = reconstruct(project(X, mean, W), mean, W)
    return sum(dot(x - b, x - b) for x, b in zip(X, back)) / (len(X) - 1)
