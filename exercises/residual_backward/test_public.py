from functools import partial

import numpy as np

from dlgrade.testing import assert_close, assert_equal, case, numerical_gradient, workload

GRADIENTS = ("dx", "dw1", "db1", "dw2", "db2", "dw_s")


def draw(rng, rows, inputs, units, outputs=None, projected=False):
    """(dy, x, [w1, b1, w2, b2, w_s])."""
    outputs = inputs if outputs is None else outputs
    w_s = rng.normal(size=(outputs, inputs)) if projected else None
    # Small biases, so that hardly a unit is on in all rows, or in none.
    first, second = (rng.normal(size=(units, inputs)), 0.3 * rng.normal(size=units)), rng.normal(size=(outputs, units))
    return rng.normal(size=(rows, outputs)), rng.normal(size=(rows, inputs)), [*first, second, rng.normal(size=outputs), w_s]


def away_from_kinks(rng, *sizes, **options):
    """As `draw`, drawn again until no pre-activation is near 0, where ReLU has its kink."""
    while True:
        dy, x, parameters = draw(rng, *sizes, **options)
        if np.abs(x @ parameters[0].T + parameters[1]).min() > 0.01:
            return dy, x, parameters


def by_definition(x, w1, b1, w2, b2, w_s=None):
    """The statement's sums, one row at a time."""
    rows = []
    for row in x:
        h = np.maximum(np.sum(w1 * row, axis=1) + b1, 0)
        rows.append(np.sum(w2 * h, axis=1) + b2 + (row if w_s is None else np.sum(w_s * row, axis=1)))
    return np.stack(rows)


def branch_jacobian(row, w1, b1, w2):
    """The derivatives (E, D) of the branch at one row."""
    on = (np.sum(w1 * row, axis=1) + b1 > 0).astype(float)
    return np.sum(w2[:, :, None] * on[:, None] * w1, axis=1)


def gradients_by_definition(dy, x, w1, b1, w2, b2, w_s=None):
    """All gradients, added up over the rows."""
    shortcut = np.eye(x.shape[1]) if w_s is None else w_s
    dx, sums = [], [np.zeros(p.shape) for p in (w1, b1, w2, b2, shortcut)]
    for d, row in zip(dy, x, strict=True):
        z = np.sum(w1 * row, axis=1) + b1
        dz = np.sum(d[:, None] * w2, axis=0) * (z > 0)
        dx.append(np.sum(d[:, None] * shortcut, axis=0) + np.sum(dz[:, None] * w1, axis=0))
        for total, part in zip(sums, (np.outer(dz, row), dz, np.outer(d, np.maximum(z, 0)), d, np.outer(d, row)), strict=True):
            total += part
    return [np.stack(dx), *sums[:4], None if w_s is None else sums[4]]


def assert_gradients(actual, expected, **options):
    for name, gradient, wanted in zip(GRADIENTS, actual, expected, strict=True):
        if wanted is None:
            assert_equal(gradient, None, what=name)
        else:
            assert_close(gradient, wanted, what=name, **options)


def draw_blocks(rng, features, units, scale=0.5):
    """A block (w1, b1, w2, b2) for each number of units."""
    shapes = [((h, features), (h,), (features, h), (features,)) for h in units]
    factors = (1.0, 0.3, scale, 0.3)
    return [tuple(factor * rng.normal(size=shape) for factor, shape in zip(factors, of, strict=True)) for of in shapes]


def stack_by_definition(dy, x, blocks):
    """What has gone through at least one branch, by the Jacobians of each row."""
    rest = np.zeros(dy.shape)
    for n, row in enumerate(x):
        jacobians = []
        for w1, b1, w2, b2 in blocks:
            jacobians.append(branch_jacobian(row, w1, b1, w2))
            row = by_definition(row[None], w1, b1, w2, b2)[0]
        for jacobian in reversed(jacobians):
            rest[n] += np.sum((dy[n] + rest[n])[:, None] * jacobian, axis=0)
    return dy + rest, rest


