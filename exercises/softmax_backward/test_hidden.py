import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, numerical_gradient

from test_public import softmax

both_dtypes = pytest.mark.parametrize("dtype", ["float32", "float64"])


@case("Central differences along each axis of rank 3", zh="三维数组沿每个轴的中心差分")
@pytest.mark.parametrize("axis", [0, 1, -1])
def test_central_differences_rank_three(submission, rng, axis):
    x, dy = rng.normal(size=(2, 3, 2)) * 2, rng.normal(size=(2, 3, 2))
    expected = numerical_gradient(lambda x: softmax(x, axis), x, dy)
    # Central differences with step 1e-5 are good to about eight digits here.
    assert_close(submission.softmax_backward(dy, softmax(x, axis), axis), expected, what="dx", rtol=1e-5, atol=1e-6)


@case(
    "A slice of 20,000 entries needs no matrix",
    zh="20,000 个元素的切片不需要矩阵",
    points=2,
    hint="The Jacobian of a slice of n entries has n² of them. Multiply by it without building it.",
    hint_zh="n 个元素的切片，其雅可比矩阵有 n² 个元素。要乘以它，但不要把它构造出来。",
    hint_for=("memory", "time", "raised"),
)
def test_memory(submission, reference, rng):
    y, dy = softmax(rng.normal(size=20_000)), rng.normal(size=20_000)
    assert_close(submission.softmax_backward(dy, y), reference.softmax_backward(dy, y), what="dx")


@case(
    "A slice of 100,000 entries takes no time that grows with the square",
    zh="100,000 个元素的切片，时间不随长度的平方增长",
    points=2,
    hint="Going through the rows of the Jacobian one by one saves memory, not time. What do all rows share?",
    hint_zh="逐行处理雅可比矩阵节省了内存，却没有节省时间。所有行有什么共同之处？",
    hint_for=("memory", "time", "raised"),
)
def test_time(submission, reference, rng):
    y, dy = softmax(rng.normal(size=100_000)), rng.normal(size=100_000)
    assert_close(submission.softmax_backward(dy, y), reference.softmax_backward(dy, y), what="dx")


@case("The entries of each slice's dx sum to 0", zh="每个切片的 dx 之和为 0")
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_sums_to_zero(submission, rng, axis):
    dx = submission.softmax_backward(rng.normal(size=(3, 4, 5)), softmax(rng.normal(size=(3, 4, 5)), axis), axis)
    assert_shape(dx, (3, 4, 5), what="dx")
    rest = [n for i, n in enumerate((3, 4, 5)) if i != axis]
    # Some roundings of numbers around 1.
    assert_close(dx.sum(axis=axis), np.zeros(rest), what="sum of dx", atol=1e-13)


@case(
    "A dy that is constant along a slice gives 0",
    zh="dy 在切片上为常数时，结果为 0",
    hint="A constant added to all entries of x does not change y.",
    hint_zh="x 的所有元素加上同一个常数，y 不变。",
)
@pytest.mark.parametrize(("dtype", "rounding"), [("float32", 1e-6), ("float64", 1e-14)])
def test_constant_dy(submission, rng, dtype, rounding):
    y = softmax(rng.normal(size=(4, 6))).astype(dtype)
    dy = np.broadcast_to(np.array([[1.1], [-3.3], [100.7], [0.0]], dtype=dtype), (4, 6))
    assert_close(submission.softmax_backward(dy, y), np.zeros((4, 6), dtype=dtype), what="dx", atol=300 * rounding)  # of numbers around 100


@case("Two entries: the derivative of the logistic function", zh="两个元素：logistic 函数的导数")
def test_two_entries(submission, rng):
    p, dy = rng.uniform(0.01, 0.99, size=7), rng.normal(size=(7, 2))
    dx = p * (1 - p) * (dy[:, 0] - dy[:, 1])
    actual = submission.softmax_backward(dy, np.stack([p, 1 - p], axis=1))
    assert_close(actual, np.stack([dx, -dx], axis=1), what="dx")


