import math

import numpy as np
import pytest

from dlgrade.testing import assert_close, case, numerical_gradient, workload


def by_definition(logits, targets, gamma=2.0, alpha=None):
    """The statement's sums, one sample at a time, in float64: 1 - p is the sum of the probabilities of the others."""
    n, classes = logits.shape
    loss, gradient = 0.0, np.zeros((n, classes))
    for i, t in enumerate(targets.tolist()):
        z = logits[i].astype(np.float64).tolist()
        factor = (1.0 if alpha is None else float(alpha[t])) / n
        z = [score - max(z) for score in z]
        e = [math.exp(score) for score in z]
        rest = math.fsum(e[:t] + e[t + 1 :])
        p, q = e[t] / (e[t] + rest), rest / (e[t] + rest)
        # -log p: of a p near 1 by way of 1 - p, which is small and known exactly
        cost = -math.log1p(-q) if q < 0.5 else math.log(e[t] + rest) - z[t]
        loss += factor * q**gamma * cost
        slope = factor * q**gamma * (gamma * p * cost + q)
        gradient[i] = [slope * (value / rest) if rest else 0.0 for value in e]
        gradient[i, t] = -slope
    return loss, gradient


def assert_both(submission, logits, targets, *, slack=0.0, **options):
    """The loss and the gradient, as defined; `slack` is what rounding alone may leave of differences."""
    loss, gradient = by_definition(logits, targets, **options)
    tolerance = {"atol": slack} if slack else {}
    loss = loss if logits.dtype == np.float64 else np.float32(loss)
    assert_close(submission.focal_loss(logits, targets, **options), loss, what="loss", **tolerance)
    gradient = gradient.astype(logits.dtype)
    assert_close(submission.focal_loss_backward(logits, targets, **options), gradient, what="dlogits", **tolerance)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    logits, targets = np.array([[2.0, 0.0, 1.0], [0.0, 0.0, 0.0]]), np.array([0, 2])
    rounded = {"rtol": 0.0, "atol": 1e-8}  # the statement shows eight decimals
    assert_close(submission.focal_loss(logits, targets), 0.26697496, what="loss", **rounded)
    assert_close(submission.focal_loss(logits, targets, gamma=0.0), 0.75310913, what="loss with gamma = 0", what_zh="gamma = 0 时的损失", **rounded)
    gradient = np.array([[-0.0491439 , 0.01321683, 0.03592707], [ 0.15545276, 0.15545276, -0.31090552]])
    assert_close(submission.focal_loss_backward(logits, targets), gradient, what="dlogits", **rounded)
    weighted = submission.focal_loss(logits, targets, gamma=1.0, alpha=np.array([0.25, 0.5, 3.0]))
    assert_close(weighted, 1.11566851, what="loss with alpha", what_zh="带 alpha 的损失", **rounded)


@case("Random logits, with gamma from 0 to 5", zh="随机 logits，gamma 从 0 到 5", sizes=[1, 2, 7])
@pytest.mark.parametrize("gamma", [0.0, 0.5, 1.0, 2.0, 5.0])
def test_plain(submission, rng, size, gamma):
    assert_both(submission, rng.normal(size=(size, 5)), rng.integers(0, 5, size=size), gamma=gamma)


@case(
    "alpha: the factor of the target's class, and a mean over all samples",
    zh="alpha：目标类别的系数，对全部样本取平均",
    points=2,
    hint="Doubling alpha doubles the loss.",
    hint_zh="alpha 加倍，损失也加倍。",
)
@pytest.mark.parametrize("gamma", [0.0, 1.5])
def test_weighted(submission, rng, gamma):
    logits, targets = rng.normal(size=(6, 3)), np.array([0, 1, 2, 2, 1, 2])
    assert_both(submission, logits, targets, gamma=gamma, alpha=rng.uniform(0.1, 0.4, size=3))


@case(
    "The gradient agrees with central differences",
    zh="梯度与中心差分一致",
    points=2,
    hint="By the product rule there are two terms: the factor depends on the logits, too.",
    hint_zh="按乘积法则有两项：因子也依赖于 logits。",
)
@pytest.mark.parametrize("gamma", [0.0, 0.5, 2.0])
def test_central_differences(submission, reference, rng, gamma):
    logits, targets, alpha = rng.normal(size=(4, 3)), np.array([0, 2, 2, 1]), rng.uniform(0.5, 2.0, size=3)
    expected = numerical_gradient(lambda x: reference.focal_loss(x, targets, gamma, alpha), logits, np.float64(1.0))
    gradient = submission.focal_loss_backward(logits, targets, gamma, alpha)
    # Central differences with step 1e-5 are good to about eight digits here.
    assert_close(gradient, expected, what="dlogits", rtol=1e-5, atol=1e-7)


@case(
    "Logits around 1e4 stay finite",
    zh="1e4 量级的 logits 结果仍然有限",
    points=2,
    hint="The logarithm of a probability that has become 0 is lost, and 0 has no negative power.",
    hint_zh="概率变成 0 之后，它的对数也就丢失了；而 0 没有负数次幂。",
    hint_for=("answer",),
)
@pytest.mark.parametrize("gamma", [0.5, 2.0])
def test_large(submission, rng, gamma):
    logits = rng.permuted(np.tile([-1e4, -3e3, 2e3, 9e3], (6, 1)), axis=1) + rng.normal(size=(6, 4))
    targets = rng.integers(0, 4, size=6)
    targets[:2] = [logits[0].argmax(), logits[1].argmin()]
    assert_both(submission, logits, targets, gamma=gamma)


@case(
    "An easy sample: small, but right in its own size",
    zh="简单样本：损失很小，但相对自身大小仍然精确",
    points=2,
    hint="1 - p of a p that was rounded to 1 is 0. It is the sum of the other probabilities.",
    hint_zh="p 已被舍入为 1 时，1 - p 得 0。它其实是其余概率之和。",
)
@pytest.mark.parametrize("gamma", [0.0, 1.0, 2.0])
def test_easy(submission, rng, gamma):
    for distance in (12.0, 25.0, 50.0):
        logits = rng.uniform(-1.0, 1.0, size=(1, 4))
        logits[0, 2] += distance
        assert_both(submission, logits, np.array([2]), gamma=gamma)


@workload("gradient for 128 samples of 4096 classes", zh="128 个样本、4096 个类别的梯度")
def time_backward(module, rng):
    return module.focal_loss_backward, (rng.normal(size=(128, 4096)), rng.integers(0, 4096, size=128))
