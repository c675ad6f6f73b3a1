import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_raises, assert_shape, case, require, workload

PROJECTIONS = ("q_proj", "k_proj", "v_proj", "out_proj")


def random_weights(rng, embed_dim):
    """A state_dict with random weights and biases."""
    state = {}
    for name in PROJECTIONS:
        state[f"{name}.weight"] = rng.normal(size=(embed_dim, embed_dim)) / np.sqrt(embed_dim)
        state[f"{name}.bias"] = rng.normal(size=embed_dim)
    return state


def build(module, embed_dim, num_heads, state):
    """The module's SelfAttention, in float64, with these weights."""
    attention = module.SelfAttention(embed_dim, num_heads).double()
    attention.load_state_dict(state)
    return attention


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    identity = {f"{name}.weight": np.eye(4) for name in PROJECTIONS} | {f"{name}.bias": np.zeros(4) for name in PROJECTIONS}
    attention = build(submission, 4, 2, identity)
    x = np.array([[[1.0, 0.0, 0.0, 2.0], [0.0, 1.0, 2.0, 0.0]]])
    a = 1 / (1 + np.exp(-1 / np.sqrt(2)))  # what the first head gives to its own position
    b = 1 / (1 + np.exp(-4 / np.sqrt(2)))  # and the second
    second_row = [1 - a, a, 2 * b, 2 * (1 - b)]
    assert_close(attention(x), np.array([[[a, 1 - a, 2 * (1 - b), 2 * b], second_row]]))
    mask = np.array([[True, False], [True, True]])
    assert_close(attention(x, mask), np.array([[[1.0, 0.0, 0.0, 2.0], second_row]]))


@case(
    "Four projections with the names and shapes of the statement",
    zh="四个投影的名称与形状符合题目要求",
    hint="Each projection is an nn.Linear(embed_dim, embed_dim) with bias, and nothing else has parameters.",
    hint_zh="每个投影都是带偏置的 nn.Linear(embed_dim, embed_dim)，除此之外没有别的参数。",
    hint_for=("answer", "raised"),
)
def test_parameters(submission):
    parameters = submission.SelfAttention(6, 2).named_parameters()
    expected = {f"{name}.weight": (6, 6) for name in PROJECTIONS} | {f"{name}.bias": (6,) for name in PROJECTIONS}
    assert_equal(sorted(parameters), sorted(expected), what="names of the parameters", what_zh="各参数的名称")
    for name, shape in expected.items():
        assert_shape(parameters[name], shape, what=name)
    frozen = [name for name, value in parameters.items() if not value.dtype.metadata["requires_grad"]]
    require(not frozen, f"These parameters are not trained: {frozen}.", f"这些参数不参与训练：{frozen}。")


@case(
    "Without a mask, for several numbers of heads",
    zh="没有掩码，不同的头数",
    points=2,
    hint="Head h takes a block of D neighbouring features, and its scores are divided by sqrt(D).",
    hint_zh="第 h 个头取 D 个相邻的特征，其分数除以 sqrt(D)。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("embed_dim, num_heads", [(2, 1), (4, 2), (6, 2), (6, 3), (12, 4)])
def test_heads(submission, reference, rng, embed_dim, num_heads):
    state = random_weights(rng, embed_dim)
    x = rng.normal(size=(2, 3, embed_dim))
    mine, theirs = (build(module, embed_dim, num_heads, state) for module in (submission, reference))
    assert_close(mine(x), theirs(x))


@case(
    "A causal mask: no position looks ahead",
    zh="因果掩码：任何位置都看不到它之后的位置",
    points=2,
    sizes=[3, 5],
    hint="True means: may attend. Exclude the other keys before the softmax, so that the remaining weights sum to 1.",
    hint_zh="True 表示可以关注。要在 softmax 之前排除其余的键，这样剩下的权重之和才为 1。",
)
def test_causal(submission, reference, rng, size):
    state = random_weights(rng, 6)
    x = rng.normal(size=(2, size, 6))
    mask = np.tri(size, dtype=bool)
    mine, theirs = (build(module, 6, 3, state) for module in (submission, reference))
    assert_close(mine(x, mask), theirs(x, mask))


@case("Gradients with respect to the input and every parameter", zh="对输入和每个参数的梯度", points=2)
def test_gradients(submission, reference, rng):
    state = random_weights(rng, 6)
    x, dy = rng.normal(size=(2, 2, 4, 6))
    mine, theirs = (build(module, 6, 2, state) for module in (submission, reference))
    assert_close(mine(x), theirs(x))
    actual, expected = mine.vjp(x, grad=dy), theirs.vjp(x, grad=dy)
    assert_close(actual.args[0], expected.args[0], what="dx")
    for name in state:
        # An absolute tolerance: the gradient of k_proj.bias is zero, up to rounding.
        assert_close(actual.parameters[name], expected.parameters[name], atol=1e-5, what=f"gradient of {name}", what_zh=f"{name} 的梯度")


@case("Heads that do not divide embed_dim are refused", zh="头数不能整除 embed_dim 时拒绝构造")
@pytest.mark.parametrize("embed_dim, num_heads", [(10, 3), (4, 8)])
def test_indivisible(submission, embed_dim, num_heads):
    assert_raises("ValueError", submission.SelfAttention, embed_dim, num_heads)


@workload("8 heads over 4 x 128 positions of 256 features, float32", zh="8 个头，4 x 128 个位置，每个位置 256 个特征，float32")
def time_eight_heads(module, rng):
    attention = module.SelfAttention(256, 8)
    attention.load_state_dict({name: value.astype(np.float32) for name, value in random_weights(rng, 256).items()})
    return attention, (rng.normal(size=(4, 128, 256)).astype(np.float32),)
