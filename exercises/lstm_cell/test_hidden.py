import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, numerical_gradient

from test_public import GRADIENTS, backward, build, forward, random_inputs, random_output_gradients, sigmoid


def forward_backward(module, inputs, output_gradients):
    """What one forward and one backward of a new layer return, by name."""
    lstm = build(module, inputs)
    return forward(lstm, inputs) | backward(lstm, output_gradients)


def forward_by_formula(inputs):
    """The statement's formulas, step by step."""
    h, c, hs = inputs["h0"], inputs["c0"], []
    for x_t in inputs["x"]:
        z = x_t @ inputs["w_x"] + h @ inputs["w_h"] + inputs["b"]
        z_i, z_f, z_g, z_o = z.reshape(len(z), 4, -1).swapaxes(0, 1)
        c = sigmoid(z_f) * c + sigmoid(z_i) * np.tanh(z_g)
        h = sigmoid(z_o) * np.tanh(c)
        hs.append(h)
    return {"hs": np.stack(hs), "h": h, "c": c}


@case("With weights and biases of zero all gates are half open", zh="权重和偏置都为零时，所有门都半开")
def test_zero_weights(submission, rng):
    inputs = random_inputs(rng, 3, 2, 2, 3)
    inputs |= {name: np.zeros_like(inputs[name]) for name in ("w_x", "w_h", "b")}
    cells = [inputs["c0"] / 2, inputs["c0"] / 4, inputs["c0"] / 8]
    hs = np.tanh(np.stack(cells)) / 2
    assert_close(forward(build(submission, inputs), inputs), {"hs": hs, "h": hs[-1], "c": cells[-1]})


@case(
    "A memory that takes in nothing and forgets nothing stays as it is",
    zh="不写入也不遗忘的记忆保持不变",
    hint="The first block of columns lets in, the second keeps, the fourth shows.",
    hint_zh="第一块列管写入，第二块管保留，第四块管输出。",
)
def test_memory_kept(submission, rng):
    inputs = random_inputs(rng, 6, 2, 3, 2)
    closed, opened = np.full(2, -100.0), np.full(2, 100.0)
    inputs["b"] = np.concatenate([closed, opened, rng.normal(size=2), opened])
    inputs["c0"] = rng.normal(size=(2, 2))
    h = np.tanh(inputs["c0"])
    expected = {"hs": np.stack([h] * 6), "h": h, "c": inputs["c0"]}
    assert_close(forward(build(submission, inputs), inputs), expected)


@case("A sequence in two pieces gives what the whole gives", zh="把序列分成两段，结果与整段相同")
def test_two_pieces(submission, rng):
    inputs = random_inputs(rng, 5, 2, 3, 2)
    lstm = build(submission, inputs)
    first = forward(lstm, inputs | {"x": inputs["x"][:2]})
    second = forward(lstm, inputs | {"x": inputs["x"][2:], "h0": first["h"], "c0": first["c"]})
    joined = second | {"hs": np.concatenate([first["hs"], second["hs"]])}
    assert_close(joined, forward_by_formula(inputs))


@case("Each sequence of a batch stands alone", zh="批次中的每个序列互不影响")
def test_sequences_stand_alone(submission, rng):
    inputs = random_inputs(rng, 3, 4, 2, 3)
    whole = forward(build(submission, inputs), inputs)
    for n in range(4):
        alone = forward_by_formula(inputs | {"x": inputs["x"][:, [n]], "h0": inputs["h0"][[n]], "c0": inputs["c0"][[n]]})
        assert_close({"hs": whole["hs"][:, [n]], "h": whole["h"][[n]], "c": whole["c"][[n]]}, alone)


