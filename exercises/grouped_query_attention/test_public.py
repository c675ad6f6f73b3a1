import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_raises, case, workload


def arguments(rng, batch, heads, groups, n, m, d_k, d_v):
    """Random q, k and v."""
    q, k = rng.normal(size=(batch, heads, n, d_k)), rng.normal(size=(batch, groups, m, d_k))
    return q, k, rng.normal(size=(batch, groups, m, d_v))


def attention_by_hand(q, k, v, mask=None):
    """The statement's formulas in numpy, with keys and values repeated."""
    k, v = (np.repeat(a, q.shape[1] // k.shape[1], axis=1) for a in (k, v))
    scores = q.astype(np.float64) @ k.mT / np.sqrt(q.shape[-1])
    if mask is not None:
        scores = np.where(mask if mask.ndim == 2 else mask[:, None], scores, -np.inf)
    top = scores.max(axis=-1, keepdims=True)
    e = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total == 0, 1, total) @ v


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    q, k = np.zeros((1, 4, 1, 2)), np.ones((1, 2, 3, 2))
    v = np.array([[[[1.0], [2.0], [3.0]], [[10.0], [20.0], [60.0]]]])
    assert_close(submission.grouped_query_attention(q, k, v), np.array([2.0, 2.0, 30.0, 30.0]).reshape(1, 4, 1, 1))
    masked = submission.grouped_query_attention(q, k, v, np.array([[True, True, False]]))
    assert_close(masked, np.array([1.5, 1.5, 15.0, 15.0]).reshape(1, 4, 1, 1))


@case(
    "From one group to as many as heads",
    zh="从一组到与头一样多的组",
    points=2,
    hint="The query heads of a group are neighbours: head h uses the keys h // r.",
    hint_zh="同一组的查询头是相邻的：第 h 个头使用第 h // r 个键值头。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("heads, groups", [(1, 1), (4, 1), (4, 2), (4, 4), (6, 2), (6, 3)])
def test_groups(submission, rng, heads, groups):
    given = arguments(rng, 2, heads, groups, 3, 5, 4, 2)
    assert_close(submission.grouped_query_attention(*given), attention_by_hand(*given))


@case("A causal mask", zh="因果掩码", sizes=[1, 2, 5])
def test_causal(submission, rng, size):
    given, mask = arguments(rng, 2, 4, 2, size, size, 4, 3), np.tri(size, dtype=bool)
    assert_close(submission.grouped_query_attention(*given, mask), attention_by_hand(*given, mask))


@case(
    "Masks of sequences that are padded",
    zh="有填充的序列的掩码",
    points=2,
    hint="The mask of a sequence holds in all of its heads: it needs an axis for them, or two.",
    hint_zh="一个序列的掩码对它的所有头都有效：要为头补上一个轴，或者两个。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("rows", [1, 4])
def test_padding(submission, rng, rows):
    given = arguments(rng, 3, 6, 3, 4, 5, 4, 2)
    mask = np.arange(5) < np.array([5, 1, 3])[:, None, None]
    mask = np.tile(mask, (1, rows, 1))
    mask[:, -1, 0] = mask[:, -1, 4] = True
    assert_close(submission.grouped_query_attention(*given, mask), attention_by_hand(*given, mask))


@case(
    "A query with every key excluded gets zeros",
    zh="所有键都被排除的查询得到零",
    points=2,
    hint="Its scores are all -inf, and their softmax is NaN.",
    hint_zh="它的分数全是 -inf，softmax 得到 NaN。",
)
@pytest.mark.parametrize("groups", [1, 2, 4])
def test_nothing_left(submission, rng, groups):
    given = arguments(rng, 2, 4, groups, 3, 4, 4, 2)
    mask = np.array([[[1, 1, 0, 1], [0, 0, 0, 0], [0, 1, 0, 0]], [[0, 0, 0, 0], [1, 0, 1, 1], [1, 1, 1, 1]]], dtype=bool)
    assert_close(submission.grouped_query_attention(*given, mask), attention_by_hand(*given, mask))


@case("Query heads that cannot be shared out are refused", zh="无法均分的查询头会被拒绝")
@pytest.mark.parametrize("heads, groups", [(3, 2), (2, 4), (5, 3)])
def test_indivisible(submission, rng, heads, groups):
    assert_raises("ValueError", submission.grouped_query_attention, *arguments(rng, 1, heads, groups, 2, 3, 4, 4))


@workload("a step of 2 sequences: 32 query heads, 4 heads of 1024 keys, 64 features, float32", zh="2 个序列的一步：32 个查询头，4 个键值头各有 1024 个键，64 个特征，float32")
def time_step(module, rng):
    return module.grouped_query_attention, tuple(a.astype(np.float32) for a in arguments(rng, 2, 32, 4, 1, 1024, 64, 64))
