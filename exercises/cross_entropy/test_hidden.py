import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, numerical_gradient

from test_public import assert_both, by_definition

both_dtypes = pytest.mark.parametrize("dtype", ["float32", "float64"])


@case("The arguments are left as they were", zh="不修改参数")
@both_dtypes
def test_inputs_untouched(submission, rng, dtype):
    logits, targets = (rng.normal(size=(4, 3)) * 10).astype(dtype), np.array([0, -100, 2, 1])
    weight = rng.uniform(0.5, 2.0, size=3).astype(dtype)
    logits[1], logits[2, 1] = np.nan, -np.inf
    for f in (submission.cross_entropy, submission.cross_entropy_backward):
        for after, before in zip(f.call(logits, targets, weight).args, (logits, targets, weight), strict=True):
            assert_equal(after, before, what="an argument after the call")


@case(
    "Smoothed targets: eps is shared by all classes",
    zh="平滑的目标：ε 由所有类别平分",
    points=2,
    hint="The target's own class has a share of eps, too.",
    hint_zh="目标自己的类别也分到 ε 中的一份。",
)
@pytest.mark.parametrize("label_smoothing", [0.1, 0.6, 1.0])
def test_smoothed(submission, rng, label_smoothing):
    logits, targets = rng.normal(size=(5, 4)), rng.integers(0, 4, size=5)
    assert_both(submission, logits, targets, label_smoothing=label_smoothing)


@case(
    "Smoothing with weights: each class's share has its own weight, the divisor that of the targets",
    zh="平滑加权重：每个类别的份额用自己的权重，分母用目标类别的权重",
    points=2,
    hint="The weight inside the sum is that of the class, not of the target; W is made of the targets'.",
    hint_zh="求和中的权重是各类别自己的，而不是目标的；W 则由目标的权重相加而成。",
)
@pytest.mark.parametrize("label_smoothing", [0.2, 1.0])
@pytest.mark.parametrize("ignore_index", [-100, 1], ids=["no_class", "a_class"])
def test_everything_together(submission, rng, label_smoothing, ignore_index):
    logits, targets = rng.normal(size=(9, 4)), rng.integers(0, 4, size=9)
    targets[[0, 5]], targets[3] = ignore_index, 3
    options = {"weight": rng.uniform(0.1, 5.0, size=4), "ignore_index": ignore_index, "label_smoothing": label_smoothing}
    assert_both(submission, logits, targets, **options)


@case("Central differences with every option", zh="带各种选项的中心差分")
@pytest.mark.parametrize("options", [{}, {"ignore_index": 0}, {"label_smoothing": 1.0}, {"weight": (0.0, 2.0, 1.0), "label_smoothing": 0.3}], ids=str)
def test_central_differences_options(submission, reference, rng, options):
    options = {name: np.array(value) if name == "weight" else value for name, value in options.items()}
    logits, targets = rng.normal(size=(4, 3)) * 2, np.array([1, 2, 0, 1])
    expected = numerical_gradient(lambda x: reference.cross_entropy(x, targets, **options), logits, np.float64(1.0))
    gradient = submission.cross_entropy_backward(logits, targets, **options)
    # Central differences with step 1e-5 are good to about eight digits here.
    assert_close(gradient, expected, what="dlogits", rtol=1e-5, atol=1e-7)


@case("The gradients of a sample sum to 0", zh="每个样本的梯度之和为 0")
def test_sums_to_zero(submission, rng):
    logits, targets = rng.normal(size=(6, 5)), rng.integers(0, 5, size=6)
    gradient = submission.cross_entropy_backward(logits, targets, rng.uniform(0.5, 2.0, size=5), label_smoothing=0.2)
    assert_shape(gradient, (6, 5), what="dlogits")
    # Some roundings of numbers below 1.
    assert_close(gradient.sum(axis=1), np.zeros(6), what="sum of dlogits", atol=1e-14)


