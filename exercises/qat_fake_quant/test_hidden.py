import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, numerical_gradient, tensor

from test_public import quantized, with_ends

# Dividing by them is exact; 1 would hide what is done with it.
POWERS = [2.0**k for k in (-4, -3, -2, -1, 1, 2, 3)]


def power(rng):
    """A power of two other than 1."""
    return float(rng.choice(POWERS))


def assert_quantized(submission, rng, x, scale, zero_point, qmin, qmax):
    """Both passes are the statement's, with a random gradient from above."""
    dy = rng.normal(size=np.shape(x))
    y, inside = quantized(x, scale, zero_point, qmin, qmax)
    # By name, since vjp asks for the gradient of every positional tensor.
    found = submission.fake_quantize.vjp(x, scale=scale, zero_point=zero_point, qmin=qmin, qmax=qmax, grad=dy)
    assert_close(found.value, y, what="y")
    assert_close(found.args[0], dy * inside, what="dx")


@case(
    "Halves are rounded to the even integer, on both sides of zero",
    zh="恰在中间的值舍入到偶数，正负两侧都如此",
    points=2,
    hint="Adding a half and rounding down always takes halves up.",
    hint_zh="加二分之一再向下取整，总是把中间值往上取。",
)
def test_halves(submission, rng):
    # Powers of two: the division is exact, so these are halves however it is computed.
    scale = power(rng)
    k = rng.permutation(np.arange(-6, 6))
    expected = np.where(k % 2 == 0, k, k + 1) * scale
    assert_close(submission.fake_quantize((k + 0.5) * scale, scale, 0, -128, 127), expected)


@case(
    "Rounding comes first, the zero point second",
    zh="先舍入，再加零点",
    hint="An odd zero point turns even integers into odd ones.",
    hint_zh="奇数零点会把偶数变成奇数。",
)
def test_halves_and_zero_point(submission, rng):
    scale, zero_point = power(rng), 2 * int(rng.integers(0, 8)) + 1
    k = rng.permutation(np.arange(-6, 6))
    expected = np.where(k % 2 == 0, k, k + 1) * scale
    assert_close(submission.fake_quantize((k + 0.5) * scale, scale, zero_point, -64, 63), expected)


