import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, numerical_gradient

from test_public import assert_exact, check, exact_values

both_dtypes = pytest.mark.parametrize("dtype", ["float32", "float64"])
every_function = pytest.mark.parametrize("name", ["sigmoid", "sigmoid_backward", "tanh", "tanh_backward"])
FARTHEST = {"float32": 80.0, "float64": 700.0}  # where exp is still a normal number


def far_out(rng, dtype, limit, sign=1.0):
    """Numbers from 5 to the limit, in random order."""
    return (sign * rng.permutation(np.linspace(5.0, limit, 24) + rng.uniform(-0.5, 0.5, size=24))).astype(dtype)


def gradient(rng, dtype, size):
    """A dy of both signs, none of it near 0."""
    return (rng.choice([-1.0, 1.0], size=size) * rng.uniform(0.5, 2.0, size=size)).astype(dtype)


@case("The gradients equal central differences", zh="梯度等于中心差分", points=2)
@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_numerical_gradient(submission, reference, rng, name):
    x, dy = rng.normal(size=(2, 3, 4)) * 1.5
    expected = numerical_gradient(getattr(reference, name), x, dy)
    # The error of the differences is about 1e-10 of step² and 1e-16 * 12 / 1e-5 of rounding.
    assert_close(
        getattr(submission, f"{name}_backward")(dy, x), expected, what=f"{name}_backward", rtol=1e-6, atol=1e-8
    )


@case(
    "sigmoid far below 0, in float32 and float64",
    zh="远小于 0 处的 sigmoid，float32 与 float64",
    points=2,
    hint="exp(x) itself is exact there.",
    hint_zh="那里 exp(x) 本身就是准确的。",
)
@both_dtypes
def test_lower_tail(submission, rng, dtype):
    x = far_out(rng, dtype, FARTHEST[dtype], -1.0)
    check(submission, x, x, ("sigmoid",))


@case("sigmoid far above 0, in float32 and float64", zh="远大于 0 处的 sigmoid，float32 与 float64")
@both_dtypes
def test_upper_tail(submission, rng, dtype):
    x = far_out(rng, dtype, FARTHEST[dtype])
    check(submission, x, x, ("sigmoid",))


@case(
    "The derivative of sigmoid keeps its digits far out on either side",
    zh="sigmoid 的导数在两侧远处都保持有效数字",
    points=2,
    hint="Where y is nearly 1, 1 - y has lost its digits. Which other value of sigmoid is 1 - y?",
    hint_zh="y 接近 1 时，1 - y 已经丢失了有效数字。1 - y 是 sigmoid 的哪个值？",
)
@both_dtypes
@pytest.mark.parametrize("sign", [1.0, -1.0], ids=["above", "below"])
def test_sigmoid_backward_tails(submission, rng, dtype, sign):
    x = far_out(rng, dtype, FARTHEST[dtype], sign)
    check(submission, x, gradient(rng, dtype, 24), ("sigmoid_backward",))


@case(
    "The derivative of tanh keeps its digits far out on either side",
    zh="tanh 的导数在两侧远处都保持有效数字",
    points=2,
    hint="1 - y² is lost where y is nearly 1 or -1.",
    hint_zh="y 接近 1 或 -1 时，1 - y² 已经没有有效数字。",
)
@both_dtypes
@pytest.mark.parametrize("sign", [1.0, -1.0], ids=["above", "below"])
def test_tanh_backward_tails(submission, rng, dtype, sign):
    x = far_out(rng, dtype, FARTHEST[dtype] / 2, sign)
    check(submission, x, gradient(rng, dtype, 24), ("tanh_backward",))


@case(
    "Just within and just beyond what exp can hold",
    zh="刚好在 exp 的取值范围之内和之外",
    hint="exp overflows float32 much sooner than float64.",
    hint_zh="float32 的 exp 比 float64 早得多就会溢出。",
)
@pytest.mark.parametrize(
    ("dtype", "limit"), [("float32", 88.7), ("float32", 104.0), ("float64", 709.7), ("float64", 745.0)]
)
def test_around_the_limit(submission, rng, dtype, limit):
    for scale in (0.5, 1.0):
        x = rng.choice([-1.0, 1.0], size=16) * (limit + rng.uniform(-4.0, 4.0, size=16)) * scale
        check(submission, x.astype(dtype), gradient(rng, dtype, 16))


@case("Huge numbers have the limits, and no gradient", zh="极大的数取极限值，没有梯度")
@both_dtypes
@pytest.mark.parametrize("scale", [1e4, 1e12, 1e29])
def test_huge(submission, rng, dtype, scale):
    x = (rng.choice([-1.0, 1.0], size=(2, 6)) * rng.uniform(1.0, 10.0, size=(2, 6)) * scale).astype(dtype)
    check(submission, x, gradient(rng, dtype, (2, 6)))


@case(
    "Infinite numbers have the limits, and no gradient",
    zh="无穷大处取极限值，没有梯度",
    hint="inf / inf, inf - inf and inf * 0 are nan.",
    hint_zh="inf / inf、inf - inf、inf * 0 都是 nan。",
)
@both_dtypes
def test_infinite(submission, rng, dtype):
    x = np.array([np.inf, -np.inf, 0.0, 1.0, -np.inf, np.inf, -0.0], dtype=dtype)
    check(submission, x, gradient(rng, dtype, 7))