@case(
    "Where nothing counts, loss and gradient are 0",
    zh="没有任何样本计入时，损失和梯度为 0",
    hint="0 / 0 is NaN.",
    hint_zh="0 / 0 得 NaN。",
)
@both_dtypes
def test_nothing_counts(submission, rng, dtype):
    logits = rng.normal(size=(3, 4)).astype(dtype)
    weightless = np.array([1.0, 0.0, 0.0, 2.0], dtype=dtype)
    for targets, options in (
        (np.full(3, -100), {}),
        (np.full(3, 2), {"ignore_index": 2, "label_smoothing": 0.5}),
        (np.array([1, 2, 1]), {"weight": weightless}),
        (np.array([1, -100, 2]), {"weight": weightless, "label_smoothing": 0.4}),
    ):
        assert_close(submission.cross_entropy(logits, targets, **options), 0.0, what="loss")
        gradient = submission.cross_entropy_backward(logits, targets, **options)
        assert_close(gradient, np.zeros((3, 4), dtype=dtype), what="dlogits", dtype=dtype)


@case("No samples at all", zh="没有样本")
@pytest.mark.parametrize("label_smoothing", [0.0, 0.1])
def test_no_samples(submission, label_smoothing):
    logits, targets = np.zeros((0, 3)), np.zeros(0, dtype=np.int64)
    assert_close(submission.cross_entropy(logits, targets, label_smoothing=label_smoothing), 0.0, what="loss")
    gradient = submission.cross_entropy_backward(logits, targets, label_smoothing=label_smoothing)
    assert_close(gradient, np.zeros((0, 3)), what="dlogits")


@case("A single sample, ignored or not, and a single class", zh="只有一个样本（被忽略或未被忽略），以及只有一个类别")
def test_smallest(submission, rng):
    logits = rng.normal(size=(1, 3))
    assert_both(submission, logits, np.array([1]), weight=np.array([2.0, 5.0, 1.0]))
    assert_both(submission, logits, np.array([-100]))
    one_class = rng.normal(size=(4, 1)) * 100
    assert_both(submission, one_class, np.zeros(4, dtype=np.int64), slack=1e-12, label_smoothing=0.3)
    assert_both(submission, one_class, np.array([0, -100, 0, -100]), slack=1e-12, weight=np.array([0.2]))


@case(
    "ignore_index may be any integer",
    zh="ignore_index 可以是任意整数",
    points=2,
    hint="An index that is negative or too large must not be used as one. A class that is ignored as a target still has a probability.",
    hint_zh="负的或过大的编号不能当作下标使用。作为目标被忽略的类别，仍然有概率。",
    hint_for=("answer", "raised"),
)
@pytest.mark.parametrize("ignore_index", [0, 3, 4, 255, -1, -4])
def test_any_ignore_index(submission, rng, ignore_index):
    logits, targets = rng.normal(size=(7, 4)) * 2, np.array([0, 1, 2, 3, 1, 2, 3])
    targets[[2, 6]] = ignore_index
    assert_both(submission, logits, targets, ignore_index=ignore_index, label_smoothing=0.1)
    assert_both(submission, logits, targets, ignore_index=ignore_index, weight=rng.uniform(0.5, 2.0, size=4))


@case("More than a hundred classes and the usual ignore_index", zh="一百个以上的类别与默认的 ignore_index")
def test_many_classes(submission, rng):
    logits, targets = rng.normal(size=(20, 130)), rng.integers(0, 130, size=20)
    targets[[3, 8]] = -100
    targets[4], targets[5] = 30, 129
    assert_both(submission, logits, targets)
    assert_both(submission, logits, targets, weight=rng.uniform(0.5, 2.0, size=130), label_smoothing=0.1)


@case(
    "The logits of ignored samples may be anything",
    zh="被忽略的样本，其 logits 可以是任何值",
    points=2,
    hint="0 · NaN is NaN. Leave out what is ignored, do not multiply it away.",
    hint_zh="0 · NaN 是 NaN。被忽略的行要排除在计算之外，而不是乘以 0。",
)
@pytest.mark.parametrize("junk", [np.nan, np.inf, -np.inf, 1e300], ids=str)
def test_junk_is_ignored(submission, rng, junk):
    logits, targets = rng.normal(size=(5, 3)), np.array([-100, 1, 0, -100, 2])
    logits[0], logits[3, 1] = junk, junk
    assert_both(submission, logits, targets, weight=rng.uniform(0.5, 2.0, size=3), label_smoothing=0.2)


