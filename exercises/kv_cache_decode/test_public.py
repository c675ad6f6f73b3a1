import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_growth, case, workload

PROJECTIONS = ("q_proj", "k_proj", "v_proj", "out_proj")


def random_weights(rng, embed_dim):
    """A state_dict with random weights and biases."""
    state = {}
    for name in PROJECTIONS:
        state[f"{name}.weight"] = rng.normal(size=(embed_dim, embed_dim)) / np.sqrt(embed_dim)
        state[f"{name}.bias"] = rng.normal(size=embed_dim)
    return state


def build(module, embed_dim, num_heads, state):
    """The module's CachedSelfAttention, in float64, with these weights."""
    attention = module.CachedSelfAttention(embed_dim, num_heads).double()
    attention.load_state_dict(state)
    return attention


def project(state, name, x):
    return x @ state[f"{name}.weight"].T + state[f"{name}.bias"]


def attention_by_hand(state, num_heads, x):
    """The statement's formulas in numpy, without a cache; q, k and v are (B, H, N, D)."""
    split = (*x.shape[:2], num_heads, -1)
    q, k, v = (project(state, name, x).reshape(split).swapaxes(1, 2) for name in ("q_proj", "k_proj", "v_proj"))
    e = np.tril(np.exp(q @ k.mT / np.sqrt(q.shape[-1])))
    heads = e / e.sum(axis=-1, keepdims=True) @ v
    return project(state, "out_proj", heads.swapaxes(1, 2).reshape(x.shape))


def assert_decodes(attention, x, lengths, expected):
    """A prefill of the first piece of x and a step for each other piece return what is expected of all positions."""
    start = 0
    for length in lengths:
        end = start + length
        out = attention.step(x[:, start:end]) if start else attention.prefill(x[:, start:end])
        assert_close(out, expected[:, start:end], what=f"positions {start} to {end - 1}", what_zh=f"第 {start} 到第 {end - 1} 个位置")
        start = end


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    identity = {f"{name}.weight": np.eye(2) for name in PROJECTIONS} | {f"{name}.bias": np.zeros(2) for name in PROJECTIONS}
    attention = build(submission, 2, 1, identity)
    a = 1 / (1 + np.exp(4 / np.sqrt(2)))  # what position 1 gives to position 0
    b = 1 / (1 + 2 * np.exp(4 / np.sqrt(2)))  # what position 2 gives to position 1
    assert_close(attention.prefill(np.array([[[2.0, 0.0], [0.0, 2.0]]])), np.array([[[2, 0], [2 * a, 2 * (1 - a)]]]))
    assert_close(attention.step(np.array([[[2.0, 0.0]]])), np.array([[[2 * (1 - b), 2 * b]]]))
    assert_close(attention.step(np.array([[[0.0, 0.0]]])), np.array([[[1.0, 0.5]]]))


@case(
    "prefill is causal self-attention",
    zh="prefill 就是因果自注意力",
    hint="Position i attends to the positions up to i, itself included.",
    hint_zh="位置 i 关注直到 i 为止的位置，包括自己。",
)
@pytest.mark.parametrize("length, embed_dim, num_heads", [(1, 2, 1), (2, 4, 2), (5, 6, 3), (4, 6, 2)])
def test_prefill(submission, rng, length, embed_dim, num_heads):
    state = random_weights(rng, embed_dim)
    x = rng.normal(size=(2, length, embed_dim))
    assert_close(build(submission, embed_dim, num_heads, state).prefill(x), attention_by_hand(state, num_heads, x))


@case(
    "Steps return what a prefill of all positions would",
    zh="逐步解码与对所有位置一次 prefill 的结果相同",
    points=2,
    sizes=[1, 2, 6],
    hint="The keys and values of every step must be there in the next one.",
    hint_zh="每一步的键和值，在下一步都必须还在。",
    hint_for=("answer", "shape", "raised"),
)
def test_steps(submission, reference, rng, size):
    state = random_weights(rng, 6)
    x = rng.normal(size=(2, 3 + size, 6))
    expected = build(reference, 6, 2, state).prefill(x)
    assert_decodes(build(submission, 6, 2, state), x, [3] + [1] * size, expected)


