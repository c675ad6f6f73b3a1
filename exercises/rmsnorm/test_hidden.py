import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, numerical_gradient, tensor

from test_public import assert_gradients, by_formula

ROUNDING = {"float16": 2.0**-11, "bfloat16": 2.0**-8}
"""The largest relative error of rounding once to the dtype."""


def gradients_by_jacobian(dy, x, weight, eps=1e-6):
    """dx and dweight in float64 for a matrix x, from each row's whole Jacobian."""
    dx, dweight = np.empty_like(x), np.zeros_like(weight)
    for i, row in enumerate(x):
        rms = np.sqrt(np.mean(row**2) + eps)
        jacobian = np.eye(len(row)) / rms - np.outer(row, row) / (len(row) * rms**3)
        dx[i] = jacobian @ (dy[i] * weight)
        dweight += dy[i] * row / rms
    return dx, dweight


def short_numbers(rng, *shape):
    """Numbers between 1/32 and 4 in size, of either sign, that float16 and bfloat16 hold exactly."""
    return rng.integers(1, 128, size=shape) / 32 * rng.choice([-1.0, 1.0], size=shape)


def long_numbers(rng, size):
    """Numbers between 1/4 and 4 in size, of either sign, that float32 holds exactly, and no half precision does."""
    numbers = rng.uniform(0.25, 4.0, size=size) * rng.choice([-1.0, 1.0], size=size)
    return numbers.astype(np.float32).astype(np.float64)


def assert_rounded_once(actual, expected, dtype, what="", atol=0.0):
    """The answer is within one rounding to the dtype, and 1 % for what float32 loses before."""
    assert_close(actual, expected, rtol=1.01 * ROUNDING[dtype], atol=atol, dtype=dtype, what=what)


@case(
    "Equal entries come out as the weight",
    zh="各元素相等时，输出就是 weight",
    hint="RMSNorm does not centre.",
    hint_zh="RMSNorm 不做中心化。",
)
def test_equal_entries(submission, rng):
    weight = rng.normal(size=6)
    x = np.outer([2.0, -5.0, 300.0], np.ones(6))
    expected = np.array([weight, -weight, weight])
    assert_close(submission.rmsnorm(x, weight, eps=1e-12), expected)


@case(
    "Entries as small as the root of eps",
    zh="元素与 eps 的平方根一样小",
    points=2,
    hint="eps is added to the mean of the squares, inside the root.",
    hint_zh="eps 加在平方的均值上，在根号里面。",
)
def test_small_entries(submission, rng):
    x, weight = rng.normal(size=(4, 6)) * 1e-3, rng.normal(size=6)
    # Precision has cases of its own.
    assert_close(submission.rmsnorm(x, weight), by_formula(x, weight), rtol=1e-5, atol=1e-5)


@case("eps can be chosen", zh="可以指定 eps")
@pytest.mark.parametrize("eps", [1e-12, 1e-3, 2.0])
def test_eps(submission, rng, eps):
    dy, x, weight = rng.normal(size=(3, 5)), rng.normal(size=(3, 5)), rng.normal(size=5)
    assert_close(submission.rmsnorm(x, weight, eps), by_formula(x, weight, eps))
    actual = submission.rmsnorm_backward(dy, x, weight, eps)
    assert_gradients(actual, gradients_by_jacobian(dy, x, weight, eps), dtype="float64")


@case(
    "A row of zeros",
    zh="全零的行",
    hint="eps keeps the root away from 0, forward and backward.",
    hint_zh="无论前向还是反向，eps 都使分母不为 0。",
    hint_for=("finite",),
)
def test_zeros(submission, rng):
    x, weight, dy = rng.normal(size=(3, 4)), rng.normal(size=4), rng.normal(size=(3, 4))
    x[1] = 0
    # Precision has cases of its own.
    assert_close(submission.rmsnorm(x, weight), by_formula(x, weight), rtol=1e-5, atol=1e-5)
    dx, _ = submission.rmsnorm_backward(dy, x, weight)
    # Entries of dx are of order 1000 here; precision has cases of its own.
    assert_close(dx[1], dy[1] * weight * 1000, what="dx of the row of zeros", rtol=1e-5, atol=1e-3)


