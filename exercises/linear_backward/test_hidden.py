import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, numerical_gradient, require

from test_public import assert_gradients, by_definition, gradients_by_definition

# Terms are of order 1 and few; float64 keeps 15 digits of their sums, float32 would keep 7.
PRECISE = {"dtype": "float64", "rtol": 1e-11, "atol": 1e-12}


def draw(rng, leading, inputs, outputs):
    """Random (dy, x, w, b)."""
    dy, x = rng.normal(size=(*leading, outputs)), rng.normal(size=(*leading, inputs))
    return dy, x, rng.normal(size=(outputs, inputs)), rng.normal(size=outputs)


def assert_both_passes(submission, dy, x, w, b, **options):
    assert_close(submission.linear_forward(x, w, b), by_definition(x, w, b), what="y", **options)
    assert_gradients(submission.linear_backward(dy, x, w), gradients_by_definition(dy, x, w), **options)


@case(
    "Everything square: only a right transpose is right",
    zh="各个维度都相等：只有转置写对了才对",
    points=2,
    hint="Where D_in and D_out are equal, a wrong transpose raises nothing.",
    hint_zh="D_in 与 D_out 相等时，转置写错了也不会报错。",
)
@pytest.mark.parametrize("leading", [(), (4,), (4, 4), (4, 4, 4)], ids=str)
def test_square(submission, rng, leading):
    assert_both_passes(submission, *draw(rng, leading, 4, 4))


@case(
    "A single weight carries one input to one output, and its gradient back",
    zh="只有一个权重不为零时，一个输入只到达一个输出，梯度也原路返回",
)
def test_single_weight(submission, rng):
    for o, i in ((0, 3), (2, 1), (1, 0)):
        x, dy, w = rng.normal(size=(3, 4)), rng.normal(size=(3, 3)), np.zeros((3, 4))
        w[o, i] = factor = rng.uniform(0.5, 2.0)
        y, dx = np.zeros((3, 3)), np.zeros((3, 4))
        y[:, o], dx[:, i] = factor * x[:, i], factor * dy[:, o]
        assert_close(submission.linear_forward(x, w, np.zeros(3)), y, what="y")
        assert_close(submission.linear_backward(dy, x, w)[0], dx, what="dx")


@case("The bias is added to every vector, by output", zh="偏置加到每个向量上，与输出逐个对应")
@pytest.mark.parametrize("leading", [(), (3,), (3, 3), (2, 3, 3)], ids=str)
def test_bias(submission, rng, leading):
    x, w = np.zeros((*leading, 2)), rng.normal(size=(3, 2))
    for b in (rng.normal(size=3), np.array([0.0, 0.0, 2.0])):
        assert_close(submission.linear_forward(x, w, b), np.zeros((*leading, 3)) + b, what="y")


@case("Without a bias", zh="没有偏置")
def test_no_bias(submission, rng):
    for leading in ((), (5,), (2, 3)):
        _, x, w, _ = draw(rng, leading, 4, 3)
        expected = by_definition(x, w, np.zeros(3))
        assert_close(submission.linear_forward(x, w), expected, what="y")
        assert_close(submission.linear_forward(x, w, None), expected, what="y")
        assert_close(submission.linear_forward(x, w, b=None), expected, what="y")


@case("A bias of zeros, and weights of zeros", zh="全零的偏置与全零的权重")
def test_zeros(submission, rng):
    dy, x, w, b = draw(rng, (3, 2), 4, 5)
    assert_both_passes(submission, dy, x, w, np.zeros(5))
    assert_both_passes(submission, dy, x, np.zeros((5, 4)), b)
    assert_both_passes(submission, dy, np.zeros((3, 2, 4)), w, b)
    assert_both_passes(submission, np.zeros((3, 2, 5)), x, w, b)


@case(
    "db is the sum of dy over all leading axes",
    zh="db 是 dy 在前面所有轴上的和",
    hint="Each bias is added to one output of every vector.",
    hint_zh="每个偏置都加到了每个向量的同一个输出上。",
    hint_for=("answer", "shape"),
)
@pytest.mark.parametrize("leading", [(), (3,), (3, 3), (2, 4, 3)], ids=str)
def test_bias_gradient(submission, rng, leading):
    dy, x, w, _ = draw(rng, leading, 2, 3)
    expected = np.array([dy[..., o].sum() for o in range(3)])
    assert_close(submission.linear_backward(dy, x, w)[2], expected, what="db")


@case(
    "A batch that is there twice doubles dw and db, and leaves dx alone",
    zh="批次重复一遍，dw 和 db 翻倍，dx 不变",
    points=2,
    hint="Sums, not means.",
    hint_zh="是求和，不是求平均。",
)
@pytest.mark.parametrize("axis", [0, 1])
def test_twice(submission, reference, rng, axis):
    dy, x, w, _ = draw(rng, (3, 2), 4, 3)
    dx, dw, db = reference.linear_backward(dy, x, w)
    actual = submission.linear_backward(np.concatenate([dy, dy], axis), np.concatenate([x, x], axis), w)
    assert_gradients(actual, (np.concatenate([dx, dx], axis), 2 * dw, 2 * db))


