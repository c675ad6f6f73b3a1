import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, numerical_gradient

from test_public import build, random_weights


def random_masks(rng, batch, length):
    """Shape (batch, length, length). Every query may attend to itself, and at least one key is excluded for it."""
    shuffled = rng.permuted(np.tile(np.arange(length), (batch, length, 1)), axis=-1)
    return (shuffled < rng.integers(1, length - 1, size=(batch, length, 1))) | np.eye(length, dtype=bool)


def project(state, name, x):
    return x @ state[f"{name}.weight"].T + state[f"{name}.bias"]


def attention_by_hand(state, num_heads, x, masks):
    """The statement's formulas in numpy; q, k and v are (B, H, N, D)."""
    split = (*x.shape[:2], num_heads, -1)
    q, k, v = (project(state, name, x).reshape(split).swapaxes(1, 2) for name in ("q_proj", "k_proj", "v_proj"))
    e = np.exp(q @ k.mT / np.sqrt(q.shape[-1])) * masks[:, None]
    heads = e / e.sum(axis=-1, keepdims=True) @ v
    return project(state, "out_proj", heads.swapaxes(1, 2).reshape(x.shape))


@case("A mask of its own for each sequence", zh="每个序列有自己的掩码", points=2)
@pytest.mark.parametrize("embed_dim, num_heads", [(6, 2), (10, 5)])
def test_mask_per_sequence(submission, rng, embed_dim, num_heads):
    state = random_weights(rng, embed_dim)
    x, masks = rng.normal(size=(3, 4, embed_dim)), random_masks(rng, 3, 4)
    attention = build(submission, embed_dim, num_heads, state)
    assert_close(attention(x, masks), attention_by_hand(state, num_heads, x, masks))


@case(
    "As many sequences as heads, a mask for each sequence",
    zh="序列数与头数相等，每个序列有自己的掩码",
    hint="The first axis of a mask counts sequences. Broadcasting lines up axes from the last one.",
    hint_zh="掩码的第一个轴是序列。广播是从最后一个轴开始对齐的。",
    hint_for=("answer", "shape", "raised"),
)
def test_as_many_sequences_as_heads(submission, reference, rng):
    state = random_weights(rng, 6)
    x, masks = rng.normal(size=(3, 4, 6)), random_masks(rng, 3, 4)
    mine, theirs = (build(module, 6, 3, state) for module in (submission, reference))
    assert_close(mine(x, masks), theirs(x, masks))


@case("A padding mask that all queries of a sequence share", zh="同一序列的所有查询共用的填充掩码")
def test_padding(submission, reference, rng):
    state = random_weights(rng, 8)
    x = rng.normal(size=(4, 5, 8))
    mask = np.arange(5) < np.array([5, 1, 3, 4])[:, None, None]
    mine, theirs = (build(module, 8, 2, state) for module in (submission, reference))
    assert_close(mine(x, mask), theirs(x, mask))


@case("As many sequences as positions, one mask for all", zh="序列数与长度相等，共用一个掩码")
def test_as_many_sequences_as_positions(submission, rng):
    state = random_weights(rng, 4)
    x, mask = rng.normal(size=(4, 4, 4)), random_masks(rng, 1, 4)[0]
    attention = build(submission, 4, 2, state)
    assert_close(attention(x, mask), attention_by_hand(state, 2, x, np.stack([mask] * 4)))


@case(
    "An excluded position is as good as absent, however large its values",
    zh="被排除的位置等同于不存在，无论其数值多大",
    points=2,
    hint="What is removed after the softmax has already taken its share of the weight.",
    hint_zh="softmax 之后再去掉，那些位置早已分走了一部分权重。",
)
def test_excluded_is_absent(submission, reference, rng):
    state = random_weights(rng, 6)
    # With q and k alike, a position that is a multiple of another one scores high with it.
    state |= {"k_proj.weight": state["q_proj.weight"], "q_proj.bias": np.zeros(6)}
    x = rng.normal(size=(2, 5, 6))
    x[:, 4] = 1e5 * x[:, 0]
    keys = np.array([True, True, True, True, False])
    mine, theirs = (build(module, 6, 2, state) for module in (submission, reference))
    assert_close(mine(x, np.tile(keys, (5, 1)))[:, :4], theirs(x[:, :4]))


