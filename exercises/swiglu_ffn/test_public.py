import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, numerical_gradient, require, workload

NAMES = ("gate_proj.weight", "up_proj.weight", "down_proj.weight")


def random_weights(rng, dim, hidden):
    """A state_dict with random weights."""
    shapes = ((hidden, dim), (hidden, dim), (dim, hidden))
    return {name: rng.normal(size=shape) / np.sqrt(shape[1]) for name, shape in zip(NAMES, shapes, strict=True)}


def build(module, state):
    """The module's SwiGLU, in float64, with these weights."""
    hidden, dim = state["gate_proj.weight"].shape
    ffn = module.SwiGLU(dim, hidden).double()
    ffn.load_state_dict(state)
    return ffn


def by_formula(state, x):
    """The statement's formula; the sigmoid by way of tanh, which no z overflows."""
    gate, up, down = (state[name] for name in NAMES)
    z = x @ gate.T
    return (z * (1 + np.tanh(z / 2)) / 2 * (x @ up.T)) @ down.T


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    weights = ([[1.0, 0.0], [0.0, 1.0]], [[1.0, 1.0], [2.0, 0.0]], [[1.0, 0.0], [1.0, 1.0]])
    ffn = build(submission, {name: np.array(weight) for name, weight in zip(NAMES, weights, strict=True)})
    # The statement shows four decimals.
    expected = np.array([[2.1932, 5.7164], [5.7154, 4.1018]])
    assert_close(ffn(np.array([[1.0, 2.0], [3.0, -1.0]])), expected, rtol=0.0, atol=1e-4)
    assert_equal(submission.swiglu_hidden_size(4096), 11008)
    assert_equal(submission.swiglu_hidden_size(4, multiple_of=8), 16)


@case(
    "Three projections with the names and shapes of the statement, and no bias",
    zh="三个投影的名称与形状符合题目要求，没有偏置",
    hint="nn.Linear has a bias unless told otherwise.",
    hint_zh="nn.Linear 默认带偏置。",
    hint_for=("answer", "raised"),
)
def test_parameters(submission):
    parameters = submission.SwiGLU(6, 10).named_parameters()
    assert_equal(sorted(parameters), sorted(NAMES), what="names of the parameters", what_zh="各参数的名称")
    for name, shape in zip(NAMES, ((10, 6), (10, 6), (6, 10)), strict=True):
        assert_shape(parameters[name], shape, what=name)
    frozen = [name for name, value in parameters.items() if not value.dtype.metadata["requires_grad"]]
    require(not frozen, f"These parameters are not trained: {frozen}.", f"这些参数不参与训练：{frozen}。")


@case(
    "The width by the rule",
    zh="按规则得到的宽度",
    hint="Down to a whole number first, then up to a multiple.",
    hint_zh="先向下取整，再向上取到倍数。",
)
@pytest.mark.parametrize(("dim", "multiple_of", "expected"), [(512, 256, 1536), (768, 256, 2048), (4, 2, 10), (5, 1, 13), (10000, 1, 26666), (96, 256, 256), (97, 256, 512)])
def test_width(submission, dim, multiple_of, expected):
    assert_equal(submission.swiglu_hidden_size(dim, multiple_of), expected)


@case(
    "Random weights",
    zh="随机权重",
    points=2,
    sizes=[1, 2, 5, 16],
    hint="Which of the two projections goes through SiLU?",
    hint_zh="两个投影中哪一个经过 SiLU？",
)
def test_forward(submission, rng, size):
    state, x = random_weights(rng, size, 7), rng.normal(size=(3, size)) * 2
    assert_close(build(submission, state)(x), by_formula(state, x), dtype="float64")


@case("The gradients agree with central differences", zh="梯度与中心差分一致", points=2)
def test_central_differences(submission, rng):
    state, x, dy = random_weights(rng, 3, 4), rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    found = build(submission, state).vjp(x, grad=dy)
    expected = numerical_gradient(lambda x: by_formula(state, x), x, dy)
    # Central differences with step 1e-5 are good to about eight digits here.
    close = {"rtol": 1e-5, "atol": 1e-7}
    assert_close(found.args[0], expected, what="dx", **close)
    for name in NAMES:
        expected = numerical_gradient(lambda w, name=name: by_formula({**state, name: w}, x), state[name], dy)
        assert_close(found.parameters[name], expected, what=f"gradient of {name}", what_zh=f"{name} 的梯度", **close)


@workload("256 x 256 float32 through a layer of the rule's width", zh="256 x 256 的 float32 输入，宽度按规则确定")
def time_forward(module, rng):
    ffn = module.SwiGLU(256)
    ffn.load_state_dict({name: value.astype("float32") for name, value in random_weights(rng, 256, 768).items()})
    return ffn, (rng.normal(size=(256, 256)).astype("float32"),)