@case(
    "Halves of a scale whose reciprocal is rounded",
    zh="scale 的倒数有舍入误差时，恰在中间的值",
    hint="Is a product with 1 / scale the same number as x / scale?",
    hint_zh="乘以 1 / scale 得到的与 x / scale 是同一个数吗？",
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("scales", [(), (7, 1)], ids=["scale", "scales"])
def test_halves_by_division(submission, rng, scales, dtype):
    # Each quotient is exactly a half, with however many digits it is computed.
    k = np.arange(-200, 200) + 0.5
    for _ in range(1 if scales else 4):
        scale = rng.choice([11, 13, 19, 21, 23, 25, 29], size=scales, replace=False) * power(rng)
        scale = np.asarray(scale, dtype=dtype)
        y, _ = quantized(k * scale, scale, 0, -256, 255)
        found = submission.fake_quantize((k * scale).astype(dtype), scale if scales else float(scale), 0, -256, 255)
        assert_close(found, y.astype(dtype))


@case(
    "Scales of any size",
    zh="scale 可大可小",
    hint="Nothing has to be added to a positive scale, and no bound set to it.",
    hint_zh="scale 是正数，不必加上什么，也不必给它设下限。",
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("as_tensor", [False, True], ids=["number", "tensor"])
def test_scales_of_any_size(submission, rng, dtype, as_tensor):
    exponents = (-36, -12, -8, -5, 5, 12, 34) if dtype == "float32" else (-300, -36, -12, -8, -5, 5, 12, 290)
    for exponent in exponents:
        scale = np.asarray(rng.uniform(1, 9) * 10.0**exponent, dtype=dtype)
        integers = np.array([-5, -4, -1, 0, 1, 3, 4, 2]) + rng.uniform(-0.3, 0.3, size=8)
        x = (integers * scale).astype(dtype)
        y, _ = quantized(x, scale, 0, -4, 3)
        found = submission.fake_quantize(x, scale if as_tensor else float(scale), 0, -4, 3)
        # In steps, so that no tolerance looks at the size of the values.
        assert_close(found / scale, y / scale)


@case("Zero stays zero, and its gradient passes", zh="零仍然是零，梯度照常通过")
@pytest.mark.parametrize("zero_point", [-8, -3, 0, 5, 7])
def test_zero(submission, rng, zero_point):
    dy = rng.normal(size=(2, 3))
    found = submission.fake_quantize.vjp(np.zeros((2, 3)), rng.uniform(0.1, 2.0), zero_point, -8, 7, grad=dy)
    assert_close(found.value, np.zeros((2, 3)), what="y")
    assert_close(found.args[0], dy, what="dx")


@case(
    "The first and the last level belong to the range",
    zh="第一级和最后一级属于范围之内",
    points=2,
    hint="Is the comparison strict?",
    hint_zh="比较是严格的吗？",
)
@pytest.mark.parametrize("zero_point", [0, 2])
def test_gradient_at_the_ends(submission, rng, zero_point):
    scale = power(rng)
    x, dy = (np.arange(-6, 6) - zero_point) * scale, rng.normal(size=12)
    found = submission.fake_quantize.vjp(x, scale, zero_point, -4, 3, grad=dy)
    inside = np.array([False, False, *[True] * 8, False, False])
    assert_close(found.value, np.clip(x, (-4 - zero_point) * scale, (3 - zero_point) * scale), what="y")
    assert_close(found.args[0], dy * inside, what="dx")


@case(
    "A little beyond the ends: still inside, where the last level is the nearest",
    zh="略微超出两端：只要仍舍入到最后一级，就属于范围之内",
    points=2,
    hint="The rounded integer decides, not x.",
    hint_zh="由舍入后的整数决定，而不是由 x 决定。",
)
@pytest.mark.parametrize(("beyond", "passes"), [(0.3, True), (0.7, False)], ids=["less_than_half", "more_than_half"])
def test_gradient_beyond_the_ends(submission, rng, beyond, passes):
    for scale in (rng.uniform(0.1, 0.2), rng.uniform(0.5, 2.0)):
        x, dy = np.array([-4 - beyond, 3 + beyond]) * scale, rng.normal(size=2)
        found = submission.fake_quantize.vjp(x, scale, 0, -4, 3, grad=dy)
        assert_close(found.value, np.array([-4.0, 3.0]) * scale, what="y")
        assert_close(found.args[0], dy * passes, what="dx")


@case("Half a step beyond the ends: where it is rounded to decides", zh="超出两端恰好半级：由舍入的去向决定")
@pytest.mark.parametrize(("qmin", "qmax"), [(-4, 3), (-5, 4), (-4, 4), (-3, 3)])
def test_gradient_half_beyond(submission, rng, qmin, qmax):
    scale = power(rng)
    assert_quantized(submission, rng, np.array([qmin - 0.5, qmax + 0.5, 0.5]) * scale, scale, 0, qmin, qmax)


@case("Away from the ends the gradient is that of clipping alone", zh="离开两端之后，梯度就是单纯截断的梯度")
def test_gradient_of_clipping(submission, rng):
    scale, zero_point = rng.uniform(0.2, 0.5), 3
    low, high = (-8 - zero_point) * scale, (7 - zero_point) * scale
    inside, above = rng.uniform(low + scale, high - scale, 8), rng.uniform(high + scale, 9.0, 4)
    x, dy = np.concatenate([inside, above, [low + 1.2 * scale, low - 2 * scale]]), rng.normal(size=14)
    found = submission.fake_quantize.vjp(x, scale, zero_point, -8, 7, grad=dy)
    assert_close(found.value, quantized(x, scale, zero_point, -8, 7)[0], what="y")
    assert_close(found.args[0], numerical_gradient(lambda x: np.clip(x, low, high), x, dy), what="dx")


@case(
    "Outliers of any size end at the last level",
    zh="再大的离群值也截断到最后一级",
    points=2,
    hint="An integer type has a largest value, and what is beyond it does not come back as that value.",
    hint_zh="整数类型有最大值，超出的部分转换后并不会变成那个最大值。",
)
@pytest.mark.parametrize("size", [300, 1e5, 1e12, 1e30])
def test_outliers(submission, rng, size):
    x = np.array([1.0, -1.0, 0.0, 1e-3]) * size * rng.uniform(1.0, 2.0, size=4)
    x[3] = (rng.integers(1, 9) + 0.7) * 0.1
    assert_quantized(submission, rng, x, 0.1, -20, -128, 127)


@case("The gradient from above passes as it is, large or small", zh="上游梯度无论大小都原样通过")
def test_size_of_the_gradient(submission, rng):
    x, scale = rng.uniform(-2.0, 2.0, size=12), rng.uniform(0.017, 0.02)
    dy = rng.normal(size=12) * 10.0 ** np.arange(-6, 6)
    y, inside = quantized(x, scale, 0, -128, 127)
    found = submission.fake_quantize.vjp(x, scale, 0, -128, 127, grad=dy)
    assert_close(found.value, y, what="y")
    assert_close(found.args[0], dy * inside, what="dx", rtol=1e-6, atol=0.0)  # each element by its own size


@case("A scale for each output channel of a convolution", zh="卷积的每个输出通道有自己的 scale")
@pytest.mark.parametrize("zero_point", [0, 2])
def test_channels(submission, rng, zero_point):
    scale = rng.uniform(0.1, 0.8, size=(4, 1, 1, 1))
    x = with_ends(rng.normal(size=(4, 3, 2, 2)), scale, zero_point, -4, 3)
    assert_quantized(submission, rng, x, scale, zero_point, -4, 3)


@case("A scale for each feature, on the last axis", zh="最后一个轴上每个特征有自己的 scale")
@pytest.mark.parametrize("shape", [(5,), (1, 5)], ids=str)
def test_features(submission, rng, shape):
    x, scale, zero_point = rng.normal(size=(5, 5)), rng.uniform(0.1, 0.8, size=shape), rng.integers(-4, 4, size=shape)
    assert_quantized(submission, rng, x, scale, zero_point, -4, 3)


@case("One scale as a tensor, with a zero point for each row", zh="scale 是单个张量，每行有自己的零点")
@pytest.mark.parametrize("scale_shape", [(), (1, 1)], ids=str)
def test_one_scale(submission, rng, scale_shape):
    scale, zero_point = np.asarray(rng.uniform(0.2, 0.4, size=scale_shape)), rng.integers(0, 16, size=(3, 1))
    x = with_ends(rng.normal(size=(3, 8)) * 3, scale, zero_point, 0, 15)
    assert_quantized(submission, rng, x, scale, zero_point, 0, 15)


@case("Any shape, from a single number on", zh="任意形状，从单个数开始")
@pytest.mark.parametrize("shape", [(), (1,), (7,), (2, 1, 3, 2, 2)], ids=str)
def test_shapes(submission, rng, shape):
    x = np.asarray(rng.normal(size=shape) * 2)
    if x.size > 6:
        x.reshape(-1)[:6] = with_ends(np.zeros(0), 0.5, 1, -3, 4)
    assert_quantized(submission, rng, x, 0.5, 1, -3, 4)


@case("Many ranges of integers", zh="各种整数范围")
@pytest.mark.parametrize(
    ("qmin", "qmax", "zero_point"), [(0, 255, 131), (-128, 127, -128), (-127, 127, 0), (0, 15, 15), (0, 1, 1), (-1, 1, 0)]
)
def test_ranges(submission, rng, qmin, qmax, zero_point):
    x = np.linspace(-1.0, 1.0, 21) + rng.normal() * 0.01
    assert_quantized(submission, rng, x, 1.5 / (qmax - qmin), zero_point, qmin, qmax)


@case(
    "Ranges of more than eight bits",
    zh="超过 8 位的整数范围",
    hint="Which integers does the type hold that the levels are kept in?",
    hint_zh="存放这些级的类型能容纳哪些整数？",
)
@pytest.mark.parametrize(
    ("qmin", "qmax"), [(-512, 511), (0, 1023), (-(2**15), 2**15 - 1), (0, 2**16 - 1), (0, 2**18)]
)
def test_wide_ranges(submission, rng, qmin, qmax):
    scale, zero_point = 1.5 / (qmax - qmin), qmin + (qmax - qmin) // 3
    # Never near the middle of two levels, where a digit more or less in x / scale would decide.
    integers = rng.integers(qmin - 100, qmax + 100, size=20) + rng.uniform(-0.3, 0.3, size=20)
    x = with_ends((integers - zero_point) * scale, scale, zero_point, qmin, qmax)
    assert_quantized(submission, rng, x, scale, zero_point, qmin, qmax)


@case(
    "As many integers as float32 holds",
    zh="用满 float32 能容纳的整数",
    hint="The zero point comes off while everything is an integer, and so exact; what is scaled first has been rounded.",
    hint_zh="应在都还是整数（因而精确）时减去零点；先乘 scale 就已经舍入过了。",
)
@pytest.mark.parametrize(("qmin", "qmax"), [(-(2**24), 2**24), (0, 2**24)])
def test_integers_of_float32(submission, rng, qmin, qmax):
    zero_point = int(rng.integers(qmin // 2 + qmax // 4, qmin // 4 + qmax // 2))
    for scale in (power(rng), float(np.float32(rng.uniform(0.1, 0.9)))):
        near = np.concatenate([np.arange(1, 30), -np.arange(1, 30)])
        # Steps far away, odd ones too: with a power of two each is exact.
        far = rng.integers(max(qmin - zero_point, -(2**23)), min(qmax - zero_point, 2**23), size=80)
        for steps, rtol in [(near, 1e-6), (far, 1e-7)] if scale in POWERS else [(near, 1e-6)]:
            fractions = np.where(np.arange(len(steps)) % 2, 0.2, -0.2) if steps is near else 0.0
            x = ((steps + fractions) * scale).astype(np.float32)
            y, _ = quantized(x, np.float32(scale), zero_point, qmin, qmax)
            found = submission.fake_quantize(x, scale, zero_point, qmin, qmax)
            assert_close(found, y.astype(np.float32), rtol=rtol, atol=0.0)  # each element by its own size


@case("Quantising twice is quantising once", zh="量化两次等于量化一次")
def test_idempotent(submission, rng):
    arguments = (2.0 ** rng.integers(-3, -1), 2, -8, 7)
    x = np.concatenate([rng.normal(size=20), [-4.0, 4.0]])
    levels, _ = quantized(x, *arguments)
    assert_quantized(submission, rng, levels, *arguments)


@case(
    "Two calls in one graph keep their ranges apart",
    zh="同一计算图中的两次调用互不干扰",
    points=2,
    hint="What backward needs belongs to one call, not to the class.",
    hint_zh="反向所需的东西属于某一次调用，而不属于整个类。",
)
def test_two_calls(submission, rng):
    a, b, da, db = rng.normal(size=(4, 3, 6)) * 2
    arguments = (0.25, 1, -4, 3)
    a[0] = b[1] = with_ends(np.zeros(0), *arguments)
    (y_a, inside_a), (y_b, inside_b) = quantized(a, *arguments), quantized(b, *arguments)
    found = submission.adapter.two_calls.vjp(a, b, *arguments, grad=(da, db))
    assert_close(found.value, (y_a, y_b), what="y")
    assert_close(found.args[0], da * inside_a, what="gradient of the first")
    assert_close(found.args[1], db * inside_b, what="gradient of the second")


@case(
    "The gradient that comes in goes on to others as it was",
    zh="传入的梯度还会传给别处，不得改动",
    points=2,
    hint="In a graph one gradient may be handed to several functions. Which of your operations writes into it?",
    hint_zh="计算图中同一个梯度可能会交给多个函数。你的哪个操作写进了它？",
    hint_for=("answer", "raised"),
)
def test_shared_gradient(submission, rng):
    a, b, c, dy = rng.normal(size=(4, 3, 6)) * 2
    arguments = (0.25, 1, -4, 3)
    a[0] = b[1] = with_ends(np.zeros(0), *arguments)
    (y_a, inside_a), (y_b, inside_b) = quantized(a, *arguments), quantized(b, *arguments)
    found = submission.adapter.added.vjp(a, b, c, *arguments, grad=dy)
    assert_close(found.value, y_a + y_b + c, what="y")
    assert_close(found.args[:3], (dy * inside_a, dy * inside_b, dy), what="gradients")


@case(
    "The gradient of a sum: one number for all elements",
    zh="求和的梯度：所有元素共用一个数",
    hint="Such a gradient is expanded from a single number: all its elements are one place in memory.",
    hint_zh="这样的梯度由一个数扩展而来：所有元素在内存中是同一个位置。",
    hint_for=("answer", "raised"),
)
def test_gradient_of_a_sum(submission, rng):
    # More is clipped above than below: else the sum without clipping could be the same.
    x, dy = with_ends(rng.uniform(0.7, 2.0, size=(3, 4)), 0.25, 1, -4, 3), np.asarray(rng.normal())
    y, inside = quantized(x, 0.25, 1, -4, 3)
    found = submission.adapter.summed.vjp(x, 0.25, 1, -4, 3, grad=dy)
    assert_close(found.value, np.asarray(y.sum()), what="sum of y")
    assert_close(found.args[0], dy * inside, what="dx")


@case("The gradient goes on through what stands before and behind", zh="梯度能穿过前后相连的运算")
def test_nested(submission, rng):
    inner, outer = (0.25, 0, -4, 3), (0.11, -7, -8, 1)
    x, dy = with_ends(rng.normal(size=12), *inner), rng.normal(size=18)
    middle, inside_inner = quantized(x, *inner)
    y, inside_outer = quantized(middle**2, *outer)
    found = submission.adapter.nested.vjp(x, inner, outer, grad=dy)
    assert_close(found.value, y, what="y")
    assert_close(found.args[0], dy * inside_outer * 2 * middle * inside_inner, what="dx")


@case(
    "float32 in, float32 out; float64 in, float64 out",
    zh="float32 进 float32 出；float64 进 float64 出",
    hint="Numbers and tensors mix here. Which of them decides the dtype of each step?",
    hint_zh="这里数和张量会混用。每一步的 dtype 由谁决定？",
    hint_for=("dtype",),
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("zero_points", [None, (), (3, 1)], ids=["zero_point", "one_zero_point", "zero_points"])
@pytest.mark.parametrize("scales", [None, (), (3, 1)], ids=["scale", "one_scale", "scales"])
def test_dtype(submission, rng, dtype, scales, zero_points):
    scale = 2.0 ** rng.integers(-4, -1, size=scales)  # exact in both
    scale = float(scale) if scales is None else np.asarray(scale, dtype=dtype)
    zero_point = rng.integers(1, 7, size=zero_points)
    zero_point = int(zero_point) if zero_points is None else np.asarray(zero_point)
    x = with_ends(rng.normal(size=(3, 4)), scale, zero_point, -8, 7).astype(dtype)
    y, inside = quantized(x, scale, zero_point, -8, 7)
    arguments = {"scale": scale, "zero_point": zero_point, "qmin": -8, "qmax": 7}
    found = submission.fake_quantize.vjp(x, **arguments, grad=np.ones(x.shape, dtype=dtype))
    assert_close(found.value, y.astype(dtype), dtype=dtype, what="y")
    assert_close(found.args[0], inside.astype(dtype), dtype=dtype, what="dx")


@case(
    "float64 is not computed in float32",
    zh="float64 不会被当作 float32 计算",
)
def test_precision(submission, rng):
    # Closer to the middle of two levels than float32 can tell, also where only the scale is rounded to it.
    integers = np.arange(-6, 6) + 0.5 + np.array([-1e-9, 1e-9])[:, None]
    assert_quantized(submission, rng, integers, 1.0, 0, -128, 127)
    scale = 0.1 + rng.integers(1, 100) / 1000 + 1e-9  # 1e-9 is a tenth of what float32 makes of it, or less
    integers = np.array([99.5, -99.5]) + np.array([-1e-7, 1e-7])[:, None]
    assert_quantized(submission, rng, integers * scale, scale, 0, -128, 127)
    assert_quantized(submission, rng, integers * scale, scale, np.array([[3], [4]]), -128, 127)


@case("x is left as it was", zh="不修改 x")
@pytest.mark.parametrize("requires_grad", [False, True], ids=["plain", "requires_grad"])
def test_input_untouched(submission, rng, requires_grad):
    x = rng.normal(size=(3, 4)) * 2
    outcome = submission.fake_quantize.call(tensor(x, requires_grad=requires_grad), 0.5, 1, -3, 4)
    assert_equal(outcome.args[0], x, what="x after the call")
