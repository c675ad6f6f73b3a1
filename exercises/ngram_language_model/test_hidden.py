from math import exp, inf, log

import pytest

from dlgrade.testing import assert_close, assert_equal, case

from test_public import TEXT, draw_text, trained


@case(
    "The probabilities of the vocabulary sum to 1",
    zh="词表中所有项的概率之和为 1",
    points=2,
    hint="Which marks are in the vocabulary, and which is not?",
    hint_zh="哪些标记在词表中，哪个不在？",
)
@pytest.mark.parametrize("n, k", [(1, 0.3), (2, 2.0), (2, 0.1), (3, 0.3)])
def test_sums_to_one(submission, rng, n, k):
    text = draw_text(rng, 12)
    vocabulary = sorted({token for sentence in text for token in sentence} | {"</s>", "<unk>"})
    model = trained(submission, n, k, text)
    for context in ([], ["w1", "w0"], ["never", "w2"], ["w2", "never"]):
        assert_close(sum(model.prob(token, context) for token in vocabulary), 1.0, what="the sum")


@case(
    "A unigram model looks at no context",
    zh="一元模型不看上下文",
    points=2,
    hint="What are the last 0 elements of a list?",
    hint_zh="列表的最后 0 个元素是什么？",
    hint_for=("answer", "raised"),
)
def test_unigram(submission):
    model = trained(submission, 1)
    for context in ([], ["the"], ["the", "cat"], ["never", "seen", "before"]):
        for token, count in (("the", 3), ("cat", 2), ("off", 1), ("</s>", 3), ("never", 0)):
            assert_close(model.prob(token, context), count / 13)
    model = trained(submission, 1, 2.0)
    assert_close(model.prob("sat", ["sat"]), 4 / 29)
    assert_close(model.perplexity([["the"], []]), exp(-(log(5 / 29) * 3) / 3))


@case(
    "A trigram model begins with two marks, and keeps sentences apart",
    zh="三元模型以两个标记开头，句子之间互不相连",
    points=2,
    hint="How many tokens stand before the first one?",
    hint_zh="第一个 token 之前有几个标记？",
)
def test_trigram(submission):
    model = trained(submission, 3, 0.0, [["a", "b"], ["b", "a"], ["a"], []])
    assert_close(model.prob("a", []), 0.5, what="p(a)")
    assert_close(model.prob("</s>", []), 0.25, what="p(</s>)")
    assert_close(model.prob("b", ["a"]), 0.5, what="p(b | a)")
    assert_close(model.prob("</s>", ["b", "a"]), 1.0, what="p(</s> | b a)")
    assert_close(model.prob("b", ["b", "a"]), 0.0, what="p(b | b a)")
    assert_close(model.prob("b", ["a", "b"]), 0.0, what="p(b | a b)")


@case("Only the last n - 1 tokens of a context matter", zh="上下文只看最后 n - 1 个 token")
@pytest.mark.parametrize("n", [2, 3, 4])
def test_long_contexts(submission, rng, n):
    text = draw_text(rng, 15, 3, 12)
    model = trained(submission, n, 0.2, text)
    context = [f"w{i}" for i in rng.integers(0, 3, size=7)]
    for token in ("w0", "w1", "w2", "</s>"):
        expected = model.prob(token, context[8 - n :])
        if n > 1:
            assert_close(model.prob(token, ["w0", "never", *context]), expected)
            assert_close(model.prob(token, ["w1"] * 40 + context), expected)


@case(
    "A context that never occurred",
    zh="从未出现过的上下文",
    points=2,
    hint="Without smoothing there is nothing to divide by.",
    hint_zh="没有平滑时，除数是零。",
    hint_for=("answer", "raised"),
)
def test_unseen_context(submission):
    model = trained(submission, 3)
    for context in (["cat", "dog"], ["sat", "the"], ["never"], ["off"]):
        for token in ("the", "</s>", "<unk>", "never"):
            assert_close(model.prob(token, context), 0.0)
    model = trained(submission, 3, 0.25)
    assert_close(model.prob("the", ["cat", "dog"]), 1 / 8)


@case(
    "Tokens that never occurred are one entry of the vocabulary",
    zh="从未出现过的 token 在词表中合为一项",
    points=2,
    hint="Read as <unk>, on either side of the bar.",
    hint_zh="无论作为 token 还是在上下文中，都当作 <unk>。",
    hint_for=("answer", "raised"),
)
def test_unknown(submission):
    model = trained(submission, 2, 1.0)
    for token in ("bird", "The", "", "<unk>", "cat "):
        assert_close(model.prob(token, ["the"]), 1 / 11)
        assert_close(model.prob(token, []), 1 / 11)
    assert_close(model.prob("sat", ["bird"]), model.prob("sat", ["fish"]))
    assert_close(model.prob("sat", ["the", "bird"]), 1 / 8)
    expected = exp(-(log(1 / 11) + log(1 / 8) + log(1 / 8)) / 3)
    assert_close(model.perplexity([["bird", "fish"]]), expected)
    assert_equal(trained(submission, 2).perplexity([["the", "bird"]]), inf)


