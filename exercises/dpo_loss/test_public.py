import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_shape, case, workload


def logps(logits, tokens, mask):
    """The sums in float64, one token at a time, and their gradient where each comes back as 1."""
    sums, gradient = np.zeros(len(logits)), np.zeros(logits.shape)
    for b, t in np.argwhere(mask[:, 1:]):
        z = logits[b, t].astype(np.float64) - float(logits[b, t].max())
        log_p = z - np.log(np.exp(z).sum())
        sums[b] += log_p[tokens[b, t + 1]]
        gradient[b, t] = -np.exp(log_p)
        gradient[b, t, tokens[b, t + 1]] += 1
    return sums, gradient


def loss_of(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta=0.1):
    """The loss in float64, and its gradient with respect to policy_chosen; that of policy_rejected is its negative."""
    four = (one.astype(np.float64) for one in (policy_chosen, policy_rejected, reference_chosen, reference_rejected))
    chosen, rejected, old_chosen, old_rejected = four
    m = beta * ((chosen - old_chosen) - (rejected - old_rejected))
    sigmoid = np.exp(-np.logaddexp(0, m))  # of -m
    return np.logaddexp(0, -m).mean(), -beta * sigmoid / len(m)


def assert_logps(submission, logits, tokens, mask):
    """The sums, and the gradient that autograd finds."""
    sums, gradient = logps(logits, tokens, mask)
    found = submission.sequence_logps.vjp(logits, tokens, mask, grad=np.ones(len(logits), dtype=logits.dtype))
    assert_close(found.value, sums.astype(logits.dtype), what="log-probabilities", what_zh="对数概率")
    assert_close(found.args[0], gradient.astype(logits.dtype), what="gradient of logits", what_zh="logits 的梯度")


def assert_loss(submission, *four, beta=0.1):
    """The loss, and the gradients of the policy's arguments."""
    loss, gradient = loss_of(*four, beta)
    dtype = four[0].dtype
    found = submission.dpo_loss.vjp(*four, beta, grad=np.array(1.0, dtype=dtype))
    assert_close(found.value, np.array(loss).astype(dtype), what="loss")
    assert_close(found.args[0], gradient.astype(dtype), what="gradient of policy_chosen")
    assert_close(found.args[1], -gradient.astype(dtype), what="gradient of policy_rejected")


def texts(rng, prompts, answers, length, vocabulary, left=0):
    """Random logits and tokens of prompts and answers so long, with -100 as padding, and the mask of the answers."""
    place = np.arange(length)
    begin, end = np.array(prompts)[:, None] + left, np.array(prompts)[:, None] + np.array(answers)[:, None] + left
    mask = (place >= begin) & (place < end)
    tokens = rng.integers(0, vocabulary, size=mask.shape)
    tokens[(place >= end) | (place < left)] = -100
    return 2 * rng.normal(size=(*mask.shape, vocabulary)), tokens, mask


@case("The examples of the statement", zh="题目中的示例")
def test_example(submission):
    logits = np.log(np.array([[[0.5, 0.5], [0.25, 0.75], [0.9, 0.1]]]))
    tokens, mask = np.array([[0, 0, 1]]), np.array([[False, True, True]])
    assert_close(submission.sequence_logps(logits, tokens, mask), np.array([np.log(0.375)]), what="log-probabilities")
    chosen, rejected = np.array([-10.0, -12.0]), np.array([-14.0, -11.0])
    assert_close(submission.dpo_loss(chosen, rejected, chosen, rejected), np.array(np.log(2.0)), what="loss")
    old = np.array([-11.0, -12.0]), np.array([-13.0, -12.0])
    assert_close(submission.dpo_loss(chosen, rejected, *old, beta=0.5), np.array(loss_of(chosen, rejected, *old, 0.5)[0]), what="loss")


@case(
    "Log-probabilities of answers, with padding",
    zh="带填充的回答的对数概率",
    points=2,
    hint="Row t of the logits predicts the token at t + 1.",
    hint_zh="logits 的第 t 行预测位置 t + 1 的 token。",
)
def test_logps(submission, rng):
    assert_logps(submission, *texts(rng, [2, 1, 3], [3, 2, 1], 6, 5))
    assert_logps(submission, *texts(rng, [1], [4], 5, 3))


@case("The loss of random pairs", zh="随机成对回答的损失", points=2, hint="How far has each model moved, and towards which answer?", hint_zh="各自移动了多少，朝向哪个回答？")
@pytest.mark.parametrize("pairs", [1, 2, 5])
def test_loss(submission, rng, pairs):
    assert_loss(submission, *(-20 + 5 * rng.normal(size=(4, pairs))))


@case("Another beta", zh="另一个 beta")
@pytest.mark.parametrize("beta", [0.01, 0.5, 3.0])
def test_beta(submission, rng, beta):
    assert_loss(submission, *(-5 + rng.normal(size=(4, 3))), beta=beta)


@workload("16 sequences of 256 tokens, 1000 in the vocabulary, float32", zh="16 个序列，各 256 个 token，词表 1000，float32")
def time_logps(module, rng):
    mask = np.zeros((16, 256), dtype=bool)
    mask[:, 100:200] = True
    return module.sequence_logps, (rng.normal(size=(16, 256, 1000)).astype(np.float32), rng.integers(0, 1000, size=(16, 256)), mask)
