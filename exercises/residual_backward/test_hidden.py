from functools import partial

import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, numerical_gradient

from test_public import (
    assert_gradients,
    assert_stack,
    by_definition,
    draw,
    draw_blocks,
    gradients_by_definition,
    stack_by_definition,
)

# Sums of few terms of order 1: float64 keeps 15 digits of them, float32 would keep 7.
PRECISE = {"dtype": "float64", "rtol": 1e-11, "atol": 1e-12}


def assert_both_passes(submission, dy, x, parameters, **options):
    given = parameters if parameters[4] is not None else parameters[:4]
    assert_close(submission.residual_forward(x, *given), by_definition(x, *parameters), what="y", **options)
    assert_gradients(submission.residual_backward(dy, x, *given), gradients_by_definition(dy, x, *parameters), **options)


def output_of(x, blocks):
    for w1, b1, w2, b2 in blocks:
        x = x + np.maximum(x @ w1.T + b1, 0) @ w2.T + b2
    return x


@case("A branch that adds nothing: the block is the identity", zh="分支什么也不加时，块就是恒等映射", points=2)
def test_idle_branch(submission, rng):
    dy, x, parameters = draw(rng, 4, 3, 5)
    parameters[2:4] = np.zeros((3, 5)), np.zeros(3)
    assert_equal(submission.residual_forward(x, *parameters[:4]), x, what="y")
    expected = gradients_by_definition(dy, x, *parameters)
    actual = submission.residual_backward(dy, x, *parameters[:4])
    assert_equal(actual[0], dy, what="dx")
    assert_gradients(actual, expected)  # dw2 is not 0: the branch can learn


@case("Units that are off leave the identity only", zh="单元全部未激活时，只剩下恒等映射")
def test_units_off(submission, rng):
    dy, x, parameters = draw(rng, 4, 3, 5)
    parameters[1] = np.full(5, -1000.0)
    assert_close(submission.residual_forward(x, *parameters[:4]), x + parameters[3], what="y")
    dx, dw1, db1, dw2, db2, _ = submission.residual_backward(dy, x, *parameters[:4])
    assert_equal(dx, dy, what="dx")
    for name, gradient, shape in (("dw1", dw1, (5, 3)), ("db1", db1, (5,)), ("dw2", dw2, (3, 5))):
        assert_equal(gradient, np.zeros(shape), what=name)
    assert_close(db2, dy.sum(axis=0), what="db2")


@case(
    "A pre-activation of exactly 0 passes nothing through the branch",
    zh="预激活恰好为 0 时，分支不传回梯度",
    points=2,
    hint="The derivative of ReLU at 0 is 0.",
    hint_zh="ReLU 在 0 处的导数取 0。",
)
def test_at_the_kink(submission, rng):
    x = np.array([[1.0, 2.0], [-2.0, 1.0], [3.0, 3.0]])
    w1, b1 = np.array([[1.0, -1.0], [2.0, 1.0], [0.0, 0.0], [1.0, 3.0]]), np.array([1.0, 3.0, 0.0, -1.0])
    w2, b2, dy = rng.normal(size=(2, 4)), rng.normal(size=2), rng.normal(size=(3, 2))
    assert_both_passes(submission, dy, x, [w1, b1, w2, b2, None])
    assert_both_passes(submission, dy, x, [np.zeros((4, 2)), np.zeros(4), w2, b2, None])
    assert_stack(submission.stack_backward(dy, x, [(w1, b1, w2, b2)]), stack_by_definition(dy, x, [(w1, b1, w2, b2)]))


@case("Outputs below 0 stay below 0", zh="负的输出保持为负", hint="Nothing follows the sum.", hint_zh="相加之后没有别的运算。")
def test_negative_outputs(submission, rng):
    dy, x, parameters = draw(rng, 4, 3, 5)
    parameters[3] = parameters[3] - 100.0
    assert_both_passes(submission, dy, x, parameters)
    dy, x = rng.normal(size=(2, 10, 3))
    blocks = [(w1, b1, w2, b2 - 1.0) for w1, b1, w2, b2 in draw_blocks(rng, 3, [5, 5])]
    assert_stack(submission.stack_backward(dy, x, blocks), stack_by_definition(dy, x, blocks))


