import itertools
import math

import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, require

from test_public import ints, random_model


def model_of(table, vocabulary, scale=1.0):
    """A model that knows some prefixes: after those, the tokens that are not named are impossible. Others are improbable."""

    def next_log_probs(prefix):
        known = table.get(ints(prefix), dict.fromkeys(range(vocabulary), -9.0))
        return [known[token] * scale if token in known else -math.inf for token in range(vocabulary)]

    return next_log_probs


def all_hypotheses(model, end, max_length):
    """Every possible (tokens, total) that is finished or has max_length tokens."""
    found, unfinished = [], [((), 0.0)]
    while unfinished:
        tokens, total = unfinished.pop()
        if len(tokens) == max_length or tokens[-1:] == (end,):
            found.append((tokens, total))
        else:
            unfinished += [((*tokens, i), total + p) for i, p in enumerate(model(tokens)) if p > -math.inf]
    return found


def ranked(hypotheses, alpha):
    """(tokens, score), the best one first."""
    scored = [(tokens, total / len(tokens) ** alpha) for tokens, total in hypotheses]
    return sorted(scored, key=lambda hypothesis: (-hypothesis[1], hypothesis[0]))


def some_numbers(rng, vocabulary=9):
    """Tokens in random order, and a random factor for log-probabilities."""
    return rng.permutation(vocabulary).tolist(), float(rng.uniform(0.5, 2.0))


@case(
    "Greedy search: the smallest among equals",
    zh="贪心搜索：概率相等时取编号最小的",
    hint="The first maximum of a list, not the last one.",
    hint_zh="取列表中的第一个最大值，而不是最后一个。",
)
def test_greedy_ties(submission, rng):
    rows = [rng.permutation([-1.0] * 4 + [-2.0] * 4).tolist() for _ in range(20)]
    expected = [row.index(-1.0) for row in rows]
    assert_equal(submission.greedy_search(lambda prefix: rows[len(prefix) % 20], 8, 20), expected)


@case(
    "Greedy search stops right after the end token",
    zh="贪心搜索在结束 token 之后立即停止",
    points=2,
    hint="The end token is the last one of the result.",
    hint_zh="结束 token 是结果中的最后一个。",
)
@pytest.mark.parametrize("before", [0, 1, 4])
def test_greedy_end(submission, rng, before):
    (end, *others), scale = some_numbers(rng)
    path = [*others[:before], end]
    table = {tuple(path[:i]): dict.fromkeys(range(9), -0.7) | {path[i]: -0.5} for i in range(len(path))}
    model = model_of(table, 9, scale)
    assert_equal(submission.greedy_search(model, end, 20), path, what="with room left")
    assert_equal(submission.greedy_search(model, end, len(path)), path, what="at max_length")
    assert_equal(submission.greedy_search(model, end, max(before, 1)), path[: max(before, 1)], what="cut short")


@case(
    "A beam that is wide enough finds everything, in order",
    zh="束足够宽时能找到一切，并按次序给出",
    points=2,
    hint="With so wide a beam, nothing is ever dropped before the end.",
    hint_zh="束这么宽，在结束之前什么都不会丢掉。",
)
@pytest.mark.parametrize("alpha", [0.0, 0.7, 1.0, 1.5])
def test_wide(submission, rng, alpha):
    model, end = random_model(rng, 3), int(rng.integers(3))
    assert_close(submission.beam_search(model, end, 3, 30, alpha), ranked(all_hypotheses(model, end, 3), alpha))


@case(
    "What falls out of the beam never comes back",
    zh="从束中掉出去的不会再回来",
    hint="Beam search is not exhaustive: only `width` extensions outlive each step.",
    hint_zh="束搜索不是穷举：每一步只有 `width` 个扩展能留下来。",
)
def test_dropped(submission, rng):
    (end, a, b, *_), scale = some_numbers(rng)

    model = model_of({(): {a: -0.5, b: -1.0}, (a,): {end: -2.0}, (b,): {end: -0.1}}, 9, scale)
    late, early = ((b, end), -1.1 * scale), ((a, end), -2.5 * scale)
    assert_close(submission.beam_search(model, end, 5, 1, 0.0), [early], what="a late winner, width 1")
    assert_close(submission.beam_search(model, end, 5, 2, 0.0), [late, early], what="a late winner, width 2")

    model = model_of({(): {a: -0.5, end: -0.6}, (a,): {end: -1.0}}, 9, scale)
    assert_close(submission.beam_search(model, end, 5, 1, 0.0), [((a, end), -1.5 * scale)], what="an end beside the beam")

    table = {(): {a: -0.5, b: -0.6}, (a,): {a: -0.1, b: -0.2}, (b,): {a: -1.0, b: -1.1}}
    table |= {(a, a): {end: -3.0}, (a, b): {end: -3.0}, (b, a): {end: -0.1}, (b, b): {end: -0.1}}
    expected = [((a, a, end), -3.6 * scale), ((a, b, end), -3.7 * scale)]
    model = model_of(table, 9, scale)
    assert_close(submission.beam_search(model, end, 5, 2, 0.0), expected, what="one hypothesis takes both places")


