import numpy as np
import pytest

from dlgrade.testing import assert_close, case, workload

RTOL = {"float64": 1e-9, "float32": 1e-4}  # the statement's
ATOL = {"float64": 1e-300, "float32": 1e-36}  # likewise


def exact_sigmoid(x):
    """The logistic function in float64, exact relative to its own size."""
    return np.exp(-np.logaddexp(0.0, -np.asarray(x, dtype=np.float64)))


def exact_values(x):
    """What each forward function returns, and the slope that its backward function multiplies by."""
    x = np.asarray(x, dtype=np.float64)
    return {
        "sigmoid": exact_sigmoid(x),
        "sigmoid_backward": exact_sigmoid(x) * exact_sigmoid(-x),
        "tanh": np.tanh(x),
        "tanh_backward": 4 * exact_sigmoid(2 * x) * exact_sigmoid(-2 * x),
    }


def assert_exact(actual, expected, name, dtype):
    """As near as the statement says, and of the dtype."""
    bounds = {"rtol": 0.0, "atol": RTOL[dtype]} if name == "tanh" else {"rtol": RTOL[dtype], "atol": ATOL[dtype]}
    assert_close(actual, np.asarray(expected).astype(dtype), what=name, dtype=dtype, **bounds)


def check(submission, x, dy, names=("sigmoid", "sigmoid_backward", "tanh", "tanh_backward")):
    """The functions of these names on x, which has the dtype of dy."""
    expected = exact_values(x)
    for name in names:
        if name.endswith("backward"):
            product = dy.astype(np.float64) * expected[name]
            assert_exact(getattr(submission, name)(dy, x), product, name, x.dtype.name)
        else:
            assert_exact(getattr(submission, name)(x), expected[name], name, x.dtype.name)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    y = submission.sigmoid(np.array([0.0, 2.0, -1000.0, 1000.0]))
    assert_close(y, np.array([0.5, 0.8807970779778823, 0.0, 1.0]), what="sigmoid")
    y = submission.tanh(np.array([0.0, 0.5, -1000.0, 1000.0]))
    assert_close(y, np.array([0.0, 0.46211715726000973, -1.0, 1.0]), what="tanh")
    dx = submission.sigmoid_backward(np.array([1.0, 1.0, 10.0]), np.array([0.0, 2.0, -2.0]))
    assert_close(dx, np.array([0.25, 0.1049935854035065, 1.049935854035065]), what="sigmoid_backward")
    dx = submission.tanh_backward(np.array([1.0, 1.0, 10.0]), np.array([0.0, 0.5, -0.5]))
    assert_close(dx, np.array([1.0, 0.7864477329659274, 7.864477329659274]), what="tanh_backward")


@case("Moderate numbers, forward", zh="适中的数，前向", sizes=[1, 2, 5, 16])
def test_forward(submission, rng, size):
    x = rng.choice([-1.0, 1.0], size=(3, size)) * rng.uniform(0.1, 4.0, size=(3, size))
    check(submission, x, x, ("sigmoid", "tanh"))


@case("Moderate numbers, backward", zh="适中的数，反向", points=2, sizes=[1, 2, 5, 16])
def test_backward(submission, rng, size):
    x, dy = rng.normal(size=(2, 3, size))
    check(submission, x, dy, ("sigmoid_backward", "tanh_backward"))


@case(
    "Far below 0 sigmoid keeps its digits",
    zh="远小于 0 处，sigmoid 保持有效数字",
    points=2,
    hint="The values are tiny, and their relative error counts: nothing may be cut off, and nothing subtracted from 1.",
    hint_zh="这些值很小，而要求的是相对误差：不能截断，也不能用 1 去减。",
)
def test_sigmoid_lower_tail(submission, rng):
    x = rng.permutation(np.linspace(-700.0, -5.0, 24)) + rng.uniform(-1.0, 1.0, size=24)
    check(submission, x, x, ("sigmoid",))


@case(
    "Nothing overflows on either side",
    zh="两侧都不溢出",
    points=2,
    hint="numpy is strict here. np.where computes both branches for every element.",
    hint_zh="这里 numpy 处于严格模式。np.where 会对每个元素计算两个分支。",
    hint_for=("raised",),
)
@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_strict(submission, rng, name):
    x = np.concatenate(
        [rng.uniform(800.0, 1e4, size=5), rng.uniform(-1e4, -800.0, size=5), rng.uniform(0.5, 3.0, size=3)]
    )
    assert_exact(submission.adapter.strictly(name, x), exact_values(x)[name], name, "float64")


@workload("sigmoid_backward of 64 x 1024 float64", zh="64 x 1024 的 float64 数组的 sigmoid_backward")
def time_backward(module, rng):
    return module.sigmoid_backward, (rng.normal(size=(64, 1024)), rng.normal(size=(64, 1024)) * 10)
