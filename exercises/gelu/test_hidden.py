import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, numerical_gradient

from test_public import assert_backward, assert_forward, check, forms

both_dtypes = pytest.mark.parametrize("dtype", ["float32", "float64"])


def gradient(rng, dtype, size):
    """A dy of both signs, none of it near 0."""
    return (rng.choice([-1.0, 1.0], size=size) * rng.uniform(0.5, 2.0, size=size)).astype(dtype)


@case("The gradient equals central differences", zh="梯度等于中心差分", points=2)
@forms
def test_numerical_gradient(submission, reference, rng, form):
    x, dy = rng.normal(size=(2, 3, 4)) * 1.5
    expected = numerical_gradient(lambda v: reference.gelu(v, form), x, dy)
    # The error of the differences is about 1e-10 of step² and 1e-15 / 1e-5 of rounding; other cases ask for more digits.
    assert_close(submission.gelu_backward(dy, x, form), expected, what="dx", rtol=0.0, atol=1e-6)


@case(
    "The forms differ where they should, forward and backward",
    zh="两种形式在该不同的地方不同，前向与反向都是如此",
    points=2,
    hint="One is an approximation of the other: the difference is small, but it counts.",
    hint_zh="一种是另一种的近似：差别很小，但不能忽略。",
)
@both_dtypes
def test_forms_differ(submission, rng, dtype):
    x = (rng.choice([-1.0, 1.0], size=20) * rng.permutation(np.linspace(0.8, 3.5, 20))).astype(dtype)
    dy = gradient(rng, dtype, 20)
    for form in ("none", "tanh", "none"):
        check(submission, x, dy, form)


@case("Over the whole range in which the share changes", zh="比例变化的整个范围", points=2)
@both_dtypes
@forms
def test_whole_range(submission, rng, dtype, form):
    x = rng.permutation(np.linspace(-9.0, 9.0, 60) + rng.uniform(-0.15, 0.15, size=60)).astype(dtype)
    check(submission, x, gradient(rng, dtype, 60), form)


@case(
    "Far out, in either dtype",
    zh="两种 dtype 下很远的地方",
    points=2,
    hint="In float32 the powers of x become infinite, and inf * 0 is nan.",
    hint_zh="float32 下 x 的幂会变成无穷大，而 inf * 0 是 nan。",
)
@both_dtypes
@forms
@pytest.mark.parametrize("scale", [30.0, 1e6, 1e13, 1e20, 1e29])
def test_far_out(submission, rng, dtype, form, scale):
    x = (rng.choice([-1.0, 1.0], size=8) * rng.uniform(1.0, 10.0, size=8) * scale).astype(dtype)
    x[:2] = [scale, -scale]
    dy = gradient(rng, dtype, 8)
    check(submission, x, dy, form)
    limits = np.where(x > 0, x, 0.0)
    # The statement's tolerance: far out the share is 0 or 1 but for less than 1e-100.
    assert_close(submission.gelu(x, form), limits, what="y", rtol=1e-9, atol=1e-9)


@case(
    "Large and moderate numbers together",
    zh="大数与适中的数在一起",
    hint="Clip what the share is computed from, not y.",
    hint_zh="截断的是用来计算比例的数，而不是 y。",
)
@both_dtypes
@forms
def test_mixed(submission, rng, dtype, form):
    x = rng.uniform(-2.8, 2.8, size=(4, 6)).astype(dtype)
    x[0, 0], x[1, 2], x[3, 5], x[2, 1] = 1e20, -1e20, 25.0, -25.0
    check(submission, x, gradient(rng, dtype, (4, 6)), form)


@case("Near 0, and at 0 of both signs", zh="0 附近，以及两种符号的 0")
@both_dtypes
@forms
def test_near_zero(submission, rng, dtype, form):
    sizes = 10.0 ** rng.permutation(np.linspace(-12.0, -1.0, 8))
    x = np.concatenate([sizes, -sizes, [0.0, -0.0]]).astype(dtype)
    check(submission, x, gradient(rng, dtype, 18), form)
    # Absolute tolerance has no place here: y is x / 2 to first order, so it keeps the digits of a small x: the share is about 1/2 there.
    small = (rng.choice([-1.0, 1.0], size=6) * rng.uniform(1.0, 9.0, size=6) * 1e-12).astype(dtype)
    assert_close(submission.gelu(small, form), small / 2, what="y", rtol=1e-5, atol=0.0)


