import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case

from test_public import assert_both

both_dtypes = pytest.mark.parametrize("dtype", ["float32", "float64"])


@case("exp of the log-softmax sums to one", zh="log-softmax 取指数后和为 1")
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_sums_to_one(submission, rng, axis):
    log_p = submission.log_softmax(rng.normal(size=(3, 4, 5)) * 30, axis=axis)
    assert_shape(log_p, (3, 4, 5))
    total = np.exp(log_p).sum(axis=axis)
    assert_close(total, np.ones([n for i, n in enumerate((3, 4, 5)) if i != axis]), what="sum")


@case(
    "Entries whose probability is 0 in the dtype keep their logarithm",
    zh="概率在该 dtype 中为 0 的元素，其对数仍然正确",
    points=2,
    hint="The logarithm of 0 is -inf, and that of a number put in its place is that number's. Take no logarithm of a probability.",
    hint_zh="0 的对数是 -inf；拿别的数代替 0，得到的是那个数的对数。不要对概率取对数。",
)
@pytest.mark.parametrize(("dtype", "depth"), [("float32", 120.0), ("float64", 800.0), ("float64", 40.0), ("float32", 20.0)])
def test_underflow(submission, reference, rng, dtype, depth):
    x = rng.normal(size=(4, 6))
    x[:, 2:] -= depth
    assert_both(submission, reference, x.astype(dtype))


@case(
    "Rows far below the global maximum",
    zh="远低于全局最大值的行",
    points=2,
    hint="Each slice needs its own shift.",
    hint_zh="每个切片需要各自的平移量。",
)
def test_rows_of_different_scale(submission, reference, rng):
    x = rng.normal(size=(5, 6)) + np.array([[-9000.0], [-800.0], [0.0], [800.0], [9000.0]])
    assert_both(submission, reference, x)


@case("Very negative logits", zh="非常小（负）的 logits", hint="Underflow of every term makes log 0.", hint_zh="所有项都下溢，就成了 log 0。", hint_for=("finite",))
def test_very_negative(submission, reference, rng):
    assert_both(submission, reference, rng.normal(size=(4, 5)) - 1e4)


@case(
    "Logits around 1e4 in float32 are right to its precision",
    zh="float32 中 1e4 量级的 logits，结果精确到该类型的精度",
    points=2,
    hint="Subtract the maximum from x first, then the logarithm. Whatever is added to a large number loses its digits.",
    hint_zh="先从 x 中减去最大值，再减去对数。任何数加到一个很大的数上都会丢失有效数字。",
)
@pytest.mark.parametrize("level", [1e4, -1e4, 1e6])
def test_large_float32(submission, reference, rng, level):
    x = (level + rng.normal(size=(6, 7))).astype(np.float32)
    log_p = reference.log_softmax(x.astype(np.float64)).astype(np.float32)
    assert_close(submission.log_softmax(x), log_p, what="log_softmax")
    # Half a unit of rounding of the sum, and what little the logarithm itself is off: eight units are ample.
    log_sum = reference.logsumexp(x.astype(np.float64)).astype(np.float32)
    assert_close(submission.logsumexp(x), log_sum, what="logsumexp", rtol=1e-6, atol=0.0)


@case("The same far from 0 in float64", zh="float64 中远离 0 时同样如此")
@pytest.mark.parametrize("level", [1e9, -1e9])
def test_large_float64(submission, rng, level):
    offsets = np.round(rng.uniform(-1.0, 1.0, size=(4, 6)) * 64) / 64  # exact beside 1e9
    log_sum = np.log(np.exp(offsets).sum(axis=-1, keepdims=True))
    # Half a unit of rounding at 1e9 is 6e-8: a log-softmax that has passed through it shows that.
    assert_close(submission.log_softmax(level + offsets), offsets - log_sum, what="log_softmax", rtol=0.0, atol=1e-9)
    assert_close(submission.logsumexp(level + offsets), level + log_sum[:, 0], what="logsumexp", rtol=1e-15, atol=0.0)


@case(
    "Logits just beyond what exp can hold, in either dtype",
    zh="两种 dtype 下，刚刚超出 exp 取值范围的 logits",
    hint="exp overflows float32 sooner than float64. Shift always, not only where logits look large.",
    hint_zh="float32 的 exp 比 float64 更早溢出。要始终平移，而不是只在 logits 看起来很大时才平移。",
)
@pytest.mark.parametrize(("dtype", "limit"), [("float32", 92.0), ("float32", 110.0), ("float64", 715.0), ("float64", 760.0)])
@pytest.mark.parametrize("sign", [1.0, -1.0], ids=["high", "low"])
def test_just_beyond(submission, reference, rng, dtype, limit, sign):
    x = (sign * limit + rng.uniform(-3.0, 3.0, size=(4, 5))).astype(dtype)
    assert_both(submission, reference, x)


