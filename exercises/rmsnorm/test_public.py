import numpy as np
import pytest

from dlgrade.testing import assert_close, case, numerical_gradient, tensor, workload


def by_formula(x, weight, eps=1e-6):
    """The statement's formula in float64."""
    return x / np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + eps) * weight


def assert_gradients(actual, expected, **options):
    for name, gradient, wanted in zip(("dx", "dweight"), actual, expected, strict=True):
        assert_close(gradient, wanted, what=name, **options)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    x, weight = np.array([[3.0, 4.0], [600.0, -800.0]]), np.array([1.0, 2.0])
    y = submission.rmsnorm(tensor(x, dtype="float16"), tensor(weight, dtype="float16"))
    assert_close(y, np.array([[0.8485, 2.2627], [0.8485, -2.2627]]), rtol=1e-3, atol=0.0, dtype="float16")


@case(
    "Forward along the last axis",
    zh="前向：沿最后一个轴",
    sizes=[1, 2, 7, 64],
    hint="The mean of the squares, then eps, then the root. No mean of x is subtracted.",
    hint_zh="先求平方的均值，再加 eps，最后开方。不要减去 x 的均值。",
)
def test_forward(submission, rng, size):
    x, weight = rng.choice([-1.0, 1.0], size=(4, size)) * rng.uniform(0.5, 2.0, size=(4, size)), rng.normal(size=size)
    # Precision has a case of its own.
    assert_close(submission.rmsnorm(x, weight), by_formula(x, weight), rtol=1e-5, atol=1e-5, dtype="float64")


@case("Forward: any number of leading axes", zh="前向：前面可以有任意多个轴")
@pytest.mark.parametrize("shape", [(5,), (3, 5), (2, 5, 5), (2, 1, 3, 5)])
def test_leading_axes(submission, reference, rng, shape):
    x, weight = rng.normal(size=shape), rng.normal(size=shape[-1])
    assert_close(submission.rmsnorm(x, weight), reference.rmsnorm(x, weight))


@case(
    "Squares beyond the range of float16",
    zh="平方超出 float16 的范围",
    points=2,
    hint="float16 ends at 65504: square in a wider dtype.",
    hint_zh="float16 最大只到 65504：请先换成更宽的 dtype 再平方。",
    hint_for=("values", "finite"),
)
@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_large(submission, reference, rng, dtype):
    x, weight = tensor(rng.normal(size=(4, 8)) * 2000, dtype=dtype), tensor(rng.normal(size=8), dtype=dtype)
    assert_close(submission.rmsnorm(x, weight), reference.rmsnorm(x, weight), dtype=dtype)


@case("Backward of a matrix", zh="反向：二维输入", sizes=[1, 2, 7])
def test_backward(submission, reference, rng, size):
    x = rng.choice([-1.0, 1.0], size=(4, size)) * rng.uniform(0.5, 2.0, size=(4, size))
    dy, weight = rng.normal(size=(4, size)), rng.normal(size=size)
    expected = reference.rmsnorm_backward(dy, x, weight)
    # With one feature dx is all but zero; what float32 leaves of the terms that cancel is no mistake here.
    assert_gradients(submission.rmsnorm_backward(dy, x, weight), expected, rtol=1e-5, atol=1e-4)


@case(
    "The gradients agree with central differences",
    zh="梯度与中心差分一致",
    points=2,
    hint="Every entry of a row changes the row's root mean square.",
    hint_zh="一行中每个元素的变化都会改变这一行的均方根。",
)
@pytest.mark.parametrize("eps", [1e-6, 0.5])
def test_central_differences(submission, rng, eps):
    dy, x, weight = rng.normal(size=(3, 5)), rng.normal(size=(3, 5)), rng.normal(size=5)
    expected = (
        numerical_gradient(lambda x: by_formula(x, weight, eps), x, dy),
        numerical_gradient(lambda weight: by_formula(x, weight, eps), weight, dy),
    )
    # Central differences are better than that; precision has a case of its own.
    assert_gradients(submission.rmsnorm_backward(dy, x, weight, eps=eps), expected, rtol=1e-5, atol=1e-4)


@workload("backward of 512 x 1024 bfloat16", zh="512 x 1024 的 bfloat16 输入的反向传播")
def time_backward(module, rng):
    dy, x = (tensor(rng.normal(size=(512, 1024)), dtype="bfloat16") for _ in range(2))
    return module.rmsnorm_backward, (dy, x, tensor(rng.normal(size=1024), dtype="bfloat16"))