@case("Gradients equal central differences", zh="梯度等于中心差分", points=2)
@pytest.mark.parametrize("name", ["x", "h0", "c0", "w_x", "w_h", "b"])
def test_central_differences(submission, rng, name):
    inputs = random_inputs(rng, 3, 2, 2, 2)
    dhs, dh, dc = random_output_gradients(rng, 3, 2, 2)

    def loss(value):
        out = forward_by_formula(inputs | {name: value})
        return np.sum(out["hs"] * dhs) + np.sum(out["h"] * dh) + np.sum(out["c"] * dc)

    actual = forward_backward(submission, inputs, (dhs, dh, dc))
    assert_close({key: actual[key] for key in ("hs", "h", "c")}, forward_by_formula(inputs))
    # Central differences with step 1e-5 are good to about eight digits of the largest element.
    expected = numerical_gradient(loss, inputs[name], 1.0)
    assert_close(actual[f"d{name}"], expected, what=f"d{name}", rtol=1e-6, atol=1e-7 * np.max(np.abs(expected)))


@case(
    "A loss on one output alone",
    zh="损失只取决于一个输出",
    points=2,
    hint="h is the last entry of hs once more: what comes in for it belongs to the last step.",
    hint_zh="h 就是 hs 的最后一项：传给它的梯度属于最后一步。",
)
@pytest.mark.parametrize("output", ["hs", "h", "c"])
def test_one_output(submission, reference, rng, output):
    inputs = random_inputs(rng, 3, 2, 3, 2)
    gradients = dict(zip(("hs", "h", "c"), random_output_gradients(rng, 3, 2, 2), strict=True))
    only = [gradient if name == output else np.zeros_like(gradient) for name, gradient in gradients.items()]
    assert_close(forward_backward(submission, inputs, only), forward_backward(reference, inputs, only))


@case("The gradient of h belongs to the last entry of hs", zh="h 的梯度就是 hs 最后一项的梯度")
def test_final_state_is_last_output(submission, reference, rng):
    inputs = random_inputs(rng, 4, 2, 2, 3)
    dhs, dh, dc = random_output_gradients(rng, 4, 2, 3)
    merged = dhs.copy()
    merged[-1] += dh
    actual = forward_backward(submission, inputs, (dhs, dh, dc))
    assert_close(actual, forward_backward(reference, inputs, (merged, np.zeros_like(dh), dc)))


@case("No gradient reaches the inputs after the step that the loss uses", zh="梯度不会传到损失所用的那一步之后的输入")
def test_no_gradient_from_the_future(submission, reference, rng):
    inputs = random_inputs(rng, 5, 2, 3, 2)
    dhs, dh, dc = random_output_gradients(rng, 5, 2, 2)
    dhs[2:], dh, dc = 0.0, np.zeros_like(dh), np.zeros_like(dc)
    actual = forward_backward(submission, inputs, (dhs, dh, dc))
    used = inputs | {"x": inputs["x"][:2]}
    expected = forward_backward(reference, used, (dhs[:2], dh, dc))
    expected |= forward_by_formula(inputs) | {"dx": np.concatenate([expected["dx"], np.zeros((3, 2, 3))])}
    assert_close(actual, expected)


@case(
    "Backward over two pieces passes the states' gradients on",
    zh="分两段反向传播时，用状态的梯度衔接",
)
def test_backward_two_pieces(submission, reference, rng):
    inputs = random_inputs(rng, 5, 2, 3, 2)
    dhs, dh, dc = random_output_gradients(rng, 5, 2, 2)
    first, second = build(submission, inputs), build(submission, inputs)
    middle = forward(first, inputs | {"x": inputs["x"][:3]})
    forward(second, inputs | {"x": inputs["x"][3:], "h0": middle["h"], "c0": middle["c"]})
    late = backward(second, (dhs[3:], dh, dc))
    early = backward(first, (dhs[:3], late["dh0"], late["dc0"]))
    joined = early | {name: early[name] + late[name] for name in ("dw_x", "dw_h", "db")}
    joined["dx"] = np.concatenate([early["dx"], late["dx"]])
    lstm = build(reference, inputs)
    forward(lstm, inputs)
    assert_close(joined, backward(lstm, (dhs, dh, dc)))


