from functools import partial

import numpy as np

from dlgrade.testing import assert_close, assert_shape, case, numerical_gradient, workload

PARAMETERS = ("w1", "b1", "w2", "b2")


def draw(rng, samples, features, units, classes):
    """Random (x, labels, [w1, b1, w2, b2])."""
    x, labels = rng.normal(size=(samples, features)), rng.integers(0, classes, size=samples)
    shapes = (units, features), (units,), (classes, units), (classes,)
    w1, b1, w2, b2 = (rng.normal(size=shape) for shape in shapes)
    return x, labels, [w1, 0.3 * b1, w2, b2]  # so that hardly a unit is on for all samples, or for none


def away_from_kinks(rng, *sizes):
    """As `draw`, drawn again until no pre-activation is near 0, where ReLU has its kink."""
    while True:
        x, labels, parameters = draw(rng, *sizes)
        if np.abs(x @ parameters[0].T + parameters[1]).min() > 0.01:
            return x, labels, parameters


def logits_by_definition(x, w1, b1, w2, b2):
    """The statement's sums, one unit and one class at a time."""
    h = np.stack([np.maximum(np.sum(x * w, axis=1) + b, 0) for w, b in zip(w1, b1, strict=True)], axis=1)
    return np.stack([np.sum(h * w, axis=1) + b for w, b in zip(w2, b2, strict=True)], axis=1)


def loss_by_definition(x, labels, *parameters):
    """The mean cross-entropy, one sample at a time."""
    losses = []
    for logits, label in zip(logits_by_definition(x, *parameters), labels, strict=True):
        top = np.max(logits)
        losses.append(np.log(np.sum(np.exp(logits - top))) + top - logits[label])
    return np.mean(losses)


def gradients_by_definition(x, labels, w1, b1, w2, b2):
    """The gradients, added up over the samples by the chain rule for one of them."""
    sums = [np.zeros(p.shape) for p in (w1, b1, w2, b2)]
    logits = logits_by_definition(x, w1, b1, w2, b2)
    for row, label, scores in zip(x, labels, logits, strict=True):
        z = np.sum(w1 * row, axis=1) + b1
        p = np.exp(scores - np.max(scores))
        d = (p / np.sum(p) - (np.arange(len(b2)) == label)) / len(x)
        dz = np.sum(d[:, None] * w2, axis=0) * (z > 0)
        for total, part in zip(sums, (np.outer(dz, row), dz, np.outer(d, np.maximum(z, 0)), d), strict=True):
            total += part
    return sums


def loss_with(x, labels, parameters, i, value):
    """The loss with another value for parameter i."""
    return loss_by_definition(x, labels, *parameters[:i], value, *parameters[i + 1 :])


def assert_gradients(actual, expected, **options):
    for name, gradient, wanted in zip(PARAMETERS, actual, expected, strict=True):
        assert_close(gradient, wanted, what=f"d{name}", **options)


def train_by_definition(x, labels, parameters, lr, steps):
    losses = []
    for _ in range(steps):
        losses.append(loss_by_definition(x, labels, *parameters))
        gradients = gradients_by_definition(x, labels, *parameters)
        parameters = [p - lr * g for p, g in zip(parameters, gradients, strict=True)]
    return np.array(losses), parameters


def assert_trained(actual, expected, **options):
    losses, *parameters = actual
    assert_shape(losses, expected[0].shape, what="losses")
    assert_close(losses, expected[0], what="losses", **options)
    for name, parameter, wanted in zip(PARAMETERS, parameters, expected[1], strict=True):
        assert_close(parameter, wanted, what=f"{name} after training", what_zh=f"训练后的 {name}", **options)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    x, labels = np.array([[-1.0], [2.0]]), np.array([0, 1])
    parameters = np.array([[1.0]]), np.array([0.0]), np.array([[0.0], [0.5]]), np.array([0.0, 0.0])
    assert_close(submission.mlp_forward(x, *parameters), np.array([[0.0, 0.0], [0.0, 1.0]]), what="logits")
    loss, *gradients = submission.mlp_gradients(x, labels, *parameters)
    rounded = {"rtol": 0.0, "atol": 1e-6}  # the statement shows six or eight decimals
    assert_close(loss, 0.503204, what="loss", **rounded)
    db1, dw2 = np.array([-0.06723536]), np.array([[0.26894142], [-0.26894142]])
    assert_gradients(gradients, (np.array([[-0.13447071]]), db1, dw2, np.array([-0.11552929, 0.11552929])), **rounded)
    losses, *_ = submission.mlp_train(x, labels, *parameters, lr=1.0, steps=50)
    assert_shape(losses, (50,), what="losses")
    assert_close(losses[[0, 1, 49]], np.array([0.50320443, 0.34499912, 0.01218372]), what="losses", **rounded)


@case("Forward through both layers", zh="前向经过两层", sizes=[1, 2, 5])
def test_forward(submission, rng, size):
    x, _, parameters = draw(rng, size, 3, 4, 2)
    assert_close(submission.mlp_forward(x, *parameters), logits_by_definition(x, *parameters), what="logits")


@case("The loss and its gradients", zh="损失及其梯度", points=2, sizes=[1, 2, 5])
def test_gradients(submission, rng, size):
    x, labels, parameters = draw(rng, size, 3, 4, 2)
    loss, *gradients = submission.mlp_gradients(x, labels, *parameters)
    assert_close(loss, loss_by_definition(x, labels, *parameters), what="loss")
    assert_gradients(gradients, gradients_by_definition(x, labels, *parameters))


@case("The gradients agree with central differences", zh="梯度与中心差分一致", points=2)
def test_central_differences(submission, rng):
    x, labels, parameters = away_from_kinks(rng, 3, 2, 3, 3)
    _, *gradients = submission.mlp_gradients(x, labels, *parameters)
    for i, name in enumerate(PARAMETERS):
        loss = partial(loss_with, x, labels, parameters, i)
        # Central differences with step 1e-5 are good to about nine digits.
        assert_close(gradients[i], numerical_gradient(loss, parameters[i], 1.0), what=f"d{name}", rtol=1e-5, atol=1e-5)


@case(
    "A few steps of gradient descent",
    zh="几步梯度下降",
    points=2,
    sizes=[1, 2, 5],
    hint="All gradients first, then all parameters.",
    hint_zh="先求出全部梯度，再更新全部参数。",
)
def test_train(submission, rng, size):
    x, labels, parameters = draw(rng, 6, 3, 4, 2)
    actual = submission.mlp_train(x, labels, *parameters, 0.1, size)
    assert_trained(actual, train_by_definition(x, labels, parameters, 0.1, size))


@workload("gradients of 256 samples, 64 features, 128 units, 10 classes", zh="256 个样本、64 个特征、128 个单元、10 个类别的梯度")
def time_gradients(module, rng):
    x, labels, parameters = draw(rng, 256, 64, 128, 10)
    return module.mlp_gradients, (x, labels, *parameters)
