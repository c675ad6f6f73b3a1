import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, numerical_gradient, workload


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    y = np.array([[0.25, 0.5, 0.25], [1.0, 0.0, 0.0]])
    dy = np.array([[1.0, 0.0, 5.0], [2.0, 3.0, 4.0]])
    expected = np.array([[-0.125, -0.75, 0.875], [0.0, 0.0, 0.0]])
    assert_close(submission.softmax_backward(dy, y), expected, what="dx")


@case(
    "One slice: dx is dy times the Jacobian",
    zh="单个切片：dx 等于 dy 乘以雅可比矩阵",
    sizes=[1, 2, 5, 16],
    hint="Every x_i moves every y_j, not only its own.",
    hint_zh="每个 x_i 都会影响每个 y_j，而不只是自己对应的那个。",
)
def test_jacobian(submission, rng, size):
    y, dy = softmax(rng.normal(size=size)), rng.normal(size=size)
    jacobian = np.diag(y) - np.outer(y, y)
    # With one entry nothing is left but rounding.
    assert_close(submission.softmax_backward(dy, y), dy @ jacobian, what="dx", atol=1e-12)


@case(
    "Along any axis of an array of rank 3",
    zh="三维数组的任意轴",
    hint="The sum goes along `axis`, and must keep its dimension.",
    hint_zh="求和要沿 `axis` 进行，并且要保留该维度。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("axis", [2, 1, 0, -1, -2])
def test_axis(submission, reference, rng, axis):
    y, dy = softmax(rng.normal(size=(2, 3, 4)), axis), rng.normal(size=(2, 3, 4))
    assert_close(submission.softmax_backward(dy, y, axis=axis), reference.softmax_backward(dy, y, axis=axis), what="dx")


@case("The gradient agrees with central differences", zh="梯度与中心差分一致", points=2)
@pytest.mark.parametrize("axis", [0, 1])
def test_central_differences(submission, rng, axis):
    x, dy = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    expected = numerical_gradient(lambda x: softmax(x, axis), x, dy)
    # Central differences with step 1e-5 are good to about eight digits here.
    assert_close(submission.softmax_backward(dy, softmax(x, axis), axis), expected, what="dx", rtol=1e-5, atol=1e-6)


@case("Both arguments are left as they were", zh="不修改两个参数")
def test_inputs_untouched(submission, rng):
    y, dy = softmax(rng.normal(size=(3, 4))), rng.normal(size=(3, 4))
    args = submission.softmax_backward.call(dy, y).args
    assert_equal(args[0], dy, what="dy after the call", what_zh="调用之后的 dy")
    assert_equal(args[1], y, what="y after the call", what_zh="调用之后的 y")


@workload("backward through a softmax of 128 x 4096 float64", zh="128 x 4096 的 float64 softmax 的反向传播")
def time_last_axis(module, rng):
    return module.softmax_backward, (rng.normal(size=(128, 4096)), softmax(rng.normal(size=(128, 4096))))
