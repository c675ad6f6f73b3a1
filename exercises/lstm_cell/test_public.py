import numpy as np

from dlgrade.testing import assert_close, case, workload

GRADIENTS = ("dx", "dh0", "dc0", "dw_x", "dw_h", "db")


def random_inputs(rng, steps, sequences, features, units):
    return {
        "x": rng.normal(size=(steps, sequences, features)),
        "h0": rng.normal(size=(sequences, units)),
        "c0": rng.normal(size=(sequences, units)),
        "w_x": rng.normal(size=(features, 4 * units)),
        "w_h": rng.normal(size=(units, 4 * units)),
        "b": rng.normal(size=4 * units),
    }


def random_output_gradients(rng, steps, sequences, units):
    """dhs, dh and dc, so small that a bound on the gradients never shows."""
    shapes = (steps, sequences, units), (sequences, units), (sequences, units)
    return [1e-3 * rng.normal(size=shape) for shape in shapes]


def build(module, inputs):
    return module.LSTM(inputs["w_x"], inputs["w_h"], inputs["b"])


def forward(lstm, inputs):
    return dict(zip(("hs", "h", "c"), lstm.forward(inputs["x"], inputs["h0"], inputs["c0"]), strict=True))


def backward(lstm, output_gradients):
    return dict(zip(GRADIENTS, lstm.backward(*output_gradients), strict=True))


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


def one_step(x_t, h, c, w_x, w_h, b):
    """The statement's formulas for one step: the new h and c."""
    z_i, z_f, z_g, z_o = np.split(x_t @ w_x + h @ w_h + b, 4, axis=1)
    c = sigmoid(z_f) * c + sigmoid(z_i) * np.tanh(z_g)
    return sigmoid(z_o) * np.tanh(c), c


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    lstm = submission.LSTM(np.array([[0.0, 0.0, 1.0, 0.0]]), np.zeros((1, 4)), np.zeros(4))
    hs, _, c = lstm.forward(np.array([[[1.0]], [[-2.0]]]), np.array([[0.0]]), np.array([[0.5]]))
    rounded = {"rtol": 0.0, "atol": 1e-8}  # the statement shows eight decimals
    assert_close(hs, np.array([[[0.27930041]], [[-0.0825452]]]), what="hs", **rounded)
    assert_close(c, np.array([[-0.16661525]]), what="c", **rounded)
    dx, _, dc0, _, _, db = lstm.backward(np.zeros((2, 1, 1)), np.array([[0.0]]), np.array([[1.0]]))
    assert_close(dx, np.array([[[0.10499359]], [[0.03532541]]]), what="dx", **rounded)
    assert_close(dc0, np.array([[0.25]]), what="dc0")
    assert_close(db, np.array([-0.14580763, 0.22019927, 0.140319, 0.0]), what="db", **rounded)


@case(
    "A single step forward",
    zh="前向一步",
    sizes=[1, 2, 3],
    hint="The blocks of H columns are i, f, g, o, in this order; only g goes through tanh.",
    hint_zh="每块 H 列，顺序是 i、f、g、o；只有 g 用 tanh。",
    hint_for=("answer", "shape", "raised"),
)
def test_step(submission, rng, size):
    inputs = random_inputs(rng, 1, 2, 3, size)
    h, c = one_step(inputs["x"][0], *(inputs[name] for name in ("h0", "c0", "w_x", "w_h", "b")))
    assert_close(forward(build(submission, inputs), inputs), {"hs": h[None], "h": h, "c": c})


@case(
    "Each step starts from the states of the step before",
    zh="每一步都从前一步的状态开始",
    points=2,
    sizes=[2, 5],
)
def test_sequence(submission, rng, size):
    inputs = random_inputs(rng, size, 3, 2, 4)
    h, c, hs = inputs["h0"], inputs["c0"], []
    for x_t in inputs["x"]:
        h, c = one_step(x_t, h, c, inputs["w_x"], inputs["w_h"], inputs["b"])
        hs.append(h)
    assert_close(forward(build(submission, inputs), inputs), {"hs": np.stack(hs), "h": h, "c": c})


@case(
    "A single step backward",
    zh="反向一步",
    points=2,
    sizes=[1, 3],
    hint="c gets gradient in two ways: from its own dc, and from h through tanh.",
    hint_zh="c 的梯度有两个来源：它自己的 dc，以及从 h 经过 tanh 传来的部分。",
)
def test_backward_step(submission, reference, rng, size):
    inputs = random_inputs(rng, 1, 2, 3, size)
    output_gradients = random_output_gradients(rng, 1, 2, size)
    mine, theirs = build(submission, inputs), build(reference, inputs)
    assert_close(forward(mine, inputs), forward(theirs, inputs))
    assert_close(backward(mine, output_gradients), backward(theirs, output_gradients))


@case(
    "Backward through several steps",
    zh="反向传过多步",
    points=2,
    sizes=[2, 5],
    hint="What a step gets: its own dhs, and what the next step passes back to h and to c.",
    hint_zh="每一步得到的梯度：它自己的 dhs，加上后一步传回给 h 和 c 的部分。",
)
def test_backward_sequence(submission, reference, rng, size):
    inputs = random_inputs(rng, size, 3, 2, 4)
    output_gradients = random_output_gradients(rng, size, 3, 4)
    mine, theirs = build(submission, inputs), build(reference, inputs)
    assert_close(forward(mine, inputs), forward(theirs, inputs))
    assert_close(backward(mine, output_gradients), backward(theirs, output_gradients))


@workload("forward of 32 steps, 16 sequences, 64 features and 64 units", zh="32 步、16 个序列、64 个特征、64 个单元的前向")
def time_forward(module, rng):
    inputs = random_inputs(rng, 32, 16, 64, 64)
    return build(module, inputs).forward, (inputs["x"], inputs["h0"], inputs["c0"])