@case("Equal probabilities: dy less its mean, divided by n", zh="概率相等时：dy 减去均值，再除以 n")
@pytest.mark.parametrize("n", [2, 7, 300])
def test_uniform(submission, rng, n):
    dy = rng.normal(size=(3, n)) + 2.0
    expected = (dy - dy.mean(axis=1, keepdims=True)) / n
    assert_close(submission.softmax_backward(dy, np.full((3, n), 1 / n)), expected, what="dx")


@case("A single entry has gradient 0", zh="只有一个元素时梯度为 0")
@both_dtypes
@pytest.mark.parametrize("shape", [(1,), (5, 1), (2, 3, 1)], ids=str)
def test_single_entry(submission, rng, dtype, shape):
    dx = submission.softmax_backward(rng.normal(size=shape).astype(dtype), np.ones(shape, dtype=dtype))
    # dy - dy, or a rounding of it.
    assert_close(dx, np.zeros(shape, dtype=dtype), what="dx", dtype=dtype, atol=1e-6 if dtype == "float32" else 1e-14)


@case("Certain rows have gradient 0", zh="完全确定的行梯度为 0", hint="y is 1 in one place and 0 elsewhere: no division by y, no logarithm of it.", hint_zh="y 在一处为 1，其余为 0：不要除以 y，也不要对 y 取对数。")
@both_dtypes
def test_one_hot(submission, rng, dtype):
    dy = (rng.normal(size=(6, 6)) * 1e3).astype(dtype)
    # All products are with 0 or 1: there is nothing to round.
    assert_close(submission.softmax_backward(dy, np.eye(6, dtype=dtype)), np.zeros((6, 6), dtype=dtype), what="dx", atol=1e-9)


@case("Where y is 0, dx is exactly 0, and dy there counts for nothing", zh="y 为 0 的位置，dx 恰好为 0，那里的 dy 不起作用")
@both_dtypes
def test_zeros(submission, reference, rng, dtype):
    x = rng.normal(size=(5, 6))
    dy = rng.normal(size=(5, 6))
    for place in (0, 3, -1):
        masked = x.copy()
        masked[:, place] = masked[2, 1] = -np.inf
        y = softmax(masked)
        huge = np.where(y == 0, 1e30, dy).astype(dtype)
        dx = submission.softmax_backward(huge, y.astype(dtype))
        assert_shape(dx, (5, 6), what="dx")
        assert_close(dx[:, place], np.zeros(5, dtype=dtype), what="dx where y is 0", rtol=0.0, atol=0.0)
        assert_close(dx, reference.softmax_backward(dy, y).astype(dtype), what="dx")


@case(
    "Small probabilities keep the digits of their gradient, in any place",
    zh="很小的概率，其梯度保持有效数字，无论在哪里",
    hint="What is left when other terms cancel has lost its digits. Small is not 0.",
    hint_zh="其他项相消之后剩下的值已经丢失了有效数字。很小并不等于 0。",
)
def test_small_probabilities(submission, rng):
    for place in (0, 3, -1):
        x, dy = rng.normal(size=(4, 6)), rng.normal(size=(4, 6))
        x[:, place] -= np.array([30.0, 60.0, 200.0, 600.0]) + rng.uniform(0.0, 5.0, size=4)
        dy[:, place] = 5.0  # far from the mean, so that no difference of near numbers is asked for
        y = softmax(x)
        expected = y * (dy - (y * dy).sum(axis=1, keepdims=True))
        dx = submission.softmax_backward(dy, y)
        assert_shape(dx, (4, 6), what="dx")
        assert_close(dx[:, place], expected[:, place], what="dx", rtol=1e-9, atol=0.0)


@case("Near certainty: what is left is right to rounding", zh="接近确定时：剩下的值精确到舍入误差")
def test_near_certain(submission, reference, rng):
    x, dy = rng.normal(size=(4, 5)), rng.normal(size=(4, 5)) * 10
    x[:, 2] += np.array([5.0, 10.0, 15.0, 20.0])
    y = softmax(x)
    # Some roundings of a dy around 10.
    assert_close(submission.softmax_backward(dy, y), reference.softmax_backward(dy, y), what="dx", rtol=0.0, atol=1e-13)