@case("Open forget gates carry the gradient over many steps", zh="遗忘门打开时，梯度能传过很多步", points=2)
def test_long_sequence(submission, reference, rng):
    steps = int(rng.integers(105, 125))
    inputs = random_inputs(rng, steps, 1, 1, 2)
    inputs |= {"w_x": inputs["w_x"] * 0.3, "w_h": inputs["w_h"] * 0.3}
    inputs["b"][:2] = -3.0  # the input gates: little is taken in, so that c stays small
    inputs["b"][2:4] = rng.uniform(4.0, 5.0, size=2)  # the forget gates: 0.98 ** 120 is still about 0.1
    output_gradients = [0.1 * gradient for gradient in random_output_gradients(rng, steps, 1, 2)]
    output_gradients[0][:] = 0.0  # the loss is on the final states alone
    assert_close(
        forward_backward(submission, inputs, output_gradients), forward_backward(reference, inputs, output_gradients)
    )


@case("A gradient that arrives from hundreds of steps later", zh="从几百步之后传回来的梯度")
def test_hundreds_of_steps(submission, reference, rng):
    steps = int(rng.integers(500, 600))
    inputs = random_inputs(rng, steps, 1, 1, 2)
    inputs |= {"w_x": inputs["w_x"] * 0.1, "w_h": inputs["w_h"] * 0.1}
    inputs["b"][:2] = -3.0  # as above, with forget gates that keep 0.998 of the memory at each step
    inputs["b"][2:4] = rng.uniform(6.0, 6.5, size=2)
    output_gradients = [0.1 * gradient for gradient in random_output_gradients(rng, steps, 1, 2)]
    output_gradients[0][:] = 0.0
    assert_close(
        forward_backward(submission, inputs, output_gradients), forward_backward(reference, inputs, output_gradients)
    )


@case(
    "Two sequences that begin with states of zero",
    zh="两次都从全零状态开始的序列",
    hint="A state of zero is a state like any other, and no request to go on where the last call ended.",
    hint_zh="全零的状态也是普通的状态，并不表示接着上一次调用的结尾继续。",
)
def test_states_of_zero(submission, rng):
    inputs = random_inputs(rng, 3, 2, 2, 3)
    inputs |= {"h0": np.zeros((2, 3)), "c0": np.zeros((2, 3))}
    lstm = build(submission, inputs)
    for _ in range(3):
        inputs["x"] = rng.normal(size=(3, 2, 2))
        assert_close(forward(lstm, inputs), forward_by_formula(inputs))


@case(
    "The gradients of h and of the last output add up when they are equal, too",
    zh="h 的梯度与最后一步输出的梯度相等时，也要相加",
    hint="Both are given: neither is a copy of the other.",
    hint_zh="两个梯度都是给定的，谁也不是谁的副本。",
)
@pytest.mark.parametrize("steps", [1, 3])
def test_equal_gradients(submission, reference, rng, steps):
    inputs = random_inputs(rng, steps, 2, 2, 3)
    dhs, dh, dc = random_output_gradients(rng, steps, 2, 3)
    for gradients in [(dhs, dhs[-1].copy(), dc), (dhs, dh, dh.copy()), (dhs, -dhs[-1], dc)]:
        lstm, expected = build(submission, inputs), forward_backward(reference, inputs, gradients)
        forward(lstm, inputs)
        assert_close(backward(lstm, gradients), {name: expected[name] for name in GRADIENTS})


@case(
    "The largest memory that the statement allows, and gates that are nearly open",
    zh="题目允许的最大记忆，以及几乎全开的门",
    hint="f(1-f) is small there, and c_(t-1) is large: the product counts.",
    hint_zh="这时 f(1-f) 很小，而 c_(t-1) 很大：它们的乘积不能忽略。",
    hint_for=("answer",),
)
def test_largest_memory(submission, reference, rng):
    inputs = random_inputs(rng, 2, 3, 2, 3)
    inputs |= {"w_x": inputs["w_x"] * 0.1, "w_h": inputs["w_h"] * 0.1}
    inputs["c0"] = np.array([[1.0], [-1.0], [1.0]]) * rng.uniform(9_900.0, 10_000.0, size=(3, 3))
    inputs["b"][3:6] = [14.0, 15.0, 16.0]
    output_gradients = random_output_gradients(rng, 2, 3, 3)
    assert_close(
        forward_backward(submission, inputs, output_gradients), forward_backward(reference, inputs, output_gradients)
    )