@case("Logits near the ends of the dtype's range", zh="接近 dtype 取值范围两端的 logits")
@both_dtypes
def test_ends_of_the_range(submission, reference, rng, dtype):
    half = 0.49 * float(np.finfo(dtype).max)
    x = (rng.uniform(-half, half, size=(5, 4))).astype(dtype)
    x[0] = np.finfo(dtype).max
    x[1] = np.finfo(dtype).min
    x[2, 1:] = -np.inf
    x[2, 0] = -np.abs(x[2, 0])
    # Of equal numbers of this size log 4 is nothing.
    expected = np.where(np.arange(5) < 2, x[:, 0], x.max(axis=1))
    assert_close(submission.logsumexp(x), expected, what="logsumexp")
    log_p = submission.log_softmax(x)
    assert_shape(log_p, (5, 4), what="log_softmax")
    assert_close(log_p[:2], np.full((2, 4), -np.log(4.0), dtype=dtype), what="log_softmax")
    # Beside differences of this size any logarithm is nothing; of the largest entry it may be log 4.
    assert_close(log_p[2:], x[2:] - x[2:].max(axis=1, keepdims=True), what="log_softmax", atol=1.5)


@case(
    "Entries of -inf add nothing, and have log-softmax -inf",
    zh="-inf 的位置没有贡献，其 log-softmax 为 -inf",
    points=2,
    hint="No finite number may stand for -inf, neither in the sum nor in the answer.",
    hint_zh="无论在求和时还是在结果中，都不能用有限数代替 -inf。",
)
@both_dtypes
def test_minus_infinity(submission, reference, rng, dtype):
    for level in (0.0, 50.0, -100.0, -1e12, -1e30):
        x = np.full((5, 6), level, dtype=dtype)
        if abs(level) < 1e6:
            x += rng.normal(size=(5, 6)).astype(dtype)
        for row in x:
            row[rng.permutation(6)[: rng.integers(1, 6)]] = -np.inf
        # Of a single finite entry the log-softmax is 0; an answer may be a rounding of the level away.
        assert_both(submission, reference, x, atol=1e-4 if dtype == "float32" else 1e-9)


@case("A slice of nothing but -inf beside others, along any axis", zh="全为 -inf 的切片与其他切片在一起，沿任意轴")
@both_dtypes
@pytest.mark.parametrize("axis", [0, 1, -1])
def test_excluded_slices_beside_others(submission, reference, rng, dtype, axis):
    x = rng.normal(size=(3, 4, 2)).astype(dtype)
    rows = np.moveaxis(x, axis, -1)
    rows[0, 1] = rows[-1, -1] = -np.inf
    assert_both(submission, reference, x, axis, dtype=dtype)


@case("Nothing but excluded slices", zh="所有切片全为 -inf")
@pytest.mark.parametrize("shape", [(1,), (5,), (3, 1), (2, 3)], ids=str)
def test_all_excluded(submission, shape):
    x = np.full(shape, -np.inf)
    assert_close(submission.logsumexp(x), np.full(shape[:-1], -np.inf), what="logsumexp")
    assert_close(submission.logsumexp(x, keepdims=True), np.full((*shape[:-1], 1), -np.inf), what="logsumexp")
    assert_close(submission.log_softmax(x), x, what="log_softmax")


@case("n equal entries: logsumexp is log n above them, log-softmax is -log n", zh="n 个相等的元素：logsumexp 比它们大 log n，log-softmax 为 -log n")
def test_all_equal(submission, rng):
    for n, sign in ((2, 1), (3, -1), (50, 1), (50, -1)):
        level = sign * rng.uniform(1e3, 1e4)
        x = np.full((3, n), level)
        assert_close(submission.logsumexp(x), np.full(3, level + np.log(n)), what="logsumexp")
        assert_close(submission.log_softmax(x), np.full((3, n), -np.log(n)), what="log_softmax")


@case("A single entry: logsumexp is the entry, log-softmax is 0", zh="只有一个元素：logsumexp 就是它本身，log-softmax 为 0")
@both_dtypes
def test_single_entry(submission, rng, dtype):
    for scale in (1e-30, 1.0, 1e5, 1e25):
        x = (rng.normal(size=(4, 1)) * scale).astype(dtype)
        x[0] = -np.abs(x[0])
        # Some roundings of the entry; the logarithm of 1 is exact, or nearly so.
        assert_close(submission.logsumexp(x), x[:, 0], what="logsumexp", rtol=1e-6, atol=1e-7)
        assert_close(submission.log_softmax(x), np.zeros_like(x), what="log_softmax", atol=1e-6)


@case("A constant added to a slice moves its logsumexp by it, and its log-softmax not at all", zh="切片加上一个常数：logsumexp 随之移动，log-softmax 不变")
def test_constant_added(submission, rng):
    x, c = rng.normal(size=(4, 5)), rng.uniform(50.0, 300.0, size=(4, 1)) * np.array([[1.0], [-1.0], [1.0], [-1.0]])
    moved = submission.logsumexp(x + c, keepdims=True)
    assert_close(moved, submission.logsumexp(x, keepdims=True) + c, what="logsumexp")
    assert_close(submission.log_softmax(x + c), submission.log_softmax(x), what="log_softmax")


