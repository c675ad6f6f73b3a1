import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, load_again, numerical_gradient, require

from test_public import forward, rare_deviation


def require_share(drawn, p, what, what_zh):
    """The share of True among independent draws is p, as far as chance allows."""
    close = abs(np.mean(drawn) - p) <= rare_deviation(np.size(drawn), p)
    require(close, f"{what} in a share that chance does not explain", f"{what_zh}的比例无法用偶然来解释")


@case("Rare and frequent drops", zh="很少丢弃与大量丢弃")
@pytest.mark.parametrize("p", [0.01, 0.3, 0.95])
def test_rare_and_frequent(submission, rng, p):
    _, mask = forward(submission, rng.normal(size=20_000), p)
    require_share(~mask, p, "elements are dropped", "元素被丢弃")


@case(
    "Probabilities that are no tenths, and in binary no hundredths either; nor parts of 256",
    zh="不是整十分之几的概率，在二进制里也不恰好是百分之几，也不是 256 分之几",
    hint="Compare with p itself, not with a rounded or scaled one.",
    hint_zh="要与 p 本身比较，不要先把它取整或放大。",
)
@pytest.mark.parametrize("p, n", [(0.07, 100_000), (0.29, 250_000), (0.0156, 150_000)])
def test_odd_probabilities(submission, p, n):
    # So many draws that a hundredth more or less is not chance.
    _, mask = forward(submission, np.ones(n, dtype=np.float32), p)
    require_share(~mask, p, "elements are dropped", "元素被丢弃")


@case(
    "The mean of the outputs is the input",
    zh="输出的均值等于输入",
    points=2,
    hint="A kept element stands for the dropped ones as well.",
    hint_zh="保留下来的元素还要替被丢弃的元素出一份力。",
)
@pytest.mark.parametrize("p", [0.4, 0.6])
def test_mean_stays(submission, rng, p):
    value = rng.uniform(1, 2)
    y, _ = forward(submission, np.full(20_000, value), p)
    assert_shape(y, (20_000,), what="y")
    # A right y is the share of kept elements, times value / (1 - p).
    allowed = rare_deviation(20_000, p) * value / (1 - p)
    assert_close(float(np.mean(y)), value, what="mean of y", rtol=0.0, atol=allowed)


@case("p and training may be left out", zh="可以省略 p 和 training")
def test_defaults(submission, rng):
    x, dy = rng.normal(size=10_000), rng.normal(size=10_000)
    y, mask = submission.dropout_forward(x)
    assert_close(y, np.where(mask, x / 0.5, 0.0), what="y")
    require_share(np.logical_not(mask), 0.5, "elements are dropped", "元素被丢弃")
    assert_close(submission.dropout_backward(dy, mask), np.where(mask, dy / 0.5, 0.0), what="dx")


@case(
    "Every element is drawn on its own, along every axis",
    zh="沿每个轴，每个元素都独立抽取",
    points=2,
    hint="Do rows, columns or channels share what is drawn?",
    hint_zh="行、列或通道之间是否共用了抽取的结果？",
)
def test_independent(submission, rng):
    _, mask = forward(submission, rng.normal(size=(10, 10, 10, 10)), 0.5)
    for axis in range(4):
        pairs = np.moveaxis(mask, axis, -1).reshape(-1, 2)  # neighbours along the axis; no element is in two pairs
        alike = pairs[:, 0] == pairs[:, 1]
        require_share(alike, 0.5, "neighbours meet the same fate", "相邻元素去留相同")