@case("dx is linear in dy, whatever its size", zh="无论 dy 大小，dx 对 dy 都是线性的")
def test_scale(submission, rng):
    y, dy = softmax(rng.normal(size=(3, 5))), rng.normal(size=(3, 5))
    expected = y * (dy - (y * dy).sum(axis=1, keepdims=True))
    for scale in (1e-200, 1e-3, -1.0, 1e6, 1e200):
        assert_close(submission.softmax_backward(scale * dy, y), scale * expected, what="dx")


@case("The slices do not see each other", zh="切片之间互不影响")
def test_slices_apart(submission, reference, rng):
    y, dy = softmax(rng.normal(size=(5, 4))), rng.normal(size=(5, 4)) * np.array([[1e-6], [1.0], [1e6], [-1.0], [0.0]])
    dx = submission.softmax_backward(dy, y)
    assert_shape(dx, (5, 4), what="dx")
    for i in range(5):
        assert_close(dx[i], reference.softmax_backward(dy[i], y[i]), what="dx of one slice")


@case(
    "float32 in, float32 out; float64 in, float64 out",
    zh="float32 进 float32 出；float64 进 float64 出",
    hint="A Python float keeps the dtype; np.float64 arrays and dtype= do not.",
    hint_zh="Python 的 float 不改变 dtype；而 np.float64 的数组和 dtype= 会。",
    hint_for=("dtype",),
)
@both_dtypes
@pytest.mark.parametrize("shape", [(6,), (3, 7), (2, 3, 4)], ids=str)
def test_dtype(submission, rng, dtype, shape):
    y, dy = softmax(rng.normal(size=shape) * 3), rng.normal(size=shape)
    expected = (y * (dy - (y * dy).sum(axis=-1, keepdims=True))).astype(dtype)
    # Entries near 0 are differences of numbers around 1: some roundings of these.
    atol = 1e-6 if dtype == "float32" else 1e-14
    assert_close(submission.softmax_backward(dy.astype(dtype), y.astype(dtype)), expected, what="dx", dtype=dtype, atol=atol)


@case("Each axis of arrays of every rank, counted from either end", zh="各种维数的数组的每个轴，从两端数起")
@pytest.mark.parametrize("shape", [(3,), (4, 3), (2, 4, 3), (2, 3, 4, 5), (2, 3, 1, 2, 3, 2)], ids=str)
def test_every_axis(submission, reference, rng, shape):
    dy = rng.normal(size=shape)
    for axis in range(-len(shape), len(shape)):
        y = softmax(rng.normal(size=shape), axis)
        expected = reference.softmax_backward(dy, y, axis)
        # Along an axis of length 1 it is 0, and may be a rounding away.
        assert_close(submission.softmax_backward(dy, y, axis), expected, what="dx", atol=1e-13)
    y = softmax(rng.normal(size=shape))
    expected = y * (dy - (y * dy).sum(axis=len(shape) - 1, keepdims=True))
    assert_close(submission.softmax_backward(dy, y), expected, what="dx without an axis")


@case("A square array, along either axis", zh="方阵，沿两个轴")
def test_square_both_axes(submission, reference, rng):
    for axis in (0, 1):
        y, dy = softmax(rng.normal(size=(5, 5)), axis), rng.normal(size=(5, 5))
        assert_close(submission.softmax_backward(dy, y, axis=axis), reference.softmax_backward(dy, y, axis=axis), what="dx")


@case("Both arguments are left as they were, along the first axis and in float32 too", zh="不修改两个参数，沿第一个轴、用 float32 时也一样")
@both_dtypes
def test_inputs_untouched_first_axis(submission, rng, dtype):
    y, dy = softmax(rng.normal(size=(4, 3)), 0).astype(dtype), rng.normal(size=(4, 3)).astype(dtype)
    args = submission.softmax_backward.call(dy, y, axis=0).args
    assert_equal(args[0], dy, what="dy after the call")
    assert_equal(args[1], y, what="y after the call")