@case(
    "None of the four overflows, in either dtype",
    zh="两种 dtype 下，四个函数都不溢出",
    points=2,
    hint="numpy is strict here. What is never chosen must not overflow either; exp(-|x|) cannot.",
    hint_zh="这里 numpy 处于严格模式。没有被选中的部分也不能溢出；exp(-|x|) 不会溢出。",
    hint_for=("raised",),
)
@both_dtypes
@every_function
def test_never_overflows(submission, rng, dtype, name):
    scale = {"float32": 100.0, "float64": 1000.0}[dtype]
    sizes = np.concatenate([rng.uniform(1.0, 2.0, size=4) * scale, rng.uniform(1.0, 2.0, size=2) * 1e29, [0.0, np.inf]])
    x = rng.permutation(np.concatenate([sizes, -sizes])).astype(dtype)
    dy = gradient(rng, dtype, len(x))
    backward = name.endswith("backward")
    actual = submission.adapter.strictly(name, *((dy, x) if backward else (x,)))
    expected = exact_values(x)[name] * (dy.astype(np.float64) if backward else 1.0)
    assert_exact(actual, expected, name, dtype)


@case("Signs mixed within rows, next to rows of one sign", zh="同一行内正负混合，也有整行同号")
def test_mixed_signs(submission, rng):
    x = rng.uniform(0.5, 45.0, size=(5, 6))
    x[1] *= -1
    x[2:] *= rng.permutation([1, 1, 1, -1, -1, -1])
    x[3, rng.integers(0, 6)] = 2e3
    x[4, rng.integers(0, 6)] = -2e3
    check(submission, x, gradient(rng, "float64", (5, 6)))


@case(
    "Near 0: sigmoid is about 1/2, tanh about x",
    zh="0 附近：sigmoid 约为 1/2，tanh 约为 x",
    hint="No division by x.",
    hint_zh="不要除以 x。",
)
@both_dtypes
def test_near_zero(submission, rng, dtype):
    sizes = 10.0 ** rng.uniform(-12, -1, size=8)
    x = np.concatenate([sizes, -sizes, [0.0, -0.0, 0.03]]).astype(dtype)
    check(submission, x, gradient(rng, dtype, 19))


@case(
    "sigmoid(x) + sigmoid(-x) is 1; tanh(-x) is -tanh(x)", zh="sigmoid(x) + sigmoid(-x) 等于 1；tanh(-x) 等于 -tanh(x)"
)
def test_symmetry(submission, rng):
    x = rng.normal(size=(4, 5)) * 8
    y, other = submission.sigmoid(x), submission.sigmoid(-x)
    for part in (y, other):
        assert_shape(part, (4, 5), what="sigmoid")
    assert_close(y + other, np.ones((4, 5)), what="sum")
    y, other = submission.tanh(x), submission.tanh(-x)
    for part in (y, other):
        assert_shape(part, (4, 5), what="tanh")
    assert_close(y + other, np.zeros((4, 5)), what="sum", rtol=0.0, atol=2e-9)  # twice the statement's


@case("dy may be zero, tiny or large", zh="dy 可以是零、很小或很大")
@both_dtypes
def test_dy(submission, rng, dtype):
    dy = np.array([0.0, 1e-12, -1e-12, 1.0, -1.0, 1e6, -1e6], dtype=dtype)
    for spread in (1.0, 2.0):
        check(
            submission,
            (rng.uniform(-3.0, 3.0, size=7) * spread).astype(dtype),
            dy,
            ("sigmoid_backward", "tanh_backward"),
        )


@case(
    "The dtype is kept: float32 in, float32 out",
    zh="保持 dtype：float32 进，float32 出",
    hint="An array made without a dtype is float64.",
    hint_zh="不写明 dtype 而创建的数组是 float64。",
    hint_for=("dtype",),
)
@both_dtypes
@pytest.mark.parametrize("shape", [(1,), (2, 3)], ids=str)
def test_dtype(submission, rng, dtype, shape):
    for sign in (1.0, -1.0):
        x = (sign * rng.uniform(0.1, 3.0, size=shape)).astype(dtype)
        check(submission, x, gradient(rng, dtype, shape))


@case("Arrays of every rank", zh="各种维数的数组")
@pytest.mark.parametrize("shape", [(7,), (1, 1), (3, 1), (2, 3, 4), (2, 1, 3, 2), (2, 2, 1, 3, 2)], ids=str)
def test_ranks(submission, rng, shape):
    check(
        submission, gradient(rng, "float64", shape) * rng.uniform(0.5, 3.0, size=shape), gradient(rng, "float64", shape)
    )


@case(
    "Empty arrays",
    zh="空数组",
    hint="An empty array has no largest element.",
    hint_zh="空数组没有最大元素。",
    hint_for=("raised", "shape"),
)
@pytest.mark.parametrize("shape", [(0,), (3, 0)], ids=str)
def test_empty(submission, shape):
    check(submission, np.zeros(shape), np.zeros(shape))


@case("Thousands of elements", zh="数千个元素")
def test_many(submission, rng):
    check(
        submission,
        gradient(rng, "float64", (20, 70)) * rng.uniform(0.5, 22.0, size=(20, 70)),
        gradient(rng, "float64", (20, 70)),
    )


@case("x and dy are left as they were", zh="不修改 x 和 dy")
def test_inputs_untouched(submission, rng):
    x, dy = rng.normal(size=(4, 5)) * 100, rng.normal(size=(4, 5))
    for name in ("sigmoid", "tanh"):
        assert_equal(getattr(submission, name).call(x).args[0], x, what=f"x after {name}", what_zh=f"{name} 之后的 x")
        after = getattr(submission, f"{name}_backward").call(dy, x).args
        assert_equal(after[0], dy, what=f"dy after {name}_backward", what_zh=f"{name}_backward 之后的 dy")
        assert_equal(after[1], x, what=f"x after {name}_backward", what_zh=f"{name}_backward 之后的 x")
