import numpy as np
import pytest

from dlgrade.testing import assert_equal, case, require

from test_public import MASK, SPECIAL, VOCAB, draw_seed, masked, require_share, sentences


@case("Other shares, rare and frequent", zh="别的比例，很少与很多")
@pytest.mark.parametrize("p", [0.01, 0.3, 0.92])
def test_other_shares(submission, rng, p):
    _, chosen = masked(submission, rng.integers(4, VOCAB, size=(100, 200)), seed=draw_seed(rng), p=p)
    require_share(chosen, p, "chosen", "选中")


@case("None with p = 0, all with p = 1", zh="p = 0 时一个不选，p = 1 时全选")
@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1])
def test_bounds(submission, rng, seed):
    ids = sentences(rng, 40, 100)
    inputs, chosen = masked(submission, ids, seed=seed, p=0.0)
    assert_equal(inputs, ids, what="inputs")
    require(not chosen.any(), "a token was chosen", "有 token 被选中")
    _, chosen = masked(submission, ids, seed=seed, p=1.0)
    assert_equal(chosen, ~np.isin(ids, SPECIAL), what="chosen positions", what_zh="选中的位置")


@case(
    "Random tokens are drawn uniformly from all that are not special",
    zh="随机 token 从所有非特殊 token 中均匀抽取",
    points=2,
    hint="The first and the last token of the vocabulary may be drawn, too.",
    hint_zh="词表中第一个和最后一个 token 也可能被抽到。",
)
@pytest.mark.parametrize("special, mask, old", [([3, 4, 9], 4, 7), ([0, 1, 2], 1, 5), ([11, 10, 12], 12, 0)], ids=["between", "first", "last"])
def test_random_tokens(submission, rng, special, mask, old):
    inputs, chosen = masked(submission, np.full((100, 200), old), special, mask, 13, seed=draw_seed(rng), p=1.0)
    drawn = inputs[chosen & (inputs != mask) & (inputs != old)]
    others = [token for token in range(13) if token not in special and token != old]
    for token in others:
        require_share(drawn == token, 1 / len(others), f"random tokens that are {token}", f"随机 token 为 {token}")


@case("Random tokens do not come from the batch", zh="随机 token 不取自这一批数据")
def test_large_vocabulary(submission, rng):
    ids = rng.integers(4, 20, size=(50, 100))
    inputs, chosen = masked(submission, ids, vocab=100_000, seed=draw_seed(rng), p=1.0)
    drawn = inputs[chosen & (inputs != MASK) & (inputs != ids)]
    # Of some 500, each above 65535 with probability 0.345.
    require_share(drawn >= 65_536, 34_464 / 99_996, "random tokens above 65535", "大于 65535 的随机 token")
    require_share(drawn < 50_000, 49_996 / 99_996, "random tokens below 50000", "小于 50000 的随机 token")


@case("The number of chosen tokens is not fixed", zh="选中的个数不固定", hint="Each token is decided by itself.", hint_zh="每个 token 各自决定。")
def test_counts(submission, rng):
    ids = rng.integers(4, VOCAB, size=(60, 100))
    counts = np.array([masked(submission, ids, seed=draw_seed(rng))[1].sum(axis=1) for _ in range(8)])
    # 60 rows with equal counts, or 8 calls with equal sums, have a chance below 1e-12.
    require(len(set(counts[0].tolist())) > 1, "each row has as many as the others", "每一行选中的个数都相同")
    require(len(set(counts.sum(axis=1).tolist())) > 1, "each call has as many as the others", "每次调用选中的个数都相同")


@case("Fates are not dealt out in fixed numbers", zh="三种去向的个数不固定")
def test_fate_counts(submission, rng):
    ids, counts = rng.integers(4, VOCAB, size=(30, 100)), []
    for _ in range(8):
        inputs, _ = masked(submission, ids, seed=draw_seed(rng), p=1.0)
        counts.append(int((inputs == MASK).sum()))
    # A given number of hidden ones has a probability below 0.02; all eight alike have 1e-12.
    require(len(set(counts)) > 1, "as many are hidden in each call", "每次调用遮住的个数都相同")


@case("Choices of neighbours, rows and columns are independent", zh="相邻的位置、各行、各列的选择彼此独立", points=2)
def test_independent(submission, rng):
    _, chosen = masked(submission, rng.integers(4, VOCAB, size=(40, 100)), seed=draw_seed(rng), p=0.3)
    pairs = {"neighbours in a row": chosen[:, ::2] & chosen[:, 1::2], "neighbours in a column": chosen[::2] & chosen[1::2], "both halves": chosen[:20] & chosen[20:]}
    for en, both in pairs.items():
        require_share(both, 0.09, f"{en}, both chosen", "两个都被选中")
    for part in (chosen[:, :25], chosen[:, -25:], chosen[:10], chosen[-10:]):
        require_share(part, 0.3, "chosen in a part", "某一部分中选中")


