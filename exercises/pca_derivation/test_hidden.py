import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case

from test_public import WITHIN, data, directions


def covariance_of(V, variances):
    """The covariance with these variances along the rows of V, and none elsewhere."""
    return (V.T * variances) @ V


def assert_directions(W, V, what):
    """The rows of W are those of V, each up to its sign."""
    assert_shape(W, np.shape(V), what=what)
    opposite = np.sum(W * V, axis=-1, keepdims=True) < 0
    assert_close(np.where(opposite, -W, W), V, rtol=0, atol=WITHIN, dtype="float64", what=what)


def assert_fills(W, V, what):
    """The rows of W are orthonormal and span what the orthonormal rows of V span."""
    assert_shape(W, np.shape(V), what=what)
    assert_close(W @ W.T, np.eye(len(V)), rtol=0, atol=WITHIN, what=f"{what} times its transpose")
    assert_close(W.T @ W, V.T @ V, rtol=0, atol=WITHIN, what=f"projector onto {what}")


@case("Centring fewer points than dimensions", zh="点数少于维数时的中心化")
def test_center_wide(submission, rng):
    X = rng.normal(size=(3, 7)) * 10 + 4
    Xc, mean = submission.center(X)
    assert_close(mean, X.sum(axis=0) / 3, dtype="float64", what="mean")
    assert_close(Xc, X - X.sum(axis=0) / 3, dtype="float64", what="Xc")


@case("The covariance of fewer points than dimensions is d by d", zh="点数少于维数时，协方差仍是 d × d")
def test_covariance_wide(submission, reference, rng):
    X = rng.normal(size=(3, 6)) + 2
    assert_close(submission.covariance(X), reference.covariance(X), dtype="float64")


@case(
    "Moving all points far away changes no covariance",
    zh="把所有点一起移到很远处，协方差不变",
    points=2,
    hint="Mean of squares minus square of the mean is the difference of two huge, nearly equal numbers.",
    hint_zh="“平方的均值减均值的平方”是两个几乎相等的巨大数字之差。",
)
def test_covariance_far_away(submission, reference, rng):
    X = rng.integers(-50, 50, size=(8, 3)) * 1.0
    assert_close(submission.covariance(X + 2.0**30), reference.covariance(X))  # the sum X + 2^30 is exact


@case("The length and the sign of w do not matter", zh="w 的长度与正负不影响方差")
@pytest.mark.parametrize("length", [1e-9, 1e-3, 1.0, -40.0, 1e9])
def test_variance_any_length(submission, rng, length):
    V = directions(rng, 3, 3)
    S = covariance_of(V, [7.0, 2.0, 0.5])
    share = rng.dirichlet(np.ones(3))  # how the squared length of w falls on the three directions
    w = length * np.sqrt(share) @ V
    assert_close(submission.variance_along(S, w), share @ [7.0, 2.0, 0.5])


@case("No other direction has more variance", zh="没有别的方向方差更大")
def test_top_is_best(submission, rng):
    S = covariance_of(directions(rng, 5, 5), [6.0, 4.0, 2.0, 1.0, 0.3])
    w = submission.top_direction(S)
    assert_shape(w, (5,), what="w")
    assert_close(float(w @ w), 1.0, rtol=1e-6, what="squared length of w")
    assert_close(float(w @ S @ w), 6.0, rtol=1e-6, what="variance along w")
    # An error of 1e-5 in w is one of up to 6e-5 in S w.
    assert_close(S @ w, 6.0 * w, rtol=0, atol=1e-4, what="S w")


@case(
    "Many directions nearly as good as the best",
    zh="许多方向几乎与最优方向一样好",
    points=2,
    hint="Convergence is slow here. Is your stopping rule about the direction, or about its variance?",
    hint_zh="这里收敛很慢。你的停止条件看的是方向，还是方差？",
    hint_for=("answer", "time"),
)
def test_top_close_second(submission, rng):
    V = directions(rng, 12, 12)
    w = submission.top_direction(covariance_of(V, [1.0] + [0.9] * 11))
    assert_directions(w, V[0], "w")


@case(
    "The best direction from wherever the search starts",
    zh="无论搜索从哪里出发，都能找到最优方向",
    points=2,
    hint="Multiplying by S never brings in a direction of which the start has no share at all.",
    hint_zh="起点若在某个方向上毫无分量，无论乘多少次 S，这个分量都不会出现。",
)
def test_top_any_start(submission, rng):
    # The best direction is e_a - e_b: all ones is orthogonal to it, and so is e_c, the largest column of S.
    for shift in range(4):
        a, b, c, d = (np.roll(np.arange(4), shift)).tolist()
        S = np.zeros((4, 4))
        S[a, a] = S[b, b] = 4.0
        S[a, b] = S[b, a] = -2.0
        S[c, c], S[d, d] = 5.0, 1.0
        best = (np.eye(4)[a] - np.eye(4)[b]) / np.sqrt(2)
        assert_directions(submission.top_direction(S * 2.0 ** rng.integers(-4, 5)), best, "w")