@case(
    "Where all scores are very low, an excluded position still gets nothing",
    zh="所有分数都很低时，被排除的位置依然得不到任何权重",
    points=2,
    hint="What is filled in for an excluded position must be below every score that there can be.",
    hint_zh="被排除的位置填入的值必须低于任何可能出现的分数。",
)
def test_low_scores(submission, reference, rng):
    state = random_weights(rng, 6)
    # It adds the same to all scores of a query, so that their softmax stays as it is.
    state["k_proj.bias"] += rng.choice([-1, 1], size=6) * rng.uniform(1e4, 2e4, size=6)
    state["q_proj.bias"] = np.zeros(6)
    x, masks = rng.normal(size=(6, 5, 6)), random_masks(rng, 6, 5)
    mine, theirs = (build(module, 6, 2, state) for module in (submission, reference))
    # Scores of tens of thousands enlarge the rounding of a float32 scale or softmax.
    assert_close(mine(x, masks), theirs(x, masks), rtol=1e-2, atol=2e-2)


@case(
    "An excluded position may hold anything",
    zh="被排除的位置可以是任何内容",
    hint="A tiny weight times a huge value is not nothing: the weight must be 0.",
    hint_zh="很小的权重乘以很大的值并不等于零：权重必须正好是 0。",
)
@pytest.mark.parametrize("size", [1e30, 1e200])
def test_huge_where_excluded(submission, reference, rng, size):
    state = random_weights(rng, 6)
    for name in ("q_proj", "k_proj"):
        state[f"{name}.weight"][:, 0] = 0.0  # so the scores know nothing of it, and only the values are huge
    x = rng.normal(size=(3, 5, 6))
    x[:, 1::2, 0] = size
    mine, theirs = (build(module, 6, 2, state) for module in (submission, reference))
    mask = np.tile(np.arange(5) % 2 == 0, (3, 1, 1))
    assert_close(mine(x, mask)[:, ::2], theirs(x[:, ::2]))


@case("As many heads as features", zh="头数与特征数相等", hint="What is D then?", hint_zh="这时 D 是多少？")
def test_heads_of_one_feature(submission, rng):
    for embed_dim in (3, 5):
        state = random_weights(rng, embed_dim)
        x, masks = rng.normal(size=(3, 4, embed_dim)) * 2, random_masks(rng, 3, 4)
        found = build(submission, embed_dim, embed_dim, state)(x, masks)
        assert_close(found, attention_by_hand(state, embed_dim, x, masks))


@case(
    "Gradients flow in evaluation mode, too",
    zh="评估模式下梯度照样能传回",
    hint="eval() is about layers such as dropout; it does not mean that nobody wants a gradient.",
    hint_zh="eval() 针对的是 dropout 之类的层，并不表示不需要梯度。",
    hint_for=("answer", "gradient", "raised"),
)
def test_gradients_in_evaluation(submission, reference, rng):
    state = random_weights(rng, 6)
    x, dy, masks = rng.normal(size=(2, 4, 6)), rng.normal(size=(2, 4, 6)), random_masks(rng, 2, 4)
    mine, theirs = (build(module, 6, 2, state) for module in (submission, reference))
    mine.eval()
    assert_close(mine.vjp(x, masks, grad=dy).args[0], theirs.vjp(x, masks, grad=dy).args[0], what="gradient of x")


@case(
    "One module with one mask, then with others, then without",
    zh="同一个模块先后使用不同的掩码，最后不用掩码",
    points=2,
    hint="Does anything of the last call live on in the module?",
    hint_zh="上一次调用的内容是否还留在模块里？",
)
def test_one_module_many_masks(submission, reference, rng):
    state = random_weights(rng, 6)
    mine, theirs = (build(module, 6, 2, state) for module in (submission, reference))
    x = rng.normal(size=(3, 4, 6))
    for masks in (random_masks(rng, 3, 4), None, random_masks(rng, 1, 4)[0], random_masks(rng, 3, 4), None):
        assert_close(mine(x, masks), theirs(x, masks))
        x = rng.normal(size=(3, 4, 6))