@case(
    "Half precision is rounded once, at the end: forward",
    zh="半精度只在最后舍入一次：前向",
    points=2,
    hint="Multiply by the weight before you go back to the dtype of x.",
    hint_zh="先乘 weight，再转回 x 的 dtype。",
)
@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_rounded_once(submission, rng, dtype):
    x, weight = short_numbers(rng, 200, 32), short_numbers(rng, 32)  # so many that a small slip shows somewhere
    y = submission.rmsnorm(tensor(x, dtype=dtype), tensor(weight, dtype=dtype))
    assert_rounded_once(y, by_formula(x, weight), dtype)


@case(
    "Half precision is rounded once, at the end: backward",
    zh="半精度只在最后舍入一次：反向",
    points=2,
    hint="dy, x and weight all go to the wider dtype before anything is multiplied.",
    hint_zh="dy、x、weight 都要先换成更宽的 dtype，再做乘法。",
)
@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_backward_rounded_once(submission, rng, dtype):
    dy, x, weight = short_numbers(rng, 200, 8), short_numbers(rng, 200, 8), short_numbers(rng, 8)
    actual = submission.rmsnorm_backward(*(tensor(a, dtype=dtype) for a in (dy, x, weight)))
    for name, gradient, wanted in zip(("dx", "dweight"), actual, gradients_by_jacobian(dy, x, weight), strict=True):
        # Where large terms cancel, float32 leaves a small part of them.
        assert_rounded_once(gradient, wanted, dtype, what=name, atol=1e-4)


@case("Squares below the range of float16", zh="平方低于 float16 的范围")
def test_tiny_float16(submission, rng):
    x, weight = short_numbers(rng, 6, 16) / 2**10, short_numbers(rng, 16)
    y = submission.rmsnorm(tensor(x, dtype="float16"), tensor(weight, dtype="float16"), eps=1e-12)
    assert_rounded_once(y, by_formula(x, weight, eps=1e-12), "float16")


@case("Backward: squares beyond the range of float16", zh="反向：平方超出 float16 的范围")
def test_backward_large_float16(submission, rng):
    dy, x, weight = short_numbers(rng, 6, 16), short_numbers(rng, 6, 16) * 2**10, short_numbers(rng, 16)
    dx, dweight = submission.rmsnorm_backward(*(tensor(a, dtype="float16") for a in (dy, x, weight)))
    expected_dx, expected_dweight = gradients_by_jacobian(dy, x, weight)
    # float16 is a grid of step 2**-24 near 0.
    assert_rounded_once(dx, expected_dx, "float16", what="dx", atol=2.0**-24)
    assert_rounded_once(dweight, expected_dweight, "float16", what="dweight", atol=1e-5)


@case(
    "Entries as large, or as small, as float32 can square",
    zh="float32 还能平方的最大和最小的元素",
    hint="What else than the squares must fit: is there a cube on the way?",
    hint_zh="除了平方，还有什么必须放得下？中途有没有算三次方？",
)
@pytest.mark.parametrize("size", [1e-15, 1e-12, 1e12, 1e17])
def test_far_sizes(submission, rng, size):
    dy, weight = rng.normal(size=(4, 7)).astype(np.float32), long_numbers(rng, 7)
    x = (rng.uniform(0.5, 2.0, size=(4, 7)) * rng.choice([-1.0, 1.0], size=(4, 7)) * size).astype(np.float32)
    given, eps = weight.astype(np.float32), min(1e-6, 0.1 * size**2)
    assert_close(submission.rmsnorm(x, given, eps=eps), by_formula(x.astype(float), weight, eps).astype(np.float32), what="y")
    dx, dweight = submission.rmsnorm_backward(dy, x, given, eps=eps)
    expected_dx, expected_dweight = gradients_by_jacobian(dy.astype(float), x.astype(float), weight, eps)
    assert_close(dx, expected_dx.astype(np.float32), what="dx")
    assert_close(dweight, expected_dweight.astype(np.float32), what="dweight")


@case(
    "A float32 weight beside half-precision x: forward",
    zh="x 为半精度、weight 为 float32：前向",
    hint="The result has the dtype of x, whatever that of the weight; only the result is rounded to it.",
    hint_zh="无论 weight 是什么 dtype，结果都与 x 的 dtype 相同；只有结果才舍入到这个 dtype。",
    hint_for=("dtype", "values"),
)
@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_float32_weight(submission, rng, dtype):
    x, weight = short_numbers(rng, 200, 16), long_numbers(rng, 16)
    y = submission.rmsnorm(tensor(x, dtype=dtype), tensor(weight, dtype="float32"))
    assert_rounded_once(y, by_formula(x, weight), dtype)