@case("Tiny and huge variances", zh="极小与极大的方差", hint="No threshold fits every scale.", hint_zh="没有一个阈值适合所有量级。", hint_for=("answer", "time"))
@pytest.mark.parametrize("scale", [1e-12, 1e-6, 1e6, 1e12])
def test_scale(submission, rng, scale):
    V = directions(rng, 4, 4)
    S = covariance_of(V, [5.0, 3.0, 2.0, 1.0]) * scale
    assert_directions(submission.top_direction(S), V[0], "w")
    W, variances = submission.components(S, 2)
    assert_directions(W, V[:2], "W")
    assert_close(variances, np.array([5.0, 3.0]) * scale, rtol=1e-6, what="variances")


@case("Two directions share the largest variance", zh="两个方向同时具有最大方差")
def test_top_repeated(submission, rng):
    for _ in range(8):
        V = directions(rng, 4, 4)
        w = submission.top_direction(covariance_of(V, [3.0, 3.0, 2.0, 1.0]))
        assert_shape(w, (4,), what="w")
        assert_close(float(w @ w), 1.0, rtol=1e-6, what="squared length of w")
        assert_close((w @ V[0]) * V[0] + (w @ V[1]) * V[1], w, rtol=0, atol=WITHIN, what="projection of w onto the plane")


@case(
    "Components in order, each up to its sign",
    zh="主成分依次排列，各自不计正负号",
    points=2,
    hint="After a component is found, nothing of its variance may be left in the matrix, and nothing else may be gone.",
    hint_zh="找到一个主成分之后，矩阵里不应再有它的方差，其余部分则应原封不动。",
)
@pytest.mark.parametrize("k", [1, 2, 4])
def test_components(submission, rng, k):
    V, expected = directions(rng, 4, 4), np.array([10.0, 6.0, 2.5, 0.4])
    W, variances = submission.components(covariance_of(V, expected), k)
    assert_directions(W, V[:k], "W")
    assert_close(variances, expected[:k], rtol=1e-6, what="variances")


@case("All components from wherever the search starts", zh="无论搜索从哪里出发，都能找到各主成分")
def test_components_any_start(submission, rng):
    order = rng.permutation(6)
    S = np.zeros((6, 6))
    S[:2, :2] = [[4.0, -2.0], [-2.0, 4.0]]  # variances 6 and 2
    S[2:4, 2:4] = [[8.0, -4.0], [-4.0, 8.0]]  # variances 12 and 4
    S[4, 4], S[5, 5] = 9.0, 1.0
    best = np.zeros((3, 6))
    best[0, 2:4] = best[2, :2] = np.sqrt(0.5), -np.sqrt(0.5)
    best[1, 4] = 1.0
    W, variances = submission.components(S[order][:, order], 3)
    assert_directions(W, best[:, order], "W")
    assert_close(variances, np.array([12.0, 9.0, 6.0]), rtol=1e-6, what="variances")


@case("Equal variances: the directions fill the common subspace", zh="方差相等时，各方向张成共同的子空间", points=2)
def test_components_repeated(submission, rng):
    V = directions(rng, 5, 5)
    S = covariance_of(V, [7.0, 3.0, 3.0, 3.0, 1.0])
    W, variances = submission.components(S, 4)
    assert_close(variances, np.array([7.0, 3.0, 3.0, 3.0]), rtol=1e-6, what="variances")
    assert_directions(W[:1], V[:1], "the first row of W")
    assert_fills(W[1:], V[1:4], "the other rows of W")


@case("As many components as the rank, and fewer than dimensions", zh="主成分个数等于秩，而小于维数")
def test_components_rank(submission, rng):
    V = directions(rng, 3, 7)
    W, variances = submission.components(covariance_of(V, [4.0, 2.0, 1.0]), 3)
    assert_directions(W, V, "W")
    assert_close(variances, np.array([4.0, 2.0, 1.0]), rtol=1e-6, what="variances")


@case(
    "Coordinates in which nothing varies",
    zh="完全不变的坐标",
    points=2,
    hint="Entries of a direction may be exactly zero, the first one too.",
    hint_zh="方向的某些分量可以恰好为零，第一个也可以。",
)
@pytest.mark.parametrize("place", [0, 2, 4])
def test_still_coordinates(submission, rng, place):
    V = np.insert(directions(rng, 4, 4), place, 0.0, axis=1)
    S = covariance_of(V, [5.0, 3.0, 2.0, 0.5])
    assert_directions(submission.top_direction(S)[None], V[:1], "the top direction")
    W, variances = submission.components(S, 4)
    assert_directions(W, V, "W")
    assert_close(variances, np.array([5.0, 3.0, 2.0, 0.5]), rtol=1e-6, what="variances")


