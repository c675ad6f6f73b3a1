import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, numerical_gradient, require

from test_public import positive


def output_shape(x, kernel_size, stride, padding):
    n, c, height, width = x.shape
    rows = (height + 2 * padding[0] - kernel_size[0]) // stride[0] + 1
    columns = (width + 2 * padding[1] - kernel_size[1]) // stride[1] + 1
    return n, c, rows, columns


def by_hand(x, dy, kernel_size, stride, padding):
    """(y, dx), window by window, looking only at cells of the image."""
    y, dx = np.empty(dy.shape), np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dy.shape):
        top, left = i * stride[0] - padding[0], j * stride[1] - padding[1]
        cells = [
            (n, c, row, column)
            for row in range(max(top, 0), min(top + kernel_size[0], x.shape[2]))
            for column in range(max(left, 0), min(left + kernel_size[1], x.shape[3]))
        ]
        winner = max(cells, key=lambda cell: x[cell])  # of equals, Python's max returns the first
        y[n, c, i, j] = x[winner]
        dx[winner] += dy[n, c, i, j]
    return y, dx


def check_by_hand(submission, rng, x, kernel_size, stride, padding):
    dy = rng.normal(size=output_shape(x, kernel_size, stride, padding))
    y, dx = by_hand(x, dy, kernel_size, stride, padding)
    assert_equal(submission.max_pool2d(x, kernel_size, stride, padding), y, what="y")
    assert_close(submission.max_pool2d_backward(dy, x, kernel_size, stride, padding), dx, what="dx")


@case(
    "Images, windows, strides and paddings that are not square",
    zh="图像、窗口、步长、填充都不是正方形",
    points=2,
    hint="In each pair the first number is vertical.",
    hint_zh="每一对数中，第一个是纵向的。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize(
    ("kernel_size", "stride", "padding"),
    [
        ((2, 4), (2, 2), (0, 0)),
        ((3, 2), (1, 3), (0, 0)),
        ((4, 3), (2, 1), (2, 1)),
        ((2, 5), (1, 2), (0, 2)),
        ((5, 2), (2, 1), (2, 0)),
    ],
    ids=str,
)
def test_not_square(submission, rng, kernel_size, stride, padding):
    check_by_hand(submission, rng, positive(rng, (2, 2, 6, 9)), kernel_size, stride, padding)


@case(
    "Rows and columns that fill no window are dropped",
    zh="凑不成窗口的行和列被丢弃",
    hint="The output size is rounded down.",
    hint_zh="输出尺寸向下取整。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize(
    ("size", "kernel_size", "stride", "padding"),
    [((7, 5), (2, 2), (2, 2), (0, 0)), ((6, 9), (3, 3), (3, 3), (1, 1)), ((8, 7), (3, 2), (4, 4), (1, 0))],
    ids=str,
)
def test_remainder(submission, rng, size, kernel_size, stride, padding):
    x = positive(rng, (1, 2, *size))
    x[:, :, -1] += 1000
    x[:, :, :, -1] += 1000  # the largest values stand where no window looks
    check_by_hand(submission, rng, x, kernel_size, stride, padding)


@case(
    "Padding never wins over negative values",
    zh="填充不会胜过负数",
    points=2,
    hint="A padding of 0 is larger than a negative number.",
    hint_zh="补的 0 比负数大。",
)
@pytest.mark.parametrize(
    ("kernel_size", "stride", "padding"),
    [((3, 3), (2, 2), (1, 1)), ((2, 2), (1, 1), (1, 1)), ((2, 4), (2, 1), (1, 2))],
    ids=str,
)
def test_negative(submission, rng, kernel_size, stride, padding):
    check_by_hand(submission, rng, -positive(rng, (2, 2, 5, 4)), kernel_size, stride, padding)


