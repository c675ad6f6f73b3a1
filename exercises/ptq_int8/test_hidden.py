import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, require

from test_public import assert_parameters, between_halves, of_both_signs, schemes


@case("Without options: symmetric, one scale, all values", zh="不给选项时：对称、整个张量一个 scale、考虑所有值")
def test_defaults(submission, rng):
    x = rng.normal(size=(5, 7))
    x[2, 3] = -5 - rng.uniform()
    assert_parameters(submission.calibrate(x), (float(np.max(np.abs(x)) / 127), 0))
    assert_parameters(submission.calibrate(x, False), submission.calibrate(x, symmetric=False, axis=None, percentile=100.0))


@case(
    "In the symmetric scheme either sign may have the largest magnitude",
    zh="对称方案中，绝对值最大的可能是正数，也可能是负数",
    hint="The largest magnitude is not the largest value.",
    hint_zh="绝对值最大的不一定是最大的值。",
)
@pytest.mark.parametrize("sign", [1.0, -1.0], ids=["positive", "negative"])
def test_largest_magnitude(submission, rng, sign):
    x = rng.uniform(-1, 1, size=(4, 6))
    x[2, 3] = sign * rng.uniform(2, 3)
    assert_parameters(submission.calibrate(x), (float(abs(x[2, 3]) / 127), 0))
    x[0, :] = sign * rng.uniform(1, 9)  # every value of this channel is the same
    expected = np.max(np.abs(x), axis=1, keepdims=True) / 127
    assert_parameters(submission.calibrate(x, axis=0), (expected, np.zeros((4, 1), dtype=int)))


@case(
    "A range of one sign is widened to hold zero",
    zh="只有一种符号的范围要扩大到包含零",
    points=2,
    hint="0.0 must have a level of its own.",
    hint_zh="0.0 必须有自己的一级。",
)
def test_one_sign(submission, rng):
    step = float(2.0 ** rng.integers(-5, 6))  # exactly, so that the zero point is no matter of rounding
    x = rng.uniform(150, 250, size=(4, 6)) * step
    x[:, 4] = high = 255 * step
    assert_parameters(submission.calibrate(x, symmetric=False), (high / 255, -128))
    assert_parameters(submission.calibrate(-x, symmetric=False), (high / 255, 127))
    mixed = x * np.array([[1.0], [-1.0], [1.0], [-1.0]])
    assert_parameters(submission.calibrate(mixed, False, 0), (np.full((4, 1), step), np.array([[-128], [127], [-128], [127]])))


@case("The zero point stands at lo and at hi where these are zero", zh="lo 或 hi 为零时，零点就在那一端")
def test_zero_at_the_end(submission, rng):
    step = float(2.0 ** rng.integers(-5, 6))
    x = rng.uniform(50, 250, size=9) * step
    x[[4, 6]] = 0.0, 255 * step
    assert_parameters(submission.calibrate(x, False), (step, -128))
    assert_parameters(submission.calibrate(-x, False), (step, 127))


@case(
    "The zero point is rounded to the nearest integer, halves to the even one",
    zh="零点舍入到最近的整数，恰在中间时取偶数",
    hint="Neither cut off nor rounded up: round lo / scale, then subtract.",
    hint_zh="既不截尾，也不总是向上：先对 lo / scale 舍入，再做减法。",
)
@pytest.mark.parametrize("fraction", [0.5, 0.3, 0.7])
def test_rounded_zero_point(submission, rng, fraction):
    for whole in (0, 3, 4, 127, 128, 253, 254):
        step = float(2.0 ** rng.integers(-8, 9))
        lo = -(whole + fraction) * step
        x = np.array([0.0, lo, 255 * step + lo])
        nearest = whole + (fraction > 0.5) if fraction != 0.5 else whole + whole % 2
        assert_parameters(submission.calibrate(x, symmetric=False), (step, -128 + nearest))