@case("gelu(x) - gelu(-x) is x, in both forms", zh="两种形式下，gelu(x) - gelu(-x) 都等于 x")
@forms
def test_symmetry(submission, rng, form):
    x = rng.normal(size=(3, 5)) * 3
    y, other = submission.gelu(x, form), submission.gelu(-x, form)
    for part in (y, other):
        assert_shape(part, (3, 5), what="y")
    assert_close(y - other, x, what="difference", what_zh="差", rtol=0.0, atol=3e-9)  # twice the statement's


@case("dy may be zero, tiny or large", zh="dy 可以是零、很小或很大")
@forms
def test_dy(submission, rng, form):
    x = rng.normal(size=6) * 2
    for size in (1.0, 1e-12, 1e12):
        dy = gradient(rng, "float64", 6) * size
        assert_backward(submission.gelu_backward(dy, x, form), dy, x, form)
    assert_close(submission.gelu_backward(0 * dy, x, form), np.zeros(6), what="dx")


@case("The form is named, too", zh="形式也可以用参数名给出")
def test_named(submission, rng):
    x, dy = rng.uniform(-2.8, 2.8, size=(2, 3)), gradient(rng, "float64", (2, 3))
    for form in ("tanh", "none"):
        assert_forward(submission.gelu(x=x, approximate=form), x, form)
        assert_backward(submission.gelu_backward(dy=dy, x=x, approximate=form), dy, x, form)


@case(
    "The dtype is kept: float32 in, float32 out",
    zh="保持 dtype：float32 进，float32 出",
    hint="np.vectorize and np.float64 constants give float64.",
    hint_zh="np.vectorize 和 np.float64 的常数会得到 float64。",
    hint_for=("dtype",),
)
@both_dtypes
@forms
@pytest.mark.parametrize("shape", [(1,), (2, 3)], ids=str)
def test_dtype(submission, rng, dtype, form, shape):
    for sign in (1.0, -1.0):
        x = (sign * rng.uniform(0.1, 2.8, size=shape)).astype(dtype)
        check(submission, x, gradient(rng, dtype, shape), form)


@case("Arrays of every rank", zh="各种维数的数组")
@forms
@pytest.mark.parametrize("shape", [(7,), (1, 1), (3, 1), (2, 3, 4), (2, 1, 3, 2), (2, 2, 1, 3, 2)], ids=str)
def test_ranks(submission, rng, form, shape):
    check(submission, rng.uniform(-2.8, 2.8, size=shape), gradient(rng, "float64", shape), form)


@case(
    "Empty arrays",
    zh="空数组",
    hint="np.vectorize wants to be told the type of its results (otypes) where there are none.",
    hint_zh="没有元素时，np.vectorize 需要知道结果的类型（otypes）。",
    hint_for=("raised", "shape", "dtype"),
)
@forms
@pytest.mark.parametrize("shape", [(0,), (3, 0)], ids=str)
def test_empty(submission, form, shape):
    for dtype in ("float64", "float32"):
        check(submission, np.zeros(shape, dtype=dtype), np.zeros(shape, dtype=dtype), form)


@case("Thousands of elements", zh="数千个元素")
@forms
def test_many(submission, rng, form):
    check(submission, rng.normal(size=(20, 70)) * 2, gradient(rng, "float64", (20, 70)), form)


@case("x and dy are left as they were", zh="不修改 x 和 dy")
@forms
def test_inputs_untouched(submission, rng, form):
    x, dy = rng.normal(size=(4, 5)) * 30, rng.normal(size=(4, 5))
    assert_equal(submission.gelu.call(x, form).args[0], x, what="x after gelu", what_zh="gelu 之后的 x")
    after = submission.gelu_backward.call(dy, x, form).args
    assert_equal(after[0], dy, what="dy after gelu_backward", what_zh="gelu_backward 之后的 dy")
    assert_equal(after[1], x, what="x after gelu_backward", what_zh="gelu_backward 之后的 x")