@case(
    "A finished hypothesis takes no place in the next beam",
    zh="已完成的假设不占下一步束中的位置",
    points=2,
    hint="After every step `width` new extensions are kept, however many hypotheses are finished.",
    hint_zh="无论已经完成了多少个假设，每一步都保留 `width` 个新的扩展。",
)
def test_finished_leaves(submission, rng):
    (end, a, b, c, d, *_), scale = some_numbers(rng)

    # Of a's three extensions one ends; the others take two places more, although the end has taken one before.
    table = {(): {end: -2.0, a: -0.1}, (a,): {end: -0.3, c: -0.5, d: -0.6}, (a, c): {end: -0.4, d: -0.1}, (a, d): {c: -0.35}}
    table |= {(a, c, d): {end: -0.05}, (a, d, c): {end: -0.05}}
    expected = [((a, c, d, end), -0.75 / 4 * scale), ((a, end), -0.4 / 2 * scale), ((a, d, c, end), -1.1 / 4 * scale)]
    assert_close(submission.beam_search(model_of(table, 9, scale), end, 6, 3, 1.0), expected, what="width 3")

    table = {(): {end: -1.0, a: -1.1}, (a,): {b: -0.2, c: -0.3}, (a, b): {end: -0.1}, (a, c): {end: -0.1}}
    expected = [((a, b, end), -1.4 / 3 * scale), ((a, c, end), -1.5 / 3 * scale)]
    assert_close(submission.beam_search(model_of(table, 9, scale), end, 6, 2, 1.0), expected, what="width 2")


@case(
    "A long hypothesis may overtake those that finished early",
    zh="较长的假设可能超过早早完成的",
    points=2,
    hint="Go on as long as the beam holds anything.",
    hint_zh="只要束中还有假设，就要继续。",
)
def test_late_winner(submission, rng):
    (end, a, b, c, *_), scale = some_numbers(rng)
    table = {(): {end: -1.0, a: -1.5}, (a,): {end: -1.0, b: -1.2}, (a, b): {c: -0.05}, (a, b, c): {end: -0.05}}
    expected = [((a, b, c, end), -2.8 / 4 * scale), ((end,), -1.0 * scale)]
    assert_close(submission.beam_search(model_of(table, 9, scale), end, 10, 2, 1.0), expected)

    # Even at the length that it has next it looks hopeless; every further token costs next to nothing.
    table = {(): {end: -1.0, a: -1.1}, (a,): {end: -0.1, b: -5.0}}
    path = [a, b, *[c, a, b] * 3, end]
    table |= {tuple(path[:i]): {path[i]: -0.01} for i in range(2, len(path))}
    expected = [(tuple(path), -6.2 / 12 * scale), ((a, end), -1.2 / 2 * scale)]
    assert_close(submission.beam_search(model_of(table, 9, scale), end, 20, 2, 1.0), expected, what="a hopeless one")


@case(
    "What is unfinished at max_length counts as well",
    zh="到 max_length 时仍未完成的也算数",
    points=2,
    hint="The hypotheses left in the beam are candidates, with a score like the others.",
    hint_zh="留在束中的假设也是候选，分数的算法与其他的一样。",
)
def test_unfinished(submission, rng):
    (end, a, b, c, *_), scale = some_numbers(rng)
    table = {(): {end: -2.7, a: -0.5}, (a,): {end: -2.5, b: -0.5}, (a, b): {end: -2.0, c: -0.5}}
    model = model_of(table, 9, scale)
    assert_close(submission.beam_search(model, end, 2, 1, 1.0), [((a, b), -1.0 / 2 * scale)], what="none is finished")
    expected = [((a, b, c), -1.5 / 3 * scale), ((a, b, end), -3.0 / 3 * scale)]
    assert_close(submission.beam_search(model, end, 3, 2, 1.0), expected, what="some are finished")


