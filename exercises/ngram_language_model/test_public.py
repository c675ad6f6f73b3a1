from math import exp, inf, log

import pytest

from dlgrade.testing import assert_close, assert_equal, case, workload

TEXT = [["the", "cat", "sat"], ["the", "dog", "sat"], ["the", "cat", "ran", "off"]]


def trained(module, n, k=0.0, sentences=TEXT):
    """A model that has learned the sentences."""
    model = module.NgramModel(n, k)
    model.fit(sentences)
    return model


def draw_text(rng, sentences, words=5, longest=8):
    """Sentences of nought to so many tokens from a small vocabulary, after one that holds all of it twice."""
    whole = [f"w{i}" for i in range(words)] * 2
    return [whole] + [[f"w{i}" for i in rng.integers(0, words, size=length)] for length in rng.integers(0, longest + 1, size=sentences)]


@case("The examples of the statement", zh="题目中的示例")
def test_example(submission):
    model = trained(submission, 2)
    assert_close(model.prob("the", []), 1.0, what="p(the)")
    assert_close(model.prob("dog", ["the"]), 1 / 3, what="p(dog | the)")
    assert_close(model.prob("</s>", ["the", "cat", "sat"]), 1.0, what="p(</s> | the cat sat)")
    assert_equal(model.perplexity([["the", "dog", "ran"]]), inf, what="the perplexity", what_zh="困惑度")
    model = trained(submission, 2, 0.5)
    assert_close(model.prob("dog", ["the"]), 1.5 / 7, what="p(dog | the)")
    assert_close(model.prob("bird", ["a", "tame"]), 0.125, what="p(bird | a tame)")
    assert_close(model.perplexity([["the", "dog", "ran"], []]), 6.65630115023213, what="the perplexity", what_zh="困惑度")


@case("Probabilities of models of every order", zh="各种 n 的模型的概率", points=2, sizes=[1, 2, 3, 4])
def test_prob(submission, reference, rng, size):
    text = draw_text(rng, 12)
    model, expected = trained(submission, size, 0.0, text), trained(reference, size, 0.0, text)
    for sentence in text[:4]:
        for i, token in enumerate([*sentence, "</s>"]):
            assert_close(model.prob(token, sentence[:i]), expected.prob(token, sentence[:i]))


@case(
    "Add-k smoothing",
    zh="加 k 平滑",
    points=2,
    hint="k is added once for each entry of the vocabulary.",
    hint_zh="词表的每一项都加一次 k。",
)
@pytest.mark.parametrize("k", [1.0, 0.1])
def test_add_k(submission, k):
    model = trained(submission, 2, k)
    for token, context, count, total in (
        ("cat", ["the"], 2, 3),
        ("dog", ["the"], 1, 3),
        ("off", ["the"], 0, 3),
        ("the", [], 3, 3),
        ("</s>", ["the", "cat", "sat"], 2, 2),
    ):
        assert_close(model.prob(token, context), (count + k) / (total + 8 * k))


@case("The perplexity of sentences", zh="句子的困惑度", points=2, sizes=[1, 2, 3])
def test_perplexity(submission, reference, rng, size):
    text, other = draw_text(rng, 12), draw_text(rng, 5)
    expected = trained(reference, size, 0.5, text).perplexity(other)
    assert_close(trained(submission, size, 0.5, text).perplexity(other), expected)


@case("A text of one sentence, followed by hand", zh="只有一个句子的文本，手工计算")
def test_by_hand(submission):
    model = trained(submission, 2, 0.0, [["a", "a", "b"]])
    assert_close(model.prob("a", ["a"]), 0.5, what="p(a | a)")
    assert_close(model.prob("b", ["a", "a"]), 0.5, what="p(b | a a)")
    assert_close(model.perplexity([["a", "b"]]), exp(-(log(1.0) + log(0.5) + log(1.0)) / 3), what="the perplexity", what_zh="困惑度")


@workload("fit on 300 sentences, and the perplexity of 100", zh="在 300 个句子上 fit，并求 100 个句子的困惑度")
def time_model(module, rng):
    model = module.NgramModel(3, 0.5)
    text = draw_text(rng, 300, 30, 20)
    return [(model.fit, (text,)), (model.perplexity, (text[:100],))]