@case(
    "Padding never wins over huge negative values",
    zh="填充不会胜过绝对值极大的负数",
    hint="No finite number is small enough in general.",
    hint_zh="没有哪个有限数总是足够小。",
)
@pytest.mark.parametrize("scale", [1e6, 1e12, 1e300])
def test_huge_negative(submission, rng, scale):
    x = -scale * positive(rng, (1, 2, 4, 5))
    check_by_hand(submission, rng, x, (3, 3), (2, 2), (1, 1))


@case(
    "Padding does not even tie with the most negative number that there is",
    zh="即使是最小的浮点数，填充也不会与它打平",
    points=2,
    hint="Only -inf loses against every finite number; and what lies outside of the image need not be looked at.",
    hint_zh="只有 -inf 输给所有有限数；图像之外的位置也可以根本不看。",
)
@pytest.mark.parametrize(
    ("kernel_size", "stride", "padding"),
    [((3, 3), (2, 2), (1, 1)), ((2, 3), (1, 2), (1, 1)), ((4, 2), (2, 1), (2, 0))],
    ids=str,
)
def test_most_negative(submission, rng, kernel_size, stride, padding):
    lowest = np.finfo(np.float64).min
    check_by_hand(submission, rng, np.full((1, 2, 4, 4), lowest), kernel_size, stride, padding)
    x = np.where(rng.random(size=(2, 2, 5, 4)) < 0.5, lowest, lowest / 2)
    check_by_hand(submission, rng, x, kernel_size, stride, padding)


@case(
    "Square images and windows, strides and paddings that are not equal",
    zh="图像和窗口是正方形，步长与填充却不相等",
    points=2,
    hint="Equal height and width do not make the two directions alike.",
    hint_zh="高与宽相等，并不意味着两个方向可以互换。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize(
    ("kernel_size", "stride", "padding"),
    [((2, 2), (2, 2), (1, 0)), ((2, 2), (1, 1), (0, 1)), ((4, 4), (2, 2), (2, 1)), ((3, 3), (2, 1), (0, 1))],
    ids=str,
)
def test_square_with_unequal_pairs(submission, rng, kernel_size, stride, padding):
    for sign in (1, -1):
        x = sign * positive(rng, (2, 2, 6, 6))
        check_by_hand(submission, rng, x, kernel_size, stride, padding)


@case("Images with more than 255 windows in a row or a column", zh="一行或一列有 255 个以上窗口的图像")
@pytest.mark.parametrize("axis", [2, 3], ids=["column", "row"])
def test_long_images(submission, rng, axis):
    shape = [1, 1, 2, 2]
    shape[axis] = int(rng.integers(260, 300))
    check_by_hand(submission, rng, positive(rng, shape), (1, 1), (1, 1), (0, 0))


@case("Windows of more than 255 cells", zh="超过 255 个格子的窗口")
@pytest.mark.parametrize("kernel_size", [(20, 16), (3, 100)], ids=str)
def test_large_windows(submission, rng, kernel_size):
    x = positive(rng, (1, 3, *kernel_size))
    x[0, 0, -1, -int(rng.integers(1, 10))] = 10_000.0  # the last row has the largest value
    check_by_hand(submission, rng, x, kernel_size, kernel_size, (0, 0))


@case("All values negative, without padding", zh="全为负数且没有填充")
def test_negative_unpadded(submission, rng):
    check_by_hand(submission, rng, -positive(rng, (2, 2, 4, 6)), (2, 3), (2, 3), (0, 0))