@case("A model that never ends", zh="永不结束的模型")
def test_never_ends(submission, reference, rng):
    for end in (0, 1, 3, 4):
        endless = random_model(rng, 5)

        def model(prefix, endless=endless, end=end):
            return [-math.inf if token == end else log_prob for token, log_prob in enumerate(endless(prefix))]

        assert_equal(submission.greedy_search(model, end, 7), reference.greedy_search(model, end, 7), what="greedy search")
        expected = reference.beam_search(model, end, 5, 3, 0.8)
        assert_close(submission.beam_search(model, end, 5, 3, 0.8), expected, what="beam search")


@case("Only the end is possible at the start", zh="一开始就只可能结束")
def test_ends_at_once(submission, rng):
    (end, *_), scale = some_numbers(rng)
    questions = []

    def model(prefix):
        questions.append(ints(prefix))
        return [-scale if token == end else -math.inf for token in range(9)]

    assert_equal(submission.greedy_search(model, end, 9), [end], what="greedy search")
    assert_close(submission.beam_search(model, end, 9, 3, 1.0), [((end,), -scale)], what="beam search")
    require(set(questions) == {()}, "The model was asked about a finished hypothesis.", "向模型询问了已经完成的假设。")


@case(
    "Impossible tokens are never taken",
    zh="不可能的 token 绝不选取",
    hint="There may be fewer hypotheses than the beam has room for.",
    hint_zh="假设的个数可能比束宽还少。",
    hint_for=("answer", "raised"),
)
def test_impossible(submission, rng):
    (end, a, b, c, d, *_), scale = some_numbers(rng)
    table = {(): {a: -1.0, b: -0.4}, (a,): {end: -0.1}, (b,): {c: -0.3}, (b, c): {end: -1.9, d: -0.2}, (b, c, d): {end: -0.6}}
    model = model_of(table, 9, scale)
    for alpha in (0.0, 1.0):
        expected = ranked(all_hypotheses(model, end, 6), alpha)
        assert_close(submission.beam_search(model, end, 6, 8, alpha), expected)


@case(
    "A token of log-probability 0 is certain",
    zh="对数概率为 0 的 token 是必然的",
    hint="0 is a number like any other, the highest one.",
    hint_zh="0 和其他数一样，而且是最大的那个。",
    hint_for=("answer", "raised"),
)
def test_certain(submission, rng):
    (a, b, end, *_), scale = some_numbers(rng)
    a, end = (a, end) if end else (end, a)  # of equals the smallest is never the end
    model = model_of({(): {a: 0.0}, (a,): {b: 0.0}, (a, b): {end: -0.5, a: -0.9}, (a, b, a): {end: 0.0}}, 9, scale)
    assert_equal(submission.greedy_search(model, end, 6), [a, b, end], what="greedy search")
    expected = [((a, b, end), -0.5 / 3 * scale), ((a, b, a, end), -0.9 / 4 * scale)]  # -0.17 and -0.23
    assert_close(submission.beam_search(model, end, 6, 2, 1.0), expected, what="beam search")
    assert_close(submission.beam_search(model, end, 2, 2, 1.0), [((a, b), 0.0)], what="beam search, all certain")


@case(
    "Long texts, many tokens, and any alpha",
    zh="长文本、大词表和任意的 alpha",
    hint="max_length, the model's list and alpha have no upper bound.",
    hint_zh="max_length、模型返回的列表和 alpha 都没有上限。",
)
def test_long(submission, rng):
    tokens = rng.permutation(130).tolist()
    end, path = tokens[0], tokens[1:121]
    for length in (60, 119):
        text = [*path[:length], end]
        row = {token: -float(rng.uniform(0.1, 1.0)) for token in text}
        model = model_of({tuple(text[:i]): {token: row[token]} for i, token in enumerate(text)}, 130)
        alpha = float(rng.uniform(0.1, 4.0))
        assert_equal(submission.greedy_search(model, end, 200), text, what="greedy search")
        expected = [(tuple(text), sum(row.values()) / len(text) ** alpha)]
        assert_close(submission.beam_search(model, end, 200, 2, alpha), expected, what="beam search")
        expected = [(tuple(text[:40]), sum(row[token] for token in text[:40]) / 40**alpha)]
        assert_close(submission.beam_search(model, end, 40, 2, alpha), expected, what="beam search, cut short")


