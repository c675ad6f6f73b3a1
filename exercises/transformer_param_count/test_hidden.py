from itertools import product
from math import prod

import pytest

from dlgrade.testing import assert_equal, assert_raises, case

from test_public import PARTS, draw


def of_shapes(vocab, width, heads, layers, ff, max_len=0, num_kv_heads=None, gated=False, bias=True, norm="layernorm", tied=True):
    """The counts, from a list of the shape of each tensor of the model."""
    kv = width // heads * (heads if num_kv_heads is None else num_kv_heads)

    def linear(rows, columns):
        return [(rows, columns)] + [(columns,)] * bias

    norms = [(width,)] * (2 if norm == "layernorm" else 1)
    shapes = {
        "embedding": [(vocab, width), (max_len, width)],
        "attention": (linear(width, width) + linear(width, kv) + linear(width, kv) + linear(width, width)) * layers,
        "ffn": (linear(width, ff) * (2 if gated else 1) + linear(ff, width)) * layers,
        "norm": norms * 2 * layers + norms,
        "output": [] if tied else [(width, vocab)],
    }
    counts = {part: sum(prod(shape) for shape in shapes[part]) for part in PARTS}
    return {**counts, "total": sum(counts.values())}


@case(
    "Published models have the numbers of parameters that are known of them",
    zh="公开模型的参数量与已知的一致",
    points=2,
    hint="Which part is off? Compare it with the table, row by row.",
    hint_zh="是哪一部分不对？对照表格逐行检查。",
)
@pytest.mark.parametrize(
    "sizes, options, total",
    [
        ((50257, 1600, 25, 48, 6400), {"max_len": 1024}, 1557611200),
        ((32000, 4096, 32, 32, 14336), {"num_kv_heads": 8}, 7241732096),
        ((128256, 4096, 32, 32, 14336), {"num_kv_heads": 8}, 8030261248),
        ((128256, 8192, 64, 80, 28672), {"num_kv_heads": 8}, 70553706496),
    ],
    ids=["gpt2-xl", "mistral-7b", "llama-3-8b", "llama-3-70b"],
)
def test_published(submission, sizes, options, total):
    if "num_kv_heads" in options:
        options = {**options, "gated": True, "bias": False, "norm": "rmsnorm", "tied": False}
    assert_equal(submission.transformer_param_count(*sizes, **options)["total"], total)


@case("Every combination of the options", zh="各种选项的所有组合", points=2)
def test_combinations(submission, rng):
    for gated, bias, norm, tied, few in product([False, True], [False, True], ["layernorm", "rmsnorm"], [False, True], [False, True]):
        sizes = draw(rng)
        options = {"max_len": int(rng.integers(1, 50)), "num_kv_heads": 1 if few else None}
        options |= {"gated": gated, "bias": bias, "norm": norm, "tied": tied}
        assert_equal(submission.transformer_param_count(*sizes, **options), of_shapes(*sizes, **options))


@case(
    "Options may be given by position",
    zh="选项可以按位置给出",
    hint_for=("answer", "raised"),
    hint="Look at the order in the signature.",
    hint_zh="注意函数签名中的顺序。",
)
def test_by_position(submission, rng):
    vocab, width, _, layers, ff = draw(rng)
    arguments = (vocab, width * 6, 6, layers, ff, 17, 2, True, False, "rmsnorm", False)
    assert_equal(submission.transformer_param_count(*arguments), of_shapes(*arguments))


@case(
    "Fewer heads for keys and values",
    zh="键和值的头更少",
    points=2,
    hint="Which of the four linear layers get narrower, and do their biases, too?",
    hint_zh="四个线性层中哪些变窄了？它们的偏置呢？",
)
@pytest.mark.parametrize("kv_heads", [1, 2, 4, 6, 12])
@pytest.mark.parametrize("bias", [False, True], ids=["plain", "bias"])
def test_kv_heads(submission, rng, kv_heads, bias):
    vocab, _, _, layers, ff = draw(rng)
    width = 12 * int(rng.integers(2, 9))
    counts = submission.transformer_param_count(vocab, width, 12, layers, ff, num_kv_heads=kv_heads, bias=bias)
    assert_equal(counts, of_shapes(vocab, width, 12, layers, ff, num_kv_heads=kv_heads, bias=bias))


@case(
    "A bias has one number for each output",
    zh="偏置的每个数对应一个输出",
    hint="The two layers of the feed-forward part have outputs of different number.",
    hint_zh="前馈部分的两个层，输出个数不同。",
)
def test_biases(submission, rng):
    sizes = vocab, width, heads, layers, ff = draw(rng)
    for gated in (False, True):
        plain, biased = (submission.transformer_param_count(*sizes, gated=gated, bias=bias) for bias in (False, True))
        assert_equal(biased["attention"] - plain["attention"], 4 * width * layers, what="the biases of attention")
        assert_equal(biased["ffn"] - plain["ffn"], (ff * (2 if gated else 1) + width) * layers, what="the biases of ffn")
        for part in ("embedding", "norm", "output"):
            assert_equal(biased[part], plain[part], what=part)


