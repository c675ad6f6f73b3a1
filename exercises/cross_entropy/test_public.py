import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, numerical_gradient, workload


def by_definition(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    """The statement's sums, one sample at a time: the loss and its gradient, in float64."""
    n, classes = logits.shape
    w = np.ones(classes) if weight is None else weight.astype(np.float64)
    counted = [i for i in range(n) if targets[i] != ignore_index]
    total = sum(w[targets[i]] for i in counted)
    loss, gradient = 0.0, np.zeros((n, classes))
    for i in counted if total > 0 else []:
        z = logits[i].astype(np.float64) - float(logits[i].max())
        log_p = z - np.log(np.exp(z).sum())
        q = w * ((1 - label_smoothing) * (np.arange(classes) == targets[i]) + label_smoothing / classes) / total
        loss -= sum(q[c] * log_p[c] for c in range(classes) if q[c] > 0)
        gradient[i] = np.exp(log_p) * q.sum() - q
    return loss, gradient


def assert_both(submission, logits, targets, *, slack=0.0, **options):
    """The loss and the gradient, as defined; `slack` is what rounding alone may leave of differences."""
    loss, gradient = by_definition(logits, targets, **options)
    tolerance = {"atol": slack} if slack else {}
    loss = loss if logits.dtype == np.float64 else np.float32(loss)
    assert_close(submission.cross_entropy(logits, targets, **options), loss, what="loss", **tolerance)
    gradient = gradient.astype(logits.dtype)
    assert_close(submission.cross_entropy_backward(logits, targets, **options), gradient, what="dlogits", **tolerance)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    logits = np.array([[2.0, 0.0, 1.0], [0.0, 0.0, 0.0], [5.0, 1.0, 1.0]])
    targets = np.array([0, 2, -100])
    rounded = {"rtol": 0.0, "atol": 1e-8}  # the statement shows eight decimals
    assert_close(submission.cross_entropy(logits, targets), 0.75310913, what="loss", **rounded)
    gradient = np.array([[-0.16737952, 0.04501529, 0.12236424], [0.16666667, 0.16666667, -0.33333333], [0.0, 0.0, 0.0]])
    assert_close(submission.cross_entropy_backward(logits, targets), gradient, what="dlogits", **rounded)
    loss = submission.cross_entropy(logits, targets, weight=np.array([1.0, 1.0, 3.0]), label_smoothing=0.3)
    assert_close(loss, 0.96137978, what="loss with weights and smoothing", what_zh="带权重和平滑的损失", **rounded)


@case("Without options: the mean of -log p of the targets", zh="不带选项：目标类别的 -log p 的平均", sizes=[1, 2, 7])
def test_plain(submission, rng, size):
    logits, targets = rng.normal(size=(size, 5)), rng.integers(0, 5, size=size)
    assert_both(submission, logits, targets)


@case(
    "Logits around 1e4 stay finite",
    zh="1e4 量级的 logits 结果仍然有限",
    points=2,
    hint="The logarithm of a probability that has become 0 is lost. Simplify it before you compute it.",
    hint_zh="概率变成 0 之后，它的对数也就丢失了。先化简再计算。",
    hint_for=("finite",),
)
def test_large(submission, rng):
    assert_both(submission, rng.normal(size=(6, 4)) * 1e4, rng.integers(0, 4, size=6))


@case(
    "Ignored samples count for nothing, not in the divisor either",
    zh="被忽略的样本完全不计入，分母中也不计",
    hint="By how many samples do you divide?",
    hint_zh="除以的是多少个样本？",
)
@pytest.mark.parametrize("ignore_index", [-100, 2], ids=["no_class", "a_class"])
def test_ignored(submission, rng, ignore_index):
    logits, targets = rng.normal(size=(8, 4)), rng.integers(0, 4, size=8)
    targets[[1, 4, 5]] = ignore_index
    assert_both(submission, logits, targets, ignore_index=ignore_index)


@case(
    "The weighted mean is divided by the weights of the targets",
    zh="加权平均除以目标类别的权重之和",
    points=2,
    hint="Two samples of a class of weight 3 have to have the same mean as two of weight 1.",
    hint_zh="两个权重为 3 的类别的样本，与两个权重为 1 的样本，平均值应当一样。",
)
def test_weighted(submission, rng):
    logits, targets = rng.normal(size=(6, 3)), np.array([0, 1, 2, 2, 1, 2])
    assert_both(submission, logits, targets, weight=rng.uniform(0.5, 4.0, size=3))


@case("The gradient agrees with central differences", zh="梯度与中心差分一致", points=2)
@pytest.mark.parametrize("label_smoothing", [0.0, 0.4])
def test_central_differences(submission, reference, rng, label_smoothing):
    logits, targets = rng.normal(size=(4, 3)), np.array([0, 2, -100, 1])
    options = {"weight": rng.uniform(0.5, 2.0, size=3), "label_smoothing": label_smoothing}
    expected = numerical_gradient(lambda x: reference.cross_entropy(x, targets, **options), logits, np.float64(1.0))
    # Central differences with step 1e-5 are good to about eight digits here.
    gradient = submission.cross_entropy_backward(logits, targets, **options)
    assert_close(gradient, expected, what="dlogits", rtol=1e-5, atol=1e-7)




@workload("gradient for 128 samples of 4096 classes", zh="128 个样本、4096 个类别的梯度")
def time_backward(module, rng):
    return module.cross_entropy_backward, (rng.normal(size=(128, 4096)), rng.integers(0, 4096, size=128))
