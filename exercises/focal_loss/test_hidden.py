import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, numerical_gradient

from test_public import assert_both, by_definition

both_dtypes = pytest.mark.parametrize("dtype", ["float32", "float64"])


@case("The arguments are left as they were", zh="不修改参数")
@both_dtypes
def test_inputs_untouched(submission, rng, dtype):
    logits, targets = (rng.normal(size=(4, 3)) * 10).astype(dtype), np.array([0, 1, 2, 1])
    alpha = rng.uniform(0.5, 2.0, size=3).astype(dtype)
    logits[2, 1] = -np.inf
    for f in (submission.focal_loss, submission.focal_loss_backward):
        for after, before in zip(f.call(logits, targets, 1.5, alpha).args[:2], (logits, targets), strict=True):
            assert_equal(after, before, what="an argument after the call")
        assert_equal(f.call(logits, targets, 1.5, alpha).args[3], alpha, what="alpha after the call")


@case(
    "With gamma = 0 it is the cross-entropy",
    zh="gamma = 0 时就是交叉熵",
    hint="Any number to the power of 0 is 1, 0 included.",
    hint_zh="任何数的 0 次幂都是 1，0 也一样。",
)
def test_cross_entropy(submission, rng):
    logits, targets = rng.normal(size=(6, 4)) * 3, rng.integers(0, 4, size=6)
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    hot = np.eye(4)[targets]
    for gamma in (0, 0.0):
        assert_close(submission.focal_loss(logits, targets, gamma), -(hot * log_p).sum() / 6, what="loss")
        assert_close(submission.focal_loss_backward(logits, targets, gamma), (np.exp(log_p) - hot) / 6, what="dlogits")


@case("Central differences of hard and of fairly easy samples", zh="困难样本与较简单样本的中心差分")
@pytest.mark.parametrize("gamma", [0.3, 1.0, 4.0])
def test_central_differences_by_hand(submission, rng, gamma):
    logits, targets = rng.normal(size=(4, 3)), np.array([0, 2, 1, 1])
    logits[np.arange(4), targets] += [-6.0, -2.0, 2.0, 4.0]
    expected = numerical_gradient(lambda x: by_definition(x, targets, gamma)[0], logits, np.float64(1.0))
    # Central differences with step 1e-5 are good to about eight digits here.
    assert_close(submission.focal_loss_backward(logits, targets, gamma), expected, what="dlogits", rtol=1e-5, atol=1e-7)


@case("The gradients of a sample sum to 0", zh="每个样本的梯度之和为 0")
def test_sums_to_zero(submission, rng):
    logits, targets = rng.normal(size=(6, 5)), rng.integers(0, 5, size=6)
    gradient = submission.focal_loss_backward(logits, targets, 1.5, rng.uniform(0.5, 2.0, size=5))
    assert_shape(gradient, (6, 5), what="dlogits")
    # Some roundings of numbers below 1.
    assert_close(gradient.sum(axis=1), np.zeros(6), what="sum of dlogits", atol=1e-14)


@case("No samples at all", zh="没有样本", hint="0 / 0 is NaN.", hint_zh="0 / 0 得 NaN。")
@both_dtypes
def test_no_samples(submission, dtype):
    logits, targets = np.zeros((0, 3), dtype=dtype), np.zeros(0, dtype=np.int64)
    for alpha in (None, np.ones(3, dtype=dtype)):
        assert_close(submission.focal_loss(logits, targets, alpha=alpha), 0.0, what="loss")
        gradient = submission.focal_loss_backward(logits, targets, alpha=alpha)
        assert_close(gradient, np.zeros((0, 3), dtype=dtype), what="dlogits", dtype=dtype)