@case(
    "Elements are drawn on their own in arrays of every rank",
    zh="无论数组是几维，每个元素都独立抽取",
    hint="Does any slice repeat another one?",
    hint_zh="有没有哪个切片重复了另一个切片？",
)
@pytest.mark.parametrize("shape", [(6, 300), (6, 15, 20), (5, 4, 9, 8), (4, 3, 5, 5, 6)], ids=str)
def test_no_slice_repeats(submission, rng, shape):
    _, mask = forward(submission, rng.normal(size=shape), 0.5)
    for axis in range(len(shape)):
        if np.prod(shape) // shape[axis] < 100:
            continue
        rows = np.moveaxis(mask, axis, 0).reshape(shape[axis], -1)
        # Of 100 and more independent draws no two rows are alike, opposite or mirrored.
        seen = {row.tobytes() for each in rows for row in (each, ~each, each[::-1].copy())}
        require(len(seen) == 3 * len(rows), "a slice repeats another one", "一个切片重复了另一个切片")


@case("Elements far from each other are independent, too", zh="相距很远的元素也相互独立")
def test_far_apart(submission, rng):
    _, mask = forward(submission, rng.normal(size=40_000), 0.3)
    for lag in (1, 10_000, 20_000):
        require_share(~mask[:-lag] & ~mask[lag:], 0.09, "two elements are dropped together", "两个元素一起被丢弃")


@case(
    "The share of dropped elements may be far from p",
    zh="被丢弃的比例可以与 p 相差很远",
    hint="No draw may be refused for what it looks like.",
    hint_zh="不能因为抽取的结果看起来不合适就重抽。",
)
def test_share_may_be_far(submission, rng):
    # A right share is beyond 0.1 in 24 % of the calls; 200 calls without one come up in fewer than one of 10 ** 22 runs.
    far = (abs(np.mean(forward(submission, rng.normal(size=36), 0.5)[1]) - 0.5) > 0.1 for _ in range(200))
    require(any(far), "all shares are close to p", "所有比例都接近 p")


@case("With p just below 1 the few that are kept are scaled in full", zh="p 略小于 1 时，少数保留的元素按完整的系数放大")
@pytest.mark.parametrize("p", [0.995, 0.999])
def test_nearly_everything_dropped(submission, rng, p):
    x, dy = rng.normal(size=40_000), rng.normal(size=(20, 30))
    y, mask = forward(submission, x, p)
    assert_close(y, np.where(mask, x / (1 - p), 0.0), what="y")
    mask = rng.random(size=(20, 30)) < 0.1
    assert_close(submission.dropout_backward(dy, mask, p), np.where(mask, dy / (1 - p), 0.0), what="dx")


@case(
    "The number of dropped elements varies from call to call",
    zh="每次调用丢弃的元素个数有多有少",
    hint="Each element has its own chance; their number is not fixed.",
    hint_zh="每个元素有自己的概率，丢弃的个数不是固定的。",
)
def test_number_varies(submission, rng):
    x = rng.normal(size=(10, 10))
    counts = {int(np.sum(forward(submission, x, 0.5)[1])) for _ in range(10)}
    # No number has a chance above 8 %, so ten alike (0.08 ** 9) come up in fewer than one of a thousand million runs.
    require(len(counts) > 1, "ten calls dropped equally many elements", "十次调用丢弃的个数完全相同")


@case("Every call draws new numbers", zh="每次调用都重新抽取", hint="A seed that is set in the function makes all calls alike.", hint_zh="在函数里设置种子，会让每次调用的结果都一样。")
def test_drawn_anew(submission, rng):
    x = rng.normal(size=200)
    masks = [forward(submission, x, 0.5)[1] for _ in range(4)]
    for i, mask in enumerate(masks):
        for other in masks[:i]:
            # Independent masks agree in half of their 200 elements.
            require_share(mask == other, 0.5, "two calls agree", "两次调用的结果相同")


@case(
    "Another run draws other numbers",
    zh="换一次运行，抽取的结果就不同",
    points=2,
    hint="A seed at the top of the file makes all runs alike.",
    hint_zh="在文件开头设置种子，会让每次运行的结果都一样。",
)
def test_other_runs(submission, rng):
    x = rng.normal(size=(60, 60))  # so many rows and columns that even masks of whole ones differ
    masks = []
    for _ in range(3):
        masks += [forward(submission, x, 0.5)[1] for _ in range(2)]
        load_again(submission, rng)
    for i, mask in enumerate(masks):
        for other in masks[:i]:
            require(np.any(mask != other), "two runs drew the same mask", "两次运行抽到了同样的掩码")


