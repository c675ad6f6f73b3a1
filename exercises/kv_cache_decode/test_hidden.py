import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, require

from test_public import assert_decodes, attention_by_hand, build, project, random_weights


def last_by_hand(state, x):
    """The outputs of the last two positions, with one head."""
    q, k, v = (project(state, name, x) for name in ("q_proj", "k_proj", "v_proj"))
    scores = q[:, -2:] @ k.mT / np.sqrt(q.shape[-1])
    scores[:, 0, -1] = -np.inf
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return project(state, "out_proj", e / e.sum(axis=-1, keepdims=True) @ v)


@case(
    "However the positions are cut into steps, the outputs are the same",
    zh="无论怎样把位置分成若干步，输出都相同",
    points=2,
    hint="Each new position attends to the whole cache and to the new positions up to itself.",
    hint_zh="每个新位置关注整个缓存，以及到自己为止的新位置。",
    hint_for=("answer", "shape", "raised"),
)
def test_any_cut(submission, reference, rng):
    state = random_weights(rng, 8)
    mine, theirs = (build(module, 8, 4, state) for module in (submission, reference))
    for _ in range(3):
        x = rng.normal(size=(2, 12, 8))
        cuts = np.sort(rng.choice(np.arange(2, 12), size=3, replace=False))  # a prefill of one shows no mask
        assert_decodes(mine, x, np.diff([0, *cuts, 12]).tolist(), theirs.prefill(x))


@case("The first step needs no prefill", zh="第一步之前不必 prefill")
@pytest.mark.parametrize("lengths", [[1, 1, 1], [3, 1]], ids=str)
def test_without_prefill(submission, rng, lengths):
    state = random_weights(rng, 6)
    x = rng.normal(size=(2, sum(lengths), 6))
    attention, expected = build(submission, 6, 2, state), attention_by_hand(state, 2, x)
    for start, end in zip(np.cumsum([0, *lengths]), np.cumsum(lengths)):
        assert_close(attention.step(x[:, start:end]), expected[:, start:end], what=f"positions {start} to {end - 1}")


@case(
    "Equal scores: each output is the mean of the values so far",
    zh="分数都相等时，每个输出是到目前为止的值的平均",
    points=2,
    hint="Every position so far counts once: none is missing, none counts twice.",
    hint_zh="到目前为止的每个位置都恰好计一次：不遗漏，也不重复。",
)
def test_running_mean(submission, rng):
    state = random_weights(rng, 6) | {"q_proj.weight": np.zeros((6, 6)), "q_proj.bias": np.zeros(6)}
    x = rng.normal(size=(2, 8, 6))
    means = np.cumsum(project(state, "v_proj", x), axis=1) / np.arange(1, 9)[:, None]
    assert_decodes(build(submission, 6, 2, state), x, [4, 1, 1, 2], project(state, "out_proj", means))


@case("What comes later changes nothing before it", zh="后来的内容不会改变先前的结果")
def test_no_look_ahead(submission, reference, rng):
    state = random_weights(rng, 6)
    x = rng.normal(size=(2, 6, 6))
    expected = build(reference, 6, 3, state).prefill(x[:, :3])
    x[:, 3:] *= 1000
    assert_close(build(submission, 6, 3, state).prefill(x)[:, :3], expected)


@case(
    "After a long batch of sequences, a short one: other lengths, other numbers of sequences",
    zh="长的一批序列之后是短的一批：长度不同，序列数也不同",
    hint="Nothing of the old sequences may be left in the cache.",
    hint_zh="缓存中不能残留旧序列的任何内容。",
    hint_for=("answer", "shape", "raised"),
)
def test_other_shapes(submission, reference, rng):
    state = random_weights(rng, 6)
    mine, theirs = (build(module, 6, 2, state) for module in (submission, reference))
    for batch, lengths in ((3, [7, 1, 2]), (1, [2, 1]), (2, [1, 1, 1]), (4, [5, 3])):
        x = rng.normal(size=(batch, sum(lengths), 6))
        assert_decodes(mine, x, lengths, theirs.prefill(x))


