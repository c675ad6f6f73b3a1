import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, numerical_gradient

from test_public import check

both_dtypes = pytest.mark.parametrize("dtype", ["float32", "float64"])


def passed(x, dy):
    """dy where x is positive, else 0."""
    return np.where(x > 0, dy, 0.0)


@case("The gradient equals central differences", zh="梯度等于中心差分", points=2)
def test_numerical_gradient(submission, reference, rng):
    x = rng.choice([-1.0, 1.0], size=(3, 5)) * rng.uniform(
        0.1, 2.0, size=(3, 5)
    )  # far from 0, where there is no derivative
    x[0, 0] = 1.0
    dy = rng.choice([-1.0, 1.0], size=(3, 5)) * rng.uniform(1.5, 3.0, size=(3, 5))
    relu = submission.ReLU()
    relu.forward(x)
    expected = numerical_gradient(lambda v: reference.ReLU().forward(v), x, dy)
    # The function is linear around x; what is left is rounding, about 1e-16 * 15 / 1e-5.
    assert_close(relu.backward(dy), expected, what="dx", rtol=1e-6, atol=1e-8)


@case(
    "Nothing but zeros, of both signs: no gradient passes",
    zh="全是 0（两种符号）：没有梯度通过",
    hint="0.0 and -0.0 are not positive.",
    hint_zh="0.0 与 -0.0 都不是正数。",
)
@both_dtypes
def test_all_zero(submission, rng, dtype):
    x = np.where(rng.random(size=(4, 5)) < 0.5, 0.0, -0.0).astype(dtype)
    x[0, :2] = [0.0, -0.0]
    check(submission, x, rng.uniform(1.0, 2.0, size=(4, 5)).astype(dtype))


@case(
    "The smallest positive number is positive, and its gradient passes whole",
    zh="最小的正数也是正数，它的梯度完整通过",
    points=2,
    hint="Compare with 0 itself, in the dtype of x.",
    hint_zh="直接与 0 比较，并且用 x 自己的 dtype。",
)
@both_dtypes
def test_tiny(submission, rng, dtype):
    info = np.finfo(dtype)
    sizes = np.array([info.smallest_subnormal, info.tiny, info.eps, 1e-12, 1e-6], dtype=dtype)
    x = np.concatenate([sizes, -sizes, [0.0]]).astype(dtype)[rng.permutation(11)]
    check(submission, x, rng.normal(size=11).astype(dtype))


@case(
    "The largest numbers of either sign",
    zh="两种符号的最大的数",
    hint="Twice the largest number is infinite.",
    hint_zh="最大的数乘以 2 就是无穷大。",
)
@both_dtypes
def test_huge(submission, rng, dtype):
    largest = np.finfo(dtype).max
    x = np.array([1.0, -1.0, 0.5, -0.5, 1e-3, -1e-3, 1e-20], dtype=dtype) * largest
    x = x[rng.permutation(7)]
    check(submission, x, rng.normal(size=7).astype(dtype))
    check(submission, rng.normal(size=7).astype(dtype), x)  # and as gradients


@case(
    "Infinite numbers: -inf becomes 0, and no gradient passes it",
    zh="无穷大：-inf 变成 0，且没有梯度通过",
    hint="inf * 0 is nan: choose, do not multiply.",
    hint_zh="inf * 0 得到 nan：要挑选，不要相乘。",
)
@both_dtypes
def test_infinite(submission, rng, dtype):
    x = rng.normal(size=(3, 6)).astype(dtype)
    x[0, :3] = [-np.inf, np.inf, 0.0]
    x[2] = -np.inf
    check(submission, x, rng.normal(size=(3, 6)).astype(dtype))


@case(
    "The caller overwrites y before backward",
    zh="调用者在 backward 之前改写了 y",
    points=2,
    hint="What did forward keep, and who else has that very array?",
    hint_zh="forward 保存的是什么？同一个数组还在谁的手里？",
)
@pytest.mark.parametrize("fill", [0.0, -1.0, 1.0])
def test_y_overwritten(submission, rng, fill):
    x, dy = rng.normal(size=(4, 6)), rng.uniform(1.0, 2.0, size=(4, 6))
    x[0, :2] = [1.0, -1.0]
    relu = submission.ReLU()
    relu.forward.keep(x).fill(fill)
    assert_equal(relu.backward(dy), passed(x, dy), what="dx")


