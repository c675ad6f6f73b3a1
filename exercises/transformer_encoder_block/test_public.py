import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, require, workload

both_orders = pytest.mark.parametrize("norm_first", [False, True])


def shapes(embed_dim, hidden):
    """The parameters of the statement, by name."""
    square = {f"{name}_proj.{part}": (embed_dim,) * n for name in ("q", "k", "v", "out") for part, n in (("weight", 2), ("bias", 1))}
    linear = {"linear1.weight": (hidden, embed_dim), "linear1.bias": (hidden,), "linear2.weight": (embed_dim, hidden), "linear2.bias": (embed_dim,)}
    return square | linear | {f"norm{n}.{part}": (embed_dim,) for n in (1, 2) for part in ("weight", "bias")}


def random_weights(rng, embed_dim, hidden):
    """A state_dict in which both norms scale and shift, each in its own way."""
    state = {}
    for name, shape in shapes(embed_dim, hidden).items():
        state[name] = rng.normal(size=shape) / np.sqrt(shape[-1] if len(shape) > 1 else 2)
        if name.startswith("norm"):
            state[name] += name.endswith("weight") * np.linspace(0.5, 2.0, embed_dim)
    return state


def build(module, num_heads, state, norm_first, **options):
    """The module's block, in float64, with these weights."""
    hidden, embed_dim = state["linear1.weight"].shape
    block = module.TransformerEncoderBlock(embed_dim, num_heads, hidden, norm_first, **options).double()
    block.load_state_dict(state)
    return block


def by_hand(state, num_heads, norm_first, x, mask=None):
    """The statement's formulas in numpy."""

    def linear(name, x):
        return x @ state[f"{name}.weight"].T + state[f"{name}.bias"]

    def norm(name, x):
        centred = x - x.mean(axis=-1, keepdims=True)
        return centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-5) * state[f"{name}.weight"] + state[f"{name}.bias"]

    def attention(x):
        q, k, v = (linear(f"{name}_proj", x).reshape(*x.shape[:2], num_heads, -1).swapaxes(1, 2) for name in "qkv")
        scores = q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1])
        allowed = np.ones(scores.shape, dtype=bool) if mask is None else np.broadcast_to(mask if mask.ndim == 2 else mask[:, None], scores.shape)
        e = np.where(allowed, np.exp(scores - scores.max(axis=-1, keepdims=True)), 0.0)
        return linear("out_proj", (e / e.sum(axis=-1, keepdims=True) @ v).swapaxes(1, 2).reshape(x.shape))

    def feed_forward(x):
        return linear("linear2", np.maximum(linear("linear1", x), 0.0))

    if norm_first:
        x = x + attention(norm("norm1", x))
        return x + feed_forward(norm("norm2", x))
    x = norm("norm1", x + attention(x))
    return norm("norm2", x + feed_forward(x))


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    x = np.array([[[1.0, 2.0, 3.0, 4.0]]])
    state = {name: np.full(shape, float(name in ("norm1.weight", "norm2.weight"))) for name, shape in shapes(4, 8).items()}
    assert_close(build(submission, 2, state, True)(x), x)
    assert_close(build(submission, 2, state, False)(x), by_hand(state, 2, False, x))


@case("The parameters have the names and shapes of the statement", zh="各参数的名称与形状符合题目要求")
@both_orders
def test_parameters(submission, norm_first):
    parameters, expected = submission.TransformerEncoderBlock(6, 2, 10, norm_first).named_parameters(), shapes(6, 10)
    assert_equal(sorted(parameters), sorted(expected), what="names of the parameters", what_zh="各参数的名称")
    for name, shape in expected.items():
        assert_shape(parameters[name], shape, what=name)
    frozen = [name for name, value in parameters.items() if not value.dtype.metadata["requires_grad"]]
    require(not frozen, f"These parameters are not trained: {frozen}.", f"这些参数不参与训练：{frozen}。")


@case(
    "Post-norm, the first Transformer's order",
    zh="post-norm，最初的 Transformer 的顺序",
    points=2,
    hint="norm1 stands behind the first sum, and the second residual starts from what it returns.",
    hint_zh="norm1 在第一个和之后，第二个残差从它的输出开始。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("embed_dim, num_heads, hidden", [(4, 1, 5), (6, 2, 12), (6, 3, 2)])
def test_post_norm(submission, rng, embed_dim, num_heads, hidden):
    state, x = random_weights(rng, embed_dim, hidden), rng.normal(size=(2, 3, embed_dim))
    assert_close(build(submission, num_heads, state, False)(x), by_hand(state, num_heads, False, x))


@case(
    "Pre-norm",
    zh="pre-norm",
    points=2,
    hint="The residuals pass the norms by: nothing normalises the sums.",
    hint_zh="残差绕过归一化：和本身没有经过归一化。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("embed_dim, num_heads, hidden", [(4, 1, 5), (6, 2, 12), (6, 3, 2)])
def test_pre_norm(submission, rng, embed_dim, num_heads, hidden):
    state, x = random_weights(rng, embed_dim, hidden), rng.normal(size=(2, 3, embed_dim))
    assert_close(build(submission, num_heads, state, True)(x), by_hand(state, num_heads, True, x))


@case("A causal mask", zh="因果掩码", hint="True means: may attend.", hint_zh="True 表示可以关注。", hint_for=("answer", "raised"))
@both_orders
def test_causal(submission, rng, norm_first):
    state, x, mask = random_weights(rng, 6, 8), rng.normal(size=(2, 5, 6)), np.tri(5, dtype=bool)
    assert_close(build(submission, 2, state, norm_first)(x, mask), by_hand(state, 2, norm_first, x, mask))


@workload("4 heads over 4 x 128 positions of 128 features, float32", zh="4 个头，4 x 128 个位置，每个位置 128 个特征，float32")
def time_block(module, rng):
    block = module.TransformerEncoderBlock(128, 4, 512)
    block.load_state_dict({name: value.astype(np.float32) for name, value in random_weights(rng, 128, 512).items()})
    return block, (rng.normal(size=(4, 128, 128)).astype(np.float32),)
