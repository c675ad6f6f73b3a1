import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_raises, case, numerical_gradient

from test_public import attention_by_hand, build, random_weights


def random_masks(rng, shape):
    """Every query may attend to some key, and not to all."""
    shuffled = rng.permuted(np.broadcast_to(np.arange(shape[-1]), shape), axis=-1)
    return shuffled < rng.integers(1, shape[-1], size=(*shape[:-1], 1))


@case("Masks of every shape", zh="各种形状的掩码", points=2, hint="The first axis of a mask of rank 3 counts sequences, not heads.", hint_zh="三维掩码的第一个轴是序列，不是头。", hint_for=("answer", "shape", "raised"))
@pytest.mark.parametrize("shape", [(4, 5), (3, 4, 5), (3, 1, 5)], ids=str)
def test_mask_shapes(submission, rng, shape):
    state = random_weights(rng, 6, 4)
    x, context, mask = rng.normal(size=(3, 4, 6)), rng.normal(size=(3, 5, 4)), random_masks(rng, shape)
    for num_heads in (2, 3):  # as many heads as sequences, too
        expected = attention_by_hand(state, num_heads, x, context, mask)
        assert_close(build(submission, num_heads, state)(x, context, mask), expected)


@case("As many sequences, heads and positions as each other", zh="序列、头与位置的个数都相同", hint_for=("answer", "shape", "raised"), hint="Which axis of the mask is whose?", hint_zh="掩码的各个轴分别是谁的？")
@pytest.mark.parametrize("shape", [(3, 3), (3, 3, 3), (3, 1, 3)], ids=str)
def test_all_alike(submission, rng, shape):
    state = random_weights(rng, 9, 9)
    x, context, mask = rng.normal(size=(3, 3, 9)), rng.normal(size=(3, 3, 9)), random_masks(rng, shape)
    assert_close(build(submission, 3, state)(x, context, mask), attention_by_hand(state, 3, x, context, mask))


@case("A single query, as in decoding", zh="只有一个查询，如逐步解码时")
@pytest.mark.parametrize("batch, keys", [(1, 1), (1, 6), (3, 1), (2, 4)])
def test_one_query(submission, rng, batch, keys):
    state = random_weights(rng, 4, 6)
    x, context = rng.normal(size=(batch, 1, 4)), rng.normal(size=(batch, keys, 6))
    attention = build(submission, 2, state)
    assert_close(attention(x, context), attention_by_hand(state, 2, x, context))
    mask = np.ones((batch, 1, keys), dtype=bool)
    assert_close(attention(x, context, mask), attention_by_hand(state, 2, x, context))


@case("With one key, its value goes to every query", zh="只有一个键时，每个查询都得到它的值")
def test_one_key(submission, rng):
    state = random_weights(rng, 6, 4)
    x, context = rng.normal(size=(2, 5, 6)), rng.normal(size=(2, 1, 4))
    value = context @ state["v_proj.weight"].T + state["v_proj.bias"]
    expected = np.repeat(value @ state["out_proj.weight"].T + state["out_proj.bias"], 5, axis=1)
    assert_close(build(submission, 3, state)(x, context), expected)


@case("The order of the encoder's positions does not matter", zh="编码器各位置的顺序无关紧要")
def test_order(submission, rng):
    state = random_weights(rng, 6, 5)
    x, context, mask = rng.normal(size=(2, 3, 6)), rng.normal(size=(2, 7, 5)), random_masks(rng, (2, 3, 7))
    order = rng.permutation(7)
    expected = attention_by_hand(state, 2, x, context, mask)
    assert_close(build(submission, 2, state)(x, context[:, order], mask[:, :, order]), expected)


@case("Each query by itself", zh="各个查询互不影响", hint="No query sees another: there is nothing causal here.", hint_zh="查询之间互相看不到：这里没有因果关系。")
def test_queries_apart(submission, rng):
    state = random_weights(rng, 6, 6)
    x, context = rng.normal(size=(2, 6, 6)), rng.normal(size=(2, 6, 6))
    attention, expected = build(submission, 2, state), attention_by_hand(state, 2, x, context)
    assert_close(attention(x, context), expected)
    for i in (0, 4):
        assert_close(attention(x[:, i : i + 1], context), expected[:, i : i + 1])


@case("One context after another, and another length", zh="一个接一个的 context，长度也不同", hint="Keys and values are of this call's context.", hint_zh="键和值来自这次调用的 context。", hint_for=("answer", "shape", "raised"))
def test_contexts(submission, rng):
    state = random_weights(rng, 6, 4)
    attention = build(submission, 3, state)
    x = rng.normal(size=(2, 3, 6))
    for length in (4, 4, 2, 4):
        context = rng.normal(size=(2, length, 4))
        assert_close(attention(x, context), attention_by_hand(state, 3, x, context))
        mask = random_masks(rng, (2, 1, 4))[:, :, :length] | (np.arange(length) == 0)
        assert_close(attention(x, context, mask), attention_by_hand(state, 3, x, context, mask))