@case("Fates are independent, too, and of the token's place", zh="去向也彼此独立，与位置无关")
def test_independent_fates(submission, rng):
    ids = rng.integers(4, 1000, size=(100, 200))
    inputs, _ = masked(submission, ids, vocab=1000, seed=draw_seed(rng), p=1.0)
    hidden, same = inputs == MASK, inputs == ids
    require_share(hidden[:, ::2] & hidden[:, 1::2], 0.64, "neighbours, both hidden", "相邻两个都被遮住")
    require_share(hidden[:50] & hidden[50:], 0.64, "both halves, both hidden", "前后两半都被遮住")
    require_share(same[:, :100], 0.1 + 0.1 / 996, "as before in the first half", "前一半中不变")
    require_share(same[50:], 0.1 + 0.1 / 996, "as before in the last rows", "后一半行中不变")


@case("Whether a token is chosen does not depend on what it is", zh="是否选中与是哪个 token 无关")
def test_any_token(submission, rng):
    ids = np.sort(rng.integers(4, VOCAB, size=(100, 200)), axis=None).reshape(100, 200)
    _, chosen = masked(submission, ids, seed=draw_seed(rng), p=0.3)
    require_share(chosen[ids < 7], 0.3, "chosen of the first tokens", "前几个 token 中选中")
    require_share(chosen[ids > 26], 0.3, "chosen of the last tokens", "后几个 token 中选中")


@case("Masks of two seeds have nothing in common", zh="两个种子的掩码毫无关系", hint="Static masking hides the same tokens in each epoch.", hint_zh="静态掩码在每个 epoch 遮住同样的 token。")
def test_epochs(submission, rng):
    ids, seed = np.full((50, 50), 14), int(rng.integers(0, 2**31))
    masks = [masked(submission, ids, seed=seed + step, p=0.3)[1] for step in (0, 1, 2, 1000)]
    for other in masks[1:]:
        require_share(masks[0] & other, 0.09, "chosen with both seeds", "两个种子都选中")
    require_share(masks[1] & masks[2], 0.09, "chosen with both seeds", "两个种子都选中")


@case("Only special tokens", zh="全是特殊 token")
def test_all_special(submission, rng):
    ids = rng.choice(SPECIAL, size=(5, 9))
    inputs, chosen = masked(submission, ids, seed=draw_seed(rng), p=1.0)
    assert_equal(inputs, ids, what="inputs")
    require(not chosen.any(), "a token was chosen", "有 token 被选中")


@case("No special tokens", zh="没有特殊 token")
def test_no_special(submission, rng):
    ids = rng.integers(0, 6, size=(20, 50))
    _, chosen = masked(submission, ids, [], 5, 6, seed=draw_seed(rng), p=1.0)
    require(chosen.all(), "a token was left out", "有 token 没被选中")


@case("A vocabulary with one token to draw", zh="词表中只有一个可抽的 token")
def test_one_to_draw(submission, rng):
    inputs, _ = masked(submission, np.full((10, 50), 2), [0, 1, 3], 1, 4, seed=draw_seed(rng), p=1.0)
    require(np.isin(inputs, [1, 2]).all(), "another token came in", "出现了别的 token")


@case("No sequences, no tokens", zh="没有序列，没有 token")
@pytest.mark.parametrize("shape", [(0, 5), (3, 0), (0, 0)], ids=str)
def test_empty(submission, shape):
    for dtype in ("int32", "int64"):
        masked(submission, np.zeros(shape, dtype=dtype), seed=1)


@case("int32 stays int32, int64 stays int64", zh="int32 仍是 int32，int64 仍是 int64")
@pytest.mark.parametrize("dtype", ["int32", "int64"])
def test_dtypes(submission, rng, dtype):
    for p in (0.0, 0.5, 1.0):
        masked(submission, sentences(rng, 4, 30, dtype), seed=draw_seed(rng), p=p)


@case("One token, one row, one column", zh="一个 token、一行、一列")
@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1)], ids=str)
def test_thin(submission, rng, shape):
    _, chosen = masked(submission, rng.integers(4, VOCAB, size=shape), seed=draw_seed(rng), p=1.0)
    require(chosen.all(), "a token was left out", "有 token 没被选中")
    _, chosen = masked(submission, rng.integers(4, VOCAB, size=shape), seed=draw_seed(rng), p=0.5)
    require_share(chosen, 0.5, "chosen", "选中")


@case("ids and the special tokens are left as they were", zh="不修改 ids 和特殊 token")
def test_untouched(submission, rng):
    ids, special = sentences(rng, 6, 20), list(SPECIAL)
    after = submission.mlm_mask.call(ids, special, MASK, VOCAB, 3, 1.0).args
    assert_equal(after[0], ids, what="ids after the call", what_zh="调用后的 ids")
    assert_equal(after[1], SPECIAL, what="special_ids after the call", what_zh="调用后的 special_ids")
