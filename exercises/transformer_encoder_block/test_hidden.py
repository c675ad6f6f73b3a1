import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, numerical_gradient

from test_public import both_orders, build, by_hand, random_weights


@case("A mask for each sequence", zh="每个序列有自己的掩码", points=2)
@both_orders
def test_mask_per_sequence(submission, rng, norm_first):
    state, x = random_weights(rng, 6, 4), rng.normal(size=(3, 4, 6))
    mask = (rng.random(size=(3, 4, 4)) < 0.5) | np.eye(4, dtype=bool)
    assert_close(build(submission, 3, state, norm_first)(x, mask), by_hand(state, 3, norm_first, x, mask))


@case("A padding mask that all queries of a sequence share", zh="同一序列的所有查询共用的填充掩码")
@both_orders
def test_padding(submission, rng, norm_first):
    state, x = random_weights(rng, 4, 6), rng.normal(size=(4, 5, 4))
    mask = np.arange(5) < np.array([5, 1, 3, 4])[:, None, None]
    assert_close(build(submission, 2, state, norm_first)(x, mask), by_hand(state, 2, norm_first, x, mask))


@case("What stands at excluded positions does not reach the others", zh="被排除的位置上的内容不影响其他位置")
@both_orders
def test_excluded(submission, rng, norm_first):
    state, x = random_weights(rng, 4, 6), rng.normal(size=(1, 4, 4))
    block, mask = build(submission, 2, state, norm_first), np.array([[[True, True, True, False]]])
    expected = by_hand(state, 2, norm_first, x, mask)
    x[0, 3] = 50 * rng.normal(size=4)
    assert_close(block(x, mask)[:, :3], expected[:, :3])


@case("The usual order where none is given", zh="没有给出 norm_first 时用通常的顺序")
def test_default(submission, rng):
    state, x = random_weights(rng, 6, 4), rng.normal(size=(2, 3, 6))
    block = submission.TransformerEncoderBlock(6, 2, 4).double()
    block.load_state_dict(state)
    assert_close(block(x), by_hand(state, 2, False, x))


@case("Arguments by name", zh="按名称传入参数")
def test_by_name(submission, rng):
    state, x, mask = random_weights(rng, 6, 4), rng.normal(size=(2, 3, 6)), np.tri(3, dtype=bool)
    block = submission.TransformerEncoderBlock(embed_dim=6, num_heads=2, hidden=4, norm_first=True).double()
    block.load_state_dict(state)
    assert_close(block(x=x, mask=mask), by_hand(state, 2, True, x, mask))


@case("Large inputs", zh="很大的输入", hint="A residual carries them; a norm makes them ordinary.", hint_zh="残差会保留它们；归一化会把它们变回平常的大小。")
@both_orders
@pytest.mark.parametrize("size", [1e-3, 1e3])
def test_scales(submission, rng, norm_first, size):
    state, x = random_weights(rng, 4, 6), size * rng.normal(size=(2, 3, 4))
    assert_close(build(submission, 2, state, norm_first)(x), by_hand(state, 2, norm_first, x))


@case("Nearly constant features: eps stands inside the root", zh="特征几乎相等：eps 在根号内")
@both_orders
def test_eps(submission, rng, norm_first):
    state, x = random_weights(rng, 6, 4), 3.0 + 3e-3 * rng.normal(size=(1, 3, 6))
    for name in ("out_proj", "linear2"):
        state[f"{name}.weight"][:], state[f"{name}.bias"][:] = 0.0, 0.0
    if norm_first:  # where only attention and feed-forward see the norms
        state["linear2.weight"] = rng.normal(size=(6, 4))
    assert_close(build(submission, 2, state, norm_first)(x), by_hand(state, 2, norm_first, x))


@case("One position, one head, one feature between", zh="一个位置、一个头、一个中间特征")
@both_orders
def test_small(submission, rng, norm_first):
    for embed_dim, num_heads, hidden, shape in ((4, 4, 1, (1, 1)), (2, 1, 3, (3, 1)), (2, 2, 1, (1, 4))):
        state, x = random_weights(rng, embed_dim, hidden), rng.normal(size=(*shape, embed_dim))
        assert_close(build(submission, num_heads, state, norm_first)(x), by_hand(state, num_heads, norm_first, x))


