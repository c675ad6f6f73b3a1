import pytest

from dlgrade.testing import assert_equal, assert_raises, case, workload

PARTS = ["embedding", "attention", "ffn", "norm", "output"]


def draw(rng, low=2, high=40):
    """vocab_size, embed_dim, num_heads, num_layers and ff_dim, all different in size; the heads divide embed_dim."""
    heads = int(rng.integers(2, 7))
    width = heads * int(rng.integers(low, high))
    return width * 3 + int(rng.integers(1, 90)), width, heads, int(rng.integers(2, 9)), width * 2 + int(rng.integers(1, 50))


@case("The examples of the statement", zh="题目中的示例")
def test_example(submission):
    gpt2 = {"embedding": 39383808, "attention": 28348416, "ffn": 56669184, "norm": 38400, "output": 0, "total": 124439808}
    assert_equal(submission.transformer_param_count(50257, 768, 12, 12, 3072, max_len=1024), gpt2)
    llama = submission.transformer_param_count(32000, 4096, 32, 32, 11008, gated=True, bias=False, norm="rmsnorm", tied=False)
    assert_equal(llama["total"], 6738415616, what="the total of Llama 2", what_zh="Llama 2 的总数")


@case("Each part of a plain model", zh="普通模型的各个部分", sizes=[2, 8, 40])
def test_parts(submission, reference, rng, size):
    sizes = draw(rng, size, size + 10)
    assert_equal(submission.transformer_param_count(*sizes), reference.transformer_param_count(*sizes))


@case(
    "A gated model without biases, with RMSNorm and an output layer of its own",
    zh="带门控、不带偏置、用 RMSNorm、输出层独立的模型",
    points=2,
)
def test_modern(submission, reference, rng):
    sizes = draw(rng)
    options = {"gated": True, "bias": False, "norm": "rmsnorm", "tied": False}
    assert_equal(submission.transformer_param_count(*sizes, **options), reference.transformer_param_count(*sizes, **options))


@case(
    "The number of heads changes nothing",
    zh="头数不改变参数量",
    hint="More heads are narrower ones.",
    hint_zh="头越多，每个头就越窄。",
)
def test_heads(submission, rng):
    vocab, _, _, layers, ff = draw(rng)
    counts = [submission.transformer_param_count(vocab, 48, heads, layers, ff) for heads in (1, 2, 3, 12, 48)]
    for more in counts[1:]:
        assert_equal(more, counts[0])


@case(
    "Heads that do not divide the features are refused",
    zh="头数不能整除特征数时报错",
    hint_for=("raised",),
)
@pytest.mark.parametrize("width, heads", [(10, 4), (8, 3), (4, 8)])
def test_indivisible(submission, width, heads):
    assert_raises("ValueError", submission.transformer_param_count, 100, width, heads, 2, 20)


@workload("the counts of 400 models", zh="400 个模型的参数量")
def time_models(module, rng):
    return [(module.transformer_param_count, draw(rng)) for _ in range(400)]
