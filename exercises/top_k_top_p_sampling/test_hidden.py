import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case

from test_public import draw_weights, halfway, keeping


@case("Without options nothing is removed", zh="不给选项时什么都不去掉")
def test_defaults(submission, rng):
    logits = rng.uniform(-12, 0, size=(3, 20))
    weights = np.exp(logits)
    expected = weights / np.sum(weights, axis=1, keepdims=True)
    assert_close(submission.filtered_probs(logits), expected, dtype="float64", rtol=1e-9, atol=0.0)
    found = submission.filtered_probs(logits, 1.0, None, 1.0, 0.0)
    assert_close(found, expected, dtype="float64", rtol=1e-9, atol=0.0)


@case(
    "With top_p = 1 even the least probable token stays",
    zh="top_p = 1 时，概率最小的 token 也保留",
    hint="The running sum reaches 1 before its end.",
    hint_zh="累积和在走到末尾之前就已经等于 1。",
)
def test_top_p_of_one(submission, rng):
    logits = np.append(0.0, np.sort(rng.uniform(-90, -50, size=6))[[1, 2, 0, 4, 5, 3]])
    for options in ({}, {"top_k": 7}, {"top_k": 5}, {"min_p": 1e-60}):
        found = submission.filtered_probs(logits, top_p=1.0, **options)
        weights = keeping(np.exp(logits), options.get("top_k", 7))
        assert_close(found, weights, rtol=1e-9, atol=0.0)


@case(
    "Equal logits: top-k keeps exactly k, the smaller indices first",
    zh="logit 相等时：top-k 恰好保留 k 个，下标小的优先",
    points=2,
    hint="Comparing with the k-th value keeps all that equal it.",
    hint_zh="与第 k 大的值比较，会把相等的都留下。",
)
@pytest.mark.parametrize("k", [1, 2, 3, 5])
def test_ties_top_k(submission, rng, k):
    logits = np.full(7, rng.normal())
    expected = np.where(np.arange(7) < k, 1 / k, 0.0)
    assert_close(submission.filtered_probs(logits, top_k=k), expected)
    logits = np.array([0.0, 1.0, 0.0, 2.0, 1.0, 1.0, 0.0])
    weights = np.where(np.isin(np.arange(7), [3, 1, 4, 5, 0][:k]), np.exp(logits), 0.0)
    assert_close(submission.filtered_probs(logits, top_k=k), weights / np.sum(weights))


