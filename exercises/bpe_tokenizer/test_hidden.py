import string

import pytest

from dlgrade.testing import assert_equal, case

from test_public import assert_merges, random_text


def draw_letters(rng, n):
    """n different small letters in random order, with their codes."""
    drawn = rng.choice(list(string.ascii_lowercase), size=n, replace=False).tolist()
    return drawn, [ord(letter) for letter in drawn]


def apart(words):
    """The words in one piece, each followed by a character of its own: only pairs within words repeat."""
    return "".join(word + mark for word, mark in zip(words, string.digits + string.punctuation))


def token_bytes(merges):
    """The bytes that each token stands for."""
    tokens = [bytes([byte]) for byte in range(256)]
    for left, right in merges:
        tokens.append(tokens[left] + tokens[right])
    return tokens


@case(
    "Among equally frequent pairs the smallest is merged first",
    zh="次数相同时先合并最小的一对",
    points=2,
    hint="Neither the order in the text nor that in a dictionary decides: compare the pairs.",
    hint_zh="文本中的先后和字典中的先后都不算数：要比较这些对本身。",
)
def test_ties(submission, rng):
    letters, _ = draw_letters(rng, 8)
    a, b, c, d, e, f, g, h = sorted(letters)
    for words in ([a + h, b + g, c + f, d + e], [a + b, a + c, a + d, a + e], [b + a, c + a, d + a, e + a]):
        smallest, second, third, largest = words
        text = apart([second, smallest, largest, third] * 2)
        assert_merges(submission.train(text, 300), [(ord(left), ord(right)) for left, right in words])


@case(
    "Tokens are compared by number, not by their bytes",
    zh="比较 token 时看编号，不看它的字节",
    hint="A token that was made later has the larger number, whatever it spells.",
    hint_zh="越晚产生的 token 编号越大，与它拼出什么无关。",
)
def test_ties_by_number(submission, rng):
    (a, b, c, y, z), (A, B, C, Y, Z) = (sorted(drawn) for drawn in draw_letters(rng, 5))
    text = apart([a + b, a + b + c, a + b + c, y + z, y + z])
    assert_merges(submission.train(text, 300), [(A, B), (Y, Z), (256, C)])
    text = apart([b + c, a + b + c, a + b + c, a + z, a + z])
    assert_merges(submission.train(text, 300), [(B, C), (A, Z), (A, 256)])


@case(
    "Pairs that overlap are counted, each at its place",
    zh="重叠的对也在各自的位置上计数",
    points=2,
    hint="In three equal letters a pair begins at the first and at the second.",
    hint_zh="三个相同的字母中，从第一个和第二个位置各有一对。",
)
def test_overlapping(submission, rng):
    (x, y, z), (X, Y, Z) = draw_letters(rng, 3)
    text = apart([x * 3, y + z, x * 3, y + z, x * 3, y + z, y + z])
    assert_merges(submission.train(text, 300), [(X, X), (Y, Z), (256, X)])