@case(
    "A few elements may all be dropped, and may all be kept",
    zh="只有几个元素时，可能全部丢弃，也可能全部保留",
    points=2,
    hint="Each element has its own chance; nothing has to be left, or lost.",
    hint_zh="每个元素各有各的概率，不必保证留下些什么，也不必保证丢掉些什么。",
)
@pytest.mark.parametrize("shape", [(1,), (2,), (1, 1, 3)], ids=str)
def test_lone_elements(submission, rng, shape):
    x = rng.normal(size=shape)
    # Three elements meet one fate together in an eighth of the calls: eight or so are enough. So many are allowed that
    # nobody fails here whose probability is wrong; that is for other cases to say.
    dropped = (not np.any(forward(submission, x, 0.5)[1]) for _ in range(250))
    require(any(dropped), "no call of many dropped all elements", "多次调用中没有一次丢弃全部元素")
    kept = (np.all(forward(submission, x, 0.5)[1]) for _ in range(250))
    require(any(kept), "no call of many kept all elements", "多次调用中没有一次保留全部元素")


@case(
    "The draw does not look at the values: zeros are kept like others",
    zh="抽取与数值无关：零也一样会被保留",
    hint="A zero in y may be a kept zero of x.",
    hint_zh="y 中的零，可能是 x 中本来就为零、但被保留的元素。",
)
@pytest.mark.parametrize("value", [0.0, -1.0, 1e6])
def test_values_do_not_matter(submission, value):
    x = np.full(5_000, value)
    y, mask = forward(submission, x, 0.3)
    require_share(~mask, 0.3, "elements are dropped", "元素被丢弃")
    assert_close(y, np.where(mask, x / 0.7, 0.0), what="y")


@case("With p = 0 everything is kept as it is", zh="p = 0 时全部原样保留")
def test_nothing_dropped(submission, rng):
    x, dy = rng.normal(size=(30, 40)), rng.normal(size=(30, 40))
    y, mask = forward(submission, x, 0.0)
    assert_close(y, x, what="y")
    assert_equal(mask, np.ones((30, 40), dtype=bool), what="mask")
    assert_close(submission.dropout_backward(dy, mask, 0.0), dy, what="dx")


@case(
    "With p = 1 everything is dropped, and zero comes out",
    zh="p = 1 时全部丢弃，结果为零",
    points=2,
    hint="What is 0 / 0?",
    hint_zh="0 / 0 等于多少？",
    hint_for=("finite", "raised"),
)
def test_everything_dropped(submission, rng):
    x, dy = rng.normal(size=(30, 40)), rng.normal(size=(30, 40))
    y, mask = forward(submission, x, 1.0)
    assert_close(y, np.zeros((30, 40)), what="y")
    assert_equal(mask, np.zeros((30, 40), dtype=bool), what="mask")
    assert_close(submission.dropout_backward(dy, np.zeros((30, 40), dtype=bool), 1.0), np.zeros((30, 40)), what="dx")
    _, mask = forward(submission, np.ones(150_000, dtype=np.float32), 1.0)  # so many that coarse draws come up as 1
    require(not np.any(mask), "an element is kept", "有元素被保留")


@case("In evaluation nothing happens, forward or backward, whatever p is", zh="评估模式下，无论 p 是多少，前向和反向都不起作用")
@pytest.mark.parametrize("p", [0.0, 0.5, 0.9, 1.0])
def test_evaluation_any_p(submission, rng, p):
    x, dy = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    y, mask = submission.dropout_forward(x, p, False)
    assert_close(y, x, what="y")
    assert_equal(mask, None, what="mask")
    assert_close(submission.dropout_backward(dy, None, p), dy, what="dx")