@case("A single class is certain", zh="只有一个类别时是确定的", hint="There are no other classes then.", hint_zh="这时没有其余类别。", hint_for=("answer", "raised"))
@both_dtypes
@pytest.mark.parametrize("gamma", [0.0, 0.5, 1.0, 2.0])
def test_one_class(submission, rng, dtype, gamma):
    logits, targets = (rng.normal(size=(3, 1)) * 100).astype(dtype), np.zeros(3, dtype=np.int64)
    assert_close(submission.focal_loss(logits, targets, gamma), 0.0, what="loss", rtol=0.0, atol=0.0)
    gradient = submission.focal_loss_backward(logits, targets, gamma)
    assert_close(gradient, np.zeros((3, 1), dtype=dtype), what="dlogits", rtol=0.0, atol=0.0)


@case(
    "Where p is 1, loss and gradient are 0, for every gamma",
    zh="p 为 1 时，对任意 gamma，损失和梯度都为 0",
    points=2,
    hint="(1 - p) to the power of gamma - 1 is infinite there, and log p is 0. Multiply out before you compute.",
    hint_zh="这时 (1 - p) 的 gamma - 1 次幂是无穷大，而 log p 是 0。先化简再计算。",
)
@both_dtypes
@pytest.mark.parametrize("gamma", [0.0, 0.25, 1.0, 3.0])
def test_certain(submission, rng, dtype, gamma):
    logits, targets = rng.normal(size=(3, 4)), np.array([0, 3, 1])
    logits[0, 1:] = -np.inf
    logits[1, :3] -= 2e4
    logits = logits.astype(dtype)
    # The third sample is an ordinary one; what is left of the second is below every float.
    assert_both(submission, logits, targets, gamma=gamma)
    gradient = submission.focal_loss_backward(logits, targets, gamma)
    assert_shape(gradient, (3, 4), what="dlogits")
    assert_close(gradient[:2], np.zeros((2, 4), dtype=dtype), what="dlogits of certain samples", rtol=0.0, atol=0.0)
    assert_close(submission.focal_loss(logits[:2], targets[:2], gamma), 0.0, what="loss of certain samples", rtol=0.0, atol=0.0)


@case("Excluded classes have probability and gradient 0", zh="被排除的类别，概率和梯度为 0", points=2, hint="-inf minus -inf is NaN, and so is 0 times -inf.", hint_zh="-inf 减 -inf 是 NaN，0 乘以 -inf 也是。")
@both_dtypes
def test_excluded_classes(submission, rng, dtype):
    logits, targets = rng.normal(size=(5, 4)).astype(dtype), np.array([0, 1, 2, 3, 0])
    logits[0, 1] = logits[1, 3] = logits[2, 0] = logits[2, 3] = logits[4, 3] = -np.inf
    for gamma in (0.0, 0.5, 2.0):
        assert_both(submission, logits, targets, gamma=gamma)
    gradient = submission.focal_loss_backward(logits, targets)
    assert_shape(gradient, (5, 4), what="dlogits")
    excluded = np.isneginf(logits)
    assert_close(gradient[excluded], np.zeros(excluded.sum(), dtype=dtype), what="dlogits of excluded classes", rtol=0.0, atol=0.0)


@case(
    "Easy samples of either dtype, in their own size",
    zh="两种 dtype 的简单样本，相对自身大小仍然精确",
    points=2,
    hint="log p of a p near 1 is lost as 1 - p is: log1p.",
    hint_zh="p 接近 1 时，log p 与 1 - p 一样会丢失：用 log1p。",
)
@pytest.mark.parametrize(("dtype", "distances"), [("float32", (6.0, 9.0, 17.0, 22.0)), ("float64", (9.0, 20.0, 36.0, 60.0, 200.0))])
@pytest.mark.parametrize("gamma", [0.0, 0.5, 1.0, 2.0])
def test_easy_samples(submission, rng, dtype, distances, gamma):
    for distance in distances:
        logits, target = rng.uniform(-1.0, 1.0, size=(1, 5)), rng.integers(0, 5)
        logits[0, target] += distance
        assert_both(submission, logits.astype(dtype), np.array([target]), gamma=gamma, alpha=rng.uniform(0.5, 2.0, size=5).astype(dtype))