@case(
    "Nothing but zeros",
    zh="全为零",
    points=2,
    hint="What is divided by a range of width zero?",
    hint_zh="宽度为零的范围做除数会怎样？",
    hint_for=("answer", "raised"),
)
def test_zeros(submission, rng):
    for shape in ((1,), (3, 4)):
        assert_parameters(submission.calibrate(np.zeros(shape)), (1.0, 0))
        assert_parameters(submission.calibrate(np.zeros(shape), symmetric=False), (1.0, -128))
    x = rng.normal(size=(3, 4, 2))
    x[:, 1] = 0.0
    for symmetric in (True, False):
        scale, zero_point = submission.calibrate(x, symmetric, 1)
        assert_equal((scale[0, 1, 0], zero_point[0, 1, 0]), (1.0, 0 if symmetric else -128), what="the channel of zeros")
        for i in (0, 2):
            alone = submission.calibrate(x[:, i], symmetric)
            assert_parameters((float(scale[0, i, 0]), int(zero_point[0, i, 0])), alone)


@case(
    "Mostly zeros, with a percentile that sees nothing else",
    zh="绝大多数为零，百分位只看到零",
    hint_for=("answer", "raised"),
    hint="The width may be zero although x is not.",
    hint_zh="x 不全为零，宽度仍可能为零。",
)
def test_mostly_zeros(submission, rng):
    x = np.zeros(101)
    x[[3, 50]] = rng.uniform(1, 2, size=2)
    assert_parameters(submission.calibrate(x, True, percentile=90.0), (1.0, 0))
    assert_parameters(submission.calibrate(x, False, percentile=90.0), (1.0, -128))
    assert_parameters(submission.calibrate(-x, False, percentile=90.0), (1.0, -128))


@case(
    "A percentile for each channel",
    zh="每个通道各自的百分位",
    points=2,
    hint="Each channel has outliers of its own.",
    hint_zh="每个通道有自己的离群值。",
)
@pytest.mark.parametrize("axis", [0, 1, -1])
@schemes
def test_percentile_of_channels(submission, reference, rng, symmetric, axis):
    x = of_both_signs(rng, (5, 4, 6))
    for percentile in (75.0, 90.0):
        expected = reference.calibrate(x, symmetric, axis, percentile)
        assert_parameters(submission.calibrate(x, symmetric, axis, percentile), expected)


@case(
    "Percentiles lie between two values",
    zh="百分位数落在两个值之间",
    hint="Interpolate linearly between the neighbours.",
    hint_zh="在相邻的值之间线性插值。",
)
def test_interpolated(submission, rng):
    # Eleven values, a tenth apart in percent: 95 lies half-way between the last two, 72.5 a quarter beyond the eighth.
    magnitudes = np.sort(rng.uniform(1, 2, size=11)) + np.arange(11)
    x = rng.permutation(magnitudes)
    signed = rng.permutation(np.where(np.arange(11) % 2, magnitudes, -magnitudes))
    half, quarter = float(magnitudes[9] + magnitudes[10]) / 2, float(magnitudes[7] * 3 + magnitudes[8]) / 4
    for percentile, bound in ((95.0, half), (72.5, quarter)):
        assert_parameters(submission.calibrate(signed, percentile=percentile), (bound / 127, 0))
        assert_parameters(submission.calibrate(x, False, percentile=percentile), (bound / 255, -128))
    values = magnitudes - 6.5  # the lower bound is negative, the upper one positive
    values[:3] -= 30
    low, high = float(values[0] + values[1]) / 2, half - 6.5
    step = (high - low) / 255
    found = submission.calibrate(rng.permutation(values), False, percentile=95.0)
    # Where the quotient is near a half, either neighbour will do here; other cases look at the rounding.
    require(abs(-128 - low / step - found[1]) < 1.01, "the zero point is another one", "零点不对")
    assert_close(found[0], step, what="scale", rtol=1e-11, atol=0.0)


@case("The range is widened after the percentiles are known", zh="求出百分位数之后再扩大范围")
def test_widened_after(submission, rng):
    x = rng.uniform(3, 4, size=21)
    x[5] = -50.0  # cut off, and then zero is the lower bound
    high = float(np.percentile(x, 90))
    assert_parameters(submission.calibrate(x, False, percentile=90.0), (high / 255, -128))
    assert_parameters(submission.calibrate(-x, False, percentile=90.0), (high / 255, 127))