@case("Marks as tokens that are asked for", zh="把标记作为要查询的 token")
def test_marks(submission):
    for n in (1, 2, 3):
        model = trained(submission, n, 0.5)
        assert_close(model.prob("<unk>", []), model.prob("unheard of", []))
    assert_close(trained(submission, 2, 0.5).prob("</s>", []), 0.5 / 7)
    assert_close(trained(submission, 1, 0.5).prob("</s>", []), 3.5 / 17)


@case(
    "Perplexity counts each sentence's end, and no beginning",
    zh="困惑度计入每个句子的结尾，不计开头",
    points=2,
    hint="How many predictions does a sentence of m tokens have?",
    hint_zh="m 个 token 的句子有几次预测？",
)
@pytest.mark.parametrize("n", [1, 2, 3])
def test_number_of_predictions(submission, n):
    # Nothing but one token in sentences of known length: each probability can be counted.
    model = trained(submission, n, 0.0, [["a"], ["a", "a", "a"]])
    logs = {
        1: [log(4 / 6), log(2 / 6)],
        2: [0.0, log(0.5)],
        3: [0.0, log(0.5)],
    }[n]
    assert_close(model.perplexity([["a"]]), exp(-sum(logs) / 2))
    if n == 1:
        assert_close(model.perplexity([[], ["a", "a"]]), exp(-(2 * log(2 / 6) + 2 * log(4 / 6)) / 4))
    if n == 2:
        assert_close(model.perplexity([["a", "a"]]), exp(-(log(0.5) + log(0.5)) / 3))


@case(
    "Perplexity is that of all sentences together",
    zh="困惑度是所有句子合在一起的",
    points=2,
    hint="Long sentences count for more than short ones.",
    hint_zh="长句子的权重比短句子大。",
)
def test_together(submission, rng):
    text = draw_text(rng, 20)
    model = trained(submission, 2, 0.4, text)
    parts = [["w0"], ["w1", "w2", "w3", "w4", "w0", "w0", "w1"], [], ["w3"] * 12]
    logs = sum(-log(model.perplexity([part])) * (len(part) + 1) for part in parts)
    assert_close(model.perplexity(parts), exp(-logs / sum(len(part) + 1 for part in parts)))


@case("A model that is certain, and one that knows nothing", zh="完全确定的模型，与一无所知的模型")
def test_certain(submission):
    text = [["a", "b", "c", "d"]]
    for n in (2, 3, 6):
        assert_close(trained(submission, n, 0.0, text).perplexity(text * 3), 1.0)
    assert_close(trained(submission, 3, 0.7, text).perplexity([["x", "y"]]), exp(-(log(0.7 / 5.2) + 2 * log(1 / 6)) / 3))
    model = trained(submission, 8, 0.0, [["a"] * 7 + ["b"], ["a"] * 6 + ["c"]])
    found = [model.prob(token, ["a"] * length) for token, length in (("b", 7), ("c", 6), ("c", 7), ("a", 5))]
    assert_close(found, [1.0, 0.5, 0.0, 1.0])
    # Nothing was learned but the end; each of the two entries shares.
    model = trained(submission, 2, 1.0, [[]])
    assert_close((model.prob("</s>", []), model.prob("x", []), model.prob("x", ["x"])), (2 / 3, 1 / 3, 1 / 2))


@case("An impossible token makes the perplexity infinite", zh="不可能的 token 使困惑度为无穷大")
def test_impossible(submission):
    model = trained(submission, 2)
    for sentences in ([["cat"]], [["the", "cat"]], [["the", "cat", "sat"], ["the", "off"]], [[]], [["the", "cat", "sat", "sat"]]):
        assert_equal(model.perplexity(sentences), inf)
    assert_close(model.perplexity([["the", "cat", "sat"]]), exp(-(log(2 / 3) + log(0.5)) / 4))


@case(
    "Long texts, whose probability no float can hold",
    zh="很长的文本，其概率小得 float 放不下",
    points=2,
    hint="Add logarithms instead of multiplying.",
    hint_zh="用对数相加代替相乘。",
)
def test_long_text(submission, reference, rng):
    text = draw_text(rng, 30, 12, 15)
    long = [[f"w{i}" for i in rng.integers(0, 12, size=700)], ["w1"] * 300]
    expected = trained(reference, 2, 0.5, text).perplexity(long)
    assert_close(trained(submission, 2, 0.5, text).perplexity(long), expected)