@case("A projection of zeros leaves the branch only", zh="投影全为零时，只剩下分支")
def test_projection_of_zeros(submission, rng):
    dy, x, parameters = draw(rng, 4, 3, 5, 2, projected=True)
    parameters[4] = np.zeros((2, 3))
    assert_both_passes(submission, dy, x, parameters)


@case("A projection that is the identity has a gradient of its own", zh="投影恰为单位矩阵时，它也有自己的梯度")
def test_identity_as_projection(submission, rng):
    dy, x, parameters = draw(rng, 4, 3, 5)
    parameters[4] = np.eye(3)
    assert_both_passes(submission, dy, x, parameters)


@case(
    "All sizes alike: only right transposes are right",
    zh="各维大小都相等：只有转置写对了才对",
    hint="Where all sizes are equal, a wrong transpose raises nothing.",
    hint_zh="各维大小都相等时，转置写错了也不会报错。",
)
@pytest.mark.parametrize("size", [2, 3, 4])
def test_equal_sizes(submission, rng, size):
    assert_both_passes(submission, *draw(rng, size, size, size))
    assert_both_passes(submission, *draw(rng, size, size, size, size, projected=True))


@case("A row, a feature, a unit, an output alone", zh="只有一行、一个特征、一个单元或一个输出")
@pytest.mark.parametrize("sizes", [(1, 1, 1, 1), (1, 3, 4, 2), (4, 1, 3, 2), (4, 3, 1, 2), (4, 3, 2, 1)], ids=str)
def test_thin_shapes(submission, rng, sizes):
    assert_both_passes(submission, *draw(rng, *sizes, projected=True))
    assert_both_passes(submission, *draw(rng, *sizes[:3]))


@case("Rows that are there twice double the gradients of the parameters", zh="各行重复一遍，参数的梯度翻倍", points=2, hint="Sums, not means.", hint_zh="是求和，不是求平均。")
def test_twice(submission, rng):
    dy, x, parameters = draw(rng, 3, 3, 4, 2, projected=True)
    dx, *others = gradients_by_definition(dy, x, *parameters)
    actual = submission.residual_backward(np.concatenate([dy, dy]), np.concatenate([x, x]), *parameters)
    assert_gradients(actual, [np.concatenate([dx, dx]), *(2 * gradient for gradient in others)])


@case("More rows than a byte can count", zh="行数超过一个字节能表示的范围")
def test_many_rows(submission, rng):
    dy, x, parameters = draw(rng, 6, 2, 5, 2, projected=True)
    times = [1, 260, 10, 20, 5, 8]
    repeated, expected = (np.repeat(a, times, axis=0) for a in (dy, x)), gradients_by_definition(dy, x, *parameters)
    each = [gradients_by_definition(dy[[n]], x[[n]], *parameters)[1:] for n in range(6)]
    sums = [sum(t * g for t, g in zip(times, parts, strict=True)) for parts in zip(*each, strict=True)]
    actual = submission.residual_backward(*repeated, *parameters)
    assert_gradients(actual, [np.repeat(expected[0], times, axis=0), *sums])


