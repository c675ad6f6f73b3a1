import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case

from test_public import NAMES, build, by_formula, random_weights


def assert_all_gradients(ffn, state, x, dy, **options):
    """The gradients of x and of all weights, as the formula's derivatives have them."""
    gate, up, down = (state[name] for name in NAMES)
    flat, dflat = x.reshape(-1, x.shape[-1]), dy.reshape(-1, x.shape[-1])
    z, u = flat @ gate.T, flat @ up.T
    s = (1 + np.tanh(z / 2)) / 2
    dh = dflat @ down
    du, dz = dh * z * s, dh * u * (s + z * s * (1 - s))
    expected = {"gate_proj.weight": dz.T @ flat, "up_proj.weight": du.T @ flat, "down_proj.weight": dflat.T @ (z * s * u)}
    found = ffn.vjp(x, grad=dy)
    assert_close(found.args[0], (dz @ gate + du @ up).reshape(x.shape), what="dx", **options)
    for name in NAMES:
        assert_close(found.parameters[name], expected[name], what=f"gradient of {name}", **options)


@case("The width of every size from 1 to 300", zh="从 1 到 300 的所有大小对应的宽度", points=2, hint="All in whole numbers.", hint_zh="全部用整数计算。")
@pytest.mark.parametrize("multiple_of", [1, 2, 7, 64])
def test_widths(submission, rng, multiple_of):
    for dim in (1, 2, 3, 6, *rng.choice(np.arange(7, 301), size=12, replace=False).tolist()):
        h = dim * 8 // 3
        expected = h if h % multiple_of == 0 else h + multiple_of - h % multiple_of
        assert_equal(submission.swiglu_hidden_size(dim, multiple_of), expected, what="width")


@case("Widths of real models", zh="真实模型的宽度")
@pytest.mark.parametrize(("dim", "expected"), [(5120, 13824), (6656, 17920), (8192, 22016), (3072, 8192)])
def test_widths_of_models(submission, dim, expected):
    assert_equal(submission.swiglu_hidden_size(dim), expected)
    assert_equal(submission.swiglu_hidden_size(dim, multiple_of=256), expected)


@case(
    "A width that is a multiple already stays",
    zh="已经是倍数的宽度保持不变",
    hint="Rounding up leaves a multiple where it is.",
    hint_zh="向上取整时，倍数本身不变。",
)
def test_multiples_stay(submission):
    for dim, multiple_of, expected in ((96, 256, 256), (96, 64, 256), (3, 8, 8), (6, 16, 16), (12, 1, 32), (30000, 1, 80000)):
        assert_equal(submission.swiglu_hidden_size(dim, multiple_of), expected)


@case("The constructor uses the rule where no width is given", zh="没有给出宽度时，构造函数按规则确定", points=2)
def test_default_width(submission):
    for options, hidden in (({}, 256), ({"multiple_of": 4}, 20), ({"multiple_of": 1}, 18), ({"hidden": None, "multiple_of": 5}, 20)):
        parameters = submission.SwiGLU(7, **options).named_parameters()
        for name, shape in zip(NAMES, ((hidden, 7), (hidden, 7), (7, hidden)), strict=True):
            assert_shape(parameters[name], shape, what=name)


@case(
    "A width that is given is taken as it is",
    zh="给出的宽度原样使用",
    hint="The rule and its rounding are for None.",
    hint_zh="规则和取整只用于 None。",
    hint_for=("answer", "shape", "raised"),
)
def test_given_width(submission, rng):
    for hidden in (1, 3, 257):
        state, x = random_weights(rng, 4, hidden), rng.normal(size=(2, 4))
        assert_close(build(submission, state)(x), by_formula(state, x))
    parameters = submission.SwiGLU(4, 6, 8).named_parameters()
    for name, shape in zip(NAMES, ((6, 4), (6, 4), (4, 6)), strict=True):
        assert_shape(parameters[name], shape, what=name)


