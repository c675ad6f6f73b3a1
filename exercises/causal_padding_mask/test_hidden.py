import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, require, tensor

from test_public import assert_mask, causal, padding


@case("A query after a long context", zh="很长的上下文之后的查询", hint="m may be given by name.", hint_zh="m 可以按名称给出。", hint_for=("raised",))
@pytest.mark.parametrize("n, m", [(1, 1), (1, 300), (3, 300), (299, 300), (300, 300)])
def test_causal_long(submission, n, m):
    mask = submission.causal_mask(n=n, m=m)
    assert_shape(mask, (n, m), dtype="bool")
    counts = np.arange(m - n + 1, m + 1)
    assert_equal(mask.sum(axis=1), counts, what="keys of each query")
    assert_mask(mask, causal(n, m))


@case("Without m there are as many keys as queries", zh="不给出 m 时，键与查询一样多")
def test_causal_default(submission, rng):
    for n in rng.permutation(np.arange(3, 9))[:3].tolist():
        assert_mask(submission.causal_mask(n), submission.causal_mask(n, n))
        assert_mask(submission.causal_mask(n, None), np.tri(n, dtype=bool))


@case("Padding on the left", zh="填充在左边", hint="The real positions are the last ones.", hint_zh="真实的位置在最后。")
@pytest.mark.parametrize("lengths, m", [([2], 2), ([1, 3, 2], 3), ([3, 1, 5], 6), ([1], 4)], ids=str)
def test_padding_left(submission, lengths, m):
    assert_mask(submission.padding_mask(np.array(lengths), m, True), padding(lengths, m, left=True))
    assert_mask(submission.padding_mask(np.array(lengths), left=False, m=m), padding(lengths, m))


@case("Without m the longest sequence decides", zh="不给出 m 时由最长的序列决定", hint="m is the greatest of the lengths.", hint_zh="m 是最大的长度。", hint_for=("shape",))
@pytest.mark.parametrize("left", [False, True])
@pytest.mark.parametrize("lengths", [[1], [7], [2, 6, 4], [5, 1], [0, 3, 3, 1]], ids=str)
def test_longest(submission, lengths, left):
    assert_mask(submission.padding_mask(np.array(lengths), left=left), padding(lengths, max(lengths), left))


@case("Sequences that are empty, or fill all positions", zh="空的序列，以及占满所有位置的序列")
@pytest.mark.parametrize("left", [False, True])
def test_empty_and_full(submission, left):
    mask = submission.padding_mask(np.array([0, 4, 0, 4, 3]), 4, left)
    assert_mask(mask, padding([0, 4, 0, 4, 3], 4, left))
    assert_mask(submission.padding_mask(np.array([0, 0]), 3, left), np.zeros((2, 1, 3), dtype=bool))
    assert_mask(submission.padding_mask(np.array([1]), 1, left), np.ones((1, 1, 1), dtype=bool))


@case("Lengths of int32, and longer than a byte can hold", zh="int32 的长度，以及一个字节放不下的长度")
@pytest.mark.parametrize("dtype", ["int32", "int64"])
def test_lengths(submission, dtype):
    lengths = np.array([300, 1, 255, 256, 299], dtype=dtype)
    for left in (False, True):
        assert_mask(submission.padding_mask(lengths, 310, left), padding(lengths, 310, left))
    mask = submission.padding_mask(lengths)
    assert_shape(mask, (5, 1, 300), dtype="bool")
    assert_equal(mask.sum(axis=(1, 2)), lengths.astype(np.int64), what="real positions")


@case("As many sequences as positions", zh="序列的个数与位置的个数相同", hint="(n, m) and (B, 1, m): which axis is whose?", hint_zh="(n, m) 与 (B, 1, m)：各个轴分别是谁的？")
def test_square_batch(submission):
    lengths = [3, 1, 2]
    expected = np.zeros((3, 3, 3), dtype=bool)
    for b, i, j in np.ndindex(3, 3, 3):
        expected[b, i, j] = j <= i and j < lengths[b]
    order, real = submission.causal_mask(3), submission.padding_mask(np.array(lengths))
    assert_mask(submission.combine_masks(real, order), expected)
    assert_mask(submission.combine_masks(order, real), expected)