@case(
    "A float32 weight beside half-precision x: backward",
    zh="x 为半精度、weight 为 float32：反向",
    hint="Each gradient has the dtype of its own tensor.",
    hint_zh="每个梯度的 dtype 与它所对应的张量相同。",
    hint_for=("dtype",),
)
@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_backward_float32_weight(submission, rng, dtype):
    dy, x, weight = short_numbers(rng, 100, 16), short_numbers(rng, 100, 16), long_numbers(rng, 16)
    dx, dweight = submission.rmsnorm_backward(
        tensor(dy, dtype=dtype), tensor(x, dtype=dtype), tensor(weight, dtype="float32")
    )
    expected_dx, expected_dweight = gradients_by_jacobian(dy, x, weight)
    # Where large terms cancel, float32 leaves a small part of them.
    assert_rounded_once(dx, expected_dx, dtype, what="dx", atol=3e-5)
    assert_close(dweight, expected_dweight, rtol=1e-5, atol=3e-4, dtype="float32", what="dweight")


@case(
    "A float32 weight beside float64 x",
    zh="x 为 float64、weight 为 float32",
    hint="The arithmetic goes by the dtype of x; each gradient has the dtype of its own tensor.",
    hint_zh="运算的 dtype 由 x 决定；每个梯度的 dtype 与它所对应的张量相同。",
    hint_for=("dtype", "values"),
)
def test_float64_x_float32_weight(submission, rng):
    dy, x, weight = rng.normal(size=(20, 9)), rng.normal(size=(20, 9)), long_numbers(rng, 9)
    given = tensor(weight, dtype="float32")
    # Far below what float32 would leave.
    tight = {"rtol": 1e-10, "atol": 1e-11, "dtype": "float64"}
    assert_close(submission.rmsnorm(x, given), by_formula(x, weight), what="y", **tight)
    dx, dweight = submission.rmsnorm_backward(dy, x, given)
    expected_dx, expected_dweight = gradients_by_jacobian(dy, x, weight)
    assert_close(dx, expected_dx, what="dx", **tight)
    # Rounded to float32 once, at the end.
    assert_close(dweight, expected_dweight, rtol=1e-6, atol=1e-6, dtype="float32", what="dweight")


@case(
    "backward goes by its own x and eps, whatever forward was called with last",
    zh="反向以传给它的 x 和 eps 为准，与上一次前向用的是什么无关",
    points=2,
    hint="backward recomputes what it needs.",
    hint_zh="反向所需的量要重新计算。",
)
def test_backward_after_other_forward(submission, rng):
    (dy, x, other), weight = rng.normal(size=(3, 4, 5)), rng.normal(size=5)
    expected = gradients_by_jacobian(dy, x, weight)
    loose = {"rtol": 1e-5, "atol": 1e-4}
    for last, eps in ((other * 3, 1e-6), (x, 0.5), (x * 2, 1e-6)):
        assert_close(submission.rmsnorm(last, weight, eps), by_formula(last, weight, eps), what="y", **loose)
        assert_gradients(submission.rmsnorm_backward(dy, x, weight), expected, **loose)


@case("float32 in, float32 out; float64 in, float64 out", zh="float32 进 float32 出；float64 进 float64 出")
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_dtype(submission, rng, dtype):
    dy, x, weight = (rng.normal(size=shape).astype(dtype).astype("float64") for shape in ((5, 9), (5, 9), 9))
    given = [tensor(a, dtype=dtype) for a in (dy, x, weight)]
    tolerances = {"float32": {"rtol": 1e-5, "atol": 1e-5}, "float64": {"rtol": 1e-10, "atol": 1e-12}}[dtype]
    assert_close(submission.rmsnorm(*given[1:]), by_formula(x, weight), dtype=dtype, **tolerances)
    expected = gradients_by_jacobian(dy, x, weight)
    assert_gradients(submission.rmsnorm_backward(*given), expected, dtype=dtype, **tolerances)