@case(
    "Features and hidden values of very different magnitudes",
    zh="量级相差悬殊的特征与隐藏值",
    hint="Nothing is clipped, rounded or added on the way.",
    hint_zh="中间不要截断、取整，也不要添加任何东西。",
    hint_for=("answer",),
)
def test_magnitudes(submission, rng):
    dy, x, parameters = draw(rng, 5, 4, 3, 2, projected=True)
    w1, b1, w2, b2, w_s = parameters
    scale, expected = 10.0 ** np.array([-30, -6, 6, 30]), gradients_by_definition(dy, x, *parameters)
    dx, dw1, db1, dw2, db2, dw_s = submission.residual_backward(dy, x * scale, w1 / scale, b1, w2, b2, w_s / scale)
    assert_gradients([dx * scale, dw1 / scale, db1, dw2, db2, dw_s / scale], expected)
    for factor in (1e-30, 1e-10, 1e10, 1e30):  # of the hidden values, which the second layer makes up for
        dx, dw1, db1, dw2, db2, dw_s = submission.residual_backward(dy, x, w1 * factor, b1 * factor, w2 / factor, b2, w_s)
        assert_gradients([dx, dw1 * factor, db1 * factor, dw2 / factor, db2, dw_s], expected)
        actual = submission.residual_backward(dy * factor, x, *parameters)
        assert_gradients([gradient / factor for gradient in actual], expected)
        blocks = draw_blocks(rng, 4, [3, 6])
        scaled = [(w1 * factor, b1 * factor, w2 / factor, b2) for w1, b1, w2, b2 in blocks]
        dys = factor * rng.normal(size=(5, 4))
        actual, wanted = submission.stack_backward(dys, x, scaled), stack_by_definition(dys, x, blocks)
        assert_stack([gradient / factor for gradient in actual], [gradient / factor for gradient in wanted])


@case(
    "What goes through the branches keeps its digits, however small it is beside dy",
    zh="穿过分支的部分无论比 dy 小多少，都保持它的有效数字",
    points=2,
    hint="dx - dy has none of them.",
    hint_zh="dx - dy 里已经没有这些数字了。",
)
@pytest.mark.parametrize("scale", [1e-6, 1e-13, 1e-40, 1e-100])
def test_faint_branches(submission, rng, scale):
    dy, x = rng.normal(size=(2, 4, 3))
    blocks = draw_blocks(rng, 3, [5, 5, 5], scale)
    dx, rest = submission.stack_backward(dy, x, blocks)
    expected_dx, expected = stack_by_definition(dy, x, blocks)
    assert_close(dx, expected_dx, what="dx", **PRECISE)
    assert_close(rest / scale, expected / scale, what="through_branches", **PRECISE)


@case("The identity carries the gradient through a hundred blocks", zh="恒等映射把梯度原样带过一百个块", points=2)
def test_deep(submission, rng):
    dy, x = rng.normal(size=(2, 1, 2))
    blocks = draw_blocks(rng, 2, [3] * 100, 0.01)
    assert_stack(submission.stack_backward(dy, x, blocks), stack_by_definition(dy, x, blocks))
    idle = [(w1, b1, 0.0 * w2, b2) for w1, b1, w2, b2 in blocks]
    dx, rest = submission.stack_backward(dy, x, idle)
    assert_equal(dx, dy, what="dx")
    assert_equal(rest, np.zeros((1, 2)), what="through_branches")


@case("A stack of no blocks", zh="一个块也没有", hint="Its output is its input.", hint_zh="输出就是输入。", hint_for=("answer", "raised"))
def test_no_blocks(submission, rng):
    dy, x = rng.normal(size=(2, 4, 3))
    assert_stack(submission.stack_backward(dy, x, []), (dy, np.zeros((4, 3))), dtype="float64")


@case("Blocks of different widths, in their order", zh="宽度各不相同的块，按顺序排列")
def test_widths(submission, rng):
    dy, x = rng.normal(size=(2, 6, 3))
    for units in ([1, 4], [5, 2, 3], [3, 3, 1, 6]):
        blocks = draw_blocks(rng, 3, units, 1.0)
        assert_stack(submission.stack_backward(dy, x, blocks), stack_by_definition(dy, x, blocks))


