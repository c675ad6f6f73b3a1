import numpy as np
import pytest

from dlgrade.testing import assert_equal, assert_shape, case, require, workload

SPECIAL, MASK, VOCAB = [0, 1, 2, 3], 3, 30


def draw_seed(rng):
    return int(rng.integers(0, 2**32))


def sentences(rng, rows, length, dtype="int64"):
    """Tokens with a special one at both ends of each row, and some between."""
    ids = rng.integers(4, VOCAB, size=(rows, length))
    ids[:, 0], ids[:, -1] = 0, 1
    ids[rng.random(ids.shape) < 0.1] = 2
    return ids.astype(dtype)


def masked(submission, ids, special=SPECIAL, mask=MASK, vocab=VOCAB, seed=0, **kwargs):
    """One call: its inputs and the chosen positions, after all that is certain was checked."""
    inputs, labels = submission.mlm_mask(ids, special, mask, vocab, seed, **kwargs)
    for array, what in ((inputs, "inputs"), (labels, "labels")):
        assert_shape(array, ids.shape, dtype=str(ids.dtype), what=what)
    chosen = labels != -100
    assert_equal(labels[chosen], ids[chosen], what="labels where a token was chosen", what_zh="选中处的 labels")
    assert_equal(inputs[~chosen], ids[~chosen], what="inputs where none was chosen", what_zh="未选中处的 inputs")
    require(not np.isin(ids[chosen], special).any(), "a special token was chosen", "有特殊 token 被选中")
    replaced = chosen & (inputs != mask)
    known = (inputs[replaced] >= 0) & (inputs[replaced] < vocab) & ~np.isin(inputs[replaced], special)
    require(known.all(), "a random token is special, or none of the vocabulary", "随机 token 是特殊 token，或不在词表中")
    return inputs, chosen


def require_share(seen, p, en, zh):
    """The share of True among independent draws is p, up to what chance explains.

    By Bernstein's inequality for the binomial law, right answers go further in fewer than one of a hundred million runs.
    """
    log, draws = np.log(2 / 1e-8), np.size(seen)
    allowed = log / (3 * draws) + np.sqrt((log / (3 * draws)) ** 2 + 2 * log * p * (1 - p) / draws)
    share = np.mean(seen)
    require(abs(share - p) <= allowed, f"{en}: a share of {share:.3f} of {draws}", f"{zh}：{draws} 个中占 {share:.3f}")


@case("The example of the statement: every token that is not special", zh="题目中的示例：所有非特殊 token")
def test_example(submission):
    ids = np.array([[0, 7, 8, 9, 1], [0, 5, 1, 2, 2]])
    for seed in (5, 6):
        _, chosen = masked(submission, ids, vocab=10, seed=seed, p=1.0)
        assert_equal(chosen, np.isin(ids, SPECIAL, invert=True), what="chosen positions", what_zh="选中的位置")


@case(
    "Labels where a token was chosen, all else as it was, special tokens never",
    zh="选中处有标签，其余不变，特殊 token 从不选中",
    points=2,
)
@pytest.mark.parametrize("p", [0.15, 0.5, 1.0])
def test_certain(submission, rng, p):
    for shape in ((1, 3), (12, 60)):
        ids = sentences(rng, *shape)
        _, chosen = masked(submission, ids, seed=draw_seed(rng), p=p)
        require(p < 1 or chosen.sum() == (~np.isin(ids, SPECIAL)).sum(), "a token was left out with p = 1", "p = 1 时有 token 没被选中")


@case("A share of 15 % is chosen", zh="选中的比例为 15%", points=2, hint="Of the tokens that are not special.", hint_zh="是在非特殊 token 中的比例。")
def test_share(submission, rng):
    ids = sentences(rng, 400, 200)
    _, chosen = masked(submission, ids, seed=draw_seed(rng))
    require_share(chosen[~np.isin(ids, SPECIAL)], 0.15, "chosen", "选中")


@case(
    "Of the chosen tokens 80 % are hidden, 10 % random, 10 % as before",
    zh="选中的 token 中 80% 被遮住，10% 随机，10% 不变",
    points=2,
    hint="Each chosen token has one of three fates, decided by one random number of its own.",
    hint_zh="每个被选中的 token 有三种去向之一，由它自己的一个随机数决定。",
)
@pytest.mark.parametrize("p", [0.4, 1.0])
def test_fates(submission, rng, p):
    ids = rng.integers(4, 1000, size=(100, 200))
    inputs, chosen = masked(submission, ids, vocab=1000, seed=draw_seed(rng), p=p)
    became, old = inputs[chosen], ids[chosen]
    again = 0.1 / 996  # a random token that happens to be the old one
    require_share(became == MASK, 0.8, "hidden", "被遮住")
    require_share(became == old, 0.1 + again, "as before", "不变")
    require_share((became != old) & (became != MASK), 0.1 - again, "random", "随机")


@case("Equal seeds give equal masks, other seeds others", zh="种子相同则掩码相同，不同则不同")
def test_seeds(submission, rng):
    ids, seed = sentences(rng, 10, 60), draw_seed(rng)
    first, chosen = masked(submission, ids, seed=seed, p=0.5)
    again, chosen_again = masked(submission, ids, seed=seed, p=0.5)
    assert_equal(again, first, what="inputs of the second call", what_zh="第二次调用的 inputs")
    assert_equal(chosen_again, chosen, what="chosen positions of the second call", what_zh="第二次调用选中的位置")
    _, others = masked(submission, ids, seed=(seed + 1) % 2**32, p=0.5)
    require((others != chosen).any(), "the next seed gives the same mask", "下一个种子给出相同的掩码")


@workload("64 sequences of 512 tokens, 30000 in the vocabulary", zh="64 个序列，各 512 个 token，词表 30000")
def time_batch(module, rng):
    return module.mlm_mask, (rng.integers(5, 30_000, size=(64, 512)), [0, 1, 2, 3, 4], 4, 30_000, 7)
