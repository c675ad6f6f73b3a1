import numpy as np


def center(X):
    """X with the mean of each column taken off, and those means."""
    raise NotImplementedError


def covariance(X):
    """The (d, d) sample covariance of the columns of X, with the factor 1 / (n - 1)."""
    raise NotImplementedError


def variance_along(S, w):
    """The variance, along the direction of w, of data whose covariance is S."""
    raise NotImplementedError


def top_direction(S):
    """The unit vector along which the variance is largest."""
    raise NotImplementedError


def components(S, k):
    """The k best directions as the rows of W, each orthogonal to the ones before, and their variances."""
    raise NotImplementedError


def project(X, mean, W):
    """The coordinates of the rows of X in the directions W, seen from mean."""
    raise NotImplementedError


def reconstruct(Z, mean, W):
    """The points whose coordinates are the rows of Z."""
    raise NotImplementedError


def reconstruction_error(X, k):
    """What k components lose of X: the summed squared distances, divided by n - 1."""
    raise NotImplementedError