@case(
    "Backward: any number of leading axes",
    zh="反向：前面可以有任意多个轴",
    points=2,
    hint="The weight is shared by all rows, so its gradient is a sum over all leading axes.",
    hint_zh="所有行共用同一个 weight，它的梯度要在前面所有的轴上求和。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("shape", [(5,), (1, 5), (2, 5, 5), (2, 1, 3, 5)])
def test_backward_leading_axes(submission, reference, rng, shape):
    dy, x, weight = rng.normal(size=shape), rng.normal(size=shape), rng.normal(size=shape[-1])
    actual = submission.rmsnorm_backward(dy, x, weight)
    assert_gradients(actual, reference.rmsnorm_backward(dy, x, weight))


@case("The gradient of the weight is the sum of the rows' gradients", zh="weight 的梯度等于各行梯度之和")
def test_weight_gradient(submission, reference, rng):
    dy, x, weight = rng.normal(size=(3, 4, 6)), rng.normal(size=(3, 4, 6)), rng.normal(size=6)
    _, dweight = submission.rmsnorm_backward(dy, x, weight)
    rows = [dy[i, j] * reference.rmsnorm(x[i, j], np.ones(6)) for i in range(3) for j in range(4)]
    assert_close(dweight, np.sum(rows, axis=0), what="dweight")


@case(
    "dx is orthogonal to x when eps is negligible",
    zh="eps 可忽略时，dx 与 x 正交",
    hint="A row and its double have the same output: nothing is gained by moving along x.",
    hint_zh="一行乘以 2 后输出不变：沿着 x 的方向移动不会改变结果。",
)
def test_orthogonal(submission, rng):
    dy, x, weight = rng.normal(size=(5, 8)), rng.normal(size=(5, 8)), rng.normal(size=8)
    dx, _ = submission.rmsnorm_backward(dy, x, weight, eps=1e-14)
    assert_shape(dx, (5, 8), what="dx")
    # A sum of eight terms of order 1 that cancel.
    assert_close(np.sum(dx * x, axis=-1), np.zeros(5), what="sum of dx * x", atol=1e-9)
    assert_close(dx, gradients_by_jacobian(dy, x, weight, 0.0)[0], what="dx")


@case("A last axis of one entry", zh="最后一个轴只有一个元素")
def test_one_entry(submission, rng):
    dy, x, weight = rng.normal(size=(4, 1)), rng.normal(size=(4, 1)), rng.normal(size=1)
    root = np.sqrt(x**2 + 0.5)
    loose = {"rtol": 1e-5, "atol": 1e-5}  # precision has cases of its own
    assert_close(submission.rmsnorm(x, weight, 0.5), x / root * weight, **loose)
    dx, dweight = submission.rmsnorm_backward(dy, x, weight, 0.5)
    assert_close(dx, dy * weight * 0.5 / root**3, what="dx", **loose)
    assert_close(dweight, np.sum(dy * x / root, axis=0), what="dweight", **loose)


@case("Backward of small entries, against central differences", zh="反向：很小的元素，与中心差分比较")
def test_small_central_differences(submission, reference, rng):
    dy, x, weight = rng.normal(size=(2, 2, 3)), rng.normal(size=(2, 2, 3)) * 1e-3, rng.normal(size=3)
    dx, dweight = submission.rmsnorm_backward(dy, x, weight)
    expected = numerical_gradient(lambda x: reference.rmsnorm(x, weight), x, dy, step=1e-7)
    # Entries of dx are of order 1000 here; central differences are good to about 1e-7 of that.
    assert_close(dx, expected, what="dx", rtol=1e-5, atol=1e-2)
    wanted = numerical_gradient(lambda weight: reference.rmsnorm(x, weight), weight, dy)
    # Precision has cases of its own.
    assert_close(dweight, wanted, what="dweight", rtol=1e-5, atol=1e-5)


@case("The inputs are left as they were", zh="不修改输入")
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_inputs_untouched(submission, rng, dtype):
    dy, x, weight = (rng.normal(size=shape).astype(dtype) for shape in ((3, 4), (3, 4), 4))
    forward, backward = submission.rmsnorm.call(x, weight), submission.rmsnorm_backward.call(dy, x, weight)
    for name, before, after in zip(("x", "weight"), (x, weight), forward.args, strict=True):
        assert_equal(after, before, what=f"{name} after the forward pass")
    for name, before, after in zip(("dy", "x", "weight"), (dy, x, weight), backward.args, strict=True):
        assert_equal(after, before, what=f"{name} after the backward pass")
