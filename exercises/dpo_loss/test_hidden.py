import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, require

from test_public import assert_logps, assert_loss, logps, loss_of, texts

both_dtypes = pytest.mark.parametrize("dtype", ["float32", "float64"])


@case("No gradient flows to the reference", zh="梯度不传到参考模型", points=2, hint="The reference is frozen.", hint_zh="参考模型是冻结的。", hint_for=("answer", "gradient", "statement"))
def test_reference_frozen(submission, rng):
    four = -5 + rng.normal(size=(4, 3))
    found = submission.dpo_loss.vjp(*four, grad=np.array(1.0))
    assert_close(found.value, np.array(loss_of(*four)[0]), what="loss")
    for gradient in found.args[2:]:
        require(not isinstance(gradient, np.ndarray) or not gradient.any(), "a gradient flows to the reference", "梯度传到了参考模型")


@case("Padding on the left", zh="填充在左边")
def test_left_padding(submission, rng):
    assert_logps(submission, *texts(rng, [2, 1], [3, 4], 9, 4, left=2))


@case("What stands under the mask does not matter", zh="mask 之外的内容无关紧要", hint="-100 is no index.", hint_zh="-100 不是合法的下标。", hint_for=("raised", "answer"))
@pytest.mark.parametrize("padding", [-100, -1, 0, 10**9])
def test_any_padding(submission, rng, padding):
    logits, tokens, mask = texts(rng, [2, 3], [2, 1], 6, 5)
    expected, _ = logps(logits, tokens, mask)
    tokens[~mask] = padding
    assert_close(submission.sequence_logps(logits, tokens, mask), expected, what="log-probabilities")


@case("The first token never counts", zh="第一个 token 从不计入")
def test_first_token(submission, rng):
    logits, tokens = rng.normal(size=(2, 4, 3)), rng.integers(0, 3, size=(2, 4))
    mask = np.array([[True, True, False, True], [True, False, False, False]])
    assert_logps(submission, logits, tokens, mask)


@case("Answers that are no single piece", zh="不连续的回答")
def test_pieces(submission, rng):
    mask = rng.random(size=(4, 9)) < 0.5
    mask[:, 3], mask[:, 5], mask[0, 0] = True, False, True
    assert_logps(submission, rng.normal(size=(4, 9, 6)), rng.integers(0, 6, size=(4, 9)), mask)


@case("A sequence without an answer", zh="没有回答的序列")
def test_no_answer(submission, rng):
    logits, tokens, mask = texts(rng, [2, 3, 1], [0, 2, 0], 6, 4)
    assert_logps(submission, logits, tokens, mask)
    assert_close(submission.sequence_logps(logits, tokens, np.zeros_like(mask)), np.zeros(3), what="log-probabilities")


@case("One sequence, one token, two tokens", zh="一个序列、一个 token、两个 token")
def test_small(submission, rng):
    assert_close(submission.sequence_logps(rng.normal(size=(2, 1, 3)), np.zeros((2, 1), dtype=np.int64), np.ones((2, 1), dtype=bool)), np.zeros(2))
    assert_logps(submission, rng.normal(size=(1, 2, 3)), np.array([[0, 2]]), np.array([[False, True]]))
    assert_logps(submission, rng.normal(size=(3, 2, 1)), np.array([[0, 0], [0, -100], [0, 0]]), np.array([[True, True], [False, False], [False, True]]))


@case("Large logits", zh="很大的 logits", hint="The log-softmax shifts before it takes exp.", hint_zh="log-softmax 先平移，再取 exp。", hint_for=("finite", "answer"))
@both_dtypes
@pytest.mark.parametrize("size", [100.0, 1e4, -3e4])
def test_large_logits(submission, rng, dtype, size):
    logits, tokens, mask = texts(rng, [1, 2], [2, 2], 4, 3)
    whole = np.round(logits) + size * np.arange(3)  # whole numbers: exact in float32
    assert_logps(submission, whole.astype(dtype), tokens, mask)


@case("Sums, not means", zh="是和，不是平均")
def test_sums(submission, rng):
    logits, tokens, mask = texts(rng, [1, 1], [1, 20], 22, 3)
    assert_logps(submission, logits, tokens, mask)


@case("Large margins", zh="很大的差值", points=2, hint="log(sigmoid(x)) underflows to -inf; F.logsigmoid does not.", hint_zh="log(sigmoid(x)) 会下溢成 -inf；F.logsigmoid 不会。", hint_for=("finite", "answer"))
@both_dtypes
@pytest.mark.parametrize("margin", [40.0, -900.0, 1e6, -1e6])
def test_large_margins(submission, dtype, margin):
    zero = np.zeros(2, dtype=dtype)
    assert_loss(submission, np.array([margin, 1.0], dtype=dtype), zero, zero, zero, beta=1.0)
    assert_loss(submission, zero, zero, np.array([margin, 2.0], dtype=dtype), zero)