def assert_stack(actual, expected, **options):
    for name, gradient, wanted in zip(("dx", "through_branches"), actual, expected, strict=True):
        assert_close(gradient, wanted, what=name, **options)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    x, dy = np.array([[2.0], [-2.0]]), np.array([[1.0], [1.0]])
    half = np.array([[1.0]]), np.array([0.0]), np.array([[0.5]]), np.array([0.0])
    less = np.array([[1.0]]), np.array([0.0]), np.array([[-0.25]]), np.array([0.0])
    assert_close(submission.residual_forward(x, *half), np.array([[3.0], [-2.0]]), what="y")
    expected = np.array([[1.5], [1.0]]), np.array([[1.0]]), np.array([0.5]), np.array([[2.0]]), np.array([2.0]), None
    assert_gradients(submission.residual_backward(dy, x, *half), expected)
    actual = submission.stack_backward(dy, x, [half, less])
    assert_stack(actual, (np.array([[1.125], [1.0]]), np.array([[0.125], [0.0]])))


@case("Forward: the branch and the identity", zh="前向：分支与恒等映射", sizes=[1, 2, 5])
def test_forward(submission, rng, size):
    _, x, parameters = draw(rng, size, 3, 4)
    assert_close(submission.residual_forward(x, *parameters[:4]), by_definition(x, *parameters), what="y")


@case(
    "Backward: the gradients of both paths add up",
    zh="反向：两条路径的梯度相加",
    points=2,
    sizes=[1, 2, 5],
    hint="x goes into the sum in two ways.",
    hint_zh="x 通过两条路进入这个和。",
)
def test_backward(submission, rng, size):
    dy, x, parameters = draw(rng, size, 3, 4)
    assert_gradients(submission.residual_backward(dy, x, *parameters[:4]), gradients_by_definition(dy, x, *parameters))


@case("A shortcut with a projection, forward and backward", zh="带投影的捷径，前向与反向", points=2, sizes=[1, 4])
def test_projection(submission, rng, size):
    dy, x, parameters = draw(rng, size, 3, 5, 2, projected=True)
    assert_close(submission.residual_forward(x, *parameters), by_definition(x, *parameters), what="y")
    assert_gradients(submission.residual_backward(dy, x, *parameters), gradients_by_definition(dy, x, *parameters))


def forward_with(arguments, i, value):
    """The outputs with another value for argument i."""
    return by_definition(*arguments[:i], value, *arguments[i + 1 :])


@case("The gradients agree with central differences", zh="梯度与中心差分一致", points=2)
def test_central_differences(submission, rng):
    dy, x, parameters = away_from_kinks(rng, 3, 2, 3, 3, projected=True)
    actual = submission.residual_backward(dy, x, *parameters)
    arguments = [x, *parameters]
    numerical = (numerical_gradient(partial(forward_with, arguments, i), arguments[i], dy) for i in range(6))
    assert_gradients(actual, list(numerical))


@case(
    "The gradient through a stack of blocks",
    zh="梯度穿过一叠块",
    points=2,
    sizes=[1, 2, 4],
    hint="Each block needs the input that it had, and the whole gradient at its output.",
    hint_zh="每一块都需要它自己当时的输入，以及它输出处的完整梯度。",
)
def test_stack(submission, rng, size):
    dy, x = rng.normal(size=(2, 5, 3))
    blocks = draw_blocks(rng, 3, [4] * size)
    assert_stack(submission.stack_backward(dy, x, blocks), stack_by_definition(dy, x, blocks))


@workload("gradient through 8 blocks of 128 features and 128 units, 64 rows", zh="64 行，穿过 8 个 128 特征、128 单元的块")
def time_stack(module, rng):
    dy, x = rng.normal(size=(2, 64, 128))
    return module.stack_backward, (dy, x, draw_blocks(rng, 128, [128] * 8, 0.01))
