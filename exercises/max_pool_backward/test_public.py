import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, workload


def positive(rng, shape):
    """Positive numbers in random order, no two of them close to each other."""
    return 1 + rng.permutation(np.prod(shape)).reshape(shape) + rng.uniform(0.0, 0.5)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    x = np.array([[[[1.0, 3.0, 3.0], [2.0, 0.0, 1.0], [3.0, 4.0, 1.0]]]])
    assert_equal(submission.max_pool2d(x, (2, 2), stride=(1, 1)), np.array([[[[3.0, 3.0], [4.0, 4.0]]]]), what="y")
    dx = submission.max_pool2d_backward(np.array([[[[1.0, 10.0], [100.0, 1000.0]]]]), x, (2, 2), stride=(1, 1))
    assert_close(dx, np.array([[[[0.0, 11.0, 0.0], [0.0, 0.0, 0.0], [0.0, 1100.0, 0.0]]]]), what="dx")
    padded = submission.max_pool2d(x - 5.0, (2, 2), padding=(1, 1))
    assert_equal(padded, np.array([[[[-4.0, -2.0], [-2.0, -1.0]]]]), what="y with padding", what_zh="有填充时的 y")


@case("Forward with windows side by side", zh="窗口并排时的前向", sizes=[2, 4, 6])
def test_forward(submission, reference, rng, size):
    x = rng.normal(size=(2, 3, size, size))
    x[0, 0, :2, :2] = -rng.uniform(1.0, 2.0, size=(2, 2))  # one window at least has negative values only
    assert_equal(submission.max_pool2d(x, (2, 2)), reference.max_pool2d(x, (2, 2)), what="y")


@case(
    "Forward with stride and padding",
    zh="带步长和填充的前向",
    points=2,
    hint="Which rows and columns does window (i, j) cover?",
    hint_zh="窗口 (i, j) 覆盖哪些行和列？",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize(
    ("kernel_size", "stride", "padding"),
    [((2, 2), (1, 1), (0, 0)), ((3, 3), (2, 2), (1, 1)), ((2, 3), (2, 1), (1, 0))],
    ids=str,
)
def test_forward_stride_padding(submission, reference, rng, kernel_size, stride, padding):
    x = rng.normal(size=(2, 2, 5, 7))
    x[0, 0, :2, :3] = -rng.uniform(1.0, 2.0, size=(2, 3))  # the first window has negative values only
    expected = reference.max_pool2d(x, kernel_size, stride, padding)
    assert_equal(submission.max_pool2d(x, kernel_size, stride, padding), expected, what="y")


@case("Backward with windows side by side", zh="窗口并排时的反向", points=2)
def test_backward(submission, reference, rng):
    x, dy = positive(rng, (2, 3, 4, 6)), rng.normal(size=(2, 3, 2, 3))
    assert_close(submission.max_pool2d_backward(dy, x, (2, 2)), reference.max_pool2d_backward(dy, x, (2, 2)), what="dx")


@case(
    "A tie goes to the first maximum",
    zh="最大值相等时归第一个",
    points=2,
    hint="One cell of each window gets the whole gradient.",
    hint_zh="每个窗口的梯度全部给一个格子。",
)
def test_ties(submission, reference, rng):
    x = rng.integers(1, 4, size=(2, 2, 6, 6)).astype(np.float64)
    dy = rng.normal(size=(2, 2, 2, 2))
    assert_close(submission.max_pool2d_backward(dy, x, (3, 3)), reference.max_pool2d_backward(dy, x, (3, 3)), what="dx")


@case(
    "Backward with overlapping windows adds up",
    zh="窗口重叠时反向要累加",
    points=2,
    hint="One cell may win several windows.",
    hint_zh="同一个格子可能在多个窗口中胜出。",
)
def test_overlap(submission, reference, rng):
    x, dy = positive(rng, (2, 2, 5, 6)), rng.normal(size=(2, 2, 3, 4))
    expected = reference.max_pool2d_backward(dy, x, kernel_size=(3, 3), stride=(1, 1))
    assert_close(submission.max_pool2d_backward(dy, x, kernel_size=(3, 3), stride=(1, 1)), expected, what="dx")


@workload(
    "backward of 8 x 16 x 32 x 32, windows 3 x 3, stride 2, padding 1",
    zh="8 x 16 x 32 x 32 的反向，窗口 3 x 3，步长 2，填充 1",
)
def time_backward(module, rng):
    x, dy = rng.normal(size=(8, 16, 32, 32)), rng.normal(size=(8, 16, 16, 16))
    return module.max_pool2d_backward, (dy, x, (3, 3), (2, 2), (1, 1))
