import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, workload

schemes = pytest.mark.parametrize("symmetric", [True, False], ids=["symmetric", "asymmetric"])


def assert_parameters(actual, expected):
    """A scale and a zero point, for a tensor or for each of its channels, to the last digits."""
    scale, zero_point = actual
    # Some quotients and differences; no value is the small difference of large ones.
    assert_close(scale, expected[0], what="scale", rtol=1e-11, atol=0.0)
    if isinstance(expected[1], np.ndarray):
        assert_shape(zero_point, expected[1].shape, what="zero_point")
    assert_equal(zero_point, expected[1], what="zero_point")


def between_halves(rng, shape, scale):
    """Integers around the levels of int8, and values that are nearest to them by far."""
    levels = rng.integers(-300, 300, size=shape)
    return levels, (levels + rng.uniform(-0.4, 0.4, size=shape)) * scale


def of_both_signs(rng, shape):
    """Values of many magnitudes, of which every second one is negative, along each axis."""
    return rng.uniform(0.1, 10, size=shape) ** 2 * (-1.0) ** np.indices(shape).sum(axis=0)


@case("The examples of the statement", zh="题目中的示例")
def test_example(submission):
    x = np.array([-8.0, -0.3, 0.0, 2.0, 23.875])
    assert_parameters(submission.calibrate(x, symmetric=False), (0.125, -64))
    q = np.array([-128, -66, -64, -48, 127], dtype=np.int8)
    assert_close(submission.quantize(x, 0.125, -64), q, dtype="int8", what="q")
    back = np.array([-8.0, -0.25, 0.0, 2.0, 23.875])
    assert_close(submission.dequantize(q, 0.125, -64), back, dtype="float64", what="the values", what_zh="还原的值")
    x = np.array([[1.27, -0.5], [0.0, 0.0], [-2.54, 1.0]])
    assert_parameters(submission.calibrate(x, axis=0), (np.array([[0.01], [1.0], [0.02]]), np.zeros((3, 1), dtype=int)))


@case("Calibration of a whole tensor", zh="整个张量的校准", sizes=[1, 2, 7, 300])
@schemes
def test_tensor(submission, reference, rng, symmetric, size):
    # From -(k + 0.7) to 254.3 - k steps: zero lies between two levels, nearer to the one below.
    steps = np.array([0.3 - 255, 0.3]) + rng.integers(60, 110)
    x = rng.permutation(np.append(steps, rng.uniform(-100, 50, size=size))[:size]) * rng.uniform(0.1, 10)
    assert_parameters(submission.calibrate(x, symmetric), reference.calibrate(x, symmetric))


@case(
    "Calibration of each channel",
    zh="逐通道校准",
    points=2,
    hint="Which axes are reduced, and do they stay with length 1?",
    hint_zh="要沿哪些轴归约？它们是否以长度 1 保留下来？",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("axis", [0, 1, 2, -1, -3])
@schemes
def test_channels(submission, reference, rng, symmetric, axis):
    x = of_both_signs(rng, (4, 3, 5))
    assert_parameters(submission.calibrate(x, symmetric, axis), reference.calibrate(x, symmetric, axis))


@case(
    "Calibration by percentile",
    zh="按百分位校准",
    points=2,
    hint="Of what is the percentile taken: of x or of |x|? And how much goes off each side?",
    hint_zh="百分位数是对 x 还是对 |x| 求的？两侧各去掉多少？",
)
@pytest.mark.parametrize("percentile", [99.9, 99.0, 80.0])
@schemes
def test_percentile(submission, reference, rng, symmetric, percentile):
    x = rng.permutation(np.linspace(-1.2, 1.5, 600) ** 3).reshape(20, 30) * rng.uniform(0.1, 10)
    x[::7, 0] *= 100
    assert_parameters(
        submission.calibrate(x, symmetric, percentile=percentile), reference.calibrate(x, symmetric, percentile=percentile)
    )


@case(
    "Values go to the nearest level, and to the ends beyond them",
    zh="每个值取最近的一级，超出范围的取两端",
    points=2,
    hint="-128 and 127 are the ends, whatever the zero point is.",
    hint_zh="无论零点是多少，两端都是 -128 和 127。",
)
@pytest.mark.parametrize("zero_point", [0, -128, 127, 5])
def test_quantize(submission, rng, zero_point):
    scale = float(rng.uniform(0.01, 3))
    levels, x = between_halves(rng, (6, 50), scale)
    expected = np.clip(levels + zero_point, -128, 127).astype(np.int8)
    assert_close(submission.quantize(x, scale, zero_point), expected, dtype="int8")


@case(
    "And back to floats",
    zh="再变回浮点数",
    hint="What is the largest difference of two numbers of int8?",
    hint_zh="两个 int8 数之差最大是多少？",
)
@pytest.mark.parametrize("zero_point", [0, -128, 127, 5])
def test_dequantize(submission, rng, zero_point):
    scale = float(rng.uniform(0.01, 3))
    q = np.arange(-128, 128, dtype=np.int8).reshape(8, 32)
    expected = (np.arange(-128, 128).reshape(8, 32) - zero_point) * scale
    assert_close(submission.dequantize(q, scale, zero_point), expected, dtype="float64")


@workload("calibration of 64 channels of 2048 by percentile", zh="64 个通道，每个 2048 个值，按百分位校准")
def time_channels(module, rng):
    return module.calibrate, (rng.normal(size=(64, 2048)), False, 0, 99.0)