@case("Masks of one sequence, and of one position", zh="只有一个序列或一个位置时的掩码")
@pytest.mark.parametrize("shape", [(1, 4, 4), (1, 1, 4), (3, 1, 1), (1, 1, 1), (1, 1)], ids=str)
def test_smallest_masks(submission, rng, shape):
    state = random_weights(rng, 6)
    x = rng.normal(size=(shape[0] if len(shape) == 3 else 2, shape[-1], 6))
    mask = np.ones(shape, dtype=bool)
    mask[..., 1:3] = False
    masks = np.broadcast_to(mask, (len(x), shape[-1], shape[-1]))
    assert_close(build(submission, 6, 2, state)(x, mask), attention_by_hand(state, 2, x, masks))


@case("A mask that allows everything changes nothing", zh="全部允许的掩码不改变任何结果")
def test_all_allowed(submission, reference, rng):
    state = random_weights(rng, 6)
    x = rng.normal(size=(2, 4, 6))
    mine, theirs = (build(module, 6, 2, state) for module in (submission, reference))
    assert_close(mine(x, np.ones((4, 4), dtype=bool)), theirs(x))


@case("Equal scores: the mean over the keys that are allowed", zh="分数都相等时，结果是允许的键的平均")
def test_equal_scores(submission, rng):
    state = random_weights(rng, 6) | {"q_proj.weight": np.zeros((6, 6)), "q_proj.bias": np.zeros(6)}
    x, masks = rng.normal(size=(2, 5, 6)), random_masks(rng, 2, 5)
    means = masks @ project(state, "v_proj", x) / masks.sum(axis=-1, keepdims=True)
    assert_close(build(submission, 6, 3, state)(x, masks), project(state, "out_proj", means))


@case("A single position attends to itself", zh="只有一个位置时，它只关注自己")
def test_single_position(submission, rng):
    state = random_weights(rng, 6)
    x = rng.normal(size=(3, 1, 6))
    expected = project(state, "out_proj", project(state, "v_proj", x))
    assert_close(build(submission, 6, 2, state)(x), expected)


@case("Reordering the positions reorders the output", zh="重排位置，输出也随之重排")
def test_reordered(submission, reference, rng):
    state = random_weights(rng, 8)
    x, order = rng.normal(size=(2, 6, 8)), rng.permutation(6)
    mine, theirs = (build(module, 8, 4, state) for module in (submission, reference))
    assert_close(mine(x[:, order]), theirs(x)[:, order])


@case("Each sequence of a batch stands alone", zh="批次中的每个序列互不影响")
def test_sequences_stand_alone(submission, reference, rng):
    state = random_weights(rng, 6)
    x = rng.normal(size=(4, 3, 6))
    mine, theirs = (build(module, 6, 2, state) for module in (submission, reference))
    assert_close(mine(x), np.concatenate([theirs(x[b : b + 1]) for b in range(4)]))


@case(
    "Large scores stay finite",
    zh="很大的分数结果仍然有限",
    hint="exp overflows unless the softmax shifts first.",
    hint_zh="softmax 不先做平移，exp 就会溢出。",
    hint_for=("finite",),
)
def test_large_scores(submission, reference, rng):
    state = random_weights(rng, 8)
    x = rng.normal(size=(2, 5, 8)) * 100
    mine, theirs = (build(module, 8, 2, state) for module in (submission, reference))
    # Scores in the thousands enlarge the rounding of a float32 scale.
    assert_close(mine(x), theirs(x), rtol=1e-3, atol=1e-2)


@case("Gradients agree with finite differences", zh="梯度与有限差分一致", points=2)
@pytest.mark.parametrize("name", ["x", "q_proj.weight", "k_proj.weight", "v_proj.bias", "out_proj.weight"])
def test_finite_differences(submission, rng, name):
    state = random_weights(rng, 4)
    x, dy = rng.normal(size=(2, 2, 3, 4))
    masks = random_masks(rng, 2, 3)
    values = {**state, "x": x}

    def output(value):
        changed = {**values, name: value}
        return attention_by_hand(changed, 2, changed["x"], masks)

    attention = build(submission, 4, 2, state)
    assert_close(attention(x, masks), output(values[name]))
    found = attention.vjp(x, masks, grad=dy)
    actual = found.args[0] if name == "x" else found.parameters[name]
    assert_close(actual, numerical_gradient(output, values[name], dy), what=f"gradient of {name}")