@case(
    "Tokens with spaces, empty ones, and ones that look alike when joined",
    zh="含空格的、空的，以及拼起来相同的 token",
    hint="A joined string forgets where its tokens begin.",
    hint_zh="拼接成的字符串分不清各个 token 从哪里开始。",
)
@pytest.mark.parametrize("mark", [" ", "", ",", "|", "_", "\t", "\0"], ids=ascii)
def test_any_string(submission, mark):
    a, b, ab = "a", "b", f"a{mark}b"
    text = [[ab, a, b, "x"], [a, b + mark + a, "c", "y"], [a, b, a, "z", ""]]
    model = trained(submission, 3, 0.0, text)
    assert_close(model.prob("x", [ab, a, b]), 0.5)
    assert_close(model.prob("a", [a, b]), 0.5)
    assert_close(model.prob("y", [b + mark + a, "c"]), 1.0)
    assert_close(model.prob("b", [ab, a]), 1.0)
    assert_close(model.prob("c", [a, b + mark + a]), 1.0)
    assert_close(model.prob("z", [b, a]), 1.0)
    assert_close(model.prob("", ["z"]), 0.0)
    assert_close(model.prob("</s>", ["z", ""]), 1.0)


@case("Letters keep their case, and rare tokens their names", zh="区分大小写，罕见的 token 也保留")
def test_as_they_are(submission):
    model = trained(submission, 1, 0.0, [["A", "a", "Once", "a", "a ", "\ta", "a"]])
    found = [model.prob(token, []) for token in ("A", "a", "Once", "once", "a ", "\ta", "</s>")]
    assert_close(found, [1 / 8, 3 / 8, 1 / 8, 0.0, 1 / 8, 1 / 8, 1 / 8])


@case(
    "A second fit begins anew",
    zh="再次 fit 时重新开始",
    hint="Neither counts nor vocabulary are left of the first.",
    hint_zh="第一次的计数和词表都不保留。",
)
def test_fit_again(submission, rng):
    model = trained(submission, 2, 0.5)
    model.fit([["b", "the"], ["the", "dog"]])
    assert_close(model.prob("dog", ["the"]), 1.5 / 4.5)
    assert_close(model.prob("cat", ["the"]), 0.5 / 4.5)
    assert_close(model.prob("b", ["cat"]), 1 / 5)
    assert_close(model.perplexity([["cat"]]), exp(-(log(0.5 / 4.5) + log(1 / 5)) / 2))


@case("Two models do not share what they learn", zh="两个模型各学各的")
def test_two_models(submission):
    first, second = submission.NgramModel(2), submission.NgramModel(3, 1.0)
    first.fit(TEXT)
    second.fit([["x", "y"]])
    third = trained(submission, 1)
    assert_close(first.prob("cat", ["the"]), 2 / 3)
    assert_close(second.prob("y", ["x"]), 2 / 5)
    assert_close(third.prob("cat", ["the"]), 2 / 13)
    assert_close(trained(submission, 2, 1.0).prob("cat", ["the"]), 3 / 11)
    assert_close(first.perplexity([["the", "dog", "sat"]]), exp(-log(1 / 3) / 4))


@case("Asking changes nothing that was learned", zh="查询不会改变学到的内容")
def test_asking_changes_nothing(submission):
    model = trained(submission, 2, 0.5)
    before = model.prob("dog", ["the"])
    for _ in range(2):
        model.prob("unheard", ["of"])
        model.perplexity([["unheard", "of", "the", "dog"], ["new"]])
        assert_close(model.prob("dog", ["the"]), before)
        assert_close(model.prob("dog", ["unheard"]), 1 / 8)


@case("Without smoothing by default", zh="默认不做平滑")
def test_default(submission):
    model = submission.NgramModel(2)
    model.fit(TEXT)
    assert_close(model.prob("sat", ["the", "cat"]), 0.5)
    assert_close(model.prob("the", ["the"]), 0.0)


@case("Large orders, and large and small k", zh="很大的 n，很大和很小的 k")
def test_extremes(submission, reference, rng):
    text = draw_text(rng, 10, 2, 9)
    for n, k in ((7, 0.0), (12, 1e-9), (2, 1e9), (3, 1e-12)):
        model, expected = trained(submission, n, k, text), trained(reference, n, k, text)
        for context in ([], ["w0"], ["w0", "w1", "w0"], ["w1"] * 9, ["w0", "x", "w1"]):
            found = [model.prob(token, context) for token in ("w0", "w1", "</s>", "x")]
            assert_close(found, [expected.prob(token, context) for token in ("w0", "w1", "</s>", "x")], rtol=1e-9, atol=0.0)