@case("Easy samples far from 0", zh="远离 0 的简单样本")
def test_easy_far_from_zero(submission, rng):
    for level in (-1e4, 1e4):
        logits = level + rng.integers(-8, 9, size=(1, 4)) / 8.0
        logits[0, 1] = level + 40.0
        # The differences of the logits are exact.
        assert_both(submission, logits, np.array([1]), gamma=1.0)


@case("Easy ones among hard ones", zh="困难样本中的简单样本")
def test_easy_among_hard(submission, rng):
    logits, targets = rng.normal(size=(5, 4)), np.array([0, 3, 1, 2, 0])
    logits[np.arange(5), targets] += [-30.0, 30.0, 0.0, 60.0, -3.0]
    assert_both(submission, logits, targets, gamma=2.0)
    gradient = submission.focal_loss_backward(logits, targets, 1.0)
    expected = by_definition(logits, targets, 1.0)[1]
    assert_shape(gradient, (5, 4), what="dlogits")
    for row in (1, 3):
        assert_close(gradient[row], expected[row], what="dlogits of an easy sample")


@case(
    "A target whose probability is 0 in the dtype has a finite loss",
    zh="目标的概率在该 dtype 中为 0 时，损失仍然有限",
    points=2,
    hint="A small number inside the logarithm bounds the loss. Take the logarithm of no probability.",
    hint_zh="在对数里加小常数会限制住损失。不要对概率取对数。",
)
@pytest.mark.parametrize(("dtype", "depth"), [("float32", 20.0), ("float32", 120.0), ("float32", 1e20), ("float64", 40.0), ("float64", 800.0), ("float64", 1e12)])
@pytest.mark.parametrize("gamma", [0.0, 0.5, 2.0])
def test_hard(submission, rng, dtype, depth, gamma):
    logits, targets = rng.normal(size=(4, 5)), np.array([1, 0, 4, 2])
    logits[np.arange(4), targets] -= depth
    assert_both(submission, logits.astype(dtype), targets, gamma=gamma)


@case("Rows far below each other, and very negative logits", zh="相差很大的行与非常小（负）的 logits")
def test_rows_of_different_scale(submission, rng):
    logits = rng.normal(size=(5, 4)) + np.array([[-1e6], [-9000.0], [-800.0], [0.0], [9000.0]])
    assert_both(submission, logits, np.array([1, 0, 3, 2, 0]), slack=1e-9)


@case("float32 far from 0 is right to its precision", zh="float32 中远离 0 的 logits，结果精确到该类型的精度")
@pytest.mark.parametrize("level", [1e4, -1e4, 1e6])
def test_large_float32(submission, rng, level):
    logits = (level + rng.normal(size=(6, 4))).astype(np.float32)
    assert_both(submission, logits, rng.integers(0, 4, size=6))


@case("alpha scales the loss: nothing is divided by it", zh="alpha 按比例改变损失：不除以它")
def test_scaled_alpha(submission, rng):
    logits, targets, alpha = rng.normal(size=(5, 3)), np.array([0, 2, 1, 1, 2]), rng.uniform(0.5, 2.0, size=3)
    loss, gradient = by_definition(logits, targets, 1.0, alpha)
    for factor in (1e-6, 3.0, 1e6):
        assert_close(submission.focal_loss(logits, targets, 1.0, factor * alpha), factor * loss, what="with scaled alpha")
        assert_close(submission.focal_loss_backward(logits, targets, 1.0, factor * alpha), factor * gradient, what="with scaled alpha")


@case("Classes whose alpha is 0", zh="alpha 为 0 的类别")
def test_alpha_zero(submission, rng):
    logits, targets = rng.normal(size=(6, 4)), np.array([0, 1, 2, 3, 1, 0])
    assert_both(submission, logits, targets, alpha=np.array([0.0, 1.5, 0.0, 0.7]))
    assert_both(submission, logits, targets, alpha=np.zeros(4))