@case(
    "Masks come back in any order, each with its own p",
    zh="掩码可以按任意顺序传回，各有各的 p",
    points=2,
    hint="Nothing is kept between two calls.",
    hint_zh="两次调用之间什么都不保留。",
    hint_for=("answer", "raised"),
)
def test_any_order(submission, rng):
    shares = [0.2, 0.5, 0.7]
    xs = [rng.normal(size=(5, 8)) for _ in shares]
    masks = [forward(submission, x, p)[1] for x, p in zip(xs, shares)]
    submission.dropout_forward(xs[0], 0.5, training=False)
    for p, mask in reversed(list(zip(shares, masks))):
        dy = rng.normal(size=(5, 8))
        assert_close(submission.dropout_backward(dy, mask, p), np.where(mask, dy / (1 - p), 0.0), what="dx")


@case("The backward pass is the same each time: it draws nothing", zh="反向每次结果都一样：它不抽随机数")
def test_backward_draws_nothing(submission, rng):
    dy, mask = rng.normal(size=(6, 7)), rng.random(size=(6, 7)) >= 0.4
    first = submission.dropout_backward(dy, mask, 0.4)
    assert_shape(first, dy.shape, what="dx")
    assert_close(submission.dropout_backward(dy, mask, 0.4), first, what="dx of the second call")
    assert_equal(first[~mask], np.zeros(np.sum(~mask)), what="dx where the element was dropped")


@case("Backward agrees with central differences of the forward pass", zh="反向与前向的中心差分一致", points=2)
@pytest.mark.parametrize("p", [0.3, 0.75])
def test_central_differences(submission, rng, p):
    x, dy = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    y, mask = forward(submission, x, p)

    def with_that_mask(x):
        return np.where(mask, x / (1 - p), 0.0)

    assert_close(y, with_that_mask(x), what="y")
    assert_close(submission.dropout_backward(dy, mask, p), numerical_gradient(with_that_mask, x, dy), what="dx")


@case(
    "float32 in, float32 out; float64 in, float64 out",
    zh="float32 进 float32 出；float64 进 float64 出",
    hint="What dtype does the mask become when it is divided?",
    hint_zh="掩码做除法之后是什么 dtype？",
    hint_for=("dtype",),
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_dtype(submission, rng, dtype):
    x, dy = rng.normal(size=(7, 9)).astype(dtype), rng.normal(size=(7, 9)).astype(dtype)
    y, mask = forward(submission, x, 0.25)
    assert_close(y, np.where(mask, x / 0.75, 0.0).astype(dtype), dtype=dtype, what="y")
    dx = submission.dropout_backward(dy, mask, 0.25)
    assert_close(dx, np.where(mask, dy / 0.75, 0.0).astype(dtype), dtype=dtype, what="dx")
    if dtype == "float64":  # each is a single division or product: a factor in float32 has half of the digits
        assert_close(y, np.where(mask, x / 0.75, 0.0), what="y", rtol=1e-13, atol=0.0)
        assert_close(dx, np.where(mask, dy / 0.75, 0.0), what="dx", rtol=1e-13, atol=0.0)
    assert_close(submission.dropout_forward(x, 0.25, training=False)[0], x, dtype=dtype, what="y in evaluation")
    assert_close(submission.dropout_backward(dy, None, 0.25), dy, dtype=dtype, what="dx in evaluation")


@case("Arrays of any rank, empty ones too", zh="任意维数的数组，包括空数组")
@pytest.mark.parametrize("shape", [(1,), (7,), (2, 3, 4), (2, 1, 3, 2), (0,), (2, 0, 3)])
def test_any_rank(submission, rng, shape):
    x, dy = rng.normal(size=shape), rng.normal(size=shape)
    y, mask = forward(submission, x, 0.4)
    assert_close(y, np.where(mask, x / 0.6, 0.0), what="y")
    assert_close(submission.dropout_backward(dy, mask, 0.4), np.where(mask, dy / 0.6, 0.0), what="dx")
    y, mask = submission.dropout_forward(x, 0.4, training=False)
    assert_close(y, x, what="y in evaluation")
    assert_equal(mask, None, what="mask in evaluation")