@case(
    "Components of very different variances",
    zh="方差相差悬殊的各主成分",
    hint="What is left of a large variance after it was taken out must be small beside the small ones.",
    hint_zh="去掉一个大方差之后，残留的部分与小方差相比也必须很小。",
)
def test_components_wide_range(submission, rng):
    V, expected = directions(rng, 4, 4), np.array([500.0, 20.0, 1.0, 0.7])
    W, variances = submission.components(covariance_of(V, expected), 3)
    assert_directions(W, V[:3], "W")
    assert_close(variances, expected[:3], rtol=1e-6, what="variances")


@case("All components: orthonormal rows, and no variance lost", zh="全部主成分：各行标准正交，方差一点不丢")
def test_components_all(submission, rng):
    expected = np.array([100.0, 20.0, 5.0, 1.0, 0.2])
    S = covariance_of(directions(rng, 5, 5), expected)
    W, variances = submission.components(S, 5)
    assert_fills(W, np.eye(5), "W")
    assert_close(float(np.sum(variances)), np.trace(S), rtol=1e-6, what="sum of the variances")
    # Entries of W are good to 1e-5, and the variances weigh them.
    assert_close((W.T * variances) @ W, S, rtol=0, atol=1e-3, what="sum of variance times w wᵀ")


@case(
    "New points are seen from the given mean",
    zh="新的点以给定的均值为原点",
    sizes=[1, 4, 100],
    hint="The origin is an argument; the mean of these points is another.",
    hint_zh="原点由参数给出，并不是这些点自己的均值。",
)
def test_project(submission, rng, size):
    W, mean, X = directions(rng, 2, 5), rng.normal(size=5) * 3, rng.normal(size=(size, 5))
    expected = np.array([[np.sum((x - mean) * w) for w in W] for x in X])
    assert_close(submission.project(X, mean, W), expected, dtype="float64")


@case("Points come back to where their coordinates say", zh="点回到其坐标所指的位置", sizes=[1, 4])
def test_reconstruct(submission, rng, size):
    W, mean, Z = directions(rng, 2, 5), rng.normal(size=5) * 3, rng.normal(size=(size, 2))
    expected = np.array([mean + z[0] * W[0] + z[1] * W[1] for z in Z])
    assert_close(submission.reconstruct(Z, mean, W), expected, dtype="float64")


@case("The error of fewer points than dimensions, down to none", zh="点数少于维数时的误差，直至为零")
@pytest.mark.parametrize("k", [1, 2, 3])
def test_error_wide(submission, rng, k):
    variances = np.array([6.0, 2.0, 1.0])
    X = data(rng, 4, directions(rng, 3, 8), variances)
    assert_close(submission.reconstruction_error(X, k), np.sum(variances[k:]), rtol=1e-6, atol=1e-8)  # nothing is lost for the last k


@case("The error where equal variances are split", zh="相等的方差只保留一部分时的误差")
@pytest.mark.parametrize("n", [6, 30])
def test_error_split(submission, rng, n):
    X = data(rng, n, directions(rng, 4, 4), np.array([5.0, 2.0, 2.0, 1.0])) + rng.normal(size=4) * 100
    assert_close(submission.reconstruction_error(X, 2), 3.0, rtol=1e-6)


@case("The data are left as they were", zh="不修改数据")
def test_data_untouched(submission, rng):
    W = directions(rng, 2, 3)
    X, mean, Z = data(rng, 6, directions(rng, 3, 3), np.array([4.0, 2.0, 1.0])), rng.normal(size=3), rng.normal(size=(6, 2))
    calls = {
        "center": (X,),
        "covariance": (X,),
        "project": (X, mean, W),
        "reconstruct": (Z, mean, W),
        "reconstruction_error": (X, 2),
    }
    for name, arguments in calls.items():
        after = getattr(submission, name).call(*arguments).args
        assert_equal(after, arguments, what=f"arguments of {name} after the call")


@case("The covariance is left as it was", zh="不修改协方差矩阵")
def test_covariance_untouched(submission, rng):
    S = covariance_of(directions(rng, 3, 3), [4.0, 2.0, 1.0])
    for name, arguments in {"variance_along": (S, rng.normal(size=3)), "top_direction": (S,), "components": (S, 3)}.items():
        after = getattr(submission, name).call(*arguments).args
        assert_equal(after, arguments, what=f"arguments of {name} after the call")
