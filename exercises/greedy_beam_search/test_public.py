import math

import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, require, workload


def ints(prefix):
    """The prefix in Python's own ints; the model takes nothing but a tuple."""
    if not isinstance(prefix, tuple):
        raise TypeError("a prefix is a tuple")
    return tuple(int(token) for token in prefix)


def random_model(rng, vocabulary):
    """A model whose log-probabilities depend on the whole prefix."""
    seed = int(rng.integers(2**32))

    def next_log_probs(prefix):
        of_prefix = [seed, len(prefix), *ints(prefix)]
        logits = np.random.default_rng(of_prefix).normal(size=vocabulary)
        return (logits - np.log(np.sum(np.exp(logits)))).tolist()

    return next_log_probs


def noting(model):
    """The model, and the list of prefixes that it was asked about."""
    asked = []

    def next_log_probs(prefix):
        asked.append(ints(prefix))
        return model(prefix)

    return next_log_probs, asked


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    probabilities = {(): [0.0, 0.6, 0.4], (1,): [0.3, 0.3, 0.4], (2,): [0.9, 0.05, 0.05], (1, 2): [1.0, 0.0, 0.0]}

    def model(prefix):
        return [math.log(p) if p > 0 else -math.inf for p in probabilities.get(ints(prefix), [1.0, 0.0, 0.0])]

    assert_equal(submission.greedy_search(model, 0, 5), [1, 2, 0], what="greedy search", what_zh="贪心搜索")
    long, short = math.log(0.6 * 0.4), math.log(0.4 * 0.9)
    assert_close(submission.beam_search(model, 0, 5, 2, 0.0), [((2, 0), short), ((1, 2, 0), long)], what="alpha = 0")
    assert_close(submission.beam_search(model, 0, 5, 2, 1.0), [((1, 2, 0), long / 3), ((2, 0), short / 2)], what="alpha = 1")


@case(
    "Greedy search takes the most probable token at each step",
    zh="贪心搜索每一步都取概率最大的 token",
    sizes=[1, 2, 5, 12],
    hint="It stops after the end token, which belongs to the result, or at max_length tokens.",
    hint_zh="追加结束 token 之后停止（它属于结果），或者在达到 max_length 个 token 时停止。",
)
def test_greedy(submission, reference, rng, size):
    for end in range(6):
        model = random_model(rng, 6)
        assert_equal(submission.greedy_search(model, end, size), reference.greedy_search(model, end, size))


@case(
    "Beam search ranked by the totals only",
    zh="只按总和排序的束搜索",
    points=2,
    sizes=[1, 2, 3, 5],
    hint="The best extensions are chosen among those of all hypotheses together.",
    hint_zh="最好的扩展要在所有假设的扩展中一起挑选。",
)
def test_beam(submission, reference, rng, size):
    for _ in range(4):
        model, end = random_model(rng, 4), int(rng.integers(4))
        assert_close(submission.beam_search(model, end, 5, size, 0.0), reference.beam_search(model, end, 5, size, 0.0))


@case(
    "Totals are divided by a power of the length",
    zh="总和要除以长度的幂",
    points=2,
    hint="The length counts every token, the end too.",
    hint_zh="长度包括每个 token，结束 token 也算。",
)
@pytest.mark.parametrize("alpha", [1.0, 0.5, 2.0])
def test_alpha(submission, reference, rng, alpha):
    for _ in range(4):
        model, end = random_model(rng, 4), int(rng.integers(4))
        assert_close(submission.beam_search(model, end, 6, 3, alpha), reference.beam_search(model, end, 6, 3, alpha))


@case("A beam of width 1 finds what greedy search finds", zh="束宽为 1 时与贪心搜索的结果相同", sizes=[1, 2, 3, 4, 5])
def test_width_one(submission, rng, size):
    for end in [0, 1, 2] * 4:
        model, tokens, total = random_model(rng, 3), [], 0.0
        while len(tokens) < size and end not in tokens:
            log_probs = model(tuple(tokens))
            tokens.append(int(np.argmax(log_probs)))
            total += max(log_probs)
        assert_equal(submission.greedy_search(model, end, size), tokens, what="greedy search", what_zh="贪心搜索")
        expected = [(tuple(tokens), total / len(tokens))]
        assert_close(submission.beam_search(model, end, size, 1, 1.0), expected, what="beam search", what_zh="束搜索")


@case(
    "The model is asked once for each prefix that is extended",
    zh="每个要扩展的前缀只问模型一次",
    points=2,
    hint="One answer of the model serves all extensions of a hypothesis. Finished ones need none.",
    hint_zh="模型的一次回答就够用于一个假设的所有扩展。已完成的假设不需要再问。",
)
def test_questions(submission, reference, rng):
    end = int(rng.integers(4))
    searches = [("greedy_search", (end, 6)), ("greedy_search", (end, 1)), ("beam_search", (end, 6, 3, 1.0)), ("beam_search", (end, 6, 1, 0.0))]
    for search, arguments in searches * 5:
        model = random_model(rng, 4)
        (mine, my_questions), (theirs, their_questions) = noting(model), noting(model)
        answer = getattr(submission, search)(mine, *arguments)
        assert_close(answer, getattr(reference, search)(theirs, *arguments), what=search)
        twice = len(my_questions) - len(set(my_questions))
        require(not twice, f"{search}: {twice} questions were asked before.", f"{search}：有 {twice} 次提问是重复的。")
        needless = sorted(set(my_questions) - set(their_questions))
        require(
            not needless,
            f"{search} never extends these prefixes, but the model was asked about them: {needless}.",
            f"{search} 不会扩展这些前缀，却向模型询问了它们：{needless}。",
        )


@workload("a beam of 6 for 12 steps over 100 tokens", zh="100 个 token 上束宽为 6、共 12 步的束搜索")
def time_beam(module, rng):
    logits = rng.normal(size=(100, 100))
    table = logits - np.log(np.sum(np.exp(logits), axis=1, keepdims=True))
    rows = table.tolist()
    # The model stays with the judge: beside the submission its table could be read at once, without a question.
    return module.beam_search, (lambda prefix: rows[prefix[-1] if prefix else 0], 0, 12, 6, 1.0)
