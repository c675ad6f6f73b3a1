import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_shape, case, workload

WITHIN = 1e-5  # what the statement asks of the entries of a direction, which has length 1


def directions(rng, count, d):
    """Random orthonormal directions, as rows."""
    return np.linalg.qr(rng.normal(size=(d, count)))[0].T


def data(rng, n, V, variances):
    """n points whose principal components are exactly the rows of V, with these sample variances."""
    Z = rng.normal(size=(n, len(V)))
    scores = np.linalg.qr(Z - Z.mean(axis=0))[0] * np.sqrt(n - 1)  # uncorrelated, of mean 0 and variance 1
    return scores * np.sqrt(variances) @ V + rng.normal(size=V.shape[1])


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    X = np.array([[7.0, 5.0], [3.0, 1.0], [6.0, 2.0], [4.0, 4.0], [5.0, 3.0]])
    mean, S, W = np.array([5.0, 3.0]), np.array([[2.5, 1.5], [1.5, 2.5]]), np.array([[0.6, 0.8]])
    assert_close(submission.center(X), (X - mean, mean), what="center")
    assert_close(submission.covariance(X), S, what="covariance")
    assert_close(submission.variance_along(S, np.array([10.0, 0.0])), 2.5, what="variance_along")
    # The last score is 0: what is left there is rounding.
    assert_close(submission.project(X, mean, W), np.array([[2.8], [-2.8], [-0.2], [0.2], [0.0]]), atol=1e-9, what="project")
    assert_close(submission.reconstruct(np.array([[5.0]]), mean, W), np.array([[8.0, 7.0]]), what="reconstruct")
    assert_close(submission.reconstruction_error(X, 1), 1.0, rtol=1e-6, what="reconstruction_error")
    w = submission.top_direction(S)
    assert_shape(w, (2,), what="top_direction")
    assert_close(np.abs(w), np.sqrt([0.5, 0.5]), rtol=0, atol=WITHIN, what="top_direction")
    W, _ = submission.components(S, 1)
    assert_shape(W, (1, 2), what="W")
    _, variances = submission.components(S, 2)
    assert_close(variances, np.array([4.0, 1.0]), rtol=1e-6, what="variances")


@case("Each column loses its own mean", zh="每一列减去自己的均值", sizes=[2, 5])
def test_center(submission, rng, size):
    X = rng.normal(size=(size, 3)) + np.array([-20.0, 0.0, 300.0])
    Xc, mean = submission.center(X)
    assert_close(mean, sum(X) / size, what="mean")
    assert_close(Xc, X - sum(X) / size, what="Xc")


@case(
    "The covariance divides by n - 1",
    zh="协方差除以 n - 1",
    sizes=[2, 3, 9],
    hint="The sum runs over the points, so S has one row and one column for each dimension.",
    hint_zh="求和是对所有点进行的，所以 S 的每一行、每一列对应一个维度。",
    hint_for=("answer", "shape"),
)
def test_covariance(submission, rng, size):
    X = rng.normal(size=(size, 4)) + rng.normal(size=4) * 5
    mean = X.sum(axis=0) / size
    assert_close(submission.covariance(X), sum(np.outer(x - mean, x - mean) for x in X) / (size - 1))


@case(
    "The variance along w is that of the coordinates along w",
    zh="沿 w 的方差就是沿 w 的坐标的方差",
    hint="Coordinates are measured with a unit vector; w need not be one.",
    hint_zh="坐标要用单位向量来量，而 w 不一定是单位向量。",
)
def test_variance_along(submission, reference, rng):
    X, w = rng.normal(size=(8, 3)) * np.array([1.0, 3.0, 10.0]), rng.normal(size=3) * 4
    coordinates = X @ w / np.sqrt(np.sum(w**2))
    assert_close(submission.variance_along(reference.covariance(X), w), np.var(coordinates, ddof=1))


@case("The best direction, of length 1, up to its sign", zh="最优方向，长度为 1，不计正负号", points=2)
@pytest.mark.parametrize("variances", [[2.0], [3.0, 1.0], [8.0, 4.0, 2.0, 0.5]], ids=len)
def test_top_direction(submission, rng, variances):
    for _ in range(4):
        V = directions(rng, len(variances), len(variances))
        w = submission.top_direction((V.T * variances) @ V)
        assert_shape(w, (len(variances),), what="w")
        assert_close(np.sign(w @ V[0]) * w, V[0], rtol=0, atol=WITHIN, what="w")


@case(
    "The error is the sum of the variances left out",
    zh="误差等于被舍弃的方差之和",
    points=2,
    hint="Divide the squared distances by the same n - 1 as the variances.",
    hint_zh="距离平方和也要除以方差所用的 n - 1。",
)
@pytest.mark.parametrize("k", [1, 2, 3])
def test_reconstruction_error(submission, rng, k):
    variances = np.array([9.0, 5.0, 3.0, 1.0])
    X = data(rng, 10, directions(rng, 4, 5), variances)
    assert_close(submission.reconstruction_error(X, k), np.sum(variances[k:]), rtol=1e-6)


@workload("4 components of 300 points in 60 dimensions", zh="60 维空间中 300 个点的 4 个主成分")
def time_error(module, rng):
    return module.reconstruction_error, (data(rng, 300, directions(rng, 60, 60), 0.7 ** np.arange(60)), 4)