@case(
    "The caller overwrites x before backward",
    zh="调用者在 backward 之前改写了 x",
    points=2,
    hint="x belongs to the caller: keep something of your own.",
    hint_zh="x 属于调用者：请保存自己的东西。",
)
@pytest.mark.parametrize(("shape", "fill"), [((4, 6), 0.0), ((4, 6), -1.0), ((4, 6), 1.0), ((40, 60), 0.0)], ids=str)
def test_x_overwritten(submission, rng, shape, fill):
    first = rng.normal(size=shape)
    first[0, :2] = [1.0, -1.0]
    dy = rng.uniform(1.0, 2.0, size=shape)
    x = submission.ReLU().forward.keep(first)
    relu = submission.ReLU()
    relu.forward(x)
    x.fill(fill)
    assert_equal(relu.backward(dy), passed(first, dy), what="dx")


@case(
    "The latest forward counts, of the same shape or another",
    zh="以最近一次 forward 为准，无论形状是否相同",
    points=2,
    hint="Each forward replaces what the one before it left.",
    hint_zh="每次 forward 都要替换上一次留下的东西。",
    hint_for=("answer", "shape", "raised"),
)
def test_latest_forward(submission, rng):
    relu = submission.ReLU()
    for shape in [(3, 4), (3, 4), (5, 2), (2, 2, 3), (4,), (3, 4)]:
        x, dy = rng.normal(size=shape), rng.uniform(1.0, 2.0, size=shape)
        x.flat[:2] = rng.permutation([1.0, -1.0])
        assert_equal(relu.forward(x), passed(x, x), what="y")
        relu.forward(-x)
        relu.forward(x)
        for _ in range(2):
            assert_equal(relu.backward(dy), passed(x, dy), what="dx")
        relu.forward(np.minimum(x, 0.0))
        assert_equal(
            relu.backward(dy), np.zeros(shape), what="dx where nothing was positive", what_zh="没有正数时的 dx"
        )


@case(
    "The caller overwrites dx, and asks for it again",
    zh="调用者改写了 dx，然后再要一次",
    hint="Each call returns an array that nobody else has.",
    hint_zh="每次调用返回的数组都不能与别处共用。",
)
def test_dx_overwritten(submission, rng):
    x, dy = rng.normal(size=(4, 6)), rng.uniform(1.0, 2.0, size=(4, 6))
    x[0, :2] = [1.0, -1.0]
    relu = submission.ReLU()
    relu.forward(x)
    for fill in (5.0, 0.0):
        relu.backward.keep(dy).fill(fill)
        assert_equal(relu.backward(dy), passed(x, dy), what="dx")


@case(
    "Two layers in turn",
    zh="两个层交替使用",
    hint="What a layer remembers is its own, not the class's.",
    hint_zh="每个层记住的东西属于它自己，而不属于类。",
)
def test_two_layers(submission, rng):
    first, second = submission.ReLU(), submission.ReLU()
    a, b = rng.normal(size=(2, 3, 4))
    b = np.where(a > 0, -np.abs(b), np.abs(b))
    dy = rng.uniform(1.0, 2.0, size=(3, 4))
    first.forward(a)
    second.forward(b)
    assert_equal(first.backward(dy), passed(a, dy), what="dx of the first layer")
    assert_equal(second.backward(dy), passed(b, dy), what="dx of the second layer")
    assert_equal(first.backward(-dy), passed(a, -dy), what="dx of the first layer, again")