@case(
    "Equal totals: the smaller tuple stays in the beam",
    zh="总和相等时，较小的元组留在束中",
    points=2,
    hint="Compare the tokens themselves, from the first one on, not the order in which they came up.",
    hint_zh="要从第一个 token 开始比较 token 本身，而不是看它们出现的先后。",
)
def test_equal_totals(submission, rng):
    (end, *others) = rng.permutation(9)[:4].tolist()
    a, b, c = sorted(others)
    scale = 2.0 ** rng.integers(-3, 4)  # a power of two, so that equal totals are equal in floating point too
    table = {(): {a: -2.0, b: -1.0}, (a,): {a: -1.0, c: -1.0}, (b,): {a: -2.0, b: -2.0, c: -1.5}}
    model = model_of(table, 9, scale)
    expected = [((b, c), -2.5 * scale), ((a, a), -3.0 * scale), ((a, c), -3.0 * scale)]
    assert_close(submission.beam_search(model, end, 2, 3, 0.0), expected)


def coarse_model(rng, vocabulary):
    """A model with so few different log-probabilities that totals and scores are often equal: to the last bit."""
    seed = int(rng.integers(2**32))

    def next_log_probs(prefix):
        of_prefix = [seed, len(prefix), *ints(prefix)]
        chosen = np.random.default_rng(of_prefix).choice([-0.5, -1.0, -1.5, -math.inf], size=vocabulary - 1)
        return [*chosen.tolist(), -1.0]

    return next_log_probs


@case(
    "Equal totals and equal scores all over the place",
    zh="到处都是相等的总和与相等的分数",
    points=2,
    hint="Wherever something is chosen or put in order, whole tuples of tokens decide among equals.",
    hint_zh="凡是要挑选或排序的地方，相等时都由整个 token 元组决定。",
)
@pytest.mark.parametrize("max_length, alpha", [(2, 1.0), (4, 0.0), (4, 1.0)])
def test_many_ties(submission, reference, rng, max_length, alpha):
    for width in (1, 2, 3, 4, 5, 20) * 2:
        model, end = coarse_model(rng, 4), int(rng.integers(4))
        expected = reference.beam_search(model, end, max_length, width, alpha)
        assert_close(submission.beam_search(model, end, max_length, width, alpha), expected)


@case(
    "The smallest difference decides",
    zh="再小的差别也算数",
    points=2,
    hint="Compare the numbers as they are: not rounded, and not up to a tolerance.",
    hint_zh="直接比较数值本身：不要取整，也不要设容差。",
)
def test_small_differences(submission, rng):
    a, b, c, end = sorted(rng.permutation(9)[:4].tolist())
    less, more = -1.0 - 2.0**-50, -1.0  # the better one is the larger token, so that a tie goes the other way
    model = model_of({(): {a: less, b: more}, (a,): {end: -1.0}, (b,): {b: less, c: more}}, 9)
    assert_equal(submission.greedy_search(model, end, 2), [b, c], what="greedy search", what_zh="贪心搜索")
    found = submission.beam_search(model, end, 1, 2, 1.0)
    assert_equal([tokens for tokens, _ in found], [(b,), (a,)], what="the results", what_zh="结果")
    found = submission.beam_search(model, end, 2, 2, 1.0)
    assert_equal([tokens for tokens, _ in found], [(b, c), min((a, end), (b, b))], what="the results", what_zh="结果")
    found = submission.beam_search(model, end, 2, 1, 1.0)
    assert_equal([tokens for tokens, _ in found], [(b, c)], what="the result", what_zh="结果")


@case(
    "Equal scores: the smaller tuple comes first",
    zh="分数相等时，较小的元组在前",
    hint="As Python compares tuples: neither the shorter nor the one that finished earlier is preferred.",
    hint_zh="按 Python 比较元组的方式：既不偏向较短的，也不偏向先完成的。",
)
@pytest.mark.parametrize("end_is_smallest", [True, False])
def test_equal_scores(submission, rng, end_is_smallest):
    a, b, c = sorted(rng.permutation(9)[:3].tolist())
    end, a, b = (a, b, c) if end_is_smallest else (c, a, b)
    for scale in 2.0 ** np.arange(-3, 4):  # powers of two, so that equal scores are equal in floating point too
        model = model_of({(): {end: -2.0, a: -1.0, b: -1.0}, (a,): {end: -3.0}, (b,): {end: -3.0}}, 9, float(scale))
        expected = [(tokens, -2.0 * scale) for tokens in sorted([(end,), (a, end), (b, end)])]
        assert_close(submission.beam_search(model, end, 4, 3, 1.0), expected)