@case("Very small and very large values", zh="非常小与非常大的值")
@pytest.mark.parametrize("magnitude", [1e-290, 1e-30, 1e-9, 1e30, 1e290])
@schemes
def test_magnitudes(submission, reference, rng, symmetric, magnitude):
    x = rng.uniform(-0.7, 0.7, size=(3, 8)) * magnitude
    x[:, :2] = np.array([[-0.71, 0.93]]) * magnitude
    for axis in (None, 0):
        assert_parameters(submission.calibrate(x, symmetric, axis), reference.calibrate(x, symmetric, axis))
    levels, values = between_halves(rng, (3, 8), magnitude)
    assert_equal(submission.quantize(values, magnitude, 3), np.clip(levels + 3, -128, 127).astype(np.int8), what="q")
    q = rng.integers(-128, 128, size=(3, 8)).astype(np.int8)
    q[1, 2] = -128
    assert_close(submission.dequantize(q, magnitude, 3), (q.astype(float) - 3) * magnitude, what="x")


@case(
    "Quotients that no integer type holds",
    zh="任何整数类型都放不下的商",
    points=2,
    hint="Clip before the type changes.",
    hint_zh="先截断，再转换类型。",
)
def test_huge_quotients(submission, rng):
    for power in (2, 3, 5, 9, 10, 11, 18, 19, 20, 40, 300):
        x = np.array([1.0, -1.0, 2.0, -2.0, 0.0]) * rng.uniform(1.4, 4.0) * 10.0**power
        for zero_point in (0, -100, 90):
            q = submission.quantize(x, 1.0, zero_point)
            ends = np.clip(np.array([1.0, -1.0, 1.0, -1.0, 0.0]) * 1000 + zero_point, -128, 127)
            if power > 2:
                assert_equal(q, ends.astype(np.int8))
    x = np.array([1e200, -1e200, 0.0])  # the quotient is infinite
    assert_equal(submission.quantize(x, 1e-200, -7), np.array([127, -128, -7], dtype=np.int8))


@case(
    "Halves go to the even integer, before the zero point is added",
    zh="恰在中间时取偶数，并且在加零点之前舍入",
    points=2,
    hint="Round first, then add.",
    hint_zh="先舍入，再相加。",
)
@pytest.mark.parametrize("zero_point", [0, 1, -3, 8])
def test_halves(submission, rng, zero_point):
    step = float(2.0 ** rng.integers(-9, 10))
    whole = np.arange(-60, 60)
    expected = whole + whole % 2 + zero_point
    assert_equal(submission.quantize((whole + 0.5) * step, step, zero_point), expected.astype(np.int8))
    # Just beside a half it is no half.
    for to, way in ((np.inf, 1), (-np.inf, 0)):
        x = np.nextafter(whole + 0.5, to) * step
        assert_equal(submission.quantize(x, step, zero_point), (whole + way + zero_point).astype(np.int8))


@case(
    "Quotients that are exactly a half, of scales that are no powers of two",
    zh="scale 不是 2 的幂时，恰好为一半的商",
    hint="A product with the reciprocal is rounded twice.",
    hint_zh="乘以倒数会舍入两次。",
)
def test_exact_quotients(submission, rng):
    for scale in rng.uniform(0.001, 1.0, size=8).tolist():
        whole = np.arange(-120, 120)
        x = (whole + 0.5) * scale
        is_half = x / scale == whole + 0.5
        expected = (whole + whole % 2)[is_half].astype(np.int8)
        assert_equal(submission.quantize(x[is_half], scale, 0), expected)


@case("The ends of the range, from both sides", zh="范围的两端，从两侧接近")
@pytest.mark.parametrize("zero_point", [0, -128, 127, -50])
def test_ends(submission, zero_point):
    beside = np.array([-130, -129, -128, -127, -126, 125, 126, 127, 128, 129])
    x = (beside - zero_point) * 0.25
    for offset in (0.0, 0.1, -0.1):
        expected = np.clip(beside, -128, 127).astype(np.int8)
        assert_equal(submission.quantize(x + offset, 0.25, zero_point), expected)