@case("New weights between two calls with one context", zh="同一个 context 的两次调用之间换上新权重", hint="Use the projections as they are now.", hint_zh="要使用当前的投影权重。", hint_for=("answer", "raised"))
def test_new_weights(submission, rng):
    attention, x = build(submission, 2, random_weights(rng, 6, 6)), rng.normal(size=(2, 3, 6))
    context = attention.forward.keep(x, rng.normal(size=(2, 5, 6)))  # it stays on the far side, one object for both calls
    values = np.array(context.fetch())
    for _ in range(2):
        state = random_weights(rng, 6, 6)
        attention.load_state_dict(state)
        assert_close(attention(x, context), attention_by_hand(state, 2, x, values))


@case(
    "Some queries with nothing left, beside others",
    zh="有的查询没有键可用，别的有",
    points=2,
    hint="Only the rows of such queries are zeros.",
    hint_zh="只有这些查询的行是零。",
)
@pytest.mark.parametrize("shape", [(4, 5), (2, 4, 5), (2, 1, 5)], ids=str)
def test_nothing_left(submission, rng, shape):
    state = random_weights(rng, 6, 4)
    x, context, mask = rng.normal(size=(2, 4, 6)), rng.normal(size=(2, 5, 4)), random_masks(rng, shape)
    mask.reshape(-1, 5)[1 % len(mask.reshape(-1, 5))] = False
    assert_close(build(submission, 2, state)(x, context, mask), attention_by_hand(state, 2, x, context, mask))
    bias = np.broadcast_to(state["out_proj.bias"], x.shape)
    assert_close(build(submission, 2, state)(x, context, np.zeros(shape, dtype=bool)), bias)


@case(
    "Where nothing is left, gradients are zero and not NaN",
    zh="没有键可用时，梯度为零，而不是 NaN",
    points=3,
    hint="Backward multiplies by what forward computed on the way, even where the result was replaced afterwards.",
    hint_zh="即使结果事后被替换，反向传播仍会乘上前向过程中算出的中间值。",
)
@pytest.mark.parametrize("shape", [(4, 5), (3, 4, 5), (3, 1, 5)], ids=str)
def test_nothing_left_gradients(submission, reference, rng, shape):
    state = random_weights(rng, 6, 4)
    x, dy, context = rng.normal(size=(3, 4, 6)), rng.normal(size=(3, 4, 6)), rng.normal(size=(3, 5, 4))
    mask = random_masks(rng, shape)
    mask.reshape(-1, 5)[1] = False
    mine, theirs = (build(module, 2, state) for module in (submission, reference))
    actual, expected = mine.vjp(x, context, mask, grad=dy), theirs.vjp(x, context, mask, grad=dy)
    # Gradients that are NaN, or far off; the terms of some cancel.
    assert_close(actual.args[0], expected.args[0], what="dx", atol=1e-5)
    assert_close(actual.args[1], expected.args[1], what="dcontext", atol=1e-5)  # as above
    for name in state:
        # The gradient of k_proj.bias is zero, up to rounding.
        assert_close(actual.parameters[name], expected.parameters[name], atol=1e-4, what=f"gradient of {name}")


@case("Gradients of every parameter", zh="每个参数的梯度", points=2)
def test_gradients(submission, reference, rng):
    state = random_weights(rng, 6, 4)
    x, dy, context = rng.normal(size=(2, 4, 6)), rng.normal(size=(2, 4, 6)), rng.normal(size=(2, 5, 4))
    mine, theirs = (build(module, 3, state) for module in (submission, reference))
    actual, expected = mine.vjp(x, context, grad=dy), theirs.vjp(x, context, grad=dy)
    for name in state:
        # The gradient of k_proj.bias is zero, up to rounding.
        assert_close(actual.parameters[name], expected.parameters[name], atol=1e-4, what=f"gradient of {name}")


@case("Gradients agree with central differences", zh="梯度与中心差分一致", points=2)
@pytest.mark.parametrize("mode", ["train", "eval"])
def test_central_differences(submission, rng, mode):
    state = random_weights(rng, 4, 3)
    x, dy, context = rng.normal(size=(2, 2, 4)), rng.normal(size=(2, 2, 4)), rng.normal(size=(2, 3, 3))
    mask = np.arange(3) < np.array([3, 2])[:, None, None]
    attention = build(submission, 2, state)
    getattr(attention, mode)()
    actual = attention.vjp(x, context, mask, grad=dy).args
    expected = numerical_gradient(lambda x: attention_by_hand(state, 2, x, context, mask), x, dy)
    # Central differences are better than that.
    assert_close(actual[0], expected, what="dx", rtol=1e-4, atol=1e-4)
    expected = numerical_gradient(lambda context: attention_by_hand(state, 2, x, context, mask), context, dy)
    assert_close(actual[1], expected, what="dcontext", rtol=1e-4, atol=1e-4)  # as above