@case(
    "A step of several positions",
    zh="一步包含多个位置",
    points=2,
    hint="The new positions must not see each other's future either. Where does the first of them stand in the whole sequence?",
    hint_zh="新来的位置之间也不能看到未来。其中第一个位置在整个序列中排第几？",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("lengths", [[1, 2], [3, 3], [2, 4, 1, 3]], ids=str)
def test_several_positions(submission, rng, lengths):
    state = random_weights(rng, 6)
    x = rng.normal(size=(2, sum(lengths), 6))
    assert_decodes(build(submission, 6, 3, state), x, lengths, attention_by_hand(state, 3, x))


@case("prefill starts over", zh="prefill 重新开始", points=2, hint="Forget the last sequences.", hint_zh="要忘掉上一批序列。", hint_for=("answer", "shape", "raised"))
def test_begins_anew(submission, rng):
    state = random_weights(rng, 4)
    attention = build(submission, 4, 2, state)
    for _ in range(3):
        x = rng.normal(size=(2, 4, 4))
        assert_decodes(attention, x, [2, 1, 1], attention_by_hand(state, 2, x))


def remembering(module, length, embed_dim, num_heads, rng):
    """A module that remembers `length` positions of one sequence, in float32."""
    attention = module.CachedSelfAttention(embed_dim, num_heads)
    attention.requires_grad_(False)
    attention.load_state_dict({name: value.astype(np.float32) for name, value in random_weights(rng, embed_dim).items()})
    x = rng.normal(size=(1, length, embed_dim)).astype(np.float32)
    for start in range(0, length, 512):  # all at once would need scores of length * length
        take = attention.step if start else attention.prefill
        take.keep(x[:, start : start + 512])
    module.CachedSelfAttention(embed_dim, num_heads).prefill.keep(x[:, :1])  # another one, with a memory of its own
    return attention


def step_after(embed_dim, num_heads):
    """What `assert_growth` measures: one step after so many positions. Each context is filled once."""
    filled = {}

    def one_step(module, length, rng):
        if (module, length) not in filled:
            filled[module, length] = remembering(module, length, embed_dim, num_heads, rng)
        return filled[module, length].step, (rng.normal(size=(1, 1, embed_dim)).astype(np.float32),)

    return one_step


@case(
    "The time of a step grows linearly with the length of the context",
    zh="一步的耗时随上下文长度线性增长",
    points=2,
    hint="A step must not compute the earlier positions again, and nothing in it may have T x T elements.",
    hint_zh="一步中不能重新计算先前的位置，也不能出现有 T x T 个元素的东西。",
    hint_for=("statement", "time", "memory"),
)
def test_growth(submission, reference, rng):
    # Few features, so that what has T x T elements shows: a mask alone takes fifteen times as long as the whole step. Right
    # answers of other styles, measured beside busy neighbours, took three times as long as the reference at most.
    texts = {"en": "the length of the context", "zh": "上下文长度"}
    assert_growth(submission, reference, step_after(8, 1), rng, sizes=[256, 1024, 5120], at_most=6, margin=0.7, **texts)


@workload("a prefill of 64 positions and 32 steps, 4 sequences of 64 features", zh="4 个序列、每个位置 64 个特征，先 prefill 64 个位置，再走 32 步")
def time_decode(module, rng):
    attention = module.CachedSelfAttention(64, 4)
    attention.load_state_dict({name: value.astype(np.float32) for name, value in random_weights(rng, 64).items()})
    return module.adapter.decode, (attention, rng.normal(size=(4, 96, 64)).astype(np.float32), 64)
