import pytest

from dlgrade.testing import assert_equal, case, workload


def random_text(rng, words, letters="abcdef"):
    """Words of one to six different letters with a space between them; many pairs of letters repeat."""
    return " ".join("".join(rng.choice(list(letters), size=rng.integers(1, 7), replace=False)) for _ in range(words))


def assert_merges(actual, expected, what="the merges", what_zh="合并列表"):
    """What was learned is a list of tuples, as the statement says."""
    assert_equal(actual, expected, what=what, what_zh=what_zh, strict=True)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    merges = [(97, 110), (98, 256), (256, 97)]
    assert_merges(submission.train("banana bandana", 300), merges)
    assert_equal(submission.encode("banana", merges), [257, 258], what="the tokens of banana", what_zh="banana 的 token")
    assert_equal(submission.encode("tan ñ", merges), [116, 256, 32, 195, 177], what="the tokens of tan ñ", what_zh="tan ñ 的 token")
    assert_equal(submission.decode([257, 258, 115], merges), "bananas", what="the text", what_zh="文本")


@case(
    "Without merges, the tokens are the bytes of UTF-8",
    zh="没有合并时，token 就是 UTF-8 的字节",
    hint="Most characters of the world need more than one byte.",
    hint_zh="世界上大多数字符占用不止一个字节。",
    hint_for=("answer", "raised"),
)
@pytest.mark.parametrize("alphabet", ["abcXYZ", "äñøß", "你好世界", "🙂🚀🐍"])
def test_bytes(submission, rng, alphabet):
    text = "".join(rng.choice(list(alphabet), size=8))
    assert_equal(submission.encode(text, []), list(text.encode("utf-8")), what="the tokens", what_zh="token")
    assert_equal(submission.decode(list(text.encode("utf-8")), []), text, what="the text", what_zh="文本")


@case(
    "Training merges the most frequent pair, again and again",
    zh="训练时反复合并次数最多的一对",
    points=2,
    sizes=[3, 10, 60],
    hint="Count again after each merge.",
    hint_zh="每次合并之后都要重新统计。",
)
def test_train(submission, reference, rng, size):
    text = random_text(rng, size)
    assert_merges(submission.train(text, 256 + size), reference.train(text, 256 + size))


@case("vocab_size counts the bytes too", zh="vocab_size 也包括那些字节", sizes=[256, 257, 258, 270])
def test_vocab_size(submission, reference, rng, size):
    for words in (12, 40) * 3:
        text = random_text(rng, words)
        assert_merges(submission.train(text, size), reference.train(text, 280)[: size - 256])


@case(
    "New text is encoded with the merges that were learned",
    zh="用学到的合并给新的文本编码",
    points=2,
    sizes=[2, 10, 40],
    hint="The merge that was learned first goes first, at every place where its pair stands.",
    hint_zh="先应用最早学到的合并，并且要替换它那一对出现的所有位置。",
)
def test_encode(submission, reference, rng, size):
    merges = reference.train(random_text(rng, 60), 256 + size)
    text = random_text(rng, size)
    assert_equal(submission.encode(text, merges), reference.encode(text, merges))


@case("What was encoded comes back whole, in any language", zh="任何语言的文本编码后都能完整还原", points=2)
@pytest.mark.parametrize("alphabet", ["abc ", "añb ç", "中文分词 ", "🙂👍🏽 é"])
def test_round_trip(submission, reference, rng, alphabet):
    learned, new = ("".join(rng.choice(list(alphabet), size=160)) for _ in range(2))
    merges, expected = submission.train(learned, 280), reference.train(learned, 280)
    assert_merges(merges, expected)
    ids = submission.encode(new, merges)
    assert_equal(ids, reference.encode(new, expected), what="the tokens", what_zh="token")
    assert_equal(submission.decode(ids, merges), new, what="the text", what_zh="文本")


@workload("training with 24 merges on 200 words", zh="在 200 个词上学习 24 个合并")
def time_train(module, rng):
    return module.train, (random_text(rng, 200, "abcdefghij"), 280)