@case(
    "As many sequences as heads, and as many as positions",
    zh="序列数等于头数，或等于位置数",
    hint="Axes of equal size are easily mistaken for each other.",
    hint_zh="大小相同的轴容易混淆。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("batch, num_heads, lengths", [(3, 3, [3, 3]), (2, 2, [1, 1, 2]), (4, 2, [3, 1])])
def test_equal_sizes(submission, rng, batch, num_heads, lengths):
    embed_dim = 2 * num_heads
    state = random_weights(rng, embed_dim)
    x = rng.normal(size=(batch, sum(lengths), embed_dim))
    expected = attention_by_hand(state, num_heads, x)
    assert_decodes(build(submission, embed_dim, num_heads, state), x, lengths, expected)


@case("Each sequence of a batch stands alone", zh="批次中的每个序列互不影响")
def test_sequences_stand_alone(submission, reference, rng):
    state = random_weights(rng, 6)
    x = rng.normal(size=(3, 5, 6))
    theirs = build(reference, 6, 2, state)
    expected = np.concatenate([theirs.prefill(x[b : b + 1]) for b in range(3)])
    assert_decodes(build(submission, 6, 2, state), x, [2, 1, 1, 1], expected)


@case(
    "Two modules in turn, each with its own memory",
    zh="两个模块交替使用，各有各的记忆",
    points=2,
    hint="The cache belongs to one module, not to the class.",
    hint_zh="缓存属于每个模块，而不是属于类。",
)
def test_two_modules(submission, rng):
    states = [random_weights(rng, 4) for _ in range(2)]
    modules = [build(submission, 4, 2, state) for state in states]
    xs = rng.normal(size=(2, 2, 5, 4))
    expected = [attention_by_hand(state, 2, x) for state, x in zip(states, xs)]
    for attention, x, wanted in zip(modules, xs, expected):
        assert_close(attention.prefill(x[:, :2]), wanted[:, :2], what="prefill")
    for i in (2, 3, 4):
        for attention, x, wanted in zip(modules, xs, expected):
            assert_close(attention.step(x[:, i : i + 1]), wanted[:, i : i + 1], what=f"position {i}")


@case(
    "The memory is not part of the weights",
    zh="记忆不属于权重",
    hint="What a state_dict holds is saved with the model and loaded into others.",
    hint_zh="state_dict 中的内容会随模型保存，并载入其他模型。",
)
def test_state_dict(submission, rng):
    state = random_weights(rng, 6)
    attention = build(submission, 6, 2, state)
    attention.prefill.keep(rng.normal(size=(2, 3, 6)))
    attention.step.keep(rng.normal(size=(2, 1, 6)))
    saved = attention.state_dict()
    assert_equal(sorted(saved), sorted(state), what="the names in the state_dict")
    assert_close(dict(saved), state, what="the state_dict")


@case(
    "A prefill of one position is a prefill",
    zh="只有一个位置的 prefill 也是 prefill",
    hint="Which of the two methods was called decides what is forgotten, not how long x is.",
    hint_zh="是否忘掉之前的内容，取决于调用了哪个方法，而不是 x 有多长。",
    hint_for=("answer", "shape", "raised"),
)
def test_short_prefills(submission, rng):
    state = random_weights(rng, 4)
    attention = build(submission, 4, 2, state)
    for lengths in ([1, 1, 2], [1], [1, 3], [1, 1]):
        x = rng.normal(size=(2, sum(lengths), 4))
        assert_decodes(attention, x, lengths, attention_by_hand(state, 2, x))


@case(
    "A long step after short ones, and short ones after it",
    zh="短的几步之后来一个长的，再接几个短的",
    hint="Where room is made in advance, how often must it be doubled?",
    hint_zh="如果预先留出空间，需要翻倍几次才够？",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("lengths", [[1, 150, 1, 1], [3, 1, 90, 1, 60], [20, 1, 130, 2]], ids=str)
def test_uneven_steps(submission, rng, lengths):
    state, x = random_weights(rng, 4), rng.normal(size=(2, sum(lengths), 4))
    assert_decodes(build(submission, 4, 2, state), x, lengths, attention_by_hand(state, 2, x))


@case(
    "train() and eval() forget nothing",
    zh="train() 和 eval() 不会让模块忘掉什么",
    hint="What was remembered belongs to the sequences, until the next prefill.",
    hint_zh="记住的内容属于当前的序列，直到下一次 prefill。",
)
def test_modes(submission, rng):
    state, x = random_weights(rng, 4), rng.normal(size=(2, 6, 4))
    attention, expected = build(submission, 4, 2, state), attention_by_hand(state, 2, x)
    assert_close(attention.prefill(x[:, :3]), expected[:, :3], what="prefill")
    attention.eval()
    assert_close(attention.step(x[:, 3:4]), expected[:, 3:4], what="step after eval()")
    attention.train()
    assert_close(attention.step(x[:, 4:5]), expected[:, 4:5], what="step after train()")
    attention.prefill(x[:, :4])
    assert_close(attention.step(x[:, 4:]), expected[:, 4:], what="step after another prefill")


@case("New weights between two batches of sequences", zh="两批序列之间换上新权重", hint="Use the projections as they are now.", hint_zh="要使用当前的投影权重。")
def test_new_weights(submission, rng):
    attention = submission.CachedSelfAttention(6, 2).double()
    for _ in range(2):
        state = random_weights(rng, 6)
        attention.load_state_dict(state)
        x = rng.normal(size=(2, 4, 6))
        assert_decodes(attention, x, [2, 1, 1], attention_by_hand(state, 2, x))


@case(
    "Thousands of positions",
    zh="数千个位置",
    points=2,
    hint="There is no limit on the number of positions.",
    hint_zh="位置的个数没有上限。",
    hint_for=("answer", "raised"),
)
def test_long(submission, rng):
    state = random_weights(rng, 2)
    pieces = [*rng.integers(590, 690, size=7).tolist(), 1, 2, 1]
    x = rng.normal(size=(1, sum(pieces), 2))
    attention = build(submission, 2, 1, state)
    for piece, end in zip(pieces, np.cumsum(pieces)):
        new = x[:, end - piece : end]
        out = attention.prefill(new) if end == piece else attention.step(new)
        expected = last_by_hand(state, x[:, :end])
        assert_close(out[:, -2:], expected[:, -min(piece, 2) :], what=f"the last outputs of {end} positions")


@case("Many steps, one position each", zh="许多步，每步一个位置", hint="The first positions count as long as the sequence lasts.", hint_zh="只要序列还在继续，最初的位置就一直算数。")
def test_many_steps(submission, rng):
    state = random_weights(rng, 4)
    x = rng.normal(size=(1, 40, 4))
    assert_decodes(build(submission, 4, 2, state), x, [1] * 40, attention_by_hand(state, 2, x))


@case(
    "float64 stays float64 in the cache, float32 stays float32",
    zh="缓存中 float64 仍是 float64，float32 仍是 float32",
    hint="The cache has the dtype of x.",
    hint_zh="缓存的 dtype 与 x 相同。",
    hint_for=("dtype", "values"),
)
def test_precision(submission, reference, rng):
    state = random_weights(rng, 8)  # two heads of 4 features: the root of 4 is exact in any dtype
    x = rng.normal(size=(2, 6, 8))
    expected = build(reference, 8, 2, state).prefill(x)
    attention = build(submission, 8, 2, state)
    # Far below what float32 leaves, far above what another order of summation does.
    tight = {"rtol": 1e-10, "atol": 1e-11, "dtype": "float64"}
    assert_close(attention.prefill(x[:, :3]), expected[:, :3], what="prefill in float64", **tight)
    for i in (3, 4, 5):
        assert_close(attention.step(x[:, i : i + 1]), expected[:, i : i + 1], what=f"position {i} in float64", **tight)
    attention = submission.CachedSelfAttention(8, 2)
    attention.load_state_dict({name: value.astype(np.float32) for name, value in state.items()})
    attention.prefill.keep(x[:, :5].astype(np.float32))
    # The weights, x and every step on the way are rounded to float32.
    narrow = {"rtol": 1e-4, "atol": 1e-5, "dtype": "float32"}
    assert_close(attention.step(x[:, 5:].astype(np.float32)), expected[:, 5:], what="position 5 in float32", **narrow)


@case(
    "Scores so large that exp overflows, and so low that all of it underflows",
    zh="分数大到 exp 会上溢，或者小到 exp 全部下溢",
    hint="A softmax needs its shift in the steps as well, and an excluded position is below every other one, however low.",
    hint_zh="逐步解码时，softmax 同样需要平移；而被排除的位置要比其他任何位置都低，无论它们有多低。",
    hint_for=("answer",),
)
def test_large_scores(submission, reference, rng):
    state = random_weights(rng, 6)
    # It adds the same to all scores of a query, so that their softmax stays as it is.
    state["k_proj.bias"] += rng.choice([-1, 1], size=6) * rng.uniform(2e4, 1e5, size=6)
    x = rng.normal(size=(6, 5, 6))
    expected = build(reference, 6, 2, state).prefill(x)
    assert_decodes(build(submission, 6, 2, state), x, [2, 1, 2], expected)


@case(
    "Each position goes through k_proj and v_proj once",
    zh="每个位置只经过 k_proj 和 v_proj 一次",
    points=2,
    hint="Keep the keys and values, not the inputs that they come from.",
    hint_zh="要保存键和值本身，而不是它们所来自的输入。",
)
def test_projected_once(submission, reference, rng):
    state = random_weights(rng, 4)
    x = rng.normal(size=(2, 9, 4))
    attention = build(submission, 4, 2, state)
    expected = build(reference, 4, 2, state).prefill(x)
    assert_close(submission.adapter.decode(attention, x, 5), [expected[:, :5], *np.split(expected[:, 5:], 4, axis=1)])
    counts = submission.adapter.positions_projected(attention, x, 5)
    # Fewer are fine: whoever multiplies by the weights directly does not call the projection.
    require(max(counts.values()) <= 18, "Positions are projected more than once.", "有的位置被投影了不止一次。")


@case(
    "Keys and values are remembered as they were computed, whatever the weights are later",
    zh="记住的是当时算出的键和值，之后权重怎样变都不影响",
    points=2,
    hint="Keep the keys and values, not the inputs that they come from.",
    hint_zh="要保存键和值本身，而不是它们所来自的输入。",
)
@pytest.mark.parametrize("names", [("k_proj",), ("v_proj",), ("k_proj", "v_proj")], ids="_".join)
def test_kept_as_computed(submission, rng, names):
    state = random_weights(rng, 8)
    x = rng.normal(size=(2, 9, 8))
    expected = attention_by_hand(state, 2, x)
    attention = build(submission, 8, 2, state)
    assert_close(attention.prefill(x[:, :5]), expected[:, :5], what="prefill")
    assert_close(attention.step(x[:, 5:7]), expected[:, 5:7], what="a step with the old weights")
    # Weights that differ, and do to the positions to come what the old ones did: only who computes keys or values of
    # earlier positions again gets others.
    later = x[:, 7:].reshape(-1, 8)
    changed = dict(state)
    for name in names:
        change = rng.normal(size=(8, 8))
        changed[f"{name}.weight"] = state[f"{name}.weight"] + change - change @ np.linalg.pinv(later) @ later
    attention.load_state_dict(changed)
    for i in (7, 8):
        assert_close(attention.step(x[:, i : i + 1]), expected[:, i : i + 1], what=f"position {i}, with new weights")


@case("The input is left as it was", zh="不修改输入")
def test_input_untouched(submission, rng):
    attention = build(submission, 6, 2, random_weights(rng, 6))
    for name, length in (("prefill", 3), ("step", 1), ("step", 2)):
        x = rng.normal(size=(2, length, 6))
        assert_equal(getattr(attention, name).call(x).args[0], x, what=f"x after {name}")
