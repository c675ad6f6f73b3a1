import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, workload


def assert_mask(actual, expected, what="mask"):
    """A bool tensor of the expected shape and entries."""
    assert_shape(actual, expected.shape, dtype="bool", what=what)
    assert_equal(actual, expected, what=what)


def causal(n, m):
    """Query i is position m - n + i."""
    return np.arange(m) <= np.arange(m - n, m)[:, None]


def padding(lengths, m, left=False):
    lengths = np.asarray(lengths)[:, None, None]
    return np.arange(m) >= m - lengths if left else np.arange(m) < lengths


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    order, real = submission.causal_mask(2, 3), submission.padding_mask(np.array([3, 1]), left=True)
    assert_mask(order, np.array([[True, True, False], [True, True, True]]), what="causal_mask(2, 3)")
    assert_mask(real, np.array([[[True, True, True]], [[False, False, True]]]), what="padding_mask")
    mask = submission.combine_masks(order, real)
    expected = np.array([[[1, 1, 0], [1, 1, 1]], [[0, 0, 0], [0, 0, 1]]], dtype=bool)
    assert_mask(mask, expected, what="combine_masks")
    scores = submission.mask_scores(np.full((2, 1, 2, 3), 5.0), mask)
    assert_equal(scores, np.where(expected, 5.0, -np.inf)[:, None], what="mask_scores")


@case(
    "Each position attends to the positions up to itself",
    zh="每个位置关注直到自己为止的位置",
    sizes=[1, 2, 5],
    hint="True where the key's place is at most the query's: itself included.",
    hint_zh="键的位置不超过查询的位置处为 True，包括自己。",
)
def test_causal_square(submission, size):
    assert_mask(submission.causal_mask(size), np.tri(size, dtype=bool))


@case(
    "Fewer queries than keys: the queries are the last positions",
    zh="查询比键少：查询是最后的几个位置",
    points=2,
    hint="The last query sees every key, whatever n is.",
    hint_zh="无论 n 是多少，最后一个查询都能看到所有的键。",
)
@pytest.mark.parametrize("n, m", [(1, 4), (2, 3), (2, 5), (3, 3)])
def test_causal_wide(submission, n, m):
    assert_mask(submission.causal_mask(n, m), causal(n, m))


@case("Padding on the right", zh="填充在右边", hint="A sequence of length 2 has the positions 0 and 1.", hint_zh="长度为 2 的序列占位置 0 和 1。", hint_for=("answer", "shape"))
@pytest.mark.parametrize("lengths, m", [([2], 2), ([1, 3, 2], 3), ([3, 1], 5)], ids=str)
def test_padding(submission, lengths, m):
    assert_mask(submission.padding_mask(np.array(lengths), m), padding(lengths, m))


@case(
    "A causal mask and a padding mask together",
    zh="因果掩码与填充掩码合在一起",
    points=2,
    hint="A key is allowed where every mask allows it.",
    hint_zh="只有所有掩码都允许的键才允许。",
)
def test_combined(submission):
    expected = causal(4, 4) & padding([2, 4, 1], 4)
    assert_mask(submission.combine_masks(causal(4, 4), padding([2, 4, 1], 4)), expected)


@case(
    "Scores of several heads",
    zh="多个头的分数",
    points=2,
    hint="On which axis of the scores do the sequences stand, and on which does broadcasting put those of the mask?",
    hint_zh="序列在分数的哪个轴上？广播又把掩码的序列放到了哪个轴上？",
    hint_for=("answer", "shape", "raised"),
)
def test_heads(submission, rng):
    scores, mask = rng.normal(size=(2, 3, 4, 4)), causal(4, 4) & padding([4, 2], 4)
    assert_close(submission.mask_scores(scores, mask), np.where(mask[:, None], scores, -np.inf))


@workload("scores of 4 sequences, 8 heads, 128 queries and keys, float32", zh="4 个序列、8 个头、128 个查询和键的分数，float32")
def time_scores(module, rng):
    mask = causal(128, 128) & padding(rng.integers(1, 129, size=4), 128)
    return module.mask_scores, (rng.normal(size=(4, 8, 128, 128)).astype(np.float32), mask)
