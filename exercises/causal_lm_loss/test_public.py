import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_shape, case, numerical_gradient, workload


def by_definition(logits, tokens, mask=None):
    """The loss and its gradient in float64, one prediction at a time."""
    batch, length, _ = logits.shape
    mask = np.ones((batch, length), dtype=bool) if mask is None else mask
    gradient, losses = np.zeros(logits.shape), []
    for b in range(batch):
        for t in range(length - 1):
            if mask[b, t] and mask[b, t + 1]:
                z = logits[b, t].astype(np.float64) - float(logits[b, t].max())
                log_p = z - np.log(np.exp(z).sum())
                losses.append(-log_p[tokens[b, t + 1]])
                gradient[b, t] = np.exp(log_p)
                gradient[b, t, tokens[b, t + 1]] -= 1
    return sum(losses) / max(len(losses), 1), gradient / max(len(losses), 1)


def assert_both(submission, logits, tokens, mask=None, **options):
    """The loss, and the gradient that autograd finds of it."""
    loss, gradient = by_definition(logits, tokens, mask)
    found = submission.causal_lm_loss.vjp(logits, tokens, mask, grad=np.array(1.0, dtype=logits.dtype))
    assert_close(found.value, np.array(loss).astype(logits.dtype), what="loss", **options)
    assert_close(found.args[0], gradient.astype(logits.dtype), what="gradient of logits", what_zh="logits 的梯度", **options)


def padded(rng, lengths, length, vocabulary, *, left=False):
    """Random logits and tokens, and the mask of texts so long, with padding at the end or at the beginning.

    No token follows itself, and the last but one place of the first text is 0.
    """
    places = np.arange(length)
    mask = places[::-1] < np.array(lengths)[:, None] if left else places < np.array(lengths)[:, None]
    steps = rng.integers(1, vocabulary, size=(len(lengths), length))
    tokens = steps.cumsum(axis=1)
    tokens[0] -= tokens[0, -2]
    return rng.normal(size=(len(lengths), length, vocabulary)), tokens % vocabulary, np.ascontiguousarray(mask)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    logits = np.array([[[2.0, 0.0, 1.0], [0.0, 0.0, 0.0], [5.0, 1.0, 1.0]], [[0.0, 1.0, 3.0], [1.0, 1.0, 4.0], [0.0, 9.0, 0.0]]])
    tokens, mask = np.array([[1, 0, 2], [0, 2, -100]]), np.array([[True, True, True], [True, True, False]])
    rounded = {"rtol": 0.0, "atol": 1e-4}  # the statement shows four decimals
    assert_close(submission.causal_lm_loss(logits, tokens, mask), 0.5587, what="loss", **rounded)
    assert_close(submission.causal_lm_loss(logits[:1], tokens[:1]), 0.7531, what="loss of the first text", what_zh="第一段文本的损失", **rounded)


@case(
    "Without padding: each position predicts the next token",
    zh="没有填充：每个位置预测下一个 token",
    sizes=[2, 3, 8],
    hint="Which row of logits is judged by tokens[:, 1]?",
    hint_zh="tokens[:, 1] 评判的是哪一行 logits？",
)
def test_plain(submission, rng, size):
    assert_both(submission, *padded(rng, [size] * 3, size, 5)[:2])


@case(
    "Padding at the end: the mean over what counts in the whole batch",
    zh="填充在末尾：对整个批次中计入的部分取平均",
    points=2,
    hint="A long text has more predictions than a short one, and each of them weighs the same.",
    hint_zh="长文本的预测比短文本多，每次预测的权重都相同。",
)
def test_padding_right(submission, rng):
    assert_both(submission, *padded(rng, [6, 2, 4], 6, 5))


@case(
    "Padding at the beginning: it predicts nothing",
    zh="填充在开头：它不预测任何东西",
    points=2,
    hint="The position before the first token of the text is padding.",
    hint_zh="正文第一个 token 之前的位置是填充。",
)
def test_padding_left(submission, rng):
    assert_both(submission, *padded(rng, [6, 2, 4], 6, 5, left=True))


@case("The gradient agrees with central differences", zh="梯度与中心差分一致")
def test_central_differences(submission, reference, rng):
    logits, tokens, mask = padded(rng, [4, 2], 4, 3)
    expected = numerical_gradient(lambda z: reference.causal_lm_loss(z, tokens, mask), logits, np.array(1.0))
    found = submission.causal_lm_loss.vjp(logits, tokens, mask, grad=np.array(1.0))
    # Whether float64 is computed in float64 has a case of its own.
    assert_close(found.args[0], expected, what="gradient of logits", what_zh="logits 的梯度", rtol=1e-5, atol=1e-6)


@case("A number without axes, of the dtype of the logits", zh="没有轴的张量，dtype 与 logits 相同")
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_scalar(submission, rng, dtype):
    logits, tokens, mask = padded(rng, [4, 2], 4, 3)
    assert_shape(submission.causal_lm_loss(logits.astype(dtype), tokens, mask), (), dtype=dtype, what="loss")


@workload("4 texts of 256 tokens out of 512, some padding", zh="4 段文本，各 256 个位置，词表大小 512，有一些填充")
def time_loss(module, rng):
    logits, tokens, mask = padded(rng, rng.integers(128, 257, size=4), 256, 512)
    return module.causal_lm_loss, (logits.astype("float32"), tokens, mask)