@case("Any number of leading axes, or none", zh="前面可以有任意多个轴，也可以没有")
@pytest.mark.parametrize("shape", [(4,), (4, 4), (2, 1, 3, 4), (2, 0, 4)], ids=str)
def test_leading_axes(submission, rng, shape):
    state, x = random_weights(rng, 4, 4), rng.normal(size=shape)
    ffn = build(submission, state)
    assert_close(ffn(x), by_formula(state, x))
    assert_all_gradients(ffn, state, x, rng.normal(size=shape))


@case(
    "The gate is SiLU, on both sides of 0",
    zh="门是 SiLU，0 的两侧都是",
    points=2,
    hint="z times the sigmoid of z: it is below 0 where z is.",
    hint_zh="z 乘以 z 的 sigmoid：z 为负时它也为负。",
)
def test_gate(submission, rng):
    z = np.array([-6.0, -2.5, -1.25, -0.5, 0.0, 0.25, 1.0, 3.0, 9.0])
    weights = (np.ones((1, 1)), np.array([[rng.uniform(1.0, 2.0)]]), np.array([[rng.uniform(1.0, 2.0)]]))
    state = dict(zip(NAMES, weights, strict=True))
    expected = z / (1 + np.exp(-z)) * z * weights[1][0, 0] * weights[2][0, 0]
    assert_close(build(submission, state)(z[:, None]), expected[:, None])


@case("Gate and other projection are not interchangeable", zh="门与另一个投影不可互换")
def test_not_symmetric(submission, rng):
    state = random_weights(rng, 3, 5)
    state["gate_proj.weight"] *= 3.0
    swapped = {**state, "gate_proj.weight": state["up_proj.weight"], "up_proj.weight": state["gate_proj.weight"]}
    x = rng.normal(size=(4, 3))
    for one in (state, swapped):
        assert_close(build(submission, one)(x), by_formula(one, x))


@case("The output is linear in up_proj and in down_proj", zh="输出对 up_proj 和 down_proj 都是线性的")
def test_linear(submission, rng):
    state, x = random_weights(rng, 4, 6), rng.normal(size=(3, 4))
    first = by_formula(state, x)
    for name in ("up_proj.weight", "down_proj.weight"):
        assert_close(build(submission, {**state, name: -250.0 * state[name]})(x), -250.0 * first)
    assert_close(build(submission, {**state, "gate_proj.weight": 0 * state["gate_proj.weight"]})(x), 0 * first)


@case(
    "Gates far from 0: outputs and gradients",
    zh="远离 0 的门：输出与梯度",
    points=2,
    hint="exp(10000) is infinite, and infinity over infinity has no gradient: torch.sigmoid.",
    hint_zh="exp(10000) 是无穷大，而无穷大除以无穷大没有梯度：用 torch.sigmoid。",
)
@pytest.mark.parametrize("size", [100.0, 1e3, 1e4])
def test_far_gates(submission, rng, size):
    state = random_weights(rng, 3, 6)
    state["gate_proj.weight"] = rng.uniform(0.5, 1.0, size=(6, 3)) * size * np.tile([[1.0], [-1.0]], (3, 1))
    x, dy = rng.uniform(0.5, 1.0, size=(4, 3)), rng.normal(size=(4, 3))
    ffn = build(submission, state)
    assert_close(ffn(x), by_formula(state, x))
    # What is left of a closed gate is lost beside 1 in tanh, which the expected value is made with.
    assert_all_gradients(ffn, state, x, dy)


@case("The gradients of x and of all weights", zh="对 x 和所有权重的梯度", points=2)
@pytest.mark.parametrize(("dim", "hidden"), [(3, 5), (5, 3), (4, 4)])
def test_gradients(submission, rng, dim, hidden):
    state, x, dy = random_weights(rng, dim, hidden), rng.normal(size=(2, 3, dim)), rng.normal(size=(2, 3, dim))
    assert_all_gradients(build(submission, state), state, x, dy)