@case("As many sequences as heads, as positions, as features", zh="序列数与头数、位置数、特征数相等")
@both_orders
def test_equal_sizes(submission, rng, norm_first):
    state, x = random_weights(rng, 4, 4), rng.normal(size=(4, 4, 4))
    mask = np.tri(4, dtype=bool)
    assert_close(build(submission, 4, state, norm_first)(x, mask), by_hand(state, 4, norm_first, x, mask))


@case("Gradients with respect to the input", zh="对输入的梯度", points=2)
@both_orders
def test_gradient(submission, rng, norm_first):
    state = random_weights(rng, 4, 4)
    state["linear1.bias"] = np.array([30.0, -30.0, 30.0, -30.0])  # far from the kink of ReLU, on either side
    x, dy = rng.normal(size=(2, 1, 3, 4))
    expected = numerical_gradient(lambda x: by_hand(state, 2, norm_first, x), x, dy)
    # Central differences with step 1e-5 are good to about seven digits here.
    assert_close(build(submission, 2, state, norm_first).vjp(x, grad=dy).args[0], expected, rtol=1e-4, atol=1e-5, what="dx")


@case("Gradients with respect to every parameter", zh="对每个参数的梯度", points=2)
@both_orders
def test_parameter_gradients(submission, reference, rng, norm_first):
    state = random_weights(rng, 4, 6)
    x, dy = rng.normal(size=(2, 2, 3, 4))
    mine, theirs = (build(module, 2, state, norm_first).vjp(x, grad=dy) for module in (submission, reference))
    assert_close(mine.args[0], theirs.args[0], what="dx")
    for name in state:
        # An absolute tolerance: the gradient of k_proj.bias is zero, up to rounding.
        assert_close(mine.parameters[name], theirs.parameters[name], atol=1e-5, what=f"gradient of {name}", what_zh=f"{name} 的梯度")


@case("Training and evaluation give the same output", zh="训练模式与评估模式的输出相同")
@both_orders
def test_no_dropout(submission, rng, norm_first):
    state, x = random_weights(rng, 4, 8), rng.normal(size=(2, 3, 4))
    block, expected = build(submission, 2, state, norm_first), by_hand(state, 2, norm_first, x)
    block.train()
    assert_close(block(x), expected, what="output in training", what_zh="训练模式的输出")
    block.eval()
    assert_close(block(x), expected, what="output in evaluation", what_zh="评估模式的输出")


@case("Two blocks of different order", zh="两个顺序不同的块")
def test_two_blocks(submission, rng):
    state, x = random_weights(rng, 4, 6), rng.normal(size=(2, 3, 4))
    blocks = [build(submission, 2, state, norm_first) for norm_first in (False, True)]
    for norm_first in (0, 1, 0):
        assert_close(blocks[norm_first](x), by_hand(state, 2, bool(norm_first), x))


@case("float32 weights and input give a float32 output", zh="float32 的权重和输入得到 float32 的输出")
@both_orders
def test_float32(submission, rng, norm_first):
    state, x = random_weights(rng, 4, 6), rng.normal(size=(2, 3, 4))
    block = submission.TransformerEncoderBlock(4, 2, 6, norm_first)
    block.load_state_dict({name: value.astype(np.float32) for name, value in state.items()})
    answer = block(x.astype(np.float32))
    assert_shape(answer, (2, 3, 4), dtype="float32")
    # Some roundings of float32, of numbers below ten.
    assert_close(answer, by_hand(state, 2, norm_first, x).astype(np.float32), rtol=1e-3, atol=1e-4)


@case("Input and mask are left as they were", zh="不修改输入和掩码")
@both_orders
def test_untouched(submission, rng, norm_first):
    state, x, mask = random_weights(rng, 4, 6), rng.normal(size=(2, 3, 4)), np.tri(3, dtype=bool)
    called = build(submission, 2, state, norm_first).forward.call(x, mask)
    assert_equal(called.args[0], x, what="x")
    assert_equal(called.args[1], mask, what="mask")