@case("Equal logits", zh="logits 相等")
def test_uniform(submission, rng):
    for classes, level in ((2, 1e3), (10, -1e3), (300, 2e3)):
        logits, targets = np.full((3, classes), level * rng.uniform(1.0, 2.0)), rng.integers(0, classes, size=3)
        targets[:2] = [classes - 1, 0]
        expected = (1 - 1 / classes) ** 3 * np.log(classes)
        assert_close(submission.focal_loss(logits, targets, gamma=3.0), expected, what="loss")
        assert_both(submission, logits, targets, gamma=3.0)


@case("Options by position and by name, and the defaults", zh="按位置与按名称传入选项，以及默认值")
def test_by_position(submission, rng):
    logits, targets, alpha = rng.normal(size=(5, 3)), np.array([0, 1, 1, 2, 0]), rng.uniform(0.5, 2.0, size=3)
    loss, gradient = by_definition(logits, targets, 1.25, alpha)
    assert_close(submission.focal_loss(logits, targets, 1.25, alpha), loss, what="loss")
    assert_close(submission.focal_loss_backward(logits, targets, 1.25, alpha), gradient, what="dlogits")
    assert_both(submission, logits, targets, gamma=2, alpha=alpha)
    loss, gradient = by_definition(logits, targets, 2.0)
    assert_close(submission.focal_loss(logits, targets), loss, what="loss")
    assert_close(submission.focal_loss_backward(logits, targets), gradient, what="dlogits")


@case(
    "The gradient has the dtype of the logits",
    zh="梯度的 dtype 与 logits 相同",
    hint="np.zeros and np.ones make float64 where no dtype is given.",
    hint_zh="不写明 dtype 时，np.zeros 和 np.ones 给出 float64。",
    hint_for=("dtype",),
)
@both_dtypes
@pytest.mark.parametrize("weighted", [False, True], ids=["unweighted", "weighted"])
@pytest.mark.parametrize("gamma", [0, 2.0])
def test_dtype(submission, rng, dtype, weighted, gamma):
    logits, targets = rng.normal(size=(5, 4)).astype(dtype), np.array([0, 3, 2, 1, 2])
    alpha = rng.uniform(0.5, 2.0, size=4).astype(dtype) if weighted else None
    gradient = by_definition(logits, targets, gamma, alpha)[1].astype(dtype)
    assert_close(submission.focal_loss_backward(logits, targets, gamma, alpha), gradient, what="dlogits", dtype=dtype)


@case("The digits of ordinary losses", zh="普通大小的损失的有效数字", hint="Nothing is added inside the logarithm or to the divisor.", hint_zh="对数里面和分母上都不要再加任何东西。")
def test_digits(submission, rng):
    logits, targets = rng.normal(size=(6, 5)) * 2, np.array([0, 1, 2, 3, 4, 1])
    options = {"gamma": 1.5, "alpha": rng.uniform(0.5, 2.0, size=5)}
    loss, gradient = by_definition(logits, targets, **options)
    # Some dozens of roundings of numbers around 10.
    assert_close(submission.focal_loss(logits, targets, **options), loss, what="loss", rtol=0.0, atol=1e-12)
    actual = submission.focal_loss_backward(logits, targets, **options)
    assert_close(actual, gradient, what="dlogits", rtol=0.0, atol=1e-12)  # of numbers around 1


@case("Hundreds of samples and of classes", zh="数百个样本和类别")
@pytest.mark.parametrize("shape", [(300, 3), (4, 300)], ids=["samples", "classes"])
def test_many(submission, rng, shape):
    logits, targets = rng.normal(size=shape), rng.integers(0, shape[1], size=shape[0])
    targets[:2] = [shape[1] - 1, 0]
    assert_both(submission, logits, targets, gamma=1.0, alpha=rng.uniform(0.5, 2.0, size=shape[1]))