@case("A run of equal letters is merged from left to right", zh="一串相同的字母从左到右合并", sizes=[1, 2, 3, 4, 7])
def test_run(submission, rng, size):
    (x,), (X,) = draw_letters(rng, 1)
    assert_equal(submission.encode(x * size, [(X, X)]), [256] * (size // 2) + [X] * (size % 2))


@case(
    "A pair that occurs twice is merged, one that occurs once is not",
    zh="出现两次的对会合并，只出现一次的不会",
    hint="Training may stop before vocab_size is reached.",
    hint_zh="训练可能在达到 vocab_size 之前就停止。",
    hint_for=("answer", "raised"),
)
def test_stop(submission, rng):
    (u, v, w, x, y, z), (_, _, W, X, Y, Z) = draw_letters(rng, 6)
    text = apart([w + x, u + v, y + z, y + z, w + x, y + z])
    assert_merges(submission.train(text, 300), [(Y, Z), (W, X)])


@case("Texts without a pair to merge", zh="没有可合并的对的文本")
def test_too_short(submission, rng):
    (x, y), _ = draw_letters(rng, 2)
    for text in (x, " ", x + y, f"{x} {y}"):
        assert_merges(submission.train(text, 300), [], what=f"the merges of {text!r}")


@case(
    "A piece begins with its space, and no pair reaches into the next piece",
    zh="每段以它的空格开头，任何一对都不会伸进下一段",
    points=2,
    hint="The cut is before the space.",
    hint_zh="切口在空格之前。",
)
def test_cuts(submission, rng):
    (x, y), (X, Y) = draw_letters(rng, 2)
    space = ord(" ")
    assert_merges(submission.train(" ".join([x, y] * 5), 300), [(space, Y), (space, X)])


@case(
    "Line breaks, tabs and other spaces are letters like any other",
    zh="换行、制表符和其他空白与普通字母一样",
    hint="Only U+0020 is a cut.",
    hint_zh="只有 U+0020 才切开。",
)
@pytest.mark.parametrize("white", ["\n", "\t", "\r", "\r\n", "\N{NO-BREAK SPACE}", "\N{IDEOGRAPHIC SPACE}", "\N{EM SPACE}"], ids=ascii)
def test_other_white_space(submission, reference, rng, white):
    (x, y), (X, _) = draw_letters(rng, 2)
    first = {"\r\n": (ord("\r"), ord("\n"))}.get(white, (X, white.encode()[0]))
    assert_merges(submission.train((x + white) * 5, 257), [first])
    text = x + "".join(rng.choice([x, y, " ", white], size=150)) + y
    merges = reference.train(text, 270)
    assert_merges(submission.train(text, 270), merges)
    ids = submission.encode(text, merges)
    assert_equal(ids, reference.encode(text, merges), what="the tokens")
    assert_equal(submission.decode(ids, merges), text, what="the text")


@case(
    "The first and the last character belong to the text, whatever they are",
    zh="第一个和最后一个字符也属于文本，无论它们是什么",
    hint="Does anything take white space off the ends?",
    hint_zh="有没有什么操作去掉了首尾的空白？",
)
@pytest.mark.parametrize("white", ["\n", "\t", "\r\n", "\0", "\N{NO-BREAK SPACE}"], ids=ascii)
def test_ends_of_the_text(submission, reference, rng, white):
    (a, b, c), _ = draw_letters(rng, 3)
    for text in (a + white + b + a + white, white + a + c + white + a):  # a pair occurs twice, once at an end
        merges = reference.train(text, 300)
        assert_merges(submission.train(text, 300), merges)
        assert_equal(submission.encode(text, merges), reference.encode(text, merges), what="the tokens")


@case(
    "A text, or a piece, of one character that has several bytes",
    zh="整个文本或某一段只有一个字符，但它有多个字节",
    hint="One character may still be several tokens to merge.",
    hint_zh="一个字符也可能是好几个需要合并的 token。",
)
@pytest.mark.parametrize("start", [0x391, 0x4E00, 0x1F600], ids=hex)
def test_one_character(submission, reference, rng, start):
    one, other = (chr(start + code) for code in rng.choice(25, size=2, replace=False).tolist())
    merges = reference.train(f"{one} {one} {other} {one}", 300)
    assert_merges(submission.train(f"{one} {one} {other} {one}", 300), merges)
    for text in (one, other, " " + one, f"{other} {one} {other}"):
        ids = submission.encode(text, merges)
        assert_equal(ids, reference.encode(text, merges), what="the tokens")
        assert_equal(submission.decode(ids, merges), text, what="the text")


@case(
    "Spaces at both ends, and many in a row",
    zh="首尾的空格与连续的空格",
    hint="Nothing of the text may get lost in cutting it.",
    hint_zh="切分时不能丢掉文本中的任何字符。",
)
def test_many_spaces(submission, reference, rng):
    letters, _ = draw_letters(rng, 24)
    for i in range(0, 24, 4):
        a, b, c, d = letters[i : i + 4]
        words = rng.permutation([a + b] * 9 + [c + d] * 6).tolist()
        text = " " + "".join(" " * rng.integers(1, 4) + word for word in words) + "  "
        merges = reference.train(text, 280)
        assert_merges(submission.train(text, 280), merges)
        ids = submission.encode(text, merges)
        assert_equal(ids, reference.encode(text, merges), what="the tokens")
        assert_equal(submission.decode(ids, merges), text, what="the text")


@case(
    "A piece counts as often as it occurs",
    zh="一段出现几次就计几次",
    hint="Counting distinct words alone is not enough.",
    hint_zh="只统计不同的词是不够的。",
)
def test_repeated_pieces(submission, rng):
    (a, b, c, p, q, *_), (_, _, _, P, Q, *others) = draw_letters(rng, 7)
    Y, X = sorted(others)
    x, y = chr(X), chr(Y)
    words = [x + y] * 5 + [a + p + q, b + p + q, c + p + q]
    text = "".join(" " + words[i] for i in rng.permutation(len(words)))
    assert_merges(submission.train(text, 300), [(ord(" "), X), (256, Y), (P, Q)])


@case(
    "The merge that was learned first goes first",
    zh="先学到的合并先应用",
    points=2,
    hint="Two merges may want the same token. The older one gets it, wherever it stands.",
    hint_zh="两个合并可能争用同一个 token。无论位置先后，更早学到的那个得到它。",
)
def test_order(submission, rng):
    (a, b, c, d), (A, B, C, D) = draw_letters(rng, 4)
    assert_equal(submission.encode(a + b + c, [(A, B), (B, C)]), [256, C])
    assert_equal(submission.encode(a + b + c, [(B, C), (A, B)]), [A, 256])
    assert_equal(submission.encode(a + b + c + d, [(C, D), (A, B), (B, C), (257, 256)]), [259])
    assert_equal(submission.encode(a + b + c + d, [(B, C), (A, B), (C, D)]), [A, 256, D])


@case("Merges of merges", zh="合并的合并", hint="A token may stand for many bytes.", hint_zh="一个 token 可以代表许多字节。", hint_for=("answer", "raised"))
def test_nested(submission, rng):
    (x,), (X,) = draw_letters(rng, 1)
    merges = [(X, X), (256, 256), (257, 257), (258, 258)]
    assert_merges(submission.train(x * 32, 300), merges)
    assert_equal(submission.encode(x * 21, merges), [259, 257, X], what="the tokens")
    assert_equal(submission.decode([259, 257, X], merges), x * 21, what="the text")


@case(
    "A token may hold the end of one character and the beginning of the next",
    zh="一个 token 可以包含前一个字符的末尾和后一个字符的开头",
    points=2,
    hint="Which bytes make a character shows only after all tokens are joined.",
    hint_zh="只有把所有 token 连起来之后，才知道哪些字节组成一个字符。",
    hint_for=("answer", "raised"),
)
def test_halves_of_characters(submission, rng):
    first, second = (chr(code) for code in rng.integers(0x4E00, 0x9FA5, size=2))
    (a, b, c), (d, e, f) = first.encode(), second.encode()
    assert_equal(submission.encode(first + second, [(c, d)]), [a, b, 256, e, f], what="the tokens")
    assert_equal(submission.decode([a, b, 256, e, f], [(c, d)]), first + second, what="the text")

    # All characters differ; but each first one ends with one byte, and each second one begins with another.
    last, *others = rng.choice(64, size=7, replace=False).tolist()
    middles = rng.choice(64, size=6, replace=False).tolist()
    units = [chr(0x5000 + 64 * middle + last) + chr(0x6000 + 64 * middle + low) for middle, low in zip(middles, others)]
    assert_merges(submission.train("".join(units), 300), [(0x80 + last, 0xE6)])


@case(
    "Bytes that are not valid UTF-8 become U+FFFD",
    zh="不合法的 UTF-8 字节变成 U+FFFD",
    hint="A model may stop in the middle of a character.",
    hint_zh="模型可能停在一个字符的中间。",
    hint_for=("answer", "raised"),
)
def test_invalid_bytes(submission, reference, rng):
    merges = reference.train("".join(rng.choice(list("日本語 "), size=60)), 270)
    ids = rng.permutation([*range(0, 256, 5), 0xFF, 0xE6, *range(256, 256 + len(merges))]).tolist()
    expected = b"".join(token_bytes(merges)[i] for i in ids).decode("utf-8", errors="replace")
    assert_equal(submission.decode(ids, merges), expected)
    character = chr(rng.integers(0x4E00, 0x9FA5)).encode()
    for part in (character[:1], character[:2], character[1:], b"a" + character[:2]):
        assert_equal(submission.decode(list(part), []), part.decode("utf-8", errors="replace"), what="a part of a character")


@case("Characters from all of Unicode come back whole", zh="整个 Unicode 中的字符都能完整还原", points=2)
def test_any_unicode(submission, reference, rng):
    for _ in range(4):
        often = [rng.integers(0x10000, 0x100000)] * 8  # four bytes: there are merges of merges
        codes = [0xF900 - 0x800, 0x2F800 - 0x800, *often, *rng.integers(0x110000 - 0x800, size=190)]
        characters = [chr(code if code < 0xD800 else code + 0x800) for code in codes]  # all but the surrogates
        merges = reference.train("".join(characters), 280)
        text = "".join([*rng.permutation(characters), characters[2] * 3])
        ids = submission.encode(text, merges)
        assert_equal(ids, reference.encode(text, merges), what="the tokens")
        assert_equal(submission.decode(ids, merges), text, what="the text")


@case(
    "Nothing is normalised, replaced or left out",
    zh="不做规范化，不替换，也不丢弃任何字符",
    hint="Two texts that look alike may differ in their bytes.",
    hint_zh="看起来相同的两段文本，字节可能不同。",
)
def test_nothing_normalised(submission, reference, rng):
    odd = ["e\u0301", "\u00e9", "\u212b", "\ufb01", "\r\n", "\r", "\0", "\u2028", "\u200d", "A", "\ufeff"]
    text = "\ufeff" + "".join(rng.permutation(odd))  # a byte order mark first
    assert_equal(submission.encode(text, []), list(text.encode("utf-8")), what="the tokens")
    assert_equal(submission.decode(list(text.encode("utf-8")), []), text, what="the text")
    learned = "\ufeff" + "".join(rng.permutation([*odd, "e", "E", "a", "\n"] * 4)) + "A"
    merges = reference.train(learned, 264)
    assert_merges(submission.train(learned, 264), merges)
    assert_equal(submission.encode(learned, merges), reference.encode(learned, merges), what="the tokens of what was learned")


@case(
    "Training to the last pair that occurs twice",
    zh="一直训练到没有出现两次的对为止",
    points=2,
    hint="There may be hundreds of merges, and most of them have no place in a short text.",
    hint_zh="合并可能有几百个，其中大多数在一段短文本里根本用不到。",
)
def test_to_the_end(submission, reference, rng):
    text = random_text(rng, 250, string.ascii_lowercase)
    merges = reference.train(text, 2000)
    assert_merges(submission.train(text, 2000), merges)
    for word in text.split():  # two letters: one pair, so that the order of the merges is not the point
        assert_equal(submission.encode(word[:2], merges), reference.encode(word[:2], merges), what="the tokens of two letters")


@case("A text of white space alone", zh="只有空白的文本", hint="Nothing is taken off the text.", hint_zh="文本什么都不能去掉。")
def test_white_space_alone(submission, reference):
    for text in (" ", "   ", "\n", "\n\n\n\n", "\t \n\t \n"):
        merges = reference.train(text, 300)
        assert_merges(submission.train(text, 300), merges)
        ids = submission.encode(text, merges)
        assert_equal(ids, reference.encode(text, merges), what="the tokens")
        assert_equal(submission.decode(ids, merges), text, what="the text")


@case(
    "Pairs that occur hundreds of times",
    zh="出现几百次的对",
    hint="Counts have no upper bound.",
    hint_zh="次数没有上限。",
)
def test_large_counts(submission, rng):
    letters, _ = draw_letters(rng, 4)
    a, b, c, d = sorted(letters)
    text = "".join(rng.permutation([c + d] * 301 + [a + b] * 300 + ["\n"] * 300).tolist())
    assert_merges(submission.train(text, 257), [(ord(c), ord(d))])


@case(
    "Other merges, other tokens, though they begin alike",
    zh="合并列表不同，token 就不同，即使开头相同",
    hint="Nothing is kept from one list of merges to the next.",
    hint_zh="不要把一个合并列表的结果留给下一个。",
)
def test_merges_that_begin_alike(submission, rng):
    (a, b, c, d), (A, B, C, D) = draw_letters(rng, 4)
    for last, text in (((256, D), a + b + d), ((257, D), a + b + c + d), ((D, 256), d + a + b)):
        merges = [(A, B), (256, C), last]
        assert_equal(submission.encode(text, merges), [258], what="the tokens")
        assert_equal(submission.decode([258], merges), text, what="the text")


@case("The empty text", zh="空文本")
def test_empty(submission):
    merges = [(97, 98), (256, 99)]
    assert_merges(submission.train("", 300), [])
    assert_equal(submission.encode("", merges), [], what="the tokens")
    assert_equal(submission.decode([], merges), "", what="the text")


@case("The arguments are left as they were", zh="不修改传入的参数")
def test_arguments_untouched(submission, reference, rng):
    text = random_text(rng, 20)
    merges = reference.train(text, 270)
    ids = reference.encode(text, merges)
    encoding, decoding = submission.encode.call(text, merges), submission.decode.call(ids, merges)
    assert_equal(encoding.args[1], merges, what="merges after encode")
    assert_equal(decoding.args[0], ids, what="ids after decode")
    assert_equal(decoding.args[1], merges, what="merges after decode")


@case("A longer text in several languages", zh="较长的多语言文本", points=2)
def test_longer_text(submission, reference, rng):
    text = random_text(rng, 240, "abcdefghèñ字🙂\n")
    merges = reference.train(text, 300)
    assert_merges(submission.train(text, 300), merges)
    for one in (text, *(random_text(rng, 240, "abcdefghèñ字🙂\n") for _ in range(5))):
        ids = submission.encode(one, merges)
        assert_equal(ids, reference.encode(one, merges), what="the tokens")
        assert_equal(submission.decode(ids, merges), one, what="the text")