@case("Any number of masks, of any shapes that broadcast", zh="任意多个掩码，形状可以互相广播")
@pytest.mark.parametrize("number", [1, 2, 3, 5])
def test_several(submission, rng, number):
    shapes = [(2, 1, 5), (4, 5), (2, 4, 5), (5,), (1, 4, 5)]
    masks = [rng.permuted(np.broadcast_to(np.arange(5) < 4, shapes[i]), axis=-1) for i in rng.permutation(5)[:number]]
    for mask in masks:
        mask[..., 0] = True  # something is left for every query
    expected = masks[0]
    for mask in masks[1:]:
        expected = expected & mask
    assert_mask(submission.combine_masks(*masks), expected)


@case("Each mask counts", zh="每个掩码都起作用")
def test_each_counts(submission, rng):
    for place in range(4):
        masks = [np.ones((3, 4), dtype=bool) for _ in range(4)]
        masks[place] = rng.permuted(np.tile(np.arange(4) < 2, (3, 1)), axis=1)
        assert_mask(submission.combine_masks(*masks), masks[place])


@case("None allows everything", zh="None 表示全部允许", hint="Skip it; if nothing is left, the answer is None.", hint_zh="跳过它；如果什么都不剩，结果就是 None。", hint_for=("answer", "raised", "type"))
def test_none(submission, rng):
    mask, other = causal(3, 4) & padding([4, 2], 4), rng.permuted(np.tile(np.arange(4) < 2, (3, 1)), axis=1)
    other[:, 0] = True
    assert_mask(submission.combine_masks(None, mask), mask)
    assert_mask(submission.combine_masks(mask, None), mask)
    assert_mask(submission.combine_masks(None, mask, None, other), mask & other)
    for nothing in ((), (None,), (None, None)):
        assert_equal(submission.combine_masks(*nothing), None, what="without a mask")


@case("Two padding masks keep one row for all queries", zh="两个填充掩码合起来仍是所有查询共用一行")
def test_rows_shared(submission):
    left, right = padding([2, 3, 4], 4, left=True), padding([4, 3, 2], 4)
    assert_mask(submission.combine_masks(left, right), left & right)


@case("A query may be left with nothing", zh="查询可能一个键也不剩", hint="Its row is False throughout; nobody opens a key for it.", hint_zh="它的那一行全是 False，不要替它放开任何键。")
def test_nothing_left(submission, rng):
    mask = causal(4, 4) & padding([1, 2, 0], 4, left=True)
    assert_mask(submission.combine_masks(causal(4, 4), padding([1, 2, 0], 4, left=True)), mask)
    require(not mask[2].any(), "the third sequence has nothing left", "第三个序列什么也不剩")
    scores = rng.normal(size=(3, 2, 4, 4))
    assert_equal(submission.mask_scores(scores, mask), np.where(mask[:, None], scores, -np.inf))