@case(
    "Gradients as large or as small as the loss's are passed on whole",
    zh="损失的梯度无论多大多小，都原样传回",
    hint="backward is linear in dhs, dh and dc: it has no bound and no threshold.",
    hint_zh="backward 对 dhs、dh、dc 是线性的：没有上限，也没有阈值。",
)
@pytest.mark.parametrize("scale", [1e9, 1e-11], ids=["large", "small"])
def test_scaled_gradients(submission, reference, rng, scale):
    inputs = random_inputs(rng, 4, 2, 2, 3)
    output_gradients = [gradient * scale for gradient in random_output_gradients(rng, 4, 2, 3)]
    lstm, expected = build(submission, inputs), forward_backward(reference, inputs, output_gradients)
    forward(lstm, inputs)
    assert_close(backward(lstm, output_gradients), {name: expected[name] for name in GRADIENTS})


@case(
    "A very large memory, kept or nearly forgotten",
    zh="记忆的值很大，或者保留，或者几乎忘光",
    points=2,
    hint="c has no bound: neither tanh(c) nor a gate that is nearly shut may lose what is left of it.",
    hint_zh="c 没有上限：无论是 tanh(c)，还是几乎关上的门，都不能丢掉剩下的那部分。",
)
@pytest.mark.parametrize("forget", ["open", "shut"])
def test_large_memory(submission, reference, rng, forget):
    inputs = random_inputs(rng, 2, 3, 2, 3)
    inputs |= {"w_x": inputs["w_x"] * 0.3, "w_h": inputs["w_h"] * 0.3}
    inputs["c0"] = np.array([[1.0], [-1.0], [1.0]]) * rng.uniform(1_000.0, 2_000.0, size=(3, 3))
    # Shut: of a thousand, a few hundred-thousandths stay, and nothing at all in the last unit.
    inputs["b"][3:6] = 5.0 if forget == "open" else [-17.0, -16.0, -60.0]
    output_gradients = [0.1 * gradient for gradient in random_output_gradients(rng, 2, 3, 3)]
    assert_close(
        forward_backward(submission, inputs, output_gradients), forward_backward(reference, inputs, output_gradients)
    )


@case(
    "Very large pre-activations stay finite, forward and backward",
    zh="z 非常大时，前向与反向都保持有限",
    points=2,
    hint="exp of a large positive number is infinite, and inf / inf is nan.",
    hint_zh="对很大的正数取 exp 得到无穷大，而 inf / inf 是 nan。",
    hint_for=("finite",),
)
@pytest.mark.parametrize("sign", [1.0, -1.0], ids=["positive", "negative"])
def test_large(submission, reference, rng, sign):
    inputs = random_inputs(rng, 3, 4, 2, 3)
    saturated = np.tile([True, False, False], 4)  # the first unit only; the others show that the rest is right
    inputs["b"][saturated] = sign * rng.uniform(800.0, 9_900.0, size=4)
    output_gradients = random_output_gradients(rng, 3, 4, 3)
    assert_close(
        forward_backward(submission, inputs, output_gradients), forward_backward(reference, inputs, output_gradients)
    )


