import math

import numpy as np
import pytest

from dlgrade.testing import assert_close, case, numerical_gradient, workload


def by_definition(logits, targets, pos_weight=None):
    """The loss of each element and its derivative, in Python's numbers: not yet divided by their count."""
    losses, gradients = np.zeros(logits.shape), np.zeros(logits.shape)
    weights = np.broadcast_to(1.0 if pos_weight is None else pos_weight, logits.shape)
    for i in np.ndindex(logits.shape):
        x, y, w = float(logits[i]), float(targets[i]), float(weights[i])
        u = math.exp(-abs(x))
        cost_of_yes, cost_of_no = max(-x, 0.0) + math.log1p(u), max(x, 0.0) + math.log1p(u)
        yes, no = (1.0, u) if x >= 0 else (u, 1.0)
        losses[i] = w * y * cost_of_yes + (1 - y) * cost_of_no
        gradients[i] = ((1 - y) * yes - w * y * no) / (1 + u)
    return losses, gradients


def assert_both(submission, logits, targets, *options, rtol=None, atol=None):
    """The loss and the gradient, as defined."""
    losses, gradients = by_definition(logits, targets, *options)
    loss, gradient = losses.mean(), (gradients / logits.size).astype(logits.dtype)
    tolerances = {} if rtol is None else {"rtol": rtol, "atol": atol}
    loss = loss if logits.dtype == np.float64 else np.float32(loss)
    assert_close(submission.bce_with_logits(logits, targets, *options), loss, what="loss", **tolerances)
    actual = submission.bce_with_logits_backward(logits, targets, *options)
    assert_close(actual, gradient, what="dlogits", **tolerances)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    x, y = np.array([[0.0, 2.0], [-3.0, 1000.0]]), np.array([[1.0, 0.0], [0.5, 1.0]])
    rounded = {"rtol": 0.0, "atol": 1e-8}  # the statement shows eight decimals
    assert_close(submission.bce_with_logits(x, y), 1.09216564, what="loss", **rounded)
    gradient = submission.bce_with_logits_backward(x, y, pos_weight=np.array([3.0, 1.0]))
    expected = np.array([[-0.375, 0.22019927], [-0.35128706, 0.0]])
    assert_close(gradient, expected, what="dlogits", **rounded)
    tiny = 4.248354255291589e-18
    assert_close(submission.bce_with_logits(np.array([40.0]), np.array([1.0])), tiny, what="loss")
    gradient = submission.bce_with_logits_backward(np.array([-40.0, 40.0]), np.array([0.0, 1.0]))
    assert_close(gradient, np.array([tiny / 2, -tiny / 2]), what="dlogits")


@case("Labels 0 and 1, ordinary logits", zh="标签为 0 和 1，普通大小的 logits", sizes=[1, 2, 7])
def test_labels(submission, rng, size):
    assert_both(submission, rng.normal(size=(size, 3)), rng.integers(0, 2, size=(size, 3)).astype(np.float64))


@case("Targets between 0 and 1", zh="0 与 1 之间的目标")
def test_soft_targets(submission, rng):
    assert_both(submission, rng.normal(size=(4, 5)) * 2, rng.uniform(size=(4, 5)))


@case(
    "pos_weight for each label",
    zh="每个标签各自的 pos_weight",
    points=2,
    hint="It multiplies the term with y, not the one with 1 - y; and the divisor stays.",
    hint_zh="它乘的是含 y 的那一项，而不是含 1 - y 的那一项；分母不变。",
)
def test_pos_weight(submission, rng):
    logits, targets = rng.normal(size=(5, 3)), rng.integers(0, 2, size=(5, 3)).astype(np.float64)
    assert_both(submission, logits, targets, rng.uniform(0.2, 5.0, size=3))


@case(
    "Logits around 1e4 stay finite",
    zh="1e4 量级的 logits 结果仍然有限",
    points=2,
    hint="exp(10000) is infinite, and σ(-10000) is 0, whose logarithm is lost.",
    hint_zh="exp(10000) 是无穷大；σ(-10000) 是 0，它的对数就丢失了。",
    hint_for=("finite",),
)
def test_large(submission, rng):
    assert_both(submission, rng.normal(size=(4, 3)) * 1e4, rng.integers(0, 2, size=(4, 3)).astype(np.float64))


@case("The gradient agrees with central differences", zh="梯度与中心差分一致", points=2)
@pytest.mark.parametrize("weighted", [False, True], ids=["unweighted", "weighted"])
def test_central_differences(submission, reference, rng, weighted):
    logits, targets = rng.normal(size=(3, 4)), rng.uniform(size=(3, 4))
    options = {"pos_weight": rng.uniform(0.2, 5.0, size=4)} if weighted else {}
    expected = numerical_gradient(lambda x: reference.bce_with_logits(x, targets, **options), logits, np.float64(1.0))
    # Central differences with step 1e-5 are good to about eight digits here.
    gradient = submission.bce_with_logits_backward(logits, targets, **options)
    assert_close(gradient, expected, what="dlogits", rtol=1e-5, atol=1e-7)


@workload("loss of 256 x 512 logits", zh="256 x 512 个 logits 的损失")
def time_loss(module, rng):
    return module.bce_with_logits, (rng.normal(size=(256, 512)), rng.integers(0, 2, size=(256, 512)).astype(np.float64))
