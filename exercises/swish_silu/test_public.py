import numpy as np
import pytest

from dlgrade.testing import assert_close, case, require, workload

RTOL = {"float64": 1e-9, "float32": 1e-4}  # the statement's
ATOL = 1e-30  # likewise


def sigma(z):
    """The logistic function in float64, exact relative to its own size."""
    return np.exp(-np.logaddexp(0.0, -z))


def pair(answer):
    """The two values that swish_backward returned."""
    two = isinstance(answer, tuple | list) and len(answer) == 2
    require(two, "swish_backward returns the two values (dx, dbeta).", "swish_backward 返回两个值 (dx, dbeta)。")
    return answer


def assert_forward(y, x, beta):
    """y by the statement's formula, to the statement's precision."""
    wide = x.astype(np.float64)
    expected = (wide * sigma(beta * wide)).astype(x.dtype)
    assert_close(y, expected, what="y", dtype=x.dtype.name, rtol=RTOL[x.dtype.name], atol=ATOL)


def assert_backward(answer, dy, x, beta):
    """dx and dbeta by the statement's formulas, to the statement's precision."""
    dx, dbeta = pair(answer)
    rtol, (wide, grad) = RTOL[x.dtype.name], (a.astype(np.float64) for a in (x, dy))
    z = beta * wide
    both = sigma(z) * sigma(-z)
    expected = grad * (sigma(z) + z * both)
    # Where the two terms of dx nearly cancel, the error is relative to them and not to dx: they are below |dy| there.
    cancels = np.abs(z + 1.3) < 0.7
    bounds = {"rtol": rtol, "atol": max(ATOL, rtol * np.max(np.abs(grad) * cancels, initial=0.0))}
    assert_close(dx, expected.astype(x.dtype), what="dx", dtype=x.dtype.name, **bounds)
    terms = grad * (wide * sigma(z)) * (wide * sigma(-z))
    # The error of a sum is relative to the magnitudes of its terms: they may cancel.
    bound = max(ATOL, rtol * float(np.sum(np.abs(terms))))
    assert_close(dbeta, float(np.sum(terms)), what="dbeta", rtol=0.0, atol=bound)


def check(submission, x, dy, beta):
    """Forward and backward."""
    assert_forward(submission.swish(x, beta), x, beta)
    assert_backward(submission.swish_backward(dy, x, beta), dy, x, beta)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    y = submission.swish(np.array([-2.0, 0.0, 2.0, 1000.0]))
    assert_close(y, np.array([-0.2384058440442351, 0.0, 1.7615941559557649, 1000.0]), what="y")
    x = np.array([-2.0, 0.0, 2.0])
    y = submission.swish(x, beta=0.5)
    assert_close(
        y,
        np.array([-0.5378828427399902, 0.0, 1.4621171572600098]),
        what="y with beta 0.5",
        what_zh="beta 为 0.5 时的 y",
    )
    dx, dbeta = pair(submission.swish_backward(np.array([1.0, 1.0, 10.0]), x, beta=0.5))
    assert_close(dx, np.array([0.07232948812851325, 0.5, 9.276705118714867]), what="dx")
    assert_close(dbeta, 8.650925062626201, what="dbeta")


@case("SiLU: beta is 1 where none is given", zh="SiLU：不给 beta 时为 1", sizes=[1, 2, 5, 16])
def test_silu(submission, rng, size):
    x, dy = rng.normal(size=(2, 3, size)) * 2
    assert_forward(submission.swish(x), x, 1.0)
    assert_backward(submission.swish_backward(dy, x), dy, x, 1.0)


@case(
    "Another beta, forward",
    zh="其他的 beta，前向",
    hint="beta stands inside of the sigmoid only.",
    hint_zh="beta 只出现在 sigmoid 里面。",
)
@pytest.mark.parametrize("beta", [0.5, 3.0, -1.5])
def test_beta_forward(submission, rng, beta):
    x = rng.uniform(-4.0, 4.0, size=(4, 5))
    assert_forward(submission.swish(x, beta), x, beta)


@case(
    "Another beta, backward",
    zh="其他的 beta，反向",
    points=2,
    hint="By the chain rule a factor beta comes out for dx, and a factor x for dbeta.",
    hint_zh="根据链式法则，dx 会多出因子 beta，dbeta 会多出因子 x。",
)
@pytest.mark.parametrize("beta", [0.5, 3.0, -1.5])
def test_beta_backward(submission, rng, beta):
    x, dy = rng.normal(size=(2, 4, 5)) * 2
    assert_backward(submission.swish_backward(dy, x, beta), dy, x, beta)


@case(
    "Large numbers of either sign",
    zh="两种符号的大数",
    points=2,
    hint="exp overflows at about 710.",
    hint_zh="exp 大约在 710 处溢出。",
    hint_for=("finite",),
)
def test_large(submission, rng):
    x = rng.permutation(np.concatenate([rng.uniform(700.0, 1e4, size=6), rng.uniform(-1e4, -700.0, size=6)]))
    check(submission, x, rng.normal(size=12), 1.0)


@workload("swish_backward of 64 x 1024 float64", zh="64 x 1024 的 float64 数组的 swish_backward")
def time_backward(module, rng):
    return module.swish_backward, (rng.normal(size=(64, 1024)), rng.normal(size=(64, 1024)) * 3, 1.5)
