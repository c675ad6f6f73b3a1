import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, numerical_gradient

from test_public import assert_gradients


def by_definition(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    """The statement's sum, one weight at a time."""
    (sh, sw), (ph, pw), (dh, dw) = (np.broadcast_to(option, 2) for option in (stride, padding, dilation))
    x = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    filters, channels, kh, kw = w.shape
    rows, columns = (x.shape[2] - dh * (kh - 1) - 1) // sh + 1, (x.shape[3] - dw * (kw - 1) - 1) // sw + 1
    y = np.zeros((len(x), filters, rows, columns)) + b[:, None, None]
    for f, c, u, v in np.ndindex(w.shape):
        first = f // (filters // groups) * channels
        under_it = x[:, first + c, u * dh :: sh, v * dw :: sw]
        y[:, f] += w[f, c, u, v] * under_it[:, :rows, :columns]
    return y


def output_gradient(rng, reference, x, w, **options):
    """A random dy of the output's shape."""
    return rng.normal(size=np.shape(reference.conv2d_forward(x, w, np.zeros(len(w)), **options)))


# Values are of order 1; a gradient may be 0 everywhere, and a Fourier transform leaves 1e-15 there.
EXACT = {"rtol": 1e-10, "atol": 1e-11}


@case(
    "A single weight of 1 copies a shifted image",
    zh="只有一个权重为 1 时，输出是平移后的图像",
    hint="The weight's row and column in the kernel are those of its pixel in the window.",
    hint_zh="权重在卷积核中的行列，就是它所对应的像素在窗口中的行列。",
)
def test_single_weight(submission, rng):
    x, b = rng.normal(size=(2, 1, 6, 7)), np.zeros(1)
    for row, column in ((0, 0), (0, 2), (1, 1)):
        w = np.zeros((1, 1, 2, 3))
        w[0, 0, row, column] = 1
        expected = x[:, :, row : row + 5, column : column + 5]
        assert_close(submission.conv2d_forward(x, w, b), expected)


@case("The bias is added once to each channel", zh="偏置在每个通道上只加一次")
def test_bias(submission, rng):
    b = rng.normal(size=4)
    y = submission.conv2d_forward(np.zeros((4, 2, 5, 5)), rng.normal(size=(4, 2, 2, 2)), b)
    assert_close(y, np.zeros((4, 4, 4, 4)) + b[:, None, None])


@case(
    "The output size is rounded down",
    zh="输出尺寸向下取整",
    hint="A dilated kernel of K rows covers d * (K - 1) + 1 rows.",
    hint_zh="K 行的卷积核在膨胀率为 d 时覆盖 d * (K - 1) + 1 行。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize(
    ("options", "shape"),
    [
        ({"stride": 2}, (3, 2, 5, 3)),
        ({"stride": 3}, (3, 2, 3, 2)),
        ({"stride": 4, "padding": 1}, (3, 2, 3, 2)),
        ({"dilation": 3}, (3, 2, 5, 4)),
        ({"stride": 2, "padding": 3, "dilation": 2}, (3, 2, 7, 6)),
    ],
)
def test_output_size(submission, reference, rng, options, shape):
    x, w, b = rng.normal(size=(3, 1, 11, 7)), rng.normal(size=(2, 1, 3, 2)), rng.normal(size=2)
    y = submission.conv2d_forward(x, w, b, **options)
    assert_shape(y, shape)
    assert_close(y, reference.conv2d_forward(x, w, b, **options))


@case(
    "Pixels that no window reaches have no influence and gradient 0",
    zh="没有窗口覆盖的像素不影响输出，梯度为 0",
    hint="The last rows and columns may not fill a window; dx has them all the same.",
    hint_zh="最后几行几列可能凑不满一个窗口，但 dx 中仍要有它们。",
    hint_for=("answer", "shape", "raised"),
)
def test_remainder(submission, reference, rng):
    x, w, b = rng.normal(size=(2, 2, 8, 7)), rng.normal(size=(3, 2, 3, 2)), rng.normal(size=3)
    y = reference.conv2d_forward(x, w, b, stride=3)
    dy = rng.normal(size=y.shape)
    expected = reference.conv2d_backward(dy, x, w, stride=3)
    x[:, :, 6:, :] = rng.normal(size=(2, 2, 2, 7))
    x[:, :, :, 5:] = rng.normal(size=(2, 2, 8, 2))
    x[:, :, :, 2] = rng.normal(size=(2, 2, 8))
    assert_close(submission.conv2d_forward(x, w, b, stride=3), y)
    assert_gradients(submission.conv2d_backward(dy, x, w, stride=3), expected)


@case("Forward: a stride keeps every so many rows and columns", zh="前向：步幅相当于隔几行几列取一个输出")
def test_stride_subsamples(submission, reference, rng):
    x, w, b = rng.normal(size=(2, 3, 9, 8)), rng.normal(size=(2, 3, 2, 3)), rng.normal(size=2)
    every = reference.conv2d_forward(x, w, b)
    for stride in (2, 3, 5):
        assert_close(submission.conv2d_forward(x, w, b, stride), every[:, :, ::stride, ::stride])


@case(
    "Backward: a stride spreads dy over every so many rows and columns",
    zh="反向：步幅相当于把 dy 隔几行几列铺开",
    points=2,
)
def test_stride_spreads(submission, reference, rng):
    x, w = rng.normal(size=(2, 3, 9, 8)), rng.normal(size=(2, 3, 2, 3))
    for stride in (2, 3):
        spread = np.zeros((2, 2, 8, 6))
        kept = spread[:, :, ::stride, ::stride]
        kept[:] = rng.normal(size=kept.shape)
        actual = submission.conv2d_backward(kept.copy(), x, w, stride)
        assert_gradients(actual, reference.conv2d_backward(spread, x, w))


@case(
    "Forward: dilation is a kernel with zeros between its weights",
    zh="前向：膨胀相当于在权重之间插入零的卷积核",
    hint="Dilation d puts neighbouring weights d pixels apart; 1 is the ordinary kernel.",
    hint_zh="膨胀率 d 使相邻权重相距 d 个像素；d = 1 就是普通的卷积核。",
    hint_for=("answer", "shape", "raised"),
)
def test_dilation_forward(submission, reference, rng):
    x, w, b = rng.normal(size=(2, 2, 9, 8)), rng.normal(size=(3, 2, 3, 2)), rng.normal(size=3)
    for dilation in (2, 3):
        spread = np.zeros((3, 2, 2 * dilation + 1, dilation + 1))
        spread[:, :, ::dilation, ::dilation] = w
        actual = submission.conv2d_forward(x, w, b, padding=1, dilation=dilation)
        assert_close(actual, reference.conv2d_forward(x, spread, b, padding=1))


@case("Backward: dilation is a kernel with zeros between its weights", zh="反向：膨胀相当于在权重之间插入零的卷积核")
def test_dilation_backward(submission, reference, rng):
    x, w = rng.normal(size=(2, 2, 9, 8)), rng.normal(size=(3, 2, 3, 2))
    for dilation in (2, 3):
        spread = np.zeros((3, 2, 2 * dilation + 1, dilation + 1))
        spread[:, :, ::dilation, ::dilation] = w
        dy = output_gradient(rng, reference, x, spread, padding=1)
        dx, dw, db = reference.conv2d_backward(dy, x, spread, padding=1)
        actual = submission.conv2d_backward(dy, x, w, padding=1, dilation=dilation)
        assert_gradients(actual, (dx, dw[:, :, ::dilation, ::dilation], db))


@case(
    "Forward: groups are separate convolutions of blocks of channels",
    zh="前向：分组卷积就是对各段通道分别做卷积",
    points=2,
    hint="The first C_out / groups kernels see the first C_in / groups channels, and so on.",
    hint_zh="前 C_out / groups 个卷积核只看前 C_in / groups 个通道，以此类推。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("groups", [2, 3])
def test_groups_forward(submission, reference, rng, groups):
    x, w, b = rng.normal(size=(2, 6, 5, 4)), rng.normal(size=(12, 6 // groups, 2, 3)), rng.normal(size=12)
    parts = zip(np.split(x, groups, axis=1), np.split(w, groups), np.split(b, groups), strict=True)
    expected = np.concatenate([reference.conv2d_forward(*part, stride=2, padding=1) for part in parts], axis=1)
    assert_close(submission.conv2d_forward(x, w, b, stride=2, padding=1, groups=groups), expected)


@case(
    "Backward: groups are separate convolutions of blocks of channels",
    zh="反向：分组卷积就是对各段通道分别做卷积",
    points=2,
)
@pytest.mark.parametrize("groups", [2, 3])
def test_groups_backward(submission, reference, rng, groups):
    x, w = rng.normal(size=(2, 6, 5, 4)), rng.normal(size=(12, 6 // groups, 2, 3))
    dy = rng.normal(size=(2, 12, 3, 2))
    parts = zip(np.split(dy, groups, axis=1), np.split(x, groups, axis=1), np.split(w, groups), strict=True)
    dx, dw, db = zip(*(reference.conv2d_backward(*part, stride=2, padding=1) for part in parts), strict=True)
    expected = np.concatenate(dx, axis=1), np.concatenate(dw), np.concatenate(db)
    assert_gradients(submission.conv2d_backward(dy, x, w, stride=2, padding=1, groups=groups), expected)


@case("Depthwise: as many groups as channels", zh="逐通道卷积：组数等于通道数")
@pytest.mark.parametrize("multiplier", [1, 2])
def test_depthwise(submission, reference, rng, multiplier):
    x, w, b = rng.normal(size=(2, 3, 5, 6)), rng.normal(size=(3 * multiplier, 1, 3, 2)), rng.normal(size=3 * multiplier)
    y = by_definition(x, w, b, padding=1, groups=3)
    dy = rng.normal(size=y.shape)
    assert_close(submission.conv2d_forward(x, w, b, padding=1, groups=3), y)
    expected = reference.conv2d_backward(dy, x, w, padding=1, groups=3)
    assert_gradients(submission.conv2d_backward(dy, x, w, padding=1, groups=3), expected)


PAIRS = [
    {"stride": (2, 3)},
    {"stride": (3, 1), "padding": 1},
    {"padding": (2, 0)},
    {"stride": 2, "padding": (1, 3)},
    {"dilation": (1, 3)},
    {"padding": (0, 1), "dilation": (3, 2)},
]


@case("Forward: pairs are (height, width)", zh="前向：二元组依次是（高，宽）")
@pytest.mark.parametrize("options", PAIRS)
def test_pairs_forward(submission, rng, options):
    x, w, b = rng.normal(size=(2, 2, 8, 9)), rng.normal(size=(2, 2, 3, 2)), rng.normal(size=2)
    assert_close(submission.conv2d_forward(x, w, b, **options), by_definition(x, w, b, **options))


@case("Backward: pairs are (height, width)", zh="反向：二元组依次是（高，宽）")
@pytest.mark.parametrize("options", PAIRS)
def test_pairs_backward(submission, reference, rng, options):
    x, w = rng.normal(size=(2, 2, 8, 9)), rng.normal(size=(2, 2, 3, 2))
    dy = output_gradient(rng, reference, x, w, **options)
    actual = submission.conv2d_backward(dy, x, w, **options)
    assert_gradients(actual, reference.conv2d_backward(dy, x, w, **options))


@case("Windows that lie entirely in the padding give the bias", zh="完全落在填充区的窗口，输出就是偏置")
def test_windows_in_the_padding(submission, reference, rng):
    x, w, b = rng.normal(size=(2, 2, 3, 4)), rng.normal(size=(3, 2, 2, 2)), rng.normal(size=3)
    y = submission.conv2d_forward(x, w, b, padding=3)
    assert_shape(y, (2, 3, 8, 9))
    border = np.zeros((2, 3, 9)) + b[:, None]
    assert_close(y[:, :, 0], border, what="first row")
    assert_close(y[:, :, -1], border, what="last row")
    dy = rng.normal(size=(2, 3, 8, 9))
    assert_gradients(submission.conv2d_backward(dy, x, w, padding=3), reference.conv2d_backward(dy, x, w, padding=3))


@case(
    "The bias gathers dy over images, rows and columns",
    zh="偏置的梯度是 dy 在图像、行、列上的总和",
    hint="Each bias is added to every pixel of its channel in every image.",
    hint_zh="每个偏置都加到了每张图像中该通道的每个像素上。",
    hint_for=("answer", "shape"),
)
def test_bias_gradient(submission, rng):
    x, w = rng.normal(size=(3, 3, 4, 4)), rng.normal(size=(3, 3, 2, 2))
    dy = rng.normal(size=(3, 3, 3, 3))
    _, _, db = submission.conv2d_backward(dy, x, w)
    assert_close(db, np.array([dy[:, f].sum() for f in range(3)]), what="db")


ONE_PIXEL = [
    {},
    {"padding": 1},
    {"padding": (0, 2)},
    {"stride": 2},
    {"stride": (1, 3)},
    {"stride": 2, "padding": 1},
    {"dilation": 3},
    {"groups": 2},
    {"stride": (3, 2), "padding": (2, 1), "groups": 2},
]


@case(
    "A kernel of one pixel mixes channels, with padding and stride as well",
    zh="1x1 卷积核只混合通道，有填充和步幅时也一样",
    points=2,
    hint="A shortcut for this kernel needs the padding, the stride and the groups all the same.",
    hint_zh="即使为这种卷积核另写捷径，也不能漏掉填充、步幅和分组。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("options", ONE_PIXEL, ids=str)
def test_one_pixel_kernel(submission, reference, rng, options):
    x, b = rng.normal(size=(2, 4, 3, 5)), rng.normal(size=6)
    w = rng.normal(size=(6, 4 // options.get("groups", 1), 1, 1))
    y = by_definition(x, w, b, **options)
    dy = rng.normal(size=y.shape)
    assert_close(submission.conv2d_forward(x, w, b, **options), y)
    actual = submission.conv2d_backward(dy, x, w, **options)
    assert_gradients(actual, reference.conv2d_backward(dy, x, w, **options))


@case("A kernel as big as the image is a dot product", zh="与图像一样大的卷积核就是点积")
@pytest.mark.parametrize("stride", [1, 4])
def test_kernel_as_big_as_the_image(submission, reference, rng, stride):
    x, w, b = rng.normal(size=(2, 3, 4, 3)), rng.normal(size=(2, 3, 4, 3)), rng.normal(size=2)
    dy = rng.normal(size=(2, 2, 1, 1))
    y = np.einsum("nchw,fchw->nf", x, w) + b
    assert_close(submission.conv2d_forward(x, w, b, stride=stride), y[:, :, None, None])
    dx, dw, db = submission.conv2d_backward(dy, x, w, stride=stride)
    assert_close(dx, np.einsum("nfij,fchw->nchw", dy, w), what="dx")
    assert_close(dw, np.einsum("nfij,nchw->fchw", dy, x), what="dw")
    assert_close(db, dy.sum(axis=0)[:, 0, 0], what="db")
    y = by_definition(x, w, b, stride=stride, padding=2)  # with padding there are several windows
    dy = rng.normal(size=y.shape)
    assert_close(submission.conv2d_forward(x, w, b, stride=stride, padding=2), y)
    actual = submission.conv2d_backward(dy, x, w, stride=stride, padding=2)
    assert_gradients(actual, reference.conv2d_backward(dy, x, w, stride=stride, padding=2))


GEOMETRIES = [  # size of the image, size of the kernel, options
    ((1, 1), (1, 1), {"padding": 2, "stride": 2}),
    ((1, 6), (1, 3), {"stride": (1, 2)}),
    ((6, 1), (3, 1), {"padding": (1, 0), "groups": 2}),
    ((4, 4), (1, 3), {"padding": (0, 1), "dilation": (1, 2)}),
    ((4, 4), (3, 1), {"stride": (1, 2), "dilation": (2, 1), "padding": (2, 0)}),
    ((5, 5), (2, 2), {"stride": 2, "dilation": 3, "padding": 1, "groups": 2}),
    ((5, 4), (4, 5), {"padding": (0, 1), "stride": 2}),
    ((7, 7), (2, 3), {"stride": (4, 3), "dilation": (1, 2), "groups": 2}),
    ((3, 8), (3, 2), {"stride": (5, 1), "padding": (4, 0)}),
]


@case("Images, kernels and options of many sizes", zh="各种大小的图像、卷积核和选项", points=2)
@pytest.mark.parametrize(("size", "kernel", "options"), GEOMETRIES, ids=str)
def test_geometries(submission, reference, rng, size, kernel, options):
    for images in (1, 2):
        x, b = rng.normal(size=(images, 2, *size)), rng.normal(size=2)
        w = rng.normal(size=(2, 2 // options.get("groups", 1), *kernel))
        y = by_definition(x, w, b, **options)
        dy = rng.normal(size=y.shape)
        assert_close(submission.conv2d_forward(x, w, b, **options), y)
        actual = submission.conv2d_backward(dy, x, w, **options)
        assert_gradients(actual, reference.conv2d_backward(dy, x, w, **options))


def draw_geometries(count):
    """Sizes and options all over what the statement allows. They are the same each time; the values are drawn anew."""
    rng = np.random.default_rng(2016)
    while count:
        stride, dilation = rng.integers(1, (6, 6)), rng.integers(1, (4, 4))
        padding, size, kernel = rng.integers(0, (4, 4)), rng.integers(1, (9, 9)), rng.integers(1, (5, 5))
        groups = int(rng.integers(1, 4))
        images, channels, filters = (1, 2, 6)[count % 3], groups * int(rng.integers(1, 3)), groups * int(rng.integers(1, 4))
        if np.all(dilation * (kernel - 1) + 1 <= size + 2 * padding):
            count -= 1
            pairs = {"stride": stride, "padding": padding, "dilation": dilation}
            options = {name: tuple(pair.tolist()) for name, pair in pairs.items()}
            yield (images, channels, *size), (filters, channels // groups, *kernel), {**options, "groups": groups}


ODD_GEOMETRIES = [  # shape of x, shape of w, options
    ((2, 4, 3, 3), (4, 2, 3, 3), {"groups": 2}),  # a single window, and groups
    ((2, 3, 2, 1), (6, 1, 4, 3), {"groups": 3, "padding": 1}),
    ((2, 2, 6, 6), (2, 2, 5, 3), {"padding": (2, 1)}),  # everything is square but the kernel and the padding
    ((2, 2, 5, 5), (2, 2, 3, 3), {"padding": (2, 1), "stride": (2, 1)}),
    ((7, 3, 4, 5), (1, 3, 2, 2), {}),  # many images, one kernel
    ((7, 1, 4, 4), (1, 1, 2, 2), {"padding": (3, 0)}),
    ((1, 2, 11, 9), (2, 2, 1, 1), {"stride": (4, 6)}),  # a remainder of all but a stride, also for a single pixel
    ((1, 2, 8, 8), (2, 2, 2, 1), {"stride": (7, 4)}),
    *draw_geometries(20),
]


@case(
    "Many more sizes and options",
    zh="更多的尺寸与选项",
    points=2,
    hint="A shortcut for some sizes must be right for all options, and no two sizes may be taken for each other.",
    hint_zh="为某些尺寸另写的捷径，必须对所有选项都正确；也不能把不同的尺寸弄混。",
)
def test_many_geometries(submission, reference, rng):
    for image_shape, kernel_shape, options in ODD_GEOMETRIES:
        x, w, b = rng.normal(size=image_shape), rng.normal(size=kernel_shape), rng.normal(size=kernel_shape[0])
        y = by_definition(x, w, b, **options)
        dy = rng.normal(size=y.shape)
        assert_close(submission.conv2d_forward(x, w, b, **options), y, what="y", **EXACT)
        actual = submission.conv2d_backward(dy, x, w, **options)
        assert_gradients(actual, reference.conv2d_backward(dy, x, w, **options), **EXACT)


@case(
    "Images of different sizes that are equal once they are padded",
    zh="大小不同、填充之后却一样大的图像",
    hint="Whatever is kept for a size must not keep what another image left in it.",
    hint_zh="按大小留着反复使用的数组，里面不能有另一张图像留下的内容。",
)
def test_equal_when_padded(submission, reference, rng):
    w, b = rng.normal(size=(2, 2, 3, 3)), rng.normal(size=2)
    for padding in (0, 1, 2):
        x, dy = rng.normal(size=(2, 2, 7 - 2 * padding, 8 - 2 * padding)), rng.normal(size=(2, 2, 5, 6))
        y = by_definition(x, w, b, padding=padding)
        assert_close(submission.conv2d_forward(x, w, b, padding=padding), y)
        actual = submission.conv2d_backward(dy, x, w, padding=padding)
        assert_gradients(actual, reference.conv2d_backward(dy, x, w, padding=padding))


@case("One image with one window: the results are new arrays all the same", zh="一张图像、一个窗口：返回的也是新数组")
def test_one_window(submission, rng):
    x, w, b = rng.normal(size=(1, 1, 3, 2)), rng.normal(size=(1, 1, 3, 2)), rng.normal(size=1)
    dy = rng.normal(size=(1, 1, 1, 1))
    assert_close(submission.conv2d_forward(x, w, b), np.sum(x * w) + b.reshape(1, 1, 1, 1), what="y", **EXACT)
    assert_gradients(submission.conv2d_backward(dy, x, w), (dy * w, dy * x, dy.reshape(1)), **EXACT)


@case(
    "Results are float64, with its precision",
    zh="返回值是 float64，并且有它的精度",
    hint="Is every array on the way float64, and the one that is returned?",
    hint_zh="中间用到的和返回的数组都是 float64 吗？",
    hint_for=("dtype", "values"),
)
@pytest.mark.parametrize("options", [{}, {"stride": 2, "padding": 1}, {"dilation": 2, "groups": 2}], ids=str)
def test_dtype(submission, reference, rng, options):
    precise = {"dtype": "float64", "rtol": 1e-11, "atol": 1e-12}  # float32 has 7 digits, these sums of order 1 have 15
    for filters, channels in ((2, 2), (4, 2), (4, 40)):
        x, b = rng.normal(size=(2, channels, 5, 6)), rng.normal(size=filters)
        w = rng.normal(size=(filters, channels // options.get("groups", 1), 2, 3))
        y = reference.conv2d_forward(x, w, b, **options)
        dy = rng.normal(size=y.shape)
        assert_close(submission.conv2d_forward(x, w, b, **options), y, what="y", **precise)
        actual = submission.conv2d_backward(dy, x, w, **options)
        for name, gradient, wanted in zip(
            ("dx", "dw", "db"), actual, reference.conv2d_backward(dy, x, w, **options), strict=True
        ):
            assert_close(gradient, wanted, what=name, **precise)


TOGETHER = {"stride": (2, 1), "padding": (1, 2), "dilation": (1, 2), "groups": 2}


@case("Forward: everything together", zh="前向：所有参数一起", points=2)
def test_together_forward(submission, rng):
    x, w, b = rng.normal(size=(2, 4, 7, 6)), rng.normal(size=(6, 2, 2, 3)), rng.normal(size=6)
    assert_close(submission.conv2d_forward(x, w, b, **TOGETHER), by_definition(x, w, b, **TOGETHER))


@case("Backward: everything together, against central differences", zh="反向：所有参数一起，与中心差分比较", points=3)
def test_together_backward(submission, reference, rng):
    x, w, b = rng.normal(size=(1, 4, 3, 2)), rng.normal(size=(2, 2, 2, 2)), rng.normal(size=2)
    dy = output_gradient(rng, reference, x, w, **TOGETHER)
    expected = (
        numerical_gradient(lambda x: reference.conv2d_forward(x, w, b, **TOGETHER), x, dy),
        numerical_gradient(lambda w: reference.conv2d_forward(x, w, b, **TOGETHER), w, dy),
        numerical_gradient(lambda b: reference.conv2d_forward(x, w, b, **TOGETHER), b, dy),
    )
    assert_gradients(submission.conv2d_backward(dy, x, w, **TOGETHER), expected)


@case(
    "Forward and backward are adjoint",
    zh="前向与反向互为伴随",
    hint="Without a bias, the sum of y * dy equals that of x * dx, and that of w * dw.",
    hint_zh="没有偏置时，y * dy 之和等于 x * dx 之和，也等于 w * dw 之和。",
)
def test_adjoint(submission, reference, rng):
    x, w, options = rng.normal(size=(3, 4, 9, 8)), rng.normal(size=(4, 2, 3, 2)), {"stride": (2, 3), "groups": 2}
    y = reference.conv2d_forward(x, w, np.zeros(4), **options)
    dy = rng.normal(size=y.shape)
    dx, dw, _ = submission.conv2d_backward(dy, x, w, **options)
    assert_shape(dx, x.shape, what="dx")
    assert_shape(dw, w.shape, what="dw")
    sums = {"sum of x * dx": np.sum(x * dx), "sum of w * dw": np.sum(w * dw)}
    for what, actual in sums.items():
        # The terms of these sums are of order 1; the sums themselves may be close to 0. Precision is for another case.
        assert_close(float(actual), float(np.sum(y * dy)), what=what, rtol=1e-5, atol=1e-4)


@case("The inputs are left as they were", zh="不修改输入")
@pytest.mark.parametrize("padding", [0, 1])
def test_inputs_untouched(submission, rng, padding):
    x, w, b = rng.normal(size=(2, 2, 4, 5)), rng.normal(size=(3, 2, 2, 2)), rng.normal(size=3)
    dy = rng.normal(size=(2, 3, 3 + 2 * padding, 4 + 2 * padding))
    forward = submission.conv2d_forward.call(x, w, b, padding=padding)
    backward = submission.conv2d_backward.call(dy, x, w, padding=padding)
    for name, before, after in zip("xwb", (x, w, b), forward.args, strict=True):
        assert_equal(after, before, what=f"{name} after the forward pass")
    for name, before, after in zip(("dy", "x", "w"), (dy, x, w), backward.args, strict=True):
        assert_equal(after, before, what=f"{name} after the backward pass")