@case(
    "Scales and zero points that broadcast",
    zh="可以广播的 scale 与零点",
    points=2,
    hint="A channel may be on any axis.",
    hint_zh="通道可以在任何一个轴上。",
)
@pytest.mark.parametrize("shape", [(3, 1, 1), (1, 4, 1), (1, 1, 5), (5,), (3, 4, 5), (4, 1)], ids=str)
def test_broadcast(submission, rng, shape):
    scale, zero_point = rng.uniform(0.01, 9, size=shape), rng.integers(-128, 128, size=shape)
    levels, x = between_halves(rng, (3, 4, 5), scale)
    expected = np.clip(levels + zero_point, -128, 127).astype(np.int8)
    assert_close(submission.quantize(x, scale, zero_point), expected, dtype="int8", what="q")
    back = (expected.astype(float) - zero_point) * scale
    assert_close(submission.dequantize(expected, scale, zero_point), back, dtype="float64", what="x", rtol=1e-13, atol=0.0)


@case("Arrays of any rank, empty ones too", zh="任意维数的数组，包括空数组")
@pytest.mark.parametrize("shape", [(1,), (300,), (2, 1, 3, 2), (0,), (2, 0, 3)], ids=str)
def test_any_rank(submission, rng, shape):
    levels, x = between_halves(rng, shape, 0.37)
    expected = np.clip(levels - 9, -128, 127).astype(np.int8)
    assert_close(submission.quantize(x, 0.37, -9), expected, dtype="int8", what="q")
    back = submission.dequantize(expected, 0.37, -9)
    assert_close(back, (expected.astype(float) + 9) * 0.37, dtype="float64", what="x", rtol=1e-13, atol=0.0)


@case("Calibration of arrays of other ranks, and of axes of length one", zh="其他维数的数组，以及长度为一的轴")
@pytest.mark.parametrize("shape, axis", [((1, 1), 0), ((6, 1), 0), ((1, 6), 0), ((2, 3, 4, 5), 2), ((2, 3, 4, 5), -4), ((2, 300), 1)])
@schemes
def test_calibrate_any_rank(submission, reference, rng, symmetric, shape, axis):
    x = rng.normal(size=shape) * rng.uniform(0.1, 10, size=shape)
    assert_parameters(submission.calibrate(x, symmetric, axis), reference.calibrate(x, symmetric, axis))


@case(
    "There and back, no value moves by more than half a step",
    zh="量化再还原，每个值的偏移不超过半步",
    hint="Zero comes back as zero.",
    hint_zh="零还原后仍是零。",
)
@pytest.mark.parametrize("axis", [None, 0, 1])
@schemes
def test_there_and_back(submission, rng, symmetric, axis):
    x = rng.normal(loc=1.0, size=(6, 40))
    x[2] *= 100
    x[:, 3] = 0.0
    scale, zero_point = submission.calibrate(x, symmetric, axis)
    back = submission.dequantize(submission.quantize(x, scale, zero_point), scale, zero_point)
    assert_equal(back[:, 3], np.zeros(6), what="what was zero")
    # Where the zero point was rounded, the ends lie up to half a step further out: then a whole step.
    steps = np.abs(back - x) / scale
    require(np.max(steps) <= (0.51 if symmetric else 1.01), "a value moved by more than that", "有的值偏移得更多")


@case("Clipped outliers come back as the ends of the range", zh="被截掉的离群值还原为范围的两端")
@schemes
def test_outliers(submission, rng, symmetric):
    x = rng.permutation(np.linspace(-0.3, 1.0, 1001))
    x[[7, 70]] = 1000.0, -1000.0
    scale, zero_point = submission.calibrate(x, symmetric, percentile=99.0)
    back = submission.dequantize(submission.quantize(x, scale, zero_point), scale, zero_point)
    expected = np.array([127 - zero_point, -128 - zero_point]) * scale
    assert_close(back[[7, 70]], expected, what="the outliers")
    require(np.max(np.abs(back)) < 1.1, "the range still holds the outliers", "范围仍然包含离群值")