@case(
    "Excluded classes have probability and gradient 0",
    zh="被排除的类别，概率和梯度为 0",
    points=2,
    hint="0 · (-inf) is NaN. A class without a share in the target adds nothing.",
    hint_zh="0 · (-inf) 是 NaN。目标分布中没有份额的类别对损失没有贡献。",
)
@both_dtypes
def test_excluded_classes(submission, rng, dtype):
    logits, targets = rng.normal(size=(5, 4)).astype(dtype), np.array([0, 1, 2, 3, 0])
    logits[0, 1] = logits[1, 3] = logits[2, 0] = logits[2, 3] = -np.inf
    logits[4, 1:] = -np.inf
    assert_both(submission, logits, targets)
    assert_both(submission, logits, targets, weight=np.array([1.0, 0.0, 2.0, 0.5], dtype=dtype))
    gradient = submission.cross_entropy_backward(logits, targets)
    assert_shape(gradient, (5, 4), what="dlogits")
    excluded = np.isneginf(logits)
    assert_close(gradient[excluded], np.zeros(excluded.sum(), dtype=dtype), what="dlogits of excluded classes", rtol=0.0, atol=0.0)


@case("Rows far below each other, and very negative logits", zh="相差很大的行与非常小（负）的 logits")
def test_rows_of_different_scale(submission, rng):
    logits = rng.normal(size=(5, 4)) + np.array([[-1e6], [-9000.0], [-800.0], [0.0], [9000.0]])
    assert_both(submission, logits, rng.integers(0, 4, size=5), slack=1e-9)
    assert_both(submission, logits, rng.integers(0, 4, size=5), slack=1e-9, label_smoothing=0.1)


@case(
    "A target whose probability is 0 in the dtype has a finite loss",
    zh="目标的概率在该 dtype 中为 0 时，损失仍然有限",
    points=2,
    hint="A small number inside the logarithm bounds the loss. Take the logarithm of no probability.",
    hint_zh="在对数里加小常数会限制住损失。不要对概率取对数。",
)
@pytest.mark.parametrize(("dtype", "depth"), [("float32", 20.0), ("float32", 120.0), ("float32", 1e20), ("float64", 40.0), ("float64", 800.0), ("float64", 1e12)])
def test_underflow(submission, rng, dtype, depth):
    logits, targets = rng.normal(size=(4, 5)), np.array([1, 0, 4, 2])
    logits[np.arange(4), targets] -= depth
    assert_both(submission, logits.astype(dtype), targets)
    assert_both(submission, logits.astype(dtype), targets, label_smoothing=0.3)


@case(
    "float32 far from 0 is right to its precision",
    zh="float32 中远离 0 的 logits，结果精确到该类型的精度",
    hint="Subtract the maximum from the logits first, then the logarithm.",
    hint_zh="先从 logits 中减去最大值，再减去对数。",
)
@pytest.mark.parametrize("level", [1e4, -1e4, 1e6])
def test_large_float32(submission, rng, level):
    logits = (level + rng.normal(size=(6, 4))).astype(np.float32)
    assert_both(submission, logits, rng.integers(0, 4, size=6))


@case("The factor common to all weights does not matter", zh="所有权重的公共因子不起作用")
def test_scaled_weights(submission, rng):
    logits, targets, weight = rng.normal(size=(5, 3)), np.array([0, 2, 1, 1, 2]), rng.uniform(0.5, 2.0, size=3)
    for factor in (1e-6, 3.0, 1e6):
        for f in (submission.cross_entropy, submission.cross_entropy_backward):
            first = f(logits, targets, weight, label_smoothing=0.2)
            assert_close(f(logits, targets, factor * weight, label_smoothing=0.2), first, what="with scaled weights")


@case("Classes of weight 0", zh="权重为 0 的类别")
def test_weight_zero(submission, rng):
    logits, targets = rng.normal(size=(6, 4)), np.array([0, 1, 2, 3, 1, 0])
    for label_smoothing in (0.0, 0.5):
        weight = np.array([0.0, 1.5, 0.0, 0.7])
        assert_both(submission, logits, targets, weight=weight, label_smoothing=label_smoothing)