@case(
    "Masks of every shape, as many sequences as heads",
    zh="各种形状的掩码，序列与头一样多",
    points=2,
    hint="A mask of rank 3 has sequences on its first axis, and the scores have heads between.",
    hint_zh="三维掩码的第一个轴是序列，而分数中间还有头的轴。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("shape", [(4, 5), (3, 4, 5), (3, 1, 5)], ids=str)
def test_mask_shapes(submission, rng, shape):
    scores = rng.normal(size=(3, 3, 4, 5))
    mask = rng.permuted(np.broadcast_to(np.arange(5), shape), axis=-1) < 3
    expected = scores.copy()
    for b, h, i, j in np.ndindex(scores.shape):
        allowed = mask[i, j] if mask.ndim == 2 else mask[b, i if shape[1] == 4 else 0, j]
        expected[b, h, i, j] = scores[b, h, i, j] if allowed else -np.inf
    assert_equal(submission.mask_scores(scores, mask), expected)


@case("One of anything: sequence, head, query, key", zh="只有一个序列、一个头、一个查询或一个键")
@pytest.mark.parametrize("shape", [(1, 3, 4, 5), (3, 1, 4, 5), (3, 2, 1, 5), (3, 2, 4, 1), (1, 1, 1, 1), (4, 4, 4, 4)], ids=str)
def test_sizes_of_one(submission, rng, shape):
    b, _, n, m = shape
    scores = rng.normal(size=shape)
    for own in ((n, m), (b, n, m), (b, 1, m)):
        mask = rng.random(size=own) < 0.6
        whole = mask if mask.ndim == 2 else mask[:, None]
        assert_equal(submission.mask_scores(scores, mask), np.where(whole, scores, -np.inf))


@case(
    "Whatever stands at an excluded score is gone",
    zh="被排除处原来的值不留痕迹",
    points=2,
    hint="inf - inf and NaN - inf are NaN: set the score, do not add to it.",
    hint_zh="inf - inf 与 NaN - inf 都是 NaN：要直接赋值，而不是相加。",
    hint_for=("answer",),
)
def test_anything_excluded(submission, rng):
    scores, mask = rng.normal(size=(2, 2, 4, 5)), np.ones((4, 5), dtype=bool)
    for column, value in enumerate((np.inf, np.nan, -np.inf, 1e300)):
        mask[:, column] = False
        scores[..., column] = value
    assert_equal(submission.mask_scores(scores, mask), np.where(mask, scores, -np.inf))


@case("Scores that are allowed stay as they are, however large or low", zh="允许的分数保持原样，无论多大多小")
@pytest.mark.parametrize("value", [0.0, 1e308, -1e308, 5e-324, np.inf, -np.inf], ids=str)
def test_allowed_stay(submission, rng, value):
    scores = rng.normal(size=(2, 3, 4, 4))
    scores[:, :, 2:] = value
    mask = causal(4, 4)
    assert_equal(submission.mask_scores(scores, mask), np.where(mask, scores, -np.inf))


@case("A mask that allows everything leaves the scores, in a new tensor", zh="允许一切的掩码让分数保持不变，但结果是新的张量")
def test_everything_allowed(submission, rng):
    scores = rng.normal(size=(2, 3, 4, 4))
    assert_equal(submission.mask_scores(scores, np.ones((2, 1, 4), dtype=bool)), scores)


@case("Without a mask the scores stay", zh="没有掩码时分数不变")
def test_no_mask(submission, rng):
    scores = rng.normal(size=(2, 3, 4, 4))
    assert_equal(submission.mask_scores(scores, None), scores)


@case("The dtype of the scores is kept", zh="分数的 dtype 保持不变", hint="A float mask of another dtype turns the scores into that.", hint_zh="另一种 dtype 的浮点掩码会把分数变成它的 dtype。", hint_for=("dtype",))
@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_dtypes(submission, rng, dtype):
    scores = rng.integers(-60, 60, size=(2, 2, 3, 4)) / 4  # exact in each of them
    mask = causal(3, 4) & padding([4, 2], 4)
    for allowed in (mask, causal(3, 4)):
        expected = np.where(allowed[:, None] if allowed.ndim == 3 else allowed, scores, -np.inf)
        answer = submission.mask_scores(tensor(scores, dtype=dtype), allowed)
        assert_shape(answer, scores.shape, dtype=dtype)
        assert_equal(answer.astype(np.float64), expected)


@case(
    "Gradients pass where the mask allows, and nowhere else",
    zh="梯度只在掩码允许处通过",
    points=2,
    hint="The masked scores do not depend on what stood at the excluded places.",
    hint_zh="结果与被排除处原来的值无关。",
    hint_for=("answer", "gradient"),
)
@pytest.mark.parametrize("shape", [(3, 4), (2, 3, 4), (2, 1, 4)], ids=str)
def test_gradients(submission, rng, shape):
    scores, dy = rng.normal(size=(2, 2, 2, 3, 4))
    mask = rng.permuted(np.broadcast_to(np.arange(4), shape), axis=-1) < 2
    allowed = np.broadcast_to(mask if mask.ndim == 2 else mask[:, None], scores.shape)
    scores[~allowed] = np.inf
    found = submission.mask_scores.vjp(scores, mask, grad=dy)
    assert_close(found.args[0], np.where(allowed, dy, 0.0), what="dscores")
    assert_close(submission.mask_scores.vjp(scores, None, grad=dy).args[0], dy, what="dscores without a mask")


@case("The arguments are left as they were", zh="不修改参数")
def test_untouched(submission, rng):
    masks = [rng.random(size=(2, 4, 4)) < 0.5, causal(4, 4), padding([3, 4], 4)]
    for before, after in zip(masks, submission.combine_masks.call(*masks).args, strict=True):
        assert_equal(after, before, what="a mask after combine_masks")
    scores = rng.normal(size=(2, 3, 4, 4))
    for mask in masks:
        after = submission.mask_scores.call(scores, mask).args
        assert_equal(after[0], scores, what="scores after mask_scores")
        assert_equal(after[1], mask, what="mask after mask_scores")
    lengths = np.array([3, 1])
    assert_equal(submission.padding_mask.call(lengths, 5, True).args[0], lengths, what="lengths")