@case("Gradients under a mask, with respect to the input and every parameter", zh="有掩码时对输入和每个参数的梯度", points=2)
@pytest.mark.parametrize("embed_dim, num_heads", [(6, 3), (8, 2)])
def test_masked_gradients(submission, reference, rng, embed_dim, num_heads):
    state = random_weights(rng, embed_dim)
    x, dy = rng.normal(size=(2, 3, 4, embed_dim))
    masks = random_masks(rng, 3, 4)
    mine, theirs = (build(module, embed_dim, num_heads, state) for module in (submission, reference))
    assert_close(mine(x, masks), theirs(x, masks))
    actual, expected = mine.vjp(x, masks, grad=dy), theirs.vjp(x, masks, grad=dy)
    assert_close(actual.args[0], expected.args[0], what="dx")
    for name in state:
        # An absolute tolerance: the gradient of k_proj.bias is zero, up to rounding.
        assert_close(actual.parameters[name], expected.parameters[name], atol=1e-5, what=f"gradient of {name}")


@case("No gradient reaches an excluded position", zh="梯度不会传到被排除的位置")
def test_no_gradient_to_excluded(submission, reference, rng):
    state = random_weights(rng, 6)
    x, dy = rng.normal(size=(2, 2, 5, 6))
    dy[:, 3:] = 0.0
    mask = np.tile(np.arange(5) < 3, (2, 1, 1))
    mine, theirs = (build(module, 6, 2, state) for module in (submission, reference))
    assert_close(mine(x, mask)[:, :3], theirs(x[:, :3]))
    expected = theirs.vjp(x[:, :3], grad=dy[:, :3]).args[0]
    assert_close(mine.vjp(x, mask, grad=dy).args[0], np.pad(expected, [(0, 0), (0, 2), (0, 0)]), what="dx")


@case("float32 weights and input give a float32 output", zh="float32 的权重和输入得到 float32 的输出")
def test_float32(submission, reference, rng):
    state = {name: value.astype(np.float32) for name, value in random_weights(rng, 8).items()}
    x, masks = rng.normal(size=(2, 4, 8)).astype(np.float32), random_masks(rng, 2, 4)
    attention = submission.SelfAttention(8, 4)
    attention.load_state_dict(state)
    expected = build(reference, 8, 4, state)(x.astype(np.float64), masks).astype(np.float32)
    assert_close(attention(x, masks), expected, dtype="float32")


@case("Training and evaluation give the same output", zh="训练模式与评估模式的输出相同")
def test_no_dropout(submission, reference, rng):
    state = random_weights(rng, 8)
    x = rng.normal(size=(2, 6, 8))
    mine, theirs = (build(module, 8, 2, state) for module in (submission, reference))
    expected = theirs(x)
    assert_close(mine.train()(x), expected, what="output in training")
    assert_close(mine.eval()(x), expected, what="output in evaluation")


@case("Input and mask are left as they were", zh="不修改输入和掩码")
@pytest.mark.parametrize("shape", [(4, 4), (2, 4, 4)])
def test_inputs_untouched(submission, reference, rng, shape):
    state = random_weights(rng, 6)
    x, masks = rng.normal(size=(2, 4, 6)), random_masks(rng, 2, 4)
    mask = masks if len(shape) == 3 else masks[0]
    mine, theirs = (build(module, 6, 2, state) for module in (submission, reference))
    outcome = mine.forward.call(x, mask=mask)
    assert_equal(outcome.args[0], x, what="x after the call")
    assert_equal(outcome.kwargs["mask"], mask, what="mask after the call")
    assert_close(outcome.value, theirs(x, mask))


@case("Arguments may be given by name", zh="参数可以按名称传入")
def test_by_name(submission, reference, rng):
    state = random_weights(rng, 6)
    x, masks = rng.normal(size=(2, 3, 6)), random_masks(rng, 2, 3)
    mine = submission.SelfAttention(num_heads=3, embed_dim=6).double()
    mine.load_state_dict(state)
    assert_close(mine(mask=masks, x=x), build(reference, 6, 3, state)(x, masks))