@case(
    "Log-probabilities so low that the probability is 0 in floating point",
    zh="对数概率低到概率本身在浮点数中为 0",
    hint="Add logarithms; never go back to probabilities.",
    hint_zh="把对数相加；不要再变回概率。",
    hint_for=("answer", "raised"),
)
@pytest.mark.parametrize("size", [1e3, 1e6, 1e12])
def test_improbable(submission, reference, rng, size):
    for _ in range(4):
        rows = -size * rng.uniform(0.8, 1.2, size=(4, 5, 5))  # one table for each length: no two orders have equal totals

        def model(prefix, rows=rows):
            return rows[len(prefix) % 4, ints(prefix)[-1] if prefix else 0].tolist()

        for end in (0, 4):
            assert_equal(submission.greedy_search(model, end, 4), reference.greedy_search(model, end, 4), what="greedy search")
            expected = reference.beam_search(model, end, 4, 3, 1.0)
            assert_close(submission.beam_search(model, end, 4, 3, 1.0), expected, what="beam search")


@case(
    "No more than `width` results, though more are finished",
    zh="即使完成的更多，也最多返回 `width` 个结果",
    hint="The best ones over all steps, not those of the last step.",
    hint_zh="取所有步骤中最好的，而不是最后一步的。",
)
@pytest.mark.parametrize("alpha", [0.0, 0.5, 3.0])
def test_many_finished(submission, rng, alpha):
    (end, *path), scale = some_numbers(rng)
    table = {tuple(path[:i]): {end: -1.0 - 0.1 * i, path[i]: -0.4} for i in range(6)}
    model = model_of(table, 9, scale)
    expected = ranked(all_hypotheses(model, end, 6), alpha)[:2]
    assert_close(submission.beam_search(model, end, 6, 2, alpha), expected)


@case("The end may be any token", zh="任何 token 都可以是结束 token")
@pytest.mark.parametrize("end", [0, 2, 4])
def test_any_end(submission, reference, rng, end):
    for _ in range(5):
        model = random_model(rng, 5)
        for length in (2, 8):
            expected = reference.greedy_search(model, end, length)
            assert_equal(submission.greedy_search(model, end, length), expected, what="greedy search")
        expected = reference.beam_search(model, end, 5, 4, 0.6)
        assert_close(submission.beam_search(model, end, 5, 4, 0.6), expected, what="beam search")


@case("The score is the mean log-probability when alpha is 1", zh="alpha 为 1 时，分数就是平均对数概率")
def test_mean(submission, rng):
    for _ in range(12):
        model, end = random_model(rng, 4), int(rng.integers(4))
        found = submission.beam_search(model, end, 3, 4, 1.0)
        assert_equal(len(found), 4, what="the number of results")
        for tokens, score in found:
            mean = np.mean([model(tuple(tokens[:i]))[token] for i, token in enumerate(tokens)])
            assert_close(score, float(mean), what="the score")
        scores = [score for _, score in found]
        require(all(a >= b for a, b in itertools.pairwise(scores)), "The scores do not fall.", "分数没有从高到低排列。")


@case(
    "Another model, another answer: nothing is kept from one search to the next",
    zh="换一个模型，答案就不同：一次搜索不会给下一次留下任何东西",
    hint="What the model said belongs to one call of your function.",
    hint_zh="模型说过的话只属于你的函数的这一次调用。",
)
def test_two_models(submission, rng):
    (*tokens, end), scale = some_numbers(rng)
    tokens, end = (tokens, end) if end else (tokens[1:], tokens[0])  # of equals the smallest is never the end
    for text in (tokens[:2], tokens[2:4]):
        model = model_of({tuple(text[:i]): {token: -1.0} for i, token in enumerate([*text, end])}, 9, scale)
        assert_equal(submission.greedy_search(model, end, 6), [*text, end], what="greedy search")
        assert_close(submission.beam_search(model, end, 6, 2, 1.0), [((*text, end), -scale)], what="beam search")


@case(
    "A wide beam asks no more than it must, either",
    zh="束很宽时也不多问",
    hint="Each hypothesis of the beam is asked about once; those of full length and finished ones never.",
    hint_zh="束中的每个假设只问一次；已达最大长度的和已完成的都不问。",
)
def test_questions_wide(submission, rng):
    model, end = random_model(rng, 3), int(rng.integers(3))
    questions = []

    def noting(prefix):
        questions.append(ints(prefix))
        return model(prefix)

    assert_close(submission.beam_search(noting, end, 3, 30, 0.5), ranked(all_hypotheses(model, end, 3), 0.5))
    others = [token for token in range(3) if token != end]
    extended = [prefix for length in range(3) for prefix in itertools.product(others, repeat=length)]
    assert_equal(sorted(questions), sorted(extended), what="the prefixes that the model was asked about")