@case("The gradients belong to the latest forward", zh="梯度对应最近一次 forward")
def test_latest_forward(submission, reference, rng):
    inputs = random_inputs(rng, 3, 2, 2, 3)
    lstm = build(submission, inputs)
    for steps, sequences in [(4, 2), (2, 3), (3, 1)]:
        shape = random_inputs(rng, steps, sequences, 2, 3)
        latest = inputs | {name: shape[name] for name in ("x", "h0", "c0")}
        output_gradients = random_output_gradients(rng, steps, sequences, 3)
        forward(lstm, inputs)
        actual = forward(lstm, latest) | backward(lstm, output_gradients)
        assert_close(actual, forward_backward(reference, latest, output_gradients))


@case("Each backward answers for its own arguments", zh="每次 backward 只对应它自己的参数")
def test_backward_again(submission, reference, rng):
    inputs = random_inputs(rng, 3, 2, 2, 3)
    lstm = build(submission, inputs)
    forward(lstm, inputs)
    for _ in range(3):
        output_gradients = random_output_gradients(rng, 3, 2, 3)
        expected = forward_backward(reference, inputs, output_gradients)
        assert_close(backward(lstm, output_gradients), {name: expected[name] for name in GRADIENTS})


@case("Two layers do not affect each other", zh="两个层互不影响")
def test_two_layers(submission, reference, rng):
    both = [(random_inputs(rng, 3, 2, 2, 3), random_output_gradients(rng, 3, 2, 3)) for _ in range(2)]
    layers = [build(submission, inputs) for inputs, _ in both]
    outputs = [forward(lstm, inputs) for lstm, (inputs, _) in zip(layers, both, strict=True)]
    for lstm, output, (inputs, output_gradients) in zip(layers, outputs, both, strict=True):
        actual = output | backward(lstm, output_gradients)
        assert_close(actual, forward_backward(reference, inputs, output_gradients))


@case("T = N = D = H: the axes are not mixed up", zh="T = N = D = H 时，各轴没有混淆")
def test_equal_sizes(submission, reference, rng):
    inputs, output_gradients = random_inputs(rng, 3, 3, 3, 3), random_output_gradients(rng, 3, 3, 3)
    assert_close(
        forward_backward(submission, inputs, output_gradients), forward_backward(reference, inputs, output_gradients)
    )


@case("A single sequence, a single feature, a single unit", zh="单个序列、单个特征、单个单元")
@pytest.mark.parametrize("sizes", [(1, 1, 1, 1), (3, 1, 2, 3), (2, 3, 1, 2), (3, 2, 2, 1)], ids=str)
def test_thin_shapes(submission, reference, rng, sizes):
    steps, sequences, _, units = sizes
    inputs, output_gradients = random_inputs(rng, *sizes), random_output_gradients(rng, steps, sequences, units)
    assert_close(
        forward_backward(submission, inputs, output_gradients), forward_backward(reference, inputs, output_gradients)
    )


@case("What the caller hands in is left as it was", zh="不修改调用者传入的数组")
def test_inputs_untouched(submission, rng):
    inputs, output_gradients = random_inputs(rng, 3, 2, 2, 3), random_output_gradients(rng, 3, 2, 3)
    lstm = build(submission, inputs)
    given = [inputs[name] for name in ("x", "h0", "c0")]
    first = lstm.forward.call(*given)
    for name, before, after in zip(("x", "h0", "c0"), given, first.args, strict=True):
        assert_equal(after, before, what=f"{name} after forward")
    outcome = lstm.backward.call(*output_gradients)
    for name, before, after in zip(("dhs", "dh", "dc"), output_gradients, outcome.args, strict=True):
        assert_equal(after, before, what=f"{name} after backward")
    # The weights too: a second pass through the same layer gives what the first one gave.
    assert_close(lstm.forward(*given), first.value, what="the second forward")
    assert_close(lstm.backward(*output_gradients), outcome.value, what="the second backward")


@case("Results are float64", zh="返回值都是 float64")
def test_dtype(submission, reference, rng):
    inputs, output_gradients = random_inputs(rng, 2, 2, 2, 3), random_output_gradients(rng, 2, 2, 3)
    actual, expected = (forward_backward(module, inputs, output_gradients) for module in (submission, reference))
    assert_close(actual, expected, dtype="float64")