@case(
    "A single vector: no leading axes at all",
    zh="单个向量：前面没有轴",
    points=2,
    hint="y and dx are vectors then, with one axis; dw is an outer product.",
    hint_zh="这时 y 和 dx 都是一维向量；dw 是外积。",
    hint_for=("answer", "shape", "raised"),
)
def test_vector(submission, rng):
    for inputs, outputs in ((4, 3), (3, 3), (1, 3), (3, 1)):
        dy, x, w, b = draw(rng, (), inputs, outputs)
        assert_close(submission.linear_forward(x, w, b), by_definition(x, w, b), what="y")
        expected = (np.sum(dy * w.T, axis=1), np.multiply.outer(dy, x), dy)
        assert_gradients(submission.linear_backward(dy, x, w), expected)


@case(
    "Axes of size 1, wherever they stand",
    zh="长度为 1 的轴，无论在哪里",
    hint="No axis disappears because its size is 1.",
    hint_zh="轴不会因为长度为 1 就消失。",
    hint_for=("answer", "shape", "raised"),
)
def test_size_one(submission, rng):
    for leading in ((), (1,), (1, 1), (4,), (1, 4), (4, 1), (1, 1, 4)):
        for inputs, outputs in ((1, 1), (1, 3), (3, 1)):
            assert_both_passes(submission, *draw(rng, leading, inputs, outputs))


