import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, numerical_gradient

from test_public import assert_both, by_definition

both_dtypes = pytest.mark.parametrize("dtype", ["float32", "float64"])
# The tails are looked at element by element, with nothing but a relative tolerance: some hundreds of roundings.
DIGITS = {"float32": 1e-5, "float64": 1e-12}


@case(
    "A confident right answer costs little, but not nothing",
    zh="对得很有把握时，损失很小，但不为零",
    points=2,
    hint="1 + u is 1 for a small u, and its logarithm 0. And what is left when large terms cancel is rounding.",
    hint_zh="u 很小时 1 + u 等于 1，对数就是 0。两个大数相消之后，剩下的只有舍入误差。",
)
@pytest.mark.parametrize(("dtype", "depth"), [("float32", 12.0), ("float32", 20.0), ("float32", 80.0), ("float64", 20.0), ("float64", 40.0), ("float64", 700.0)])
@pytest.mark.parametrize("label", [0.0, 1.0])
def test_small_losses(submission, rng, dtype, depth, label):
    depth += rng.uniform(0.0, 3.0)
    x, y = np.array([depth if label else -depth], dtype=dtype), np.array([label], dtype=dtype)
    for options in ((), (np.array([2.5], dtype=dtype),)):
        loss = by_definition(x, y, *options)[0][0]  # the tolerance: see DIGITS
        assert_close(submission.bce_with_logits(x, y, *options), loss, what="loss", rtol=DIGITS[dtype], atol=0.0)


@case(
    "A confident right answer has a small gradient, not none",
    zh="对得很有把握时，梯度很小，但不为零",
    points=2,
    hint="1 - σ(x) is 0 long before σ(-x) is.",
    hint_zh="1 - σ(x) 早早就变成 0 了，而 σ(-x) 还没有。",
)
@both_dtypes
def test_small_gradients(submission, rng, dtype):
    ends = [10.0, 17.0, 30.0, 80.0] if dtype == "float32" else [10.0, 17.0, 40.0, 300.0, 690.0]
    x = np.array([[end, -end] for end in ends], dtype=dtype) * rng.uniform(0.98, 1.0)
    x, y = x.astype(dtype), np.broadcast_to(np.array([1.0, 0.0], dtype=dtype), x.shape)
    for options in ((), (np.array([0.3, 4.0], dtype=dtype),)):
        expected = (by_definition(x, y, *options)[1] / x.size).astype(dtype)
        actual = submission.bce_with_logits_backward(x, y, *options)  # the tolerance: see DIGITS
        assert_close(actual, expected, what="dlogits", rtol=3 * DIGITS[dtype], atol=0.0, dtype=dtype)


@case(
    "A confident wrong answer costs |x|, and its gradient is whole",
    zh="错得很有把握时，损失为 |x|，梯度达到最大",
    points=2,
    hint="No bound on the loss: nothing is added inside a logarithm, and no probability is clipped.",
    hint_zh="损失没有上限：不要在对数里加小常数，也不要截断概率。",
)
@both_dtypes
def test_confident_and_wrong(submission, rng, dtype):
    for size in (15.0, 24.0, 40.0, 95.0, 720.0, 1e4, 1e30):
        x = (np.array([size, -size, size, -size]) * rng.uniform(0.9, 1.0, size=4)).astype(dtype)
        y = np.array([0.0, 1.0, 0.0, 1.0], dtype=dtype)
        # See DIGITS.
        assert_both(submission, x, y, rtol=DIGITS[dtype], atol=0.0)
        assert_both(submission, x, y, np.array([3.0], dtype=dtype), rtol=DIGITS[dtype], atol=0.0)


