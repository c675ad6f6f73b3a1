import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_raises, assert_shape, case, require, workload

PROJECTIONS = ("q_proj", "k_proj", "v_proj", "out_proj")


def random_weights(rng, embed_dim, context_dim):
    """A state_dict with random weights and biases."""
    state = {}
    for name in PROJECTIONS:
        source = context_dim if name in ("k_proj", "v_proj") else embed_dim
        state[f"{name}.weight"] = rng.normal(size=(embed_dim, source)) / np.sqrt(source)
        state[f"{name}.bias"] = rng.normal(size=embed_dim)
    return state


def build(module, num_heads, state):
    """The module's CrossAttention, in float64, with these weights."""
    embed_dim, context_dim = state["k_proj.weight"].shape
    attention = module.CrossAttention(embed_dim, num_heads, context_dim).double()
    attention.load_state_dict(state)
    return attention


def project(state, name, x):
    return x @ state[f"{name}.weight"].T + state[f"{name}.bias"]


def attention_by_hand(state, num_heads, x, context, mask=None):
    """The statement's formulas in numpy; the scores are (B, H, T, S)."""
    q, k, v = project(state, "q_proj", x), project(state, "k_proj", context), project(state, "v_proj", context)
    q, k, v = (a.reshape(*a.shape[:2], num_heads, -1).swapaxes(1, 2) for a in (q, k, v))
    e = np.exp(q @ k.mT / np.sqrt(q.shape[-1]))
    if mask is not None:
        e = e * (mask if mask.ndim == 2 else mask[:, None])
    total = e.sum(axis=-1, keepdims=True)
    heads = e / np.where(total == 0, 1, total) @ v
    return project(state, "out_proj", heads.swapaxes(1, 2).reshape(x.shape))


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    identity = {f"{name}.weight": np.eye(2) for name in PROJECTIONS} | {f"{name}.bias": np.zeros(2) for name in PROJECTIONS}
    attention = build(submission, 1, identity)
    x, context = np.array([[[2.0, 0.0]]]), np.array([[[1.0, 0.0], [0.0, 1.0], [5.0, 5.0]]])
    a = 1 / (1 + np.exp(-2 / np.sqrt(2)))  # what the query gives to the first key
    assert_close(attention(x, context, np.array([[[True, True, False]]])), np.array([[[a, 1 - a]]]))
    assert_close(attention(x, context, np.zeros((1, 1, 3), dtype=bool)), np.zeros((1, 1, 2)))


@case(
    "Four projections with the names and shapes of the statement",
    zh="四个投影的名称与形状符合题目要求",
    hint="k_proj and v_proj take context_dim features; all four have a bias.",
    hint_zh="k_proj 和 v_proj 接收 context_dim 个特征；四个投影都有偏置。",
    hint_for=("answer", "raised"),
)
@pytest.mark.parametrize("context_dim", [None, 6, 3])
def test_parameters(submission, context_dim):
    module = submission.CrossAttention(6, 2) if context_dim is None else submission.CrossAttention(6, 2, context_dim)
    parameters, expected = module.named_parameters(), {}
    for name in PROJECTIONS:
        source = context_dim or 6 if name in ("k_proj", "v_proj") else 6
        expected |= {f"{name}.weight": (6, source), f"{name}.bias": (6,)}
    assert_equal(sorted(parameters), sorted(expected), what="names of the parameters", what_zh="各参数的名称")
    for name, shape in expected.items():
        assert_shape(parameters[name], shape, what=name)
    frozen = [name for name, value in parameters.items() if not value.dtype.metadata["requires_grad"]]
    require(not frozen, f"These parameters are not trained: {frozen}.", f"这些参数不参与训练：{frozen}。")


@case(
    "Queries from x, keys and values from context",
    zh="查询来自 x，键和值来自 context",
    points=2,
    hint="The output has a row for each row of x; context may have another length and other features.",
    hint_zh="x 的每一行对应输出的一行；context 的长度和特征数可以不同。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("embed_dim, num_heads, context_dim", [(2, 1, 2), (4, 2, 4), (6, 2, 5), (6, 3, 10), (12, 4, 1)])
def test_sources(submission, rng, embed_dim, num_heads, context_dim):
    state = random_weights(rng, embed_dim, context_dim)
    x, context = rng.normal(size=(2, 3, embed_dim)), rng.normal(size=(2, 5, context_dim))
    assert_close(build(submission, num_heads, state)(x, context), attention_by_hand(state, num_heads, x, context))


@case(
    "The encoder's sequences are padded",
    zh="编码器的序列有填充",
    points=2,
    hint="True means: may attend. Exclude the other keys before the softmax, so that the remaining weights sum to 1.",
    hint_zh="True 表示可以关注。要在 softmax 之前排除其余的键，这样剩下的权重之和才为 1。",
    hint_for=("answer", "shape", "raised"),
)
def test_padding(submission, rng):
    state = random_weights(rng, 6, 4)
    x, context = rng.normal(size=(3, 4, 6)), rng.normal(size=(3, 5, 4))
    mask = np.arange(5) < np.array([5, 1, 3])[:, None, None]
    assert_close(build(submission, 2, state)(x, context, mask), attention_by_hand(state, 2, x, context, mask))


@case(
    "An empty sequence of the encoder gives the bias of out_proj",
    zh="编码器的空序列得到 out_proj 的偏置",
    points=2,
    hint="Its scores are all -inf, and their softmax is NaN.",
    hint_zh="它的分数全是 -inf，softmax 得到 NaN。",
)
def test_empty_context(submission, rng):
    state = random_weights(rng, 4, 4)
    x, context = rng.normal(size=(3, 2, 4)), rng.normal(size=(3, 3, 4))
    mask = np.arange(3) < np.array([2, 0, 3])[:, None, None]
    expected = attention_by_hand(state, 2, x, context, mask)
    expected[1] = state["out_proj.bias"]
    assert_close(build(submission, 2, state)(x, context, mask), expected)


@case("Heads that do not divide embed_dim are refused", zh="头数不能整除 embed_dim 时拒绝构造")
@pytest.mark.parametrize("arguments", [(10, 3), (4, 8), (10, 3, 9)], ids=str)
def test_indivisible(submission, arguments):
    assert_raises("ValueError", submission.CrossAttention, *arguments)


@workload("8 heads, 4 x 32 positions of 256 features look at 4 x 256 of 128, float32", zh="8 个头，4 x 32 个位置（256 个特征）关注 4 x 256 个位置（128 个特征），float32")
def time_eight_heads(module, rng):
    attention = module.CrossAttention(256, 8, 128)
    attention.load_state_dict({name: value.astype(np.float32) for name, value in random_weights(rng, 256, 128).items()})
    return attention, (rng.normal(size=(4, 32, 256)).astype(np.float32), rng.normal(size=(4, 256, 128)).astype(np.float32))