@case(
    "Padding above and left, below and right, along one axis or both",
    zh="上下、左右都有填充，沿一个轴或两个轴",
    hint="A slice that ends at -0 is empty.",
    hint_zh="以 -0 结尾的切片是空的。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("padding", [(1, 0), (0, 1), (1, 1), (0, 0)], ids=str)
def test_padding_per_axis(submission, rng, padding):
    check_by_hand(submission, rng, positive(rng, (2, 2, 4, 5)), (3, 2), (2, 2), padding)


@case(
    "Ties: the topmost row first, then the leftmost cell",
    zh="最大值相等时：先取最上面的行，再取最左边的格子",
    points=2,
    hint="Row-major order: along a row before down a column.",
    hint_zh="行优先：先沿行走，再往下走。",
)
def test_row_major_ties(submission, rng):
    x, dy = rng.uniform(0.0, 1.0, size=(2, 3, 6, 4)), rng.normal(size=(2, 3, 2, 1))
    dx = np.zeros(x.shape)
    for n, c, i in np.ndindex(2, 3, 2):  # windows of 3 x 4, each with two maxima: one higher, one further left
        upper, lower = sorted(rng.choice(3, size=2, replace=False))
        left, right = sorted(rng.choice(4, size=2, replace=False))
        x[n, c, 3 * i + upper, right] = x[n, c, 3 * i + lower, left] = 2.0
        dx[n, c, 3 * i + upper, right] = dy[n, c, i, 0]
    assert_close(submission.max_pool2d_backward(dy, x, (3, 4)), dx, what="dx")


@case("Ties in overlapping, padded windows", zh="窗口重叠且有填充时的相等最大值", points=2)
@pytest.mark.parametrize(
    ("kernel_size", "stride", "padding"),
    [((3, 3), (1, 1), (1, 1)), ((2, 3), (1, 2), (1, 1)), ((4, 2), (2, 1), (2, 0))],
    ids=str,
)
def test_ties_overlap(submission, rng, kernel_size, stride, padding):
    x = rng.integers(-2, 1, size=(2, 2, 5, 6)).astype(np.float64)
    check_by_hand(submission, rng, x, kernel_size, stride, padding)


@case(
    "A constant image: the first cell of the image in each window",
    zh="取值恒定的图像：每个窗口中属于图像的第一个格子",
    hint="The first cell of a window may be padding.",
    hint_zh="窗口的第一个格子可能是填充。",
    hint_for=("answer", "raised"),
)
def test_constant_image(submission, rng):
    x = np.full((1, 2, 4, 5), -rng.uniform(1.0, 2.0))
    check_by_hand(submission, rng, x, (3, 3), (1, 1), (1, 1))
    check_by_hand(submission, rng, x, (2, 2), (2, 2), (0, 0))


@case("After a ReLU whole windows are zero", zh="经过 ReLU 之后，整个窗口都可能是 0")
def test_after_relu(submission, rng):
    x = np.maximum(positive(rng, (2, 3, 6, 6)) - 180.0, 0.0)  # of 216 values
    check_by_hand(submission, rng, x, (2, 2), (2, 2), (0, 0))
    check_by_hand(submission, rng, x, (3, 3), (2, 2), (1, 1))


@case(
    "Values that differ by a hair are not a tie",
    zh="差别极小的值不算相等",
    hint="Compare exactly, in float64.",
    hint_zh="要在 float64 下精确比较。",
)
def test_near_ties(submission, rng):
    order = rng.permutation(2 * 36).reshape(1, 2, 6, 6)
    check_by_hand(submission, rng, 1.0 + 1e-12 * order, (3, 3), (3, 3), (0, 0))
    check_by_hand(submission, rng, 1.0 + 1e-12 * order, (3, 2), (1, 1), (1, 1))


@case(
    "Values that differ by a hair, far above the rest",
    zh="差别极小的值，远高于其余的值",
    hint="Compare the values as they are: to shift or scale them first loses digits.",
    hint_zh="直接比较原来的值：先平移或缩放会丢失有效数字。",
)
@pytest.mark.parametrize("low", [-1e9, -1e200])
def test_near_ties_far_above(submission, rng, low):
    x = 1.0 + 1e-12 * rng.permutation(72).reshape(1, 2, 6, 6)
    x[:, :, rng.integers(0, 6), rng.integers(0, 6)] = low
    check_by_hand(submission, rng, x, (3, 3), (3, 3), (0, 0))
    check_by_hand(submission, rng, x, (2, 3), (1, 1), (1, 1))


@case(
    "0.0 and -0.0 are equal, so the first of them wins",
    zh="0.0 与 -0.0 相等，所以先出现的胜出",
    hint="As numbers they are equal, whatever their bits are.",
    hint_zh="作为数它们相等，无论二进制位是什么。",
)
def test_zeros_of_both_signs(submission, rng):
    x = np.where(rng.random(size=(2, 3, 6, 6)) < 0.5, 0.0, -0.0)
    x[0, 0, :2, :2] = [[-0.0, 0.0], [0.0, -0.0]]
    dy = rng.normal(size=(2, 3, 3, 3))
    dx = np.zeros(x.shape)
    dx[:, :, ::2, ::2] = dy
    assert_close(submission.max_pool2d(x, (2, 2)), np.zeros(dy.shape), what="y")
    assert_close(submission.max_pool2d_backward(dy, x, (2, 2)), dx, what="dx")


@case(
    "Equal sizes of image and result, and other strides and paddings",
    zh="图像与结果的大小相同，步长和填充不同",
    hint="Sizes alone don't say where the windows lie.",
    hint_zh="只凭大小，还不知道窗口在哪里。",
    hint_for=("answer",),
)
def test_equal_sizes(submission, rng):
    settings = [((3, 3), (0, 0)), ((2, 2), (0, 0)), ((3, 2), (1, 0)), ((4, 3), (1, 1)), ((2, 3), (0, 0))]
    for stride, padding in settings:  # two by two windows with each of them
        check_by_hand(submission, rng, positive(rng, (2, 2, 6, 6)), (3, 3), stride, padding)


@case("Many images, and many channels", zh="很多图像，很多通道")
@pytest.mark.parametrize("shape", [(9, 1), (1, 9), (5, 4)], ids=str)
def test_many_channels(submission, rng, shape):
    check_by_hand(submission, rng, positive(rng, (*shape, 4, 5)), (2, 3), (2, 2), (1, 0))


@case(
    "Strides larger than the window leave gaps, which get no gradient",
    zh="步长大于窗口时留下空隙，空隙没有梯度",
)
@pytest.mark.parametrize(
    ("kernel_size", "stride", "padding"), [((1, 1), (2, 3), (0, 0)), ((2, 2), (3, 4), (1, 1))], ids=str
)
def test_gaps(submission, rng, kernel_size, stride, padding):
    check_by_hand(submission, rng, positive(rng, (2, 2, 7, 8)), kernel_size, stride, padding)


@case("One window over the whole image", zh="一个窗口覆盖整张图像")
def test_global(submission, rng):
    x, dy = positive(rng, (3, 2, 4, 5)), rng.normal(size=(3, 2, 1, 1))
    assert_equal(submission.max_pool2d(x, (4, 5)), x.max(axis=(2, 3), keepdims=True), what="y")
    winners = x == x.max(axis=(2, 3), keepdims=True)
    assert_close(submission.max_pool2d_backward(dy, x, (4, 5)), winners * dy, what="dx")


@case("Without a stride, the window's size is the stride", zh="不给步长时，步长等于窗口大小")
@pytest.mark.parametrize(("kernel_size", "padding"), [((2, 3), (0, 0)), ((3, 2), (1, 1))], ids=str)
def test_default_stride(submission, rng, kernel_size, padding):
    x = positive(rng, (2, 2, 6, 7))
    dy = rng.normal(size=output_shape(x, kernel_size, kernel_size, padding))
    y, dx = by_hand(x, dy, kernel_size, kernel_size, padding)
    assert_equal(submission.max_pool2d(x, kernel_size, padding=padding), y, what="y")
    assert_equal(submission.max_pool2d(x, kernel_size, None, padding), y, what="y with stride None")
    assert_close(submission.max_pool2d_backward(dy, x, kernel_size, padding=padding), dx, what="dx")


@case("The gradient equals central differences", zh="梯度等于中心差分", points=2)
@pytest.mark.parametrize(
    ("kernel_size", "stride", "padding"), [((2, 2), (2, 2), (0, 0)), ((3, 2), (1, 2), (1, 1))], ids=str
)
def test_numerical_gradient(submission, reference, rng, kernel_size, stride, padding):
    x = rng.permutation(np.arange(40.0)).reshape(1, 2, 4, 5) + 1.0  # far from any tie, where there is no derivative
    dy = rng.normal(size=output_shape(x, kernel_size, stride, padding))
    expected = numerical_gradient(lambda x: reference.max_pool2d(x, kernel_size, stride, padding), x, dy)
    dx = submission.max_pool2d_backward(dy, x, kernel_size, stride, padding)
    # The function is linear around x; what is left is rounding, about 1e-15 * 20 / 1e-5.
    assert_close(dx, expected, what="dx", rtol=1e-6, atol=1e-7)


@case("All of dy arrives in its own channel of its own image", zh="dy 全部落在各自图像的各自通道里")
def test_sum_preserved(submission, rng):
    x = rng.integers(1, 5, size=(3, 4, 5, 5)).astype(np.float64)
    dy = rng.uniform(1.0, 2.0, size=(3, 4, 3, 3))
    dx = submission.max_pool2d_backward(dy, x, (3, 3), (2, 2), (1, 1))
    assert_shape(dx, x.shape, what="dx")
    assert_close(np.sum(dx, axis=(2, 3)), dy.sum(axis=(2, 3)), what="sum of dx in each channel")
    cells = np.count_nonzero(dx, axis=(2, 3)).max()
    require(
        cells <= 3 * 3,
        f"{cells} cells of one channel have a gradient, but only 9 windows.",
        f"一个通道中有 {cells} 个格子得到梯度，而窗口只有 9 个。",
    )


@case("Random sizes, windows, strides and paddings", zh="随机的尺寸、窗口、步长和填充", points=2, sizes=[1, 2, 3, 4])
def test_random_geometry(submission, rng, size):
    for draw in range(4):
        least = 1 if draw == 0 else 0  # the first has padding for sure, and negative values, as the third
        kernel_size = tuple(int(k) for k in rng.integers(1 + least, size + 2, size=2))
        stride = tuple(int(s) for s in rng.integers(1, size + 1, size=2))
        padding = tuple(int(rng.integers(least, k // 2 + 1)) for k in kernel_size)
        height, width = (k + int(extra) for k, extra in zip(kernel_size, rng.integers(1, 4, size=2), strict=True))
        low, high = (1, 19) if draw % 2 else (-18, 0)
        x = rng.integers(low, high, size=(2, 2, height, width)).astype(np.float64)
        check_by_hand(submission, rng, x, kernel_size, stride, padding)


@case("x and dy are left as they were", zh="不修改 x 和 dy")
@pytest.mark.parametrize("padding", [(0, 0), (1, 1)], ids=str)
def test_inputs_untouched(submission, rng, padding):
    x = rng.normal(size=(2, 2, 4, 4))
    dy = rng.normal(size=output_shape(x, (2, 2), (2, 2), padding))
    assert_equal(submission.max_pool2d.call(x, (2, 2), (2, 2), padding).args[0], x, what="x after max_pool2d")
    after = submission.max_pool2d_backward.call(dy, x, (2, 2), (2, 2), padding).args
    assert_equal(after[0], dy, what="dy after max_pool2d_backward")
    assert_equal(after[1], x, what="x after max_pool2d_backward")


@case("Results are float64", zh="结果是 float64")
def test_dtype(submission, rng):
    x, dy = positive(rng, (2, 2, 4, 6)), rng.normal(size=(2, 2, 2, 3))
    y, dx = by_hand(x, dy, (2, 2), (2, 2), (0, 0))
    assert_close(submission.max_pool2d(x, (2, 2)), y, what="y", dtype="float64")
    # Here each cell wins at most one window, so dx holds the very numbers of dy: nothing was rounded on the way.
    assert_close(submission.max_pool2d_backward(dy, x, (2, 2)), dx, what="dx", dtype="float64", rtol=0.0, atol=0.0)
