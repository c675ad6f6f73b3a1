import math

import numpy as np
import pytest

from dlgrade.testing import assert_close, case, workload

RTOL = {"float64": 1e-9, "float32": 1e-4}  # the statement's
forms = pytest.mark.parametrize("form", ["none", "tanh"])


def share(v, form):
    """What a number is multiplied by, and the derivative of that; one number at a time."""
    if abs(v) > 40:  # the shares have long been 0 and 1
        return float(v > 0), 0.0
    if form == "none":
        return math.erfc(-v / math.sqrt(2)) / 2, math.exp(-v * v / 2) / math.sqrt(2 * math.pi)
    u, slope = math.sqrt(2 / math.pi) * (v + 0.044715 * v**3), math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * v * v)
    return (1 + math.tanh(u)) / 2, (1 - math.tanh(u) ** 2) / 2 * slope


def by_formula(x, form):
    """y and the derivative at x, in float64."""
    shares = np.array([share(float(v), form) for v in x.ravel()]).reshape(*x.shape, 2)
    wide = x.astype(np.float64)
    return wide * shares[..., 0], shares[..., 0] + wide * shares[..., 1]


def assert_forward(y, x, form):
    """y to the statement's precision."""
    rtol = RTOL[x.dtype.name]  # and absolute as well, by the statement
    assert_close(y, by_formula(x, form)[0].astype(x.dtype), what="y", dtype=x.dtype.name, rtol=rtol, atol=rtol)


def assert_backward(dx, dy, x, form):
    """dx to the statement's precision: as shares of dy, so that the error of each is told by its own dy."""
    expected = (dy.astype(np.float64) * by_formula(x, form)[1]).astype(x.dtype)
    smallest = float(np.abs(dy).min()) if dy.size else 0.0
    rtol = RTOL[x.dtype.name]  # and as much of dy, by the statement
    assert_close(dx, expected, what="dx", dtype=x.dtype.name, rtol=rtol, atol=rtol * smallest)


def check(submission, x, dy, form):
    """Forward and backward."""
    assert_forward(submission.gelu(x, form), x, form)
    assert_backward(submission.gelu_backward(dy, x, form), dy, x, form)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    x, dy = np.array([-2.0, -0.5, 0.0, 1.0, 3.0]), np.array([1.0, 1.0, 1.0, 1.0, 10.0])
    assert_close(
        submission.gelu(x),
        np.array([-0.04550026389635844, -0.15426876936299344, 0.0, 0.8413447460685429, 2.99595030590511]),
        what="y",
    )
    expected = np.array([-0.04540230591222494, -0.15428599017485606, 0.0, 0.8411919906082768, 2.996362607918227])
    assert_close(submission.gelu(x, approximate="tanh"), expected, what="y by tanh", what_zh="tanh 形式的 y")
    expected = np.array([-0.0852318010781969, 0.13250487534383712, 0.5, 1.0833154705876864, 10.11945647204184])
    assert_close(submission.gelu_backward(dy, x), expected, what="dx")
    expected = np.array([-0.08609925662361825, 0.13263009646535764, 0.5, 1.0829640838457826, 10.115841666309695])
    dx = submission.gelu_backward(dy, x, approximate="tanh")
    assert_close(dx, expected, what="dx by tanh", what_zh="tanh 形式的 dx")


@case("Forward, in both forms", zh="前向，两种形式", sizes=[1, 2, 5])
@forms
def test_forward(submission, rng, form, size):
    x = rng.uniform(-2.8, 2.8, size=(4, size))
    assert_forward(submission.gelu(x, form), x, form)


@case(
    "Backward, in both forms",
    zh="反向，两种形式",
    points=2,
    hint="The derivative belongs to the form: the one by tanh has an inner derivative.",
    hint_zh="导数要与形式对应：tanh 形式还有内层的导数。",
)
@forms
def test_backward(submission, rng, form):
    x = rng.uniform(-2.8, 2.8, size=(4, 5))
    dy = rng.choice([-1.0, 1.0], size=(4, 5)) * rng.uniform(0.5, 2.0, size=(4, 5))
    assert_backward(submission.gelu_backward(dy, x, form), dy, x, form)


@case("Without a word about the form, it is the exact one", zh="不指明形式时，用精确形式")
def test_default(submission, rng):
    x = rng.choice([-1.0, 1.0], size=(3, 4)) * rng.uniform(1.0, 2.8, size=(3, 4))  # where the forms differ
    dy = rng.uniform(0.5, 2.0, size=(3, 4))
    assert_forward(submission.gelu(x), x, "none")
    assert_backward(submission.gelu_backward(dy, x), dy, x, "none")


@case(
    "Large numbers: y is x or 0",
    zh="大数：y 等于 x 或 0",
    hint="What is the share far below 0, and far above?",
    hint_zh="远小于 0 处的比例是多少？远大于 0 处呢？",
)
@forms
def test_large(submission, rng, form):
    x = rng.permutation(np.concatenate([rng.uniform(40.0, 1e4, size=5), rng.uniform(-1e4, -40.0, size=5)]))
    dy = rng.uniform(0.5, 2.0, size=10)
    check(submission, x, dy, form)


@workload("gelu_backward by tanh of 32 x 512 float64", zh="32 x 512 的 float64 数组，tanh 形式的 gelu_backward")
def time_backward(module, rng):
    return module.gelu_backward, (rng.normal(size=(32, 512)), rng.normal(size=(32, 512)) * 2, "tanh")