@case(
    "Equal logits: top-p takes the smaller indices first",
    zh="logit 相等时：top-p 先取下标小的",
    points=2,
    hint="A sort that is not stable, or one that is turned round, changes the order of equals.",
    hint_zh="不稳定的排序，或者排好之后再倒过来，都会改变相等元素的顺序。",
)
@pytest.mark.parametrize("size", [5, 40])
def test_ties_top_p(submission, rng, size):
    logits = np.full(size, rng.normal())
    for count in (1, 2, size // 2, size):
        expected = np.where(np.arange(size) < count, 1 / count, 0.0)
        assert_close(submission.filtered_probs(logits, top_p=(count - 0.5) / size), expected)


@case("Equal logits: with min_p = 1 all of the largest stay", zh="logit 相等时：min_p = 1 保留所有最大的")
def test_ties_min_p(submission, rng):
    logits = rng.uniform(-3, -1, size=9)
    logits[[1, 4, 8]] = 0.5
    expected = np.isin(np.arange(9), [1, 4, 8]) / 3
    assert_close(submission.filtered_probs(logits, min_p=1.0), expected)


@case(
    "Temperature 0 leaves one token, the first of the largest",
    zh="温度为 0 时只留一个 token：最大者中的第一个",
    points=2,
    hint="What is x / 0?",
    hint_zh="x / 0 等于多少？",
    hint_for=("answer", "finite", "raised"),
)
def test_temperature_zero(submission, rng):
    logits = rng.uniform(-3, 0, size=(4, 9)) * np.array([[1.0], [1e4], [1.0], [1e4]]) - 5
    logits[0, [2, 6]] = logits[1, [3, 8]] = logits[2, 0] = logits[3, [0, 8]] = 7.0
    logits[:, 5] = -np.inf
    expected = np.zeros((4, 9))
    expected[np.arange(4), [2, 3, 0, 0]] = 1.0
    for options in ({}, {"top_k": 3}, {"top_p": 0.4}, {"min_p": 0.3}, {"top_k": 1, "top_p": 0.9, "min_p": 1.0}):
        assert_equal(submission.filtered_probs(logits, temperature=0.0, **options), expected)


@case(
    "Very small and very large temperatures",
    zh="非常小与非常大的温度",
    points=2,
    hint="Subtract the largest logit before you divide.",
    hint_zh="先减去最大的 logit，再做除法。",
    hint_for=("answer", "finite"),
)
@pytest.mark.parametrize("level", [0.0, 1e4, -1e4, 1e30, -1e30])
def test_extreme_temperatures(submission, rng, level):
    step = max(1.0, abs(level) * 0.25)
    order = rng.permutation(7)
    logits = (level + np.arange(-6, 1) * step)[order]
    for temperature in (1e-3 * step, 1e-300):
        for options in ({}, {"top_k": 3}, {"top_p": 0.9}, {"min_p": 0.5}):
            found = submission.filtered_probs(logits, temperature, **options)
            assert_close(found, (order == 6) * 1.0)
    assert_close(submission.filtered_probs(logits, step * 1e12), np.full(7, 1 / 7))


@case("Logits around 1e4", zh="1e4 量级的 logits", points=2)
@pytest.mark.parametrize("level", [1e4, -1e4])
def test_large_logits(submission, rng, level):
    weights = draw_weights(rng, 12)
    logits = np.log(weights) + level
    assert_close(submission.filtered_probs(logits, top_k=9, top_p=halfway(weights, 5, 9)), keeping(weights, 5))


@case(
    "The temperature changes what top-p and min-p see",
    zh="温度会改变 top-p 与 min-p 看到的概率",
    points=2,
    hint="Which comes first?",
    hint_zh="哪一步在先？",
)
@pytest.mark.parametrize("temperature", [0.25, 4.0])
@pytest.mark.parametrize("count", [3, 6])
def test_temperature_first(submission, rng, temperature, count):
    weights = draw_weights(rng, 10)
    logits = np.log(weights) * temperature
    found = submission.filtered_probs(logits, temperature, top_p=halfway(weights, count))
    assert_close(found, keeping(weights, count), what="top-p")
    min_p = float((np.sort(weights)[-count] - 0.25) / np.max(weights))
    assert_close(submission.filtered_probs(logits, temperature, min_p=min_p), keeping(weights, count), what="min-p")
    found = submission.filtered_probs(logits, temperature, top_k=count)
    assert_close(found, keeping(weights, count), what="top-k")


@case(
    "top-p sees what top-k has left, and as a distribution",
    zh="top-p 看到的是 top-k 留下的分布",
    points=2,
    hint="After top-k the probabilities sum to 1 again.",
    hint_zh="top-k 之后概率之和重新变为 1。",
)
@pytest.mark.parametrize("k", [4, 8, 30])
def test_top_p_after_top_k(submission, rng, k):
    weights = draw_weights(rng, 30)
    for count in range(1, k + 1, 3):
        found = submission.filtered_probs(np.log(weights), top_k=k, top_p=halfway(weights, count, k))
        assert_close(found, keeping(weights, count))


@case(
    "min-p comes last",
    zh="min-p 在最后",
    points=2,
    hint="What it removes, top-p has still counted.",
    hint_zh="它去掉的 token，top-p 是计算在内的。",
)
def test_min_p_last(submission, rng):
    weights = draw_weights(rng, 20)
    ordered = np.sort(weights)
    for by_p, by_min in ((12, 5), (5, 12), (18, 17), (9, 2), (20, 10)):
        min_p = float((ordered[-by_min] - 0.25) / ordered[-1])
        found = submission.filtered_probs(np.log(weights), top_p=halfway(weights, by_p), min_p=min_p)
        assert_close(found, keeping(weights, min(by_p, by_min)))
        found = submission.filtered_probs(np.log(weights), top_k=by_p, min_p=min_p)
        assert_close(found, keeping(weights, min(by_p, by_min)))


@case("All steps together, at many cuts", zh="所有步骤一起，在多个位置截断", points=2)
@pytest.mark.parametrize("temperature", [0.5, 2.0])
def test_all_together(submission, rng, temperature):
    weights = draw_weights(rng, 25)
    ordered = np.sort(weights)
    logits = np.log(weights) * temperature - 3
    for k, by_p, by_min in ((25, 25, 25), (10, 8, 9), (12, 9, 20), (20, 3, 15), (6, 6, 2), (15, 10, 4), (8, 7, 8), (14, 13, 13)):
        min_p = float((ordered[-by_min] - 0.25) / ordered[-1])
        found = submission.filtered_probs(logits, temperature, k, halfway(weights, by_p, k), min_p)
        assert_close(found, keeping(weights, min(by_p, by_min)))


@case(
    "Banned tokens get nothing",
    zh="被禁用的 token 概率为 0",
    points=2,
    hint="A logit of -inf must not make nan, and takes no rank from others.",
    hint_zh="-inf 不应产生 nan，也不会占用别人的名次。",
)
def test_banned(submission, rng):
    weights = rng.permutation(np.append(draw_weights(rng, 5), np.zeros(7)))
    with np.errstate(divide="ignore"):
        logits = np.log(weights)
    for k in (None, 12, 7, 5, 3, 1):
        for temperature in (1.0, 0.5):
            found = submission.filtered_probs(logits * temperature, temperature, top_k=k)
            assert_close(found, keeping(weights, min(k or 5, 5)))
    for count in (1, 3, 5):
        assert_close(submission.filtered_probs(logits, top_p=halfway(weights, count)), keeping(weights, count))
    only = np.where(np.arange(6) == 4, rng.normal(), -np.inf)
    for options in ({}, {"top_k": 3}, {"top_p": 0.9}, {"min_p": 1.0}, {"temperature": 0.0}):
        assert_equal(submission.filtered_probs(only, **options), np.eye(6)[4])


@case(
    "Banned tokens beside logits that are all very low",
    zh="被禁用的 token 与全都非常低的 logits 在一起",
    hint="No finite number may stand for -inf.",
    hint_zh="不能用有限数代替 -inf。",
)
@pytest.mark.parametrize("level", [-1e5, -1e9, -1e12, -1e30])
def test_banned_beside_low(submission, rng, level):
    logits = np.full(8, level)
    logits[[1, 2, 6]] = -np.inf
    left = np.isin(np.arange(8), [0, 3, 4, 5, 7])
    assert_close(submission.filtered_probs(logits), left / 5)
    assert_close(submission.filtered_probs(logits, top_k=7), left / 5)
    assert_close(submission.filtered_probs(logits, top_p=0.7), np.isin(np.arange(8), [0, 3, 4, 5]) / 4)


@case(
    "Small temperatures at which tokens still share",
    zh="很小的温度下，token 仍分享概率",
    hint="Only 0 is 0.",
    hint_zh="只有 0 才是 0。",
)
@pytest.mark.parametrize("temperature", [1e-2, 1e-4, 1e-7, 1e-12, 1e-200])
def test_small_temperatures(submission, rng, temperature):
    weights = draw_weights(rng, 8)
    logits = np.log(weights / np.max(weights)) * temperature
    assert_close(submission.filtered_probs(logits, temperature), weights / np.sum(weights))
    assert_close(submission.filtered_probs(logits, temperature, top_k=5), keeping(weights, 5))


@case("Sums that come near to top_p, from below and from above", zh="累积和从下方或上方接近 top_p")
def test_near_top_p(submission, rng):
    weights = draw_weights(rng, 12)
    sums = np.cumsum(np.sort(weights)[::-1]) / np.sum(weights)
    for count in (1, 4, 9):
        for away, more in ((4e-9, 1), (-4e-9, 0)):
            found = submission.filtered_probs(np.log(weights), top_p=float(sums[count - 1] + away))
            assert_close(found, keeping(weights, count + more))


@case("What is removed is exactly 0", zh="被去掉的概率恰好为 0")
def test_exactly_zero(submission, rng):
    weights = draw_weights(rng, 12)
    for options in ({"top_k": 4}, {"top_p": halfway(weights, 4)}, {"min_p": float((np.sort(weights)[-4] - 0.25) / np.max(weights))}):
        found = submission.filtered_probs(np.log(weights), **options)
        assert_equal(found == 0, keeping(weights, 4) == 0, what="what is 0")


@case(
    "Each row by itself, in arrays of any rank",
    zh="任意维数的数组，每一行各自处理",
    points=2,
    hint="Each row has its own largest logit, order and sum.",
    hint_zh="每一行有自己的最大值、排名与和。",
)
@pytest.mark.parametrize("shape", [(), (1,), (4,), (2, 3), (2, 1, 2)], ids=str)
def test_rows(submission, rng, shape):
    weights = np.array([draw_weights(rng, 11) for _ in range(int(np.prod(shape)))])
    offsets = rng.normal(size=(len(weights), 1)) * 2000
    logits = (np.log(weights) + offsets).reshape(*shape, 11)
    expected = np.array([keeping(row, 6) for row in weights]).reshape(*shape, 11)
    assert_close(submission.filtered_probs(logits, top_k=6), expected, what="top-k")
    # Any top_p between the largest fifth rank and the smallest sixth among the best eight of a row.
    shares = np.cumsum(np.sort(weights, axis=1)[:, :-9:-1], axis=1)
    shares /= shares[:, -1:]
    top_p = float((np.max(shares[:, 4]) + np.min(shares[:, 5])) / 2)
    found = submission.filtered_probs(logits, top_k=8, top_p=top_p)
    assert_close(found, expected, what="top-k and top-p")


@case("Rows that keep different numbers of tokens", zh="每行保留的 token 个数不同")
def test_ragged(submission, rng):
    weights = np.array([np.r_[100.0, np.ones(9)], np.ones(10), np.r_[5.0, 5.0, np.ones(8)], np.arange(1.0, 11)])
    counts = [int(np.sum(np.cumsum(np.sort(row / row.sum())[::-1]) < 0.761)) + 1 for row in weights]
    expected = np.array([keeping(row, count) for row, count in zip(weights, counts)])
    assert_close(submission.filtered_probs(np.log(weights), top_p=0.761), expected)


@case("top_k beyond the number of tokens removes nothing", zh="top_k 超过 token 个数时什么都不去掉")
@pytest.mark.parametrize("k", [6, 7, 1000])
def test_large_k(submission, rng, k):
    weights = draw_weights(rng, 6)
    assert_close(submission.filtered_probs(np.log(weights), top_k=k), weights / np.sum(weights))


@case("A tiny top_p leaves the best token", zh="top_p 很小时留下最好的 token")
@pytest.mark.parametrize("top_p", [1e-6, 0.05])
def test_tiny_top_p(submission, rng, top_p):
    weights = np.array([2, 4, 1, 6, 3, 5]) + rng.uniform(0, 0.5, size=6)
    assert_close(submission.filtered_probs(np.log(weights), top_p=top_p), keeping(weights, 1))


@case("Many tokens", zh="很多 token")
def test_many(submission, rng):
    weights = draw_weights(rng, 1000)
    assert_close(submission.filtered_probs(np.log(weights), top_k=700), keeping(weights, 700))
    assert_close(submission.filtered_probs(np.log(weights), top_p=halfway(weights, 400)), keeping(weights, 400))
    probs = weights / np.sum(weights)
    for token in (0, 255, 256, 300, 999):
        u = float(np.sum(probs[:token]) + probs[token] / 2)
        assert_equal(submission.sample_token(probs, u), token, what="the token")


@case(
    "A token of probability 0 is never drawn, not by u = 0 either",
    zh="概率为 0 的 token 永远不会被抽到，u = 0 时也一样",
    points=2,
    hint="Exceeds means more than u.",
    hint_zh="“超过”是严格大于。",
)
def test_no_zeros_drawn(submission):
    probs = np.array([[0.0, 0.0, 0.5, 0.0, 0.5, 0.0]] * 4)
    u = np.array([0.0, 0.25, 0.5, 0.75])
    assert_equal(submission.sample_token(probs, u), np.array([2, 2, 4, 4]))
    for row, one, token in zip(probs, u.tolist(), [2, 2, 4, 4]):
        assert_equal(submission.sample_token(row, one), token)


@case("u at the very border belongs to the token behind it", zh="u 恰在分界处时，属于后面的 token")
def test_borders(submission, rng):
    probs = np.array([0.25, 0.5, 0.125, 0.125])
    for u, token in ((0.0, 0), (0.25, 1), (0.75, 2), (0.875, 3)):
        assert_equal(submission.sample_token(probs, u), token)
        if u:
            assert_equal(submission.sample_token(probs, float(np.nextafter(u, 0))), token - 1)


@case("u close to a border, on either side", zh="u 靠近分界处，在两侧")
def test_near_borders(submission, rng):
    probs = draw_weights(rng, 9)
    probs /= np.sum(probs)
    for token in range(8):
        border = float(np.sum(probs[: token + 1]))
        drawn = [int(submission.sample_token(probs, border + away)) for away in (-1e-12, 1e-12)]
        assert_equal(drawn, [token, token + 1])


@case(
    "When rounding leaves the sum below u, the last possible token is drawn",
    zh="舍入使总和不超过 u 时，抽到最后一个可能的 token",
    points=2,
    hint="The largest u below 1 may exceed the sum of all probabilities.",
    hint_zh="小于 1 的最大的 u 可能超过所有概率之和。",
    hint_for=("answer", "raised"),
)
def test_sum_below_u(submission):
    u = float(np.nextafter(1, 0))
    for zeros in (0, 1, 3):
        probs = np.append(np.full(10, 0.1 - 1e-16), np.zeros(zeros))  # sums to a little less than 1 in any order
        assert_equal(submission.sample_token(probs, u), 9)
        rows = np.array([probs, np.eye(10 + zeros)[0], np.roll(probs, zeros)])
        assert_equal(submission.sample_token(rows, np.array([u, u, u])), np.array([9, 0, 9 + zeros]))
        probs[6], probs[9] = 0.2 - 3e-13, 1e-13  # hardly possible, but possible
        assert_equal(submission.sample_token(probs, u), 9)


@case("Rows of probabilities of any rank, one number for each", zh="任意维数的概率，每行一个数")
@pytest.mark.parametrize("shape", [(1,), (5,), (2, 3), (2, 1, 2)], ids=str)
def test_sample_rows(submission, rng, shape):
    probs = np.array([draw_weights(rng, 8) for _ in range(int(np.prod(shape)))])
    probs /= np.sum(probs, axis=1, keepdims=True)
    tokens = rng.integers(0, 8, size=len(probs))
    here = np.take_along_axis(probs, tokens[:, None], axis=1)[:, 0]
    u = np.array([np.sum(row[:token]) for row, token in zip(probs, tokens)]) + here * rng.uniform(0.1, 0.9)
    found = submission.sample_token(probs.reshape(*shape, 8), u.reshape(shape))
    assert_equal(found, tokens.reshape(shape))


@case("A single token", zh="只有一个 token")
def test_single(submission, rng):
    for options in ({}, {"top_k": 1}, {"top_p": 0.5}, {"min_p": 1.0}, {"temperature": 0.0}):
        assert_equal(submission.filtered_probs(np.array([rng.normal()]), **options), np.ones(1))
    assert_equal(submission.sample_token(np.ones(1), float(rng.uniform())), 0)
    assert_equal(submission.sample_token(np.ones((3, 1)), rng.uniform(size=3)), np.zeros(3, dtype=int))


@case("What is filtered is drawn from, in the shares that are left", zh="从过滤之后的分布中抽取，比例一致")
def test_both(submission, rng):
    weights = np.array([draw_weights(rng, 9) for _ in range(3)])
    probs = submission.filtered_probs(np.log(weights), top_k=4)
    expected = np.array([keeping(row, 4) for row in weights])
    assert_close(probs, expected)
    for level in (0.03, 0.37, 0.71, 0.97):
        sums = np.cumsum(expected, axis=1)
        margin = np.min(np.abs(sums - level), axis=1) > 1e-6
        found = submission.sample_token(probs, np.full(3, level))
        assert_equal(found[margin], np.argmax(sums > level, axis=1)[margin])