@case(
    "Norms stand in each layer twice, and once at the end",
    zh="每层两个归一化，末尾还有一个",
    hint="Whether linear layers have a bias says nothing of a norm.",
    hint_zh="线性层有没有偏置，与归一化无关。",
)
@pytest.mark.parametrize("norm, vectors", [("layernorm", 2), ("rmsnorm", 1)])
@pytest.mark.parametrize("bias", [False, True], ids=["plain", "bias"])
def test_norms(submission, rng, norm, vectors, bias):
    sizes = _, width, _, layers, _ = draw(rng)
    found = submission.transformer_param_count(*sizes, norm=norm, bias=bias)["norm"]
    assert_equal(found, vectors * width * (2 * layers + 1))


@case("A tied output layer counts nothing, another one its matrix", zh="共享的输出层不计数，独立的计它的矩阵")
@pytest.mark.parametrize("bias", [False, True], ids=["plain", "bias"])
def test_output(submission, rng, bias):
    sizes = vocab, width, *_ = draw(rng)
    shared, own = (submission.transformer_param_count(*sizes, max_len=5, bias=bias, tied=tied) for tied in (True, False))
    assert_equal((shared["output"], own["output"]), (0, vocab * width), what="output")
    assert_equal((shared["embedding"], own["embedding"]), ((vocab + 5) * width,) * 2, what="embedding")
    assert_equal(own["total"] - shared["total"], vocab * width, what="the difference of the totals")


@case("Positions are learned once for the whole model", zh="整个模型只学一份位置")
@pytest.mark.parametrize("max_len", [0, 1, 77])
def test_positions(submission, rng, max_len):
    sizes = vocab, width, *_ = draw(rng)
    counts = submission.transformer_param_count(*sizes, max_len=max_len)
    assert_equal(counts, of_shapes(*sizes, max_len=max_len))


@case("A model without layers", zh="没有层的模型")
def test_no_layers(submission, rng):
    vocab, width, heads, _, ff = draw(rng)
    for options in ({}, {"max_len": 3, "norm": "rmsnorm", "tied": False, "gated": True}):
        assert_equal(
            submission.transformer_param_count(vocab, width, heads, 0, ff, **options),
            of_shapes(vocab, width, heads, 0, ff, **options),
        )


@case("The smallest model of all", zh="最小的模型")
def test_ones(submission):
    for options in ({}, {"max_len": 1, "num_kv_heads": 1, "gated": True, "tied": False}):
        assert_equal(submission.transformer_param_count(1, 1, 1, 1, 1, **options), of_shapes(1, 1, 1, 1, 1, **options))


@case(
    "Widths of the feed-forward part that are no multiple, and smaller ones",
    zh="前馈宽度不是整数倍，或者更小",
    hint="ff_dim is given: nothing is to be guessed or rounded.",
    hint_zh="ff_dim 已经给出，不要猜测，也不要取整。",
)
def test_any_ff_dim(submission, rng):
    vocab, width, heads, layers, _ = draw(rng)
    for ff in (1, width - 1, width, 4 * width, 8 * width + 3):
        for gated in (False, True):
            found = submission.transformer_param_count(vocab, width, heads, layers, ff, gated=gated)
            assert_equal(found, of_shapes(vocab, width, heads, layers, ff, gated=gated))


@case(
    "Counts beyond what a float holds exactly",
    zh="float 无法精确表示的计数",
    points=2,
    hint="What does / give, and how many digits does it have?",
    hint_zh="/ 得到的是什么类型？它有多少位有效数字？",
)
@pytest.mark.parametrize("digits", [6, 9, 17])
def test_exact(submission, rng, digits):
    heads = 7
    width = heads * (10**digits + 2 * int(rng.integers(1, 1000)) + 1)
    vocab, ff = 10**digits + 2 * int(rng.integers(1, 1000)) + 1, 3 * width + 2
    for kv_heads in (1, 7):
        options = {"max_len": 99, "num_kv_heads": kv_heads, "tied": False}
        found = submission.transformer_param_count(vocab, width, heads, 3, ff, **options)
        assert_equal(found, of_shapes(vocab, width, heads, 3, ff, **options))


@case(
    "Heads that cannot be shared out are refused, whatever else is asked",
    zh="头无法均分时报错，不论其他参数是什么",
    hint="Two numbers must divide without a rest.",
    hint_zh="有两处必须整除。",
    hint_for=("raised", "answer"),
)
def test_refused(submission):
    count = submission.transformer_param_count
    for kv_heads in (5, 8, 9, 24):
        assert_raises("ValueError", count, 50, 24, 12, 2, 96, num_kv_heads=kv_heads)
        assert_raises("ValueError", count, 50, 24, 12, 0, 96, num_kv_heads=kv_heads, bias=False)
    assert_raises("ValueError", count, 50, 24, 7, 0, 96)
    assert_raises("ValueError", count, 50, 24, 9, 2, 96, num_kv_heads=3)
    # 5 heads for keys and values divide embed_dim, and not the heads for queries
    assert_raises("ValueError", count, 50, 20, 4, 2, 96, num_kv_heads=5)
