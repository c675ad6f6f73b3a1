import numpy as np
import pytest

from dlgrade.testing import assert_close, case, numerical_gradient, workload


def by_definition(x, w, b):
    """The statement's sum, one output at a time."""
    return np.stack([np.sum(x * w[o], axis=-1) + b[o] for o in range(len(b))], axis=-1)


def gradients_by_definition(dy, x, w):
    """(dx, dw, db), added up one vector at a time."""
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(len(w))
    for index in np.ndindex(x.shape[:-1]):
        dx[index] = np.sum(dy[index][:, None] * w, axis=0)
        dw += dy[index][:, None] * x[index]
        db += dy[index]
    return dx, dw, db


def assert_gradients(actual, expected, **options):
    for name, gradient, wanted in zip(("dx", "dw", "db"), actual, expected, strict=True):
        assert_close(gradient, wanted, what=name, **options)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    x, w = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]])
    y = submission.linear_forward(x, w, np.array([10.0, 20.0]))
    assert_close(y, np.array([[8.0, 24.0], [8.0, 33.0]]), what="y")
    actual = submission.linear_backward(np.array([[1.0, 0.0], [1.0, 2.0]]), x, w)
    dx, dw = np.array([[1.0, 0.0, -1.0], [5.0, 2.0, -1.0]]), np.array([[5.0, 7.0, 9.0], [8.0, 10.0, 12.0]])
    assert_gradients(actual, (dx, dw, np.array([2.0, 2.0])))


@case("Forward of a matrix", zh="前向：二维输入", sizes=[1, 2, 5])
def test_forward(submission, rng, size):
    x, w, b = rng.normal(size=(size, 4)), rng.normal(size=(3, 4)), rng.normal(size=3)
    assert_close(submission.linear_forward(x, w, b), by_definition(x, w, b), what="y")


@case("Forward: any number of leading axes", zh="前向：前面可以有任意多个轴")
@pytest.mark.parametrize("leading", [(), (2, 3), (2, 1, 3), (2, 3, 2, 2)], ids=str)
def test_forward_leading_axes(submission, rng, leading):
    x, w, b = rng.normal(size=(*leading, 4)), rng.normal(size=(3, 4)), rng.normal(size=3)
    assert_close(submission.linear_forward(x, w, b), by_definition(x, w, b), what="y")


@case(
    "Backward of a matrix",
    zh="反向：二维输入",
    sizes=[1, 2, 5],
    hint="All rows share w and b.",
    hint_zh="所有行共用 w 和 b。",
)
def test_backward(submission, rng, size):
    dy, x, w = rng.normal(size=(size, 3)), rng.normal(size=(size, 4)), rng.normal(size=(3, 4))
    assert_gradients(submission.linear_backward(dy, x, w), gradients_by_definition(dy, x, w))


@case(
    "Backward: any number of leading axes",
    zh="反向：前面可以有任意多个轴",
    points=2,
    hint="dw and db have the shapes of w and b, however many axes x has: sum over all leading ones.",
    hint_zh="无论 x 有多少个轴，dw 和 db 的形状都与 w 和 b 相同：要在前面所有的轴上求和。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("leading", [(), (2, 3), (2, 1, 3), (2, 3, 2, 2)], ids=str)
def test_backward_leading_axes(submission, rng, leading):
    dy, x, w = rng.normal(size=(*leading, 3)), rng.normal(size=(*leading, 4)), rng.normal(size=(3, 4))
    assert_gradients(submission.linear_backward(dy, x, w), gradients_by_definition(dy, x, w))


@case("The gradients agree with central differences", zh="梯度与中心差分一致", points=2)
@pytest.mark.parametrize("leading", [(3,), (2, 2)], ids=str)
def test_central_differences(submission, reference, rng, leading):
    x, w, b = rng.normal(size=(*leading, 3)), rng.normal(size=(2, 3)), rng.normal(size=2)
    dy = rng.normal(size=(*leading, 2))
    expected = (
        numerical_gradient(lambda x: reference.linear_forward(x, w, b), x, dy),
        numerical_gradient(lambda w: reference.linear_forward(x, w, b), w, dy),
        numerical_gradient(lambda b: reference.linear_forward(x, w, b), b, dy),
    )
    assert_gradients(submission.linear_backward(dy, x, w), expected)


@workload("backward of 4 x 64 vectors, 128 inputs and 256 outputs", zh="4 x 64 个向量、128 个输入、256 个输出的反向传播")
def time_backward(module, rng):
    dy, x, w = rng.normal(size=(4, 64, 256)), rng.normal(size=(4, 64, 128)), rng.normal(size=(256, 128))
    return module.linear_backward, (dy, x, w)