@case("Logits just beyond what exp can hold, in either dtype", zh="两种 dtype 下，刚刚超出 exp 取值范围的 logits", hint="Only exp of a negative number is safe, on each side of 0.", hint_zh="只有对负数取 exp 才安全，0 的两侧都是如此。")
@pytest.mark.parametrize(("dtype", "limit"), [("float32", 89.0), ("float32", 110.0), ("float64", 710.0), ("float64", 760.0)])
def test_just_beyond(submission, rng, dtype, limit):
    x = (np.array([limit, -limit] * 3) + rng.uniform(0.0, 3.0, size=6)).astype(dtype)
    for y in (np.array([1.0, 1.0, 0.0, 0.0, 0.5, 0.25]), np.array([0.0, 1.0, 1.0, 0.0, 0.75, 0.5])):
        assert_both(submission, x, y.astype(dtype))
        assert_both(submission, x, y.astype(dtype), rng.uniform(0.5, 2.0, size=6).astype(dtype))


@case("Logit 0 costs log 2, whatever the target", zh="logit 为 0 时损失为 log 2，与目标无关")
def test_zero_logits(submission, rng):
    for zero in (0.0, -0.0):
        x, y = np.full((3, 2), zero), rng.uniform(size=(3, 2))
        assert_close(submission.bce_with_logits(x, y), np.log(2.0), what="loss", rtol=1e-13, atol=0.0)
        assert_close(submission.bce_with_logits_backward(x, y), (0.5 - y) / 6, what="dlogits")


@case("Soft targets far out, with and without weights", zh="logits 很大时的软目标，带与不带权重")
@both_dtypes
def test_soft_targets_far_out(submission, rng, dtype):
    for scale in (5.0, 100.0, 1e4, 1e20):
        x, y = (rng.normal(size=(3, 4)) * scale).astype(dtype), rng.uniform(0.1, 0.9, size=(3, 4)).astype(dtype)
        assert_both(submission, x, y)
        assert_both(submission, x, y, rng.uniform(0.5, 2.0, size=4).astype(dtype))


@case("Where the target is the probability, the gradient is 0", zh="目标恰为预测概率时，梯度为 0")
def test_optimum(submission, rng):
    x = rng.normal(size=(4, 3)) * 3
    gradient = submission.bce_with_logits_backward(x, 1 / (1 + np.exp(-x)))
    # Some roundings of numbers around 1.
    assert_close(gradient, np.zeros((4, 3)), what="dlogits", atol=1e-14)


@case("Central differences with targets of every kind and weights", zh="各种目标与权重下的中心差分")
@pytest.mark.parametrize("shape", [(5,), (2, 3), (2, 2, 2)], ids=str)
def test_central_differences_shapes(submission, reference, rng, shape):
    logits, targets = rng.normal(size=shape) * 3, np.round(rng.uniform(size=shape), 1)
    targets.flat[:2] = 0.0, 1.0
    weight = rng.uniform(0.2, 5.0, size=shape[-1])
    expected = numerical_gradient(lambda x: reference.bce_with_logits(x, targets, weight), logits, np.float64(1.0))
    gradient = submission.bce_with_logits_backward(logits, targets, weight)
    # Central differences with step 1e-5 are good to about eight digits here.
    assert_close(gradient, expected, what="dlogits", rtol=1e-5, atol=1e-7)


