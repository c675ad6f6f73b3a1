import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, workload


def draw_weights(rng, size):
    """Weights in random order, no two of which are nearer than a half; tokens have probabilities in this proportion."""
    return rng.permutation(np.arange(1, size + 1) + rng.uniform(0, 0.5, size=size))


def keeping(weights, count):
    """The probabilities when the tokens of the largest weights are left."""
    left = np.argsort(-weights, kind="stable")[:count]
    probs = np.zeros(len(weights))
    probs[left] = weights[left] / np.sum(weights[left])
    return probs


def halfway(weights, count, among=None):
    """A top_p that is crossed in the middle of the last of so many tokens; among: how many top-k has left."""
    ordered = np.sort(weights)[::-1][:among]
    return float((np.sum(ordered[:count]) - ordered[count - 1] / 2) / np.sum(ordered))


@case("The examples of the statement", zh="题目中的示例")
def test_example(submission):
    logits = np.log(np.array([0.1, 0.4, 0.1, 0.3, 0.1]))
    eighths = np.array([0.125, 0.5, 0.0, 0.375, 0.0])
    assert_close(submission.filtered_probs(logits, top_k=3), eighths, what="top-k")
    assert_close(submission.filtered_probs(logits, top_p=0.75), eighths, what="top-p")
    both = submission.filtered_probs(logits, top_k=3, top_p=0.75)
    assert_close(both, np.array([0.0, 4 / 7, 0.0, 3 / 7, 0.0]), what="top-k and top-p", what_zh="top-k 与 top-p")
    cooler = submission.filtered_probs(logits, temperature=0.5, min_p=0.2)
    assert_close(cooler, np.array([0.0, 0.64, 0.0, 0.36, 0.0]), what="temperature and min-p", what_zh="温度与 min-p")
    tokens = submission.sample_token(np.array([[0.0, 0.25, 0.75], [0.5, 0.5, 0.0]]), np.array([0.25, 0.9]))
    assert_equal(tokens, np.array([2, 1]), what="the tokens", what_zh="抽到的 token")


@case("Temperature alone", zh="只有温度", sizes=[1, 2, 30])
@pytest.mark.parametrize("temperature", [1.0, 0.3, 5.0])
def test_temperature(submission, rng, size, temperature):
    weights = draw_weights(rng, size)
    logits = np.log(weights) * temperature + rng.normal()
    assert_close(submission.filtered_probs(logits, temperature), weights / np.sum(weights))


@case("top-k keeps the k most probable tokens", zh="top-k 保留概率最大的 k 个 token")
@pytest.mark.parametrize("k", [1, 2, 7, 12])
def test_top_k(submission, rng, k):
    weights = draw_weights(rng, 12)
    assert_close(submission.filtered_probs(np.log(weights), top_k=k), keeping(weights, k))


@case(
    "top-p keeps the fewest tokens that have so much together",
    zh="top-p 保留概率之和达到要求的最少的 token",
    points=2,
    hint="The token that crosses top_p stays.",
    hint_zh="跨过 top_p 的那个 token 要保留。",
)
@pytest.mark.parametrize("count", [1, 2, 7, 12])
def test_top_p(submission, rng, count):
    weights = draw_weights(rng, 12)
    assert_close(submission.filtered_probs(np.log(weights), top_p=halfway(weights, count)), keeping(weights, count))


@case(
    "min-p looks at the largest probability",
    zh="min-p 与最大概率相比",
    hint="The bound is no probability but a share of the largest one.",
    hint_zh="界线不是一个概率，而是最大概率的一个比例。",
)
@pytest.mark.parametrize("count", [1, 2, 7, 12])
def test_min_p(submission, rng, count):
    weights = draw_weights(rng, 12)
    min_p = float((np.sort(weights)[-count] - 0.25) / np.max(weights))
    assert_close(submission.filtered_probs(np.log(weights), min_p=min_p), keeping(weights, count))


@case(
    "The number u draws the token in whose stretch it lies",
    zh="数 u 落在哪个 token 的区间里，就抽到哪个",
    points=2,
)
def test_sample(submission, rng):
    weights = draw_weights(rng, 9)
    probs = weights / np.sum(weights)
    u = np.cumsum(probs) - probs * rng.uniform(0.1, 0.9, size=9)
    assert_equal([int(submission.sample_token(probs, float(one))) for one in u], list(range(9)))
    rows = np.tile(probs, (9, 1))
    assert_equal(submission.sample_token(rows, u), np.arange(9), what="the tokens of all rows", what_zh="所有行的 token")


@workload("top-k and top-p on 32 rows of 4096 tokens", zh="32 行、每行 4096 个 token 的 top-k 与 top-p")
def time_filter(module, rng):
    return module.filtered_probs, (rng.normal(size=(32, 4096)) * 3, 0.8, 200, 0.9, 0.01)