@case("Smoothed away whole, the target does not matter", zh="完全平滑时，目标是什么都无所谓")
def test_full_smoothing(submission, rng):
    logits = rng.normal(size=(5, 4))
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    for targets in (np.zeros(5, dtype=np.int64), np.array([3, 1, 2, 0, 3])):
        assert_close(submission.cross_entropy(logits, targets, label_smoothing=1.0), -log_p.mean(), what="loss")
        gradient = submission.cross_entropy_backward(logits, targets, label_smoothing=1.0)
        assert_close(gradient, (np.exp(log_p) - 1 / 4) / 5, what="dlogits")


@case("Equal logits cost log C", zh="logits 相等时，损失为 log C")
def test_uniform(submission, rng):
    for classes, level in ((2, 1e3), (10, -1e3), (300, 2e3)):
        logits, targets = np.full((3, classes), level * rng.uniform(1.0, 2.0)), rng.integers(0, classes, size=3)
        assert_close(submission.cross_entropy(logits, targets), np.log(classes), what="loss")
        assert_close(submission.cross_entropy(logits, targets, label_smoothing=0.3), np.log(classes), what="loss")
        gradient = (1 / classes - np.eye(classes)[targets]) / 3
        assert_close(submission.cross_entropy_backward(logits, targets), gradient, what="dlogits")


@case("Options by position, and the defaults", zh="按位置传入选项，以及默认值")
def test_by_position(submission, rng):
    logits, targets, weight = rng.normal(size=(5, 3)), np.array([0, 1, 1, 2, 0]), rng.uniform(0.5, 2.0, size=3)
    loss, gradient = by_definition(logits, targets, weight, 1, 0.25)
    assert_close(submission.cross_entropy(logits, targets, weight, 1, 0.25), loss, what="loss")
    assert_close(submission.cross_entropy_backward(logits, targets, weight, 1, 0.25), gradient, what="dlogits")
    assert_both(submission, logits, targets)


@case(
    "The gradient has the dtype of the logits",
    zh="梯度的 dtype 与 logits 相同",
    hint="np.zeros and np.full make float64 where no dtype is given.",
    hint_zh="不写明 dtype 时，np.zeros 和 np.full 给出 float64。",
    hint_for=("dtype",),
)
@both_dtypes
@pytest.mark.parametrize("weighted", [False, True], ids=["unweighted", "weighted"])
def test_dtype(submission, rng, dtype, weighted):
    logits, targets = rng.normal(size=(5, 4)).astype(dtype), np.array([0, 3, -100, 1, 2])
    options = {"weight": rng.uniform(0.5, 2.0, size=4).astype(dtype)} if weighted else {}
    for label_smoothing in (0.0, 0.2):
        gradient = by_definition(logits, targets, label_smoothing=label_smoothing, **options)[1].astype(dtype)
        actual = submission.cross_entropy_backward(logits, targets, label_smoothing=label_smoothing, **options)
        assert_close(actual, gradient, what="dlogits", dtype=dtype)


@case("The digits of ordinary losses", zh="普通大小的损失的有效数字", hint="Nothing is added inside the logarithm or to the divisor.", hint_zh="对数里面和分母上都不要再加任何东西。")
def test_digits(submission, rng):
    logits, targets = rng.normal(size=(6, 5)) * 2, np.array([0, 1, 2, 3, 4, -100])
    options = {"weight": rng.uniform(0.5, 2.0, size=5), "label_smoothing": 0.1}
    loss, gradient = by_definition(logits, targets, **options)
    # Some dozens of roundings of numbers around 10.
    assert_close(submission.cross_entropy(logits, targets, **options), loss, what="loss", rtol=0.0, atol=1e-12)
    actual = submission.cross_entropy_backward(logits, targets, **options)
    assert_close(actual, gradient, what="dlogits", rtol=0.0, atol=1e-13)  # of numbers below 1


@case("Hundreds of samples", zh="数百个样本")
def test_many_samples(submission, rng):
    logits, targets = rng.normal(size=(300, 3)), rng.integers(0, 3, size=300)
    targets[rng.permutation(300)[:150]] = -100
    assert_both(submission, logits, targets, weight=rng.uniform(0.5, 2.0, size=3), label_smoothing=0.1)