@case("The digits of ordinary logits", zh="普通大小的 logits 的有效数字", hint="Nothing is added inside the logarithm.", hint_zh="对数里面不要再加任何东西。")
def test_digits(submission, rng):
    x = rng.normal(size=(4, 9)) * 3
    log_sum = np.log(np.exp(x).sum(axis=-1, keepdims=True))
    # A dozen roundings of numbers around 10 are about 2e-14.
    assert_close(submission.logsumexp(x, keepdims=True), log_sum, what="logsumexp", rtol=0.0, atol=2e-13)
    assert_close(submission.log_softmax(x), x - log_sum, what="log_softmax", rtol=0.0, atol=2e-13)


@case(
    "float32 in, float32 out; float64 in, float64 out",
    zh="float32 进 float32 出；float64 进 float64 出",
    hint="A Python float keeps the dtype; np.float64 arrays and dtype= do not.",
    hint_zh="Python 的 float 不改变 dtype；而 np.float64 的数组和 dtype= 会。",
    hint_for=("dtype",),
)
@both_dtypes
@pytest.mark.parametrize("shape", [(3, 7), (6,), (4, 1), (2, 3, 1)], ids=str)
def test_dtype(submission, reference, rng, dtype, shape):
    x = rng.uniform(-20, 20, size=shape).astype(dtype)  # no exp leaves the range of float32
    # Of a single entry the log-softmax is 0, and may be a rounding away.
    assert_both(submission, reference, x, dtype=dtype, atol=1e-4 if dtype == "float32" else 1e-11)


@case("One dimension", zh="一维数组", sizes=[1, 2, 9])
def test_rank_one(submission, rng, size):
    x = rng.normal(size=size) * 2
    log_sum = np.log(np.exp(x - 10).sum()) + 10
    for axis in (0, -1):
        assert_close(submission.logsumexp(x, axis), log_sum, what="logsumexp")
        assert_close(submission.logsumexp(x, axis, True), np.array([log_sum]), what="logsumexp")
        # Of a single entry it is 0, and may be a rounding away.
        assert_close(submission.log_softmax(x, axis), x - log_sum, what="log_softmax", atol=1e-11)


@case("Each axis of arrays of every rank, counted from either end", zh="各种维数的数组的每个轴，从两端数起")
@pytest.mark.parametrize("shape", [(4, 3), (2, 4, 3), (2, 3, 4, 5), (2, 3, 1, 2, 3, 2)], ids=str)
def test_every_axis(submission, reference, rng, shape):
    x = rng.normal(size=shape) * 10
    wide = x.reshape(-1, shape[-1])
    log_sum = np.array([np.log(np.exp(row - row.max()).sum()) + row.max() for row in wide]).reshape(shape[:-1])
    assert_close(submission.logsumexp(x), log_sum, what="logsumexp")
    # Along an axis of length 1 it is 0, and may be a rounding away.
    assert_close(submission.log_softmax(x), x - log_sum[..., None], what="log_softmax", atol=1e-9)
    for axis in range(-len(shape), len(shape)):  # here too
        assert_both(submission, reference, x, axis, atol=1e-9)


@case("A square array, along either axis", zh="方阵，沿两个轴")
def test_square_both_axes(submission, reference, rng):
    x = rng.normal(size=(5, 5))
    for axis in (0, 1):
        assert_both(submission, reference, x, axis)


@case("Long slices, with the largest logit anywhere", zh="很长的切片，最大的 logit 可能在任何位置")
@pytest.mark.parametrize("length", [300, 1_500])
def test_long_slices(submission, reference, rng, length):
    for place in (0, length // 2, length - 1):
        x = rng.normal(size=length)
        x[place] = 2e4
        x[abs(place - 1)] = 2e4 - 1
        assert_both(submission, reference, x)


@case("Many equal terms in float32", zh="float32 中的许多相等的项")
def test_many_terms_float32(submission, rng):
    x = np.full((2, 1000), rng.uniform(1.0, 2.0), dtype=np.float32)
    assert_close(submission.log_softmax(x), np.full_like(x, -np.log(1000.0)), what="log_softmax")
    assert_close(submission.logsumexp(x), (x[:, 0] + np.log(1000.0)).astype(np.float32), what="logsumexp")


@case("The input is left as it was, with -inf and along the first axis too", zh="不修改输入，含 -inf 时、沿第一个轴时也一样")
@both_dtypes
def test_input_untouched_excluded(submission, rng, dtype):
    x = (rng.normal(size=(4, 3)) * 1e3).astype(dtype)
    x[:, 1] = x[0, 0] = -np.inf
    for f in (submission.logsumexp, submission.log_softmax):
        assert_equal(f.call(x, axis=0).args[0], x, what="x after the call")
