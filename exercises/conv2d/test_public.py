import numpy as np
import pytest

from dlgrade.testing import assert_close, case, numerical_gradient, workload


def by_definition(x, w, b, stride, padding):
    """The statement's sum with one group and no dilation, one window at a time."""
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    kh, kw = w.shape[2:]
    rows, columns = (x.shape[2] - kh) // stride + 1, (x.shape[3] - kw) // stride + 1
    y = np.empty((len(x), len(w), rows, columns))
    for i, j in np.ndindex(rows, columns):
        window = x[:, None, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
        y[:, :, i, j] = np.sum(window * w, axis=(2, 3, 4)) + b
    return y


def assert_gradients(actual, expected, **tolerances):
    for name, gradient, wanted in zip(("dx", "dw", "db"), actual, expected, strict=True):
        assert_close(gradient, wanted, what=name, **tolerances)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    x = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    w = np.array([[[[1.0, 2.0], [0.0, -1.0]]]])
    y = submission.conv2d_forward(x, w, np.array([0.5]), stride=2, padding=1)
    assert_close(y, np.array([[[[-0.5, -2.5], [1.5, 8.5]]]]))


@case(
    "Forward: stride 1, no padding",
    zh="前向：步幅 1，无填充",
    sizes=[1, 2, 3],
    hint="The kernel is not flipped: its top left weight meets the top left pixel of the window.",
    hint_zh="卷积核不翻转：它左上角的权重对应窗口左上角的像素。",
)
def test_forward(submission, rng, size):
    x, w, b = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(4, 3, size, size)), rng.normal(size=4)
    assert_close(submission.conv2d_forward(x, w, b), by_definition(x, w, b, stride=1, padding=0))


@case("Forward: stride and padding", zh="前向：步幅与填充")
@pytest.mark.parametrize(("stride", "padding"), [(1, 1), (2, 0), (2, 1), (3, 2)])
def test_forward_stride_padding(submission, rng, stride, padding):
    x, w, b = rng.normal(size=(2, 2, 7, 6)), rng.normal(size=(3, 2, 3, 2)), rng.normal(size=3)
    y = submission.conv2d_forward(x, w, b, stride=stride, padding=padding)
    assert_close(y, by_definition(x, w, b, stride, padding))


@case(
    "Backward: stride 1, no padding",
    zh="反向：步幅 1，无填充",
    sizes=[1, 2, 3],
    hint="A pixel lies in several windows, and gathers a share of the gradient from each.",
    hint_zh="一个像素会落在多个窗口里，要把每个窗口传回来的梯度累加起来。",
)
def test_backward(submission, reference, rng, size):
    x, w = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(4, 3, size, size))
    dy = rng.normal(size=(2, 4, 5 - size, 6 - size))
    assert_gradients(submission.conv2d_backward(dy, x, w), reference.conv2d_backward(dy, x, w))


@case(
    "Backward: stride and padding",
    zh="反向：步幅与填充",
    hint="dx has the shape of x: the gradient of the padding is dropped, on each side.",
    hint_zh="dx 的形状与 x 相同：每一侧填充部分的梯度都要舍去。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize(("stride", "padding"), [(1, 1), (2, 0), (2, 1), (3, 2)])
def test_backward_stride_padding(submission, reference, rng, stride, padding):
    x, w = rng.normal(size=(2, 2, 7, 6)), rng.normal(size=(3, 2, 3, 2))
    dy = rng.normal(size=(2, 3, (7 + 2 * padding - 3) // stride + 1, (6 + 2 * padding - 2) // stride + 1))
    actual = submission.conv2d_backward(dy, x, w, stride=stride, padding=padding)
    assert_gradients(actual, reference.conv2d_backward(dy, x, w, stride=stride, padding=padding))


@case("The gradients agree with central differences", zh="梯度与中心差分一致", points=2)
@pytest.mark.parametrize("options", [{}, {"padding": 1, "groups": 2}, {"stride": 2, "dilation": 2}], ids=str)
def test_central_differences(submission, reference, rng, options):
    x, w, b = rng.normal(size=(1, 2, 5, 3)), rng.normal(size=(2, 2, 2, 2)), rng.normal(size=2)
    w = w[:, : 2 // options.get("groups", 1)]
    dy = rng.normal(size=np.shape(reference.conv2d_forward(x, w, b, **options)))
    expected = (
        numerical_gradient(lambda x: reference.conv2d_forward(x, w, b, **options), x, dy),
        numerical_gradient(lambda w: reference.conv2d_forward(x, w, b, **options), w, dy),
        numerical_gradient(lambda b: reference.conv2d_forward(x, w, b, **options), b, dy),
    )
    assert_gradients(submission.conv2d_backward(dy, x, w, **options), expected)


@workload(
    "backward of 16 3x3 kernels over 2 images of 16 x 32 x 32",
    zh="2 张 16 x 32 x 32 的图像、16 个 3x3 卷积核的反向传播",
)
def time_backward(module, rng):
    dy, x, w = rng.normal(size=(2, 16, 32, 32)), rng.normal(size=(2, 16, 32, 32)), rng.normal(size=(16, 16, 3, 3))
    return module.conv2d_backward, (dy, x, w, 1, 1)