@case("Gradients in evaluation mode, too", zh="评估模式下也有梯度", hint="eval() does not mean that nobody wants a gradient.", hint_zh="eval() 并不表示不需要梯度。", hint_for=("answer", "gradient", "raised"))
def test_evaluation(submission, rng):
    state, x = random_weights(rng, 3, 5), rng.normal(size=(40, 3))
    ffn = build(submission, state)
    for mode in (ffn.train, ffn.eval):
        mode()
        assert_close(ffn(x), by_formula(state, x))
        assert_all_gradients(ffn, state, x, x)


@case("Each position stands alone", zh="各个位置互不影响")
def test_positions_stand_alone(submission, rng):
    state, x = random_weights(rng, 4, 6), rng.normal(size=(2, 3, 4))
    y = by_formula(state, x)
    x[1, 1] *= 1e3
    found = build(submission, state)(x)
    assert_shape(found, (2, 3, 4))
    for place in ((0, 1), (1, 0), (1, 2)):
        assert_close(found[place], y[place], what="the output of a position that did not change")


@case("The input is left as it was", zh="不修改输入")
def test_inputs_untouched(submission, rng):
    state, x = random_weights(rng, 4, 6), rng.normal(size=(2, 3, 4))
    outcome = build(submission, state).forward.call(x)
    assert_equal(outcome.args[0], x, what="x after the call")
    assert_close(outcome.value, by_formula(state, x))


@case("New weights hold from the next call on", zh="新的权重从下一次调用起生效", hint="Does anything of the constructor or of the last call live on beside the weights?", hint_zh="除了权重之外，构造时或上一次调用的内容是否还保留着？")
def test_new_weights(submission, rng):
    ffn, x = build(submission, random_weights(rng, 4, 6)), rng.normal(size=(3, 4))
    for _ in range(3):
        state = random_weights(rng, 4, 6)
        ffn.load_state_dict(state)
        assert_close(ffn(x), by_formula(state, x))
        x = rng.normal(size=(3, 4))


@case("Two layers do not affect each other", zh="两个层互不影响")
def test_two_layers(submission, rng):
    states = [random_weights(rng, 4, 6) for _ in range(2)]
    layers = [build(submission, state) for state in states]
    x = rng.normal(size=(3, 4))
    for state, ffn in zip(states, layers, strict=True):
        assert_close(ffn(x), by_formula(state, x))


@case("Nothing but the three weights is saved", zh="只保存三个权重")
def test_state_dict(submission):
    assert_equal(sorted(submission.SwiGLU(3, 4).state_dict()), sorted(NAMES), what="entries of state_dict()")


@case("float32 weights and input give a float32 output", zh="float32 的权重和输入得到 float32 的输出")
def test_float32(submission, rng):
    state, x = random_weights(rng, 8, 12), rng.normal(size=(2, 3, 8))
    ffn = submission.SwiGLU(8, 12)
    ffn.load_state_dict({name: value.astype("float32") for name, value in state.items()})
    assert_close(ffn(x.astype("float32")), by_formula(state, x).astype("float32"), dtype="float32")


@case("The digits of float64", zh="float64 的有效数字", hint="Is anything narrowed to float32, or SiLU only approximated?", hint_zh="有没有被转成 float32，或者 SiLU 只是近似？")
def test_digits(submission, rng):
    state, x = random_weights(rng, 4, 6), rng.normal(size=(5, 4))
    # Some dozens of roundings of numbers around 10.
    assert_close(build(submission, state)(x), by_formula(state, x), rtol=1e-12, atol=1e-13)


@case("Arguments may be given by name", zh="参数可以按名称传入")
def test_by_name(submission, rng):
    state, x = random_weights(rng, 4, 8), rng.normal(size=(3, 4))
    ffn = submission.SwiGLU(multiple_of=4, hidden=8, dim=4).double()
    ffn.load_state_dict(state)
    assert_close(ffn.forward(x=x), by_formula(state, x))
    assert_equal(submission.swiglu_hidden_size(multiple_of=4, dim=4), 12)