@case(
    "Strong branches: paths through several of them count as well",
    zh="分支很强时，穿过多个分支的路径同样要算",
    points=2,
    hint="(1 + a)(1 + b) is more than 1 + a + b.",
    hint_zh="(1 + a)(1 + b) 不只是 1 + a + b。",
)
def test_strong_branches(submission, rng):
    dy, x = rng.normal(size=(2, 10, 3))
    blocks = draw_blocks(rng, 3, [6, 6, 6], 1.5)
    assert_stack(submission.stack_backward(dy, x, blocks), stack_by_definition(dy, x, blocks))
    # Linear branches: the factors of all blocks can be multiplied.
    a, b, c = rng.uniform(1.0, 3.0, size=3)
    one = np.ones((1, 1))
    linear = [(one, np.array([1e6]), np.array([[factor]]), np.array([-1e6 * factor])) for factor in (a, b, c)]
    _, rest = submission.stack_backward(one, one, linear)
    assert_close(rest, one * ((1 + a) * (1 + b) * (1 + c) - 1), what="through_branches")


@case("The stack's gradient agrees with central differences", zh="一叠块的梯度与中心差分一致", points=2)
def test_stack_central_differences(submission, rng):
    while True:  # until no pre-activation is near 0, where ReLU has its kink
        dy, x = rng.normal(size=(2, 8, 3))
        blocks = draw_blocks(rng, 3, [5, 5], 0.5)
        inputs = (x, output_of(x, blocks[:1]))
        if all(np.abs(v @ w1.T + b1).min() > 0.01 for v, (w1, b1, _, _) in zip(inputs, blocks, strict=True)):
            break
    expected = numerical_gradient(partial(output_of, blocks=blocks), x, dy)
    assert_stack(submission.stack_backward(dy, x, blocks), (expected, expected - dy))


@case("Each call looks at its own arguments", zh="每次调用只看自己的参数")
def test_each_call(submission, rng):
    dy, x, parameters = draw(rng, 8, 3, 4)
    blocks = draw_blocks(rng, 3, [4, 4])
    for _ in range(3):
        other_dy, other_x, other = draw(rng, 8, 3, 4)
        assert_close(submission.residual_forward(other_x, *other[:4]), by_definition(other_x, *other), what="y")
        actual = submission.residual_backward(dy, x, *parameters[:4])
        assert_gradients(actual, gradients_by_definition(dy, x, *parameters))
        assert_both_passes(submission, other_dy, x, parameters)
        assert_stack(submission.stack_backward(dy, other_x, blocks), stack_by_definition(dy, other_x, blocks))


@case("The arguments are left as they were", zh="不修改传入的数组", points=2)
def test_inputs_untouched(submission, rng):
    dy, x, parameters = draw(rng, 3, 3, 4)
    blocks = draw_blocks(rng, 3, [4, 4])
    after = submission.residual_forward.call(x, *parameters[:4]).args
    assert_equal(after[0], x, what="x after forward")
    after = submission.residual_backward.call(dy, x, *parameters[:4]).args
    for name, before, now in zip(("dy", "x", "w1", "b1", "w2", "b2"), (dy, x, *parameters[:4]), after, strict=True):
        assert_equal(now, before, what=name)
    after = submission.stack_backward.call(dy, x, blocks).args
    for name, before, now in zip(("dy", "x", "blocks"), (dy, x, blocks), after, strict=True):
        assert_equal(now, before, what=name)


@case("Every result is float64, with all its digits", zh="所有结果都是 float64，并且有它的精度")
def test_dtype(submission, rng):
    assert_both_passes(submission, *draw(rng, 4, 3, 5), **PRECISE)
    assert_both_passes(submission, *draw(rng, 4, 3, 5, 2, projected=True), **PRECISE)
    dy, x = rng.normal(size=(2, 10, 3))
    blocks = draw_blocks(rng, 3, [5, 5])
    assert_stack(submission.stack_backward(dy, x, blocks), stack_by_definition(dy, x, blocks), **PRECISE)