@case("Small losses are not 0", zh="很小的损失不是 0")
def test_small_loss(submission):
    zero = np.zeros(1)
    for margin in (20.0, 100.0, 300.0):
        value = submission.dpo_loss(np.array([margin]), zero, zero, zero, beta=1.0)
        # Some roundings: relative alone, for it is as small as 1e-130.
        assert_close(value, np.array(np.logaddexp(0, -margin)), rtol=1e-9, atol=0.0, what="loss")


@case("The sign of each argument", zh="每个参数的符号", points=2)
@pytest.mark.parametrize("which", range(4))
def test_signs(submission, which):
    four = np.zeros((4, 2))
    four[which] = 3.0, -1.0
    assert_loss(submission, *four, beta=1.0)


@case("Equal policy and reference: log 2", zh="policy 与参考模型相同：log 2")
def test_equal(submission, rng):
    chosen, rejected = -10 + rng.normal(size=(2, 4))
    assert_loss(submission, chosen, rejected, chosen, rejected)


@case("The mean is over the losses, not inside", zh="对损失取平均，而不是对差值取平均")
def test_mean(submission):
    zero = np.zeros(3)
    assert_loss(submission, np.array([-8.0, 0.0, 9.0]), zero, zero, zero, beta=1.0)


@case("The usual beta where none is given", zh="没有给出 beta 时用通常的值")
def test_default(submission, rng):
    four = -20 + 4 * rng.normal(size=(4, 3))
    assert_close(submission.dpo_loss(*four), np.array(loss_of(*four, 0.1)[0]), what="loss")


@case("float32 and float64 come back as they were", zh="float32 和 float64 原样返回")
@both_dtypes
def test_dtypes(submission, rng, dtype):
    logits, tokens, mask = texts(rng, [1, 2], [2, 2], 5, 4)
    assert_shape(submission.sequence_logps(logits.astype(dtype), tokens, mask), (2,), dtype=dtype)
    assert_shape(submission.dpo_loss(*(-5 + rng.normal(size=(4, 3))).astype(dtype)), (), dtype=dtype)


@case("float64 is computed in float64 throughout", zh="float64 的输入全程以 float64 计算")
def test_precision(submission, rng):
    logits, tokens, mask = texts(rng, [2, 1], [3, 2], 6, 5)
    # A few roundings of numbers below 30; float32 would keep seven digits.
    assert_close(submission.sequence_logps(logits, tokens, mask), logps(logits, tokens, mask)[0], rtol=1e-12, atol=0.0, what="log-probabilities")
    four = -20 + rng.normal(size=(4, 3))
    # As before.
    assert_close(submission.dpo_loss(*four), np.array(loss_of(*four)[0]), rtol=1e-12, atol=0.0, what="loss")


@case("From logits to the loss", zh="从 logits 到损失")
def test_together(submission, rng):
    sums = [submission.sequence_logps(*texts(rng, [1, 2], [3, 2], 5, 4)) for _ in range(4)]
    for one in sums:
        assert_shape(one, (2,))
    assert_loss(submission, *sums)


@case("The gradient scales with what comes back", zh="梯度随传回的值成比例")
def test_scaled(submission, rng):
    logits, tokens, mask = texts(rng, [1, 2], [3, 2], 5, 4)
    found = submission.sequence_logps.vjp(logits, tokens, mask, grad=np.array([-2.0, 3.0]))
    assert_close(found.args[0], logps(logits, tokens, mask)[1] * np.array([-2.0, 3.0])[:, None, None], what="gradient of logits")
    four = -5 + rng.normal(size=(4, 3))
    found = submission.dpo_loss.vjp(*four, grad=np.array(-3.0))
    assert_close(found.args[0], -3.0 * loss_of(*four)[1], what="gradient of policy_chosen")


@case("Arguments are left as they were, and may be given by name", zh="不修改参数，参数可以按名称传入")
def test_untouched(submission, rng):
    logits, tokens, mask = texts(rng, [1, 2], [3, 2], 6, 4)
    called = submission.sequence_logps.call(logits=logits, tokens=tokens, mask=mask)
    assert_close(called.value, logps(logits, tokens, mask)[0], what="log-probabilities")
    for name, before in (("logits", logits), ("tokens", tokens), ("mask", mask)):
        assert_equal(called.kwargs[name], before, what=name)