@case("A network of three layers, backwards through all of them", zh="三层网络，反向穿过每一层")
def test_network(submission, rng):
    weights, biases = rng.uniform(-0.3, 0.3, size=(3, 5, 5)), rng.uniform(-0.5, 0.5, size=(3, 5))
    layers = [submission.ReLU() for _ in weights]
    x, inputs = rng.uniform(-1.0, 1.0, size=(4, 5)), []
    for layer, weight, bias in zip(layers, weights, biases, strict=True):
        inputs.append(x @ weight + bias)
        x = layer.forward(inputs[-1])
        assert_equal(x, passed(inputs[-1], inputs[-1]), what="y")
    dy = rng.choice([-1.0, 1.0], size=(4, 5)) * rng.uniform(1.5, 3.0, size=(4, 5))
    for layer, weight, before in zip(reversed(layers), weights[::-1], reversed(inputs), strict=True):
        dx = layer.backward(dy)
        assert_equal(dx, passed(before, dy), what="dx")
        dy = dx @ weight.T


@case("Arrays of every rank, and of one element", zh="各种维数的数组，以及单个元素")
@pytest.mark.parametrize("shape", [(1,), (7,), (1, 1), (3, 1), (2, 3, 4), (2, 1, 3, 2), (2, 2, 1, 3, 2)], ids=str)
def test_ranks(submission, rng, shape):
    x, dy = rng.normal(size=shape), rng.normal(size=shape)
    check(submission, x, dy)
    check(submission, np.abs(x), dy)
    check(submission, -np.abs(x), dy)


@case(
    "Empty arrays",
    zh="空数组",
    hint="An empty array has no largest element.",
    hint_zh="空数组没有最大元素。",
    hint_for=("raised", "shape"),
)
@pytest.mark.parametrize("shape", [(0,), (3, 0), (0, 4)], ids=str)
def test_empty(submission, shape):
    check(submission, np.zeros(shape), np.zeros(shape))


@case("Thousands of elements", zh="数千个元素")
@pytest.mark.parametrize("shape", [(3000,), (40, 70)], ids=str)
def test_many(submission, rng, shape):
    check(submission, rng.normal(size=shape) * 100, rng.normal(size=shape) * 100)


@case(
    "The dtype is kept: float32 in, float32 out",
    zh="保持 dtype：float32 进，float32 出",
    hint="An array of bools times a float32 array is float32; a float64 array of ones and zeros makes it float64.",
    hint_zh="bool 数组乘以 float32 数组得到 float32；而 float64 的 0/1 数组会把结果变成 float64。",
    hint_for=("dtype",),
)
@both_dtypes
@pytest.mark.parametrize("shape", [(1,), (3, 5)], ids=str)
def test_dtype(submission, rng, dtype, shape):
    relu = submission.ReLU()
    x, dy = rng.normal(size=shape).astype(dtype), rng.normal(size=shape).astype(dtype)
    exact = {"rtol": 0.0, "atol": 0.0}  # nothing is rounded
    assert_close(relu.forward(x), passed(x, x).astype(dtype), what="y", dtype=dtype, **exact)
    assert_close(relu.backward(dy), passed(x, dy).astype(dtype), what="dx", dtype=dtype, **exact)


@case(
    "float32 after float64 in one layer",
    zh="同一个层先用 float64，再用 float32",
    hint_for=("dtype",),
    hint="A buffer of the first call has its dtype.",
    hint_zh="第一次调用留下的缓冲区带着它的 dtype。",
)
def test_dtype_changes(submission, rng):
    relu = submission.ReLU()
    for dtype in ("float64", "float32", "float64"):
        x, dy = rng.normal(size=(3, 4)).astype(dtype), rng.normal(size=(3, 4)).astype(dtype)
        exact = {"rtol": 0.0, "atol": 0.0}
        assert_close(relu.forward(x), passed(x, x).astype(dtype), what="y", dtype=dtype, **exact)
        assert_close(relu.backward(dy), passed(x, dy).astype(dtype), what="dx", dtype=dtype, **exact)


@case("x and dy are left as they were", zh="不修改 x 和 dy")
def test_inputs_untouched(submission, rng):
    x, dy = rng.normal(size=(4, 5)), rng.normal(size=(4, 5))
    x[0, :2] = [1.0, -1.0]
    relu = submission.ReLU()
    assert_equal(relu.forward.call(x).args[0], x, what="x after forward")
    assert_equal(relu.backward.call(dy).args[0], dy, what="dy after backward")
