import numpy as np
import pytest

from dlgrade.testing import assert_close, case, numerical_gradient, workload


def by_formula(x, gamma, beta, eps=1e-5):
    """The statement's formula, one group at a time."""
    y = np.empty(x.shape)
    for index in np.ndindex(x.shape[: x.ndim - gamma.ndim]):
        group = x[index]
        y[index] = gamma * (group - group.mean()) / np.sqrt(group.var() + eps) + beta
    return y


def assert_gradients(actual, expected, **options):
    for name, gradient, wanted in zip(("dx", "dgamma", "dbeta"), actual, expected, strict=True):
        assert_close(gradient, wanted, what=name, **options)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    rounded = {"rtol": 0.0, "atol": 1e-8}  # the statement shows eight decimals
    x, gamma = np.array([[1.0, 2.0, 6.0], [6.0, 0.0, 3.0]]), np.array([1.0, 2.0, 3.0])
    y = submission.layernorm_forward(x, gamma, np.array([0.0, 0.0, 10.0]))
    assert_close(y, np.array([[-0.92581911, -0.92581911, 14.16618599], [1.22474385, -2.4494877, 10.0]]), what="y", **rounded)
    actual = submission.layernorm_backward(np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]), x, gamma)
    dx = np.array([[0.17634678, -0.22043298, 0.0440862], [-0.40824795, -0.40824795, 0.8164959]])
    assert_gradients(actual, (dx, np.array([-0.92581911, 0.0, 0.0]), np.array([1.0, 0.0, 1.0])), **rounded)


@case("Forward over the last axis", zh="前向：在最后一个轴上归一化", sizes=[2, 3, 8])
def test_forward(submission, rng, size):
    x, gamma, beta = rng.normal(loc=2.0, scale=3.0, size=(4, size)), rng.normal(size=size), rng.normal(size=size)
    assert_close(submission.layernorm_forward(x, gamma, beta), by_formula(x, gamma, beta), what="y")


@case(
    "Forward over the last axes, as many as gamma has",
    zh="前向：在最后几个轴上归一化，gamma 有几个轴就是几个",
    points=2,
    hint="gamma.ndim says how many axes are normalised together.",
    hint_zh="gamma.ndim 说明有几个轴一起归一化。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("axes", [1, 2, 3, 4])
def test_forward_last_axes(submission, rng, axes):
    x = rng.normal(loc=-1.0, size=(2, 3, 4, 5))
    gamma, beta = rng.normal(size=x.shape[-axes:]), rng.normal(size=x.shape[-axes:])
    assert_close(submission.layernorm_forward(x, gamma, beta), by_formula(x, gamma, beta), what="y")


@case(
    "Backward over the last axis",
    zh="反向：在最后一个轴上归一化",
    points=2,
    sizes=[3, 4, 8],
    hint="The mean and the variance are functions of x, and gamma is another one at each place.",
    hint_zh="均值和方差都是 x 的函数，而且每个位置的 gamma 各不相同。",
)
def test_backward(submission, reference, rng, size):
    dy, x, gamma = rng.normal(size=(4, size)), rng.normal(size=(4, size)), rng.normal(size=size)
    # A large eps keeps the gradient in size where the values of a group lie close together.
    actual = submission.layernorm_backward(dy, x, gamma, eps=0.1)
    assert_gradients(actual, reference.layernorm_backward(dy, x, gamma, eps=0.1))


@case(
    "Backward over the last axes, as many as gamma has",
    zh="反向：在最后几个轴上归一化，gamma 有几个轴就是几个",
    points=2,
    hint="dgamma and dbeta have the shape of gamma: sum over all axes in front.",
    hint_zh="dgamma 和 dbeta 的形状与 gamma 相同：在前面所有的轴上求和。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("axes", [1, 2, 3, 4])
def test_backward_last_axes(submission, reference, rng, axes):
    dy, x = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(2, 3, 4, 5))
    gamma = rng.normal(size=x.shape[-axes:])
    assert_gradients(submission.layernorm_backward(dy, x, gamma), reference.layernorm_backward(dy, x, gamma))


@case("The gradients agree with central differences", zh="梯度与中心差分一致", points=2)
@pytest.mark.parametrize("axes", [1, 2])
def test_central_differences(submission, rng, axes):
    dy, x = rng.normal(size=(2, 2, 3)), rng.normal(size=(2, 2, 3))
    gamma, beta = rng.normal(size=x.shape[-axes:]), rng.normal(size=x.shape[-axes:])
    expected = (
        numerical_gradient(lambda x: by_formula(x, gamma, beta, eps=0.1), x, dy),
        numerical_gradient(lambda gamma: by_formula(x, gamma, beta, eps=0.1), gamma, dy),
        numerical_gradient(lambda beta: by_formula(x, gamma, beta, eps=0.1), beta, dy),
    )
    # Central differences with step 1e-5 are good to about eight digits here.
    assert_gradients(submission.layernorm_backward(dy, x, gamma, eps=0.1), expected, rtol=1e-5, atol=1e-6)


@workload("backward of 4 x 64 tokens with 256 features", zh="4 x 64 个 token、256 个特征的反向传播")
def time_backward(module, rng):
    dy, x = rng.normal(size=(4, 64, 256)), rng.normal(size=(4, 64, 256))
    return module.layernorm_backward, (dy, x, rng.normal(size=256))