@case(
    "pos_weight in every shape that broadcasts",
    zh="可以广播的各种形状的 pos_weight",
    points=2,
    hint="The mean is over the elements of the logits, however few numbers the weights are.",
    hint_zh="平均是对 logits 的所有元素取的，与权重有几个数无关。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("weights", [(1,), (3,), (4, 1), (4, 3), (2, 1, 1), (2, 4, 3)], ids=str)
def test_broadcast(submission, rng, weights):
    logits, targets = rng.normal(size=(2, 4, 3)), rng.integers(0, 2, size=(2, 4, 3)).astype(np.float64)
    assert_both(submission, logits, targets, rng.uniform(0.2, 5.0, size=weights))


@case("pos_weight with soft targets", zh="pos_weight 与软目标")
def test_pos_weight_soft(submission, rng):
    logits, targets = rng.normal(size=(4, 3)) * 2, rng.uniform(size=(4, 3))
    for factor in (0.01, 1.0, 100.0):
        assert_both(submission, logits, targets, factor * rng.uniform(0.5, 2.0, size=3))


@case("Weight 0: positives cost nothing, negatives what they did", zh="权重为 0：正例没有损失，负例不变")
def test_weight_zero(submission, rng):
    logits, targets = rng.normal(size=(4, 3)) * 5, np.array([[1.0, 0.0, 1.0], [0.0, 0.0, 1.0], [1.0, 1.0, 0.0], [0.0, 1.0, 1.0]])
    assert_both(submission, logits, targets, np.array([0.0, 2.0, 0.0]))
    ones = np.ones((4, 3))
    assert_close(submission.bce_with_logits(logits, ones, np.zeros(3)), 0.0, what="loss")
    gradient = submission.bce_with_logits_backward(logits, ones, np.zeros(3))
    assert_close(gradient, np.zeros((4, 3)), what="dlogits")


@case("Exchanging the labels is changing the sign of the logits", zh="交换两类标签，等于改变 logits 的符号")
def test_symmetry(submission, rng):
    x, y = rng.normal(size=(3, 4)) * 3, rng.integers(0, 2, size=(3, 4)).astype(np.float64)
    assert_close(submission.bce_with_logits(-x, 1 - y), submission.bce_with_logits(x, y), what="loss with exchanged labels")
    there, back = submission.bce_with_logits_backward(x, y), submission.bce_with_logits_backward(-x, 1 - y)
    expected = by_definition(x, y)[1] / 12
    assert_close(there, expected, what="dlogits")
    assert_close(back, -expected, what="dlogits with exchanged labels")


@case("Shapes of every rank, and a single element", zh="各种维数的形状，以及单个元素")
@pytest.mark.parametrize("shape", [(1,), (6,), (1, 1), (3, 2), (2, 3, 4), (2, 1, 3, 1)], ids=str)
def test_shapes(submission, rng, shape):
    assert_both(submission, rng.normal(size=shape) * 3, rng.integers(0, 2, size=shape).astype(np.float64))


@case("Hundreds of elements", zh="数百个元素")
def test_many(submission, rng):
    logits, targets = rng.normal(size=(300, 4)) * 3, rng.integers(0, 2, size=(300, 4)).astype(np.float64)
    assert_both(submission, logits, targets, rng.uniform(0.2, 5.0, size=4))


@case("The digits of ordinary losses", zh="普通大小的损失的有效数字", hint="Nothing is added inside a logarithm or to a divisor.", hint_zh="对数里面和分母上都不要再加任何东西。")
def test_digits(submission, rng):
    logits, targets = rng.normal(size=(4, 3)) * 2, rng.uniform(size=(4, 3))
    for options in ((), (rng.uniform(0.5, 2.0, size=3),)):
        # A dozen roundings of a number around 1; soft targets let terms of either sign cancel in the gradient.
        assert_both(submission, logits, targets, *options, rtol=1e-12, atol=1e-14)


@case(
    "The gradient has the dtype of the logits",
    zh="梯度的 dtype 与 logits 相同",
    hint="np.zeros and np.ones make float64 where no dtype is given.",
    hint_zh="不写明 dtype 时，np.zeros 和 np.ones 给出 float64。",
    hint_for=("dtype",),
)
@both_dtypes
@pytest.mark.parametrize("shape", [(1,), (4, 3)], ids=str)
def test_dtype(submission, rng, dtype, shape):
    x, y = (rng.normal(size=shape) * 5).astype(dtype), rng.integers(0, 2, size=shape).astype(dtype)
    for options in ((), (rng.uniform(0.5, 2.0, size=shape[-1]).astype(dtype),)):
        expected = (by_definition(x, y, *options)[1] / x.size).astype(dtype)
        actual = submission.bce_with_logits_backward(x, y, *options)
        assert_close(actual, expected, what="dlogits", dtype=dtype)


@case("The arguments are left as they were", zh="不修改参数")
@both_dtypes
def test_inputs_untouched(submission, rng, dtype):
    x, y, w = (rng.normal(size=(4, 3)) * 100).astype(dtype), rng.uniform(size=(4, 3)).astype(dtype), np.full(3, 2.0, dtype)
    for f in (submission.bce_with_logits, submission.bce_with_logits_backward):
        for after, before in zip(f.call(x, y, w).args, (x, y, w), strict=True):
            assert_equal(after, before, what="an argument after the call")
