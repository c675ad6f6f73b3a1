import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, numerical_gradient, workload

ACTIVATIONS = ("linear", "relu", "tanh", "sigmoid")


def draw(rng, samples, widths, scale=1.0):
    """(x, dy, weights): widths are those of x and of each layer; weights are small enough for |z| < 5."""
    weights = [rng.uniform(-1.0, 1.0, size=(after, before)) * scale for before, after in zip(widths, widths[1:])]
    x = rng.uniform(-1.0, 1.0, size=(samples, widths[0]))
    for a in (x, *weights):
        a[0] = np.abs(a[0])  # so that the first sample keeps the first units of ReLU on
    return x, rng.normal(size=(samples, widths[-1])), weights


def value(z, activation):
    return {"linear": z, "relu": np.maximum(z, 0), "tanh": np.tanh(z), "sigmoid": 1 / (1 + np.exp(-np.clip(z, -50, 50)))}[activation]


def slope(z, activation):
    a = value(z, activation)
    return {"linear": np.ones_like(z), "relu": (z > 0) * 1.0, "tanh": 1 - a * a, "sigmoid": a * (1 - a)}[activation]


def gradients_by_definition(x, dy, weights, activation):
    """The gradient of each layer's weights, added up one sample at a time."""
    sums = [np.zeros(w.shape) for w in weights]
    for a, delta in zip(x, dy, strict=True):
        inputs, zs = [], []
        for w in weights:
            inputs.append(a)
            zs.append(np.sum(w * a, axis=1))
            a = value(zs[-1], activation)
        for total, w, a, z in zip(sums[::-1], weights[::-1], inputs[::-1], zs[::-1], strict=True):
            delta = delta * slope(z, activation)
            total += np.multiply.outer(delta, a)
            delta = np.sum(delta[:, None] * w, axis=0)
    return sums


def norm(gradient):
    """The Frobenius norm, of entries whose squares need not fit."""
    return float(np.hypot.reduce(np.ravel(gradient)))


def norms_by_definition(*arguments):
    return np.array([norm(gradient) for gradient in gradients_by_definition(*arguments)])


def assert_flow(actual, ratio, rate, verdict):
    assert_close(actual[0], ratio, what="ratio", rtol=1e-12)
    # The root is taken by logarithms or by a power: a few hundred roundings of numbers as large as log(1e300).
    assert_close(actual[1], rate, what="rate", rtol=1e-11)
    assert_equal(actual[2], verdict, what="verdict")
    assert_equal(len(actual), 3, what="length")


@case("The examples of the statement", zh="题目中的示例")
def test_example(submission):
    x, dy = np.array([[3.0, 4.0]]), np.array([[1.0]])
    weights = [np.array([[0.5, 0.5], [1.0, -1.0]]), np.array([[2.0, 1.0]])]
    assert_close(submission.gradient_norms(x, dy, weights, "relu"), np.array([10.0, 3.5]), what="norms")
    assert_flow(submission.gradient_flow(np.array([2e-7, 3.0, 1e-3, 1e-2])), 2e-5, 2e-5 ** (1 / 3), "vanishing")


@case("The norms, with each activation", zh="各种激活函数下的范数", points=2)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_norms(submission, rng, activation):
    x, dy, weights = draw(rng, 4, (3, 4, 4, 2))
    expected = norms_by_definition(x, dy, weights, activation)
    assert_close(submission.gradient_norms(x, dy, weights, activation), expected, what="norms")


def output_with(x, weights, activation, layer, weight):
    """The network's outputs with other weights in one layer."""
    for i, w in enumerate(weights):
        x = value(x @ (weight if i == layer else w).T, activation)
    return x


@case("The norms are those of central differences", zh="范数与中心差分的一致", points=2)
@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_central_differences(submission, rng, activation):
    x, dy, weights = draw(rng, 3, (2, 3, 2))
    gradients = (
        numerical_gradient(lambda w, i=i: output_with(x, weights, activation, i, w), weights[i], dy) for i in range(2)
    )
    expected = np.array([norm(gradient) for gradient in gradients])
    assert_close(submission.gradient_norms(x, dy, weights, activation), expected, what="norms")


@case(
    "The verdicts",
    zh="各种判断",
    points=2,
    hint="The ratio is that of the first layer to the last.",
    hint_zh="比值是第一层与最后一层之比。",
)
def test_verdicts(submission, rng):
    for first, last, verdict in ((1e-7, 0.5, "vanishing"), (300.0, 1e-3, "exploding"), (0.2, 3.0, "healthy"), (8.0, 1e-2, "healthy")):
        between = rng.uniform(0.1, 10.0, size=4)
        expected = first / last, (first / last) ** 0.2, verdict
        assert_flow(submission.gradient_flow(np.array([first, *between, last])), *expected)


@workload("16 layers of 64 units with tanh, 128 samples", zh="16 层、每层 64 个单元、tanh、128 个样本")
def time_norms(module, rng):
    x, dy, weights = draw(rng, 128, (64,) * 17, 0.3)
    return module.gradient_norms, (x, dy, weights, "tanh")