@case(
    "An excluded position is as good as absent, however large its values",
    zh="被排除的位置等同于不存在，无论其数值多大",
    points=2,
    hint="What is removed after the softmax has already taken its share of the weight.",
    hint_zh="softmax 之后再去掉，那些位置早已分走了一部分权重。",
)
def test_excluded_is_absent(submission, rng):
    state = random_weights(rng, 6, 6)
    # With q and k alike, a position that is a multiple of a query scores high with it.
    state |= {"k_proj.weight": state["q_proj.weight"], "q_proj.bias": np.zeros(6)}
    x, context = rng.normal(size=(2, 3, 6)), rng.normal(size=(2, 5, 6))
    context[:, 4] = 1e5 * x[:, 0]
    expected = attention_by_hand(state, 3, x, context[:, :4])
    attention = build(submission, 3, state)
    assert_close(attention(x, context, np.arange(5) < np.full((2, 1, 1), 4)), expected)
    assert_close(attention(x, context, np.tile(np.arange(5) < 4, (3, 1))), expected)


@case("Where the allowed scores are very low, an excluded key still gets nothing", zh="允许的键分数都很低时，被排除的键依然得不到任何权重", hint="What is filled in must be below every score.", hint_zh="填入的值必须低于任何分数。")
def test_low_scores(submission, rng):
    state = random_weights(rng, 4, 4)
    x, context, mask = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 5, 4)), random_masks(rng, (2, 3, 5))
    # All scores are one number, far below 0: what is allowed shares the weight.
    low = dict(state)
    low["q_proj.weight"], low["q_proj.bias"] = np.zeros((4, 4)), np.array([2.0**21, 0.0, 0.0, 0.0])
    low["k_proj.weight"], low["k_proj.bias"] = np.zeros((4, 4)), np.array([-(2.0**21), 0.0, 0.0, 0.0])
    flat = dict(state) | {"q_proj.weight": np.zeros((4, 4)), "q_proj.bias": np.zeros(4)}
    expected = attention_by_hand(flat, 1, x, context, mask)
    assert_close(build(submission, 1, low)(x, context, mask), expected)


@case("Scores so large that exp overflows", zh="分数大到 exp 会上溢", hint="A softmax needs its shift.", hint_zh="softmax 需要平移。")
def test_large_scores(submission, rng):
    state = random_weights(rng, 6, 4)
    x, context = rng.normal(size=(2, 3, 6)), rng.normal(size=(2, 5, 4))
    expected = attention_by_hand(state, 2, x, context)
    for sign in (-1, 1):
        # Adds the same to all scores of a query, so that their softmax stays as it is.
        moved = state | {"k_proj.bias": state["k_proj.bias"] + sign * 3e4}
        assert_close(build(submission, 2, moved)(x, context), expected)


@case("float32 stays float32", zh="float32 仍是 float32", hint_for=("dtype", "raised"), hint="Everything has the dtype of x.", hint_zh="一切都用 x 的 dtype。")
def test_float32(submission, rng):
    state = random_weights(rng, 8, 4)
    attention = submission.CrossAttention(8, 2, 4)
    attention.load_state_dict({name: value.astype(np.float32) for name, value in state.items()})
    x, context = rng.normal(size=(2, 3, 8)), rng.normal(size=(2, 5, 4))
    mask = np.arange(5) < np.array([4, 0])[:, None, None]
    expected = attention_by_hand(state, 2, x, context, mask)
    # Weights, inputs and steps are rounded to float32.
    tolerances = {"rtol": 1e-3, "atol": 1e-4, "dtype": "float32"}
    assert_close(attention(x.astype(np.float32), context.astype(np.float32), mask), expected, **tolerances)


@case("Long sequences of the encoder", zh="编码器的长序列")
def test_long(submission, rng):
    state = random_weights(rng, 4, 3)
    x, context = rng.normal(size=(2, 2, 4)), rng.normal(size=(2, 300, 3))
    mask = np.arange(300) < np.array([300, 257])[:, None, None]
    assert_close(build(submission, 2, state)(x, context, mask), attention_by_hand(state, 2, x, context, mask))


@case("The arguments are left as they were", zh="不修改参数")
def test_untouched(submission, rng):
    attention = build(submission, 2, random_weights(rng, 6, 4))
    x, context = rng.normal(size=(2, 4, 6)), rng.normal(size=(2, 5, 4))
    for shape in ((4, 5), (2, 4, 5), (2, 1, 5)):
        mask = random_masks(rng, shape)
        mask.reshape(-1, 5)[0] = False
        called = attention.call(x, context, mask)
        for name, before, after in zip(("x", "context", "mask"), (x, context, mask), called.args, strict=True):
            assert_equal(after, before, what=f"{name} after the call")


@case("Arguments may be given by name", zh="参数可以按名称传入")
def test_by_name(submission, rng):
    state = random_weights(rng, 6, 4)
    attention = submission.CrossAttention(num_heads=2, context_dim=4, embed_dim=6).double()
    attention.load_state_dict(state)
    x, context, mask = rng.normal(size=(2, 3, 6)), rng.normal(size=(2, 5, 4)), random_masks(rng, (3, 5))
    assert_close(attention(mask=mask, context=context, x=x), attention_by_hand(state, 2, x, context, mask))
    assert_raises("ValueError", submission.CrossAttention, num_heads=4, embed_dim=6)