@case(
    "An empty batch: no outputs, and gradients of zero",
    zh="空批次：没有输出，梯度为零",
    points=2,
    hint="A sum of nothing is 0; a mean of nothing is not.",
    hint_zh="空的和是 0，空的平均却不是。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("leading", [(0,), (2, 0), (0, 3), (2, 0, 3)], ids=str)
def test_empty_batch(submission, rng, leading):
    dy, x, w, b = draw(rng, leading, 4, 3)
    assert_close(submission.linear_forward(x, w, b), np.zeros((*leading, 3)), what="y", dtype="float64")
    expected = np.zeros((*leading, 4)), np.zeros((3, 4)), np.zeros(3)
    assert_gradients(submission.linear_backward(dy, x, w), expected, dtype="float64")


@case("More rows than a byte can count", zh="行数超过一个字节能表示的范围")
@pytest.mark.parametrize("leading", [(300,), (3, 100), (1, 2, 150)], ids=str)
def test_many_rows(submission, rng, leading):
    dy, x, w, b = draw(rng, leading, 3, 2)
    assert_close(submission.linear_forward(x, w, b), by_definition(x, w, b), what="y", **PRECISE)
    rows, grads = x.reshape(300, 3), dy.reshape(300, 2)
    dw = np.array([[np.sum(grads[:, o] * rows[:, i]) for i in range(3)] for o in range(2)])
    dx = dy[..., :1] * w[0] + dy[..., 1:] * w[1]
    # Sums of 300 terms: float64 keeps 13 digits of the largest in any order.
    assert_gradients(submission.linear_backward(dy, x, w), (dx, dw, grads.sum(axis=0)), dtype="float64", rtol=1e-10, atol=1e-10)


@case(
    "Features of very different magnitudes",
    zh="量级相差悬殊的特征",
    hint="Nothing is rounded, clipped or kept away from 0 on the way.",
    hint_zh="中间不要取整、截断，也不要为了避开 0 而加任何东西。",
    hint_for=("answer",),
)
def test_magnitudes(submission, rng):
    dy, x, w, b = draw(rng, (3, 2), 5, 4)
    of_inputs, of_outputs = 10.0 ** np.array([-120, -9, 0, 9, 120]), 10.0 ** np.array([-60, -5, 5, 60])
    # Feature i of x is scaled up as much as column i of w is scaled down, so that y and dy keep their order.
    y = submission.linear_forward(x * of_inputs, w * of_outputs[:, None] / of_inputs, b * of_outputs)
    assert_close(y / of_outputs, by_definition(x, w, b), what="y")
    dx, dw, db = submission.linear_backward(dy / of_outputs, x * of_inputs, w * of_outputs[:, None] / of_inputs)
    expected = gradients_by_definition(dy, x, w)
    assert_close(dx * of_inputs, expected[0], what="dx")
    assert_close(dw * of_outputs[:, None] / of_inputs, expected[1], what="dw")
    assert_close(db * of_outputs, expected[2], what="db")


@case(
    "float32 in, float32 out; float64 in, float64 out, and as precise",
    zh="float32 进 float32 出；float64 进 float64 出，精度也一样",
    points=2,
    hint="np.zeros and np.eye make float64 unless they are told.",
    hint_zh="np.zeros 和 np.eye 不指定 dtype 时得到的是 float64。",
    hint_for=("dtype",),
)
@pytest.mark.parametrize("leading", [(), (5,), (2, 3), (0,)], ids=str)
def test_dtype(submission, rng, leading):
    arrays = draw(rng, leading, 4, 3)
    assert_both_passes(submission, *arrays, **PRECISE)
    dy, x, w, b = (array.astype("float32") for array in arrays)
    exact = [array.astype("float64") for array in (dy, x, w, b)]
    y = by_definition(*exact[1:]).astype("float32")
    assert_close(submission.linear_forward(x, w, b), y, what="y", dtype="float32")
    assert_close(submission.linear_forward(x, w), by_definition(*exact[1:3], np.zeros(3)).astype("float32"), what="y", dtype="float32")
    expected = [gradient.astype("float32") for gradient in gradients_by_definition(*exact[:3])]
    assert_gradients(submission.linear_backward(dy, x, w), expected, dtype="float32")


@case(
    "backward looks at its arguments, not at the latest forward",
    zh="反向只看自己的参数，与最近一次前向无关",
    points=2,
    hint="x and w are handed in: there is nothing to remember.",
    hint_zh="x 和 w 都作为参数传入，不需要记住任何东西。",
)
def test_other_forward_before(submission, rng):
    dy, x, w, _ = draw(rng, (3,), 4, 2)
    expected = gradients_by_definition(dy, x, w)
    assert_gradients(submission.linear_backward(dy, x, w), expected)
    _, other_x, other_w, other_b = draw(rng, (3,), 4, 2)
    y = submission.linear_forward(other_x, other_w, other_b)
    assert_close(y, by_definition(other_x, other_w, other_b), what="y")
    assert_gradients(submission.linear_backward(dy, x, w), expected)


@case("Gradients do not build up from call to call", zh="梯度不会在多次调用之间累加")
def test_no_build_up(submission, rng):
    for _ in range(3):
        dy, x, w, _ = draw(rng, (2, 3), 4, 2)
        assert_gradients(submission.linear_backward(dy, x, w), gradients_by_definition(dy, x, w))


SHAPES = [  # leading axes, D_in, D_out
    ((), 7, 2),
    ((2,), 1, 6),
    ((6,), 2, 6),
    ((3,), 3, 2),
    ((2,), 3, 2),
    ((2, 2), 2, 3),
    ((3, 2), 2, 3),
    ((4, 3), 3, 4),
    ((5, 1), 6, 5),
    ((2, 3, 4), 3, 2),
    ((3, 3, 3), 3, 4),
    ((1, 2, 1, 3), 2, 2),
    ((2, 2, 2, 2, 2), 3, 4),
    ((4,), 33, 3),
    ((2, 2), 3, 40),
]


@case("Many shapes, in both passes", zh="各种形状，前向与反向", points=2)
def test_many_shapes(submission, rng):
    for leading, inputs, outputs in SHAPES:
        assert_both_passes(submission, *draw(rng, leading, inputs, outputs), **PRECISE)


@case("The gradients agree with central differences, with three leading axes and with none", zh="前面有三个轴、没有轴时，梯度都与中心差分一致", points=2)
@pytest.mark.parametrize("leading", [(), (2, 1, 2)], ids=str)
def test_central_differences_of_any_rank(submission, reference, rng, leading):
    dy, x, w, b = draw(rng, leading, 2, 3)
    expected = (
        numerical_gradient(lambda x: reference.linear_forward(x, w, b), x, dy),
        numerical_gradient(lambda w: reference.linear_forward(x, w, b), w, dy),
        numerical_gradient(lambda b: reference.linear_forward(x, w, b), b, dy),
    )
    assert_gradients(submission.linear_backward(dy, x, w), expected)


@case(
    "Three arrays come back: dx, dw, db",
    zh="返回三个数组：dx、dw、db",
    hint="In this order, each in the shape of what it is the gradient of.",
    hint_zh="按这个顺序，每个的形状都与它所对应的量相同。",
    hint_for=("answer", "shape", "type"),
)
def test_three_results(submission, rng):
    dy, x, w, _ = draw(rng, (2,), 2, 2)
    returned = submission.linear_backward(dy, x, w)
    require(len(returned) == 3, "three results come back", "返回三个结果")
    assert_gradients(returned, gradients_by_definition(dy, x, w))


@case("The arguments are left as they were", zh="不修改参数")
@pytest.mark.parametrize("leading", [(), (3,), (2, 3)], ids=str)
def test_inputs_untouched(submission, rng, leading):
    dy, x, w, b = draw(rng, leading, 3, 3)
    forward, backward = submission.linear_forward.call(x, w, b), submission.linear_backward.call(dy, x, w)
    for name, before, after in zip("xwb", (x, w, b), forward.args, strict=True):
        assert_equal(after, before, what=f"{name} after the forward pass")
    for name, before, after in zip(("dy", "x", "w"), (dy, x, w), backward.args, strict=True):
        assert_equal(after, before, what=f"{name} after the backward pass")
