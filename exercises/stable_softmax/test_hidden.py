import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case


@case("Every slice sums to one", zh="每个切片的和为 1")
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_sums_to_one(submission, rng, axis):
    p = submission.stable_softmax(rng.normal(size=(3, 4, 5)) * 30, axis=axis)
    assert_shape(p, (3, 4, 5))
    assert_close(np.sum(p, axis=axis), np.ones([n for i, n in enumerate((3, 4, 5)) if i != axis]), what="sum")


@case(
    "Rows far below the global maximum",
    zh="远低于全局最大值的行",
    points=2,
    hint="Each slice needs its own shift.",
    hint_zh="每个切片需要各自的平移量。",
)
def test_rows_of_different_scale(submission, reference, rng):
    x = rng.normal(size=(5, 6)) + np.array([[-9000.0], [-800.0], [0.0], [800.0], [9000.0]])
    assert_close(submission.stable_softmax(x), reference.stable_softmax(x))


@case("Very negative logits", zh="非常小（负）的 logits", hint="Underflow of every term makes 0 / 0.", hint_zh="所有项都下溢会得到 0 / 0。", hint_for=("finite",))
def test_very_negative(submission, reference, rng):
    x = rng.normal(size=(4, 5)) - 1e4
    assert_close(submission.stable_softmax(x), reference.stable_softmax(x))


@case("Entries of -inf get probability 0", zh="-inf 的位置概率为 0", points=2)
def test_minus_infinity(submission, reference, rng):
    x = rng.normal(size=(4, 6))
    x[0, 0] = x[1, 5] = -np.inf
    x[2, 1:] = -np.inf
    assert_close(submission.stable_softmax(x), reference.stable_softmax(x))


@case(
    "Entries of -inf beside logits that are all very low",
    zh="-inf 与全都非常低的 logits 在一起",
    points=2,
    hint="No finite number may stand for -inf, neither for the maximum nor for exp.",
    hint_zh="无论求最大值还是取指数，都不能用有限数代替 -inf。",
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_minus_infinity_beside_low(submission, reference, rng, dtype):
    lowest = float(np.finfo(dtype).min)
    for level in (-1e3, -1e5, -1e12, -1e30, lowest):
        x = np.full((5, 6), level, dtype=dtype)
        if level > -1e6:
            x += rng.normal(size=(5, 6)).astype(dtype)
        for row in x:
            row[rng.permutation(6)[: rng.integers(1, 5)]] = -np.inf
        expected = reference.stable_softmax(x.astype(np.float64)).astype(dtype)
        assert_close(submission.stable_softmax(x), expected)


@case(
    "Logits around 1e4 in float32 are right to its precision",
    zh="float32 中 1e4 量级的 logits，结果精确到该类型的精度",
    points=2,
    hint="Shift first. Whatever is added to a large number loses its digits.",
    hint_zh="先平移。任何数加到一个很大的数上都会丢失有效数字。",
)
@pytest.mark.parametrize("level", [1e4, -1e4, 1e6])
def test_large_float32(submission, reference, rng, level):
    x = (level + rng.normal(size=(6, 7))).astype(np.float32)
    expected = reference.stable_softmax(x.astype(np.float64)).astype(np.float32)
    assert_close(submission.stable_softmax(x), expected)


@case(
    "Logits just beyond what exp can hold, in either dtype",
    zh="两种 dtype 下，刚刚超出 exp 取值范围的 logits",
    hint="exp overflows float32 sooner than float64. Shift always, not only where logits look large.",
    hint_zh="float32 的 exp 比 float64 更早溢出。要始终平移，而不是只在 logits 看起来很大时才平移。",
)
@pytest.mark.parametrize(("dtype", "limit"), [("float32", 110.0), ("float64", 760.0)])
@pytest.mark.parametrize("sign", [1.0, -1.0], ids=["high", "low"])
def test_just_beyond(submission, reference, rng, dtype, limit, sign):
    x = (sign * limit + rng.uniform(-3.0, 3.0, size=(4, 5))).astype(dtype)
    expected = reference.stable_softmax(x.astype(np.float64)).astype(dtype)
    assert_close(submission.stable_softmax(x), expected)


@case("Equal entries share equally", zh="相等的元素平分概率")
def test_all_equal(submission, rng):
    x = np.full((3, 8), rng.choice([-1, 1]) * rng.uniform(1e3, 1e4))  # too large for exp without a shift
    assert_close(submission.stable_softmax(x), np.full((3, 8), 1 / 8))


@case(
    "float32 in, float32 out; float64 in, float64 out",
    zh="float32 进 float32 出；float64 进 float64 出",
    hint="A Python float keeps the dtype; np.float64 arrays and dtype= do not.",
    hint_zh="Python 的 float 不改变 dtype；而 np.float64 的数组和 dtype= 会。",
    hint_for=("dtype",),
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_dtype(submission, reference, rng, dtype):
    x = rng.uniform(-20, 20, size=(3, 7)).astype(dtype)  # no exp leaves the range of float32
    expected = reference.stable_softmax(x.astype(np.float64)).astype(dtype)
    assert_close(submission.stable_softmax(x), expected, dtype=dtype)


@case("One dimension, and one element", zh="一维数组与单个元素", sizes=[1, 9])
def test_rank_one(submission, reference, rng, size):
    x = rng.normal(size=size) * 100
    assert_close(submission.stable_softmax(x), reference.stable_softmax(x))
    assert_close(submission.stable_softmax(x, 0), reference.stable_softmax(x, 0))


@case("Four dimensions, a middle axis, large logits", zh="四维数组、中间的轴、很大的 logits")
def test_rank_four(submission, reference, rng):
    x = rng.normal(size=(2, 3, 4, 5)) * 2000
    for axis in (1, -2):
        assert_close(submission.stable_softmax(x, axis), reference.stable_softmax(x, axis))


@case("Small probabilities keep their relative precision", zh="很小的概率也保持相对精度")
def test_relative_precision(submission, reference, rng):
    for lowest in (-60, -650):  # exp of -650 is about 1e-282: small, and far from underflow
        x = np.sort(rng.uniform(lowest, 0, size=(4, 9)), axis=1)
        assert_close(submission.stable_softmax(x), reference.stable_softmax(x), rtol=1e-9, atol=0.0)


@case(
    "The last entry keeps its digits, however small it is",
    zh="最后一个元素无论多小，都保持有效数字",
    hint="What is left of 1 after the others are taken off has lost its digits.",
    hint_zh="从 1 中减去其余各项，剩下的值已经丢失了有效数字。",
)
def test_small_in_any_place(submission, reference, rng):
    for place in (0, 3, -1):
        x = rng.normal(size=(4, 7))
        x[:, place] -= rng.uniform(30.0, 60.0, size=4)
        assert_close(submission.stable_softmax(x), reference.stable_softmax(x), rtol=1e-9, atol=0.0)


@case(
    "Entries of -inf get exactly 0, in every place",
    zh="-inf 的位置恰好为 0，无论在哪里",
    hint="No small number stands for 0.",
    hint_zh="不能用很小的数代替 0。",
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_exactly_zero(submission, rng, dtype):
    for place in (0, 3, -1):
        x = rng.normal(size=(5, 6)).astype(dtype)
        x[:, place] = -np.inf
        p = submission.stable_softmax(x)
        assert_shape(p, (5, 6))
        assert_close(p[:, place], np.zeros(5, dtype=dtype), what="p", rtol=0.0, atol=0.0)


@case("Each axis of arrays of every rank, counted from either end", zh="各种维数的数组的每个轴，从两端数起")
@pytest.mark.parametrize("shape", [(3,), (4, 3), (2, 4, 3), (2, 3, 4, 5), (3, 2, 4, 2, 5), (2, 3, 1, 2, 3, 2)], ids=str)
def test_every_axis(submission, reference, rng, shape):
    x = rng.normal(size=shape) * 300
    assert_close(submission.stable_softmax(x), reference.stable_softmax(x))
    for axis in range(-len(shape), len(shape)):
        assert_close(submission.stable_softmax(x, axis), reference.stable_softmax(x, axis))


@case("Long slices, with the largest logit anywhere", zh="很长的切片，最大的 logit 可能在任何位置")
@pytest.mark.parametrize("length", [300, 1_500])
def test_long_slices(submission, reference, rng, length):
    for place in (0, length // 2, length - 1):
        x = rng.normal(size=length)
        x[place] = 2e4
        x[abs(place - 1)] = 2e4 - 1
        assert_close(submission.stable_softmax(x), reference.stable_softmax(x))


@case(
    "The dtype is kept by rank one and by a single entry, too",
    zh="一维数组与单个元素也保持 dtype",
    hint="np.ones makes float64 where no dtype is given.",
    hint_zh="不写明 dtype 时，np.ones 给出 float64。",
    hint_for=("dtype",),
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("shape", [(1,), (6,), (4, 1), (2, 3, 1)], ids=str)
def test_dtype_of_thin_arrays(submission, reference, rng, dtype, shape):
    x = rng.uniform(-20, 20, size=shape).astype(dtype)
    expected = reference.stable_softmax(x.astype(np.float64)).astype(dtype)
    assert_close(submission.stable_softmax(x), expected, dtype=dtype)


@case("A square array, along either axis", zh="方阵，沿两个轴")
def test_square_both_axes(submission, reference, rng):
    x = rng.normal(size=(5, 5)) * 100
    for axis in (0, 1):
        assert_close(submission.stable_softmax(x, axis=axis), reference.stable_softmax(x, axis=axis))


@case("The input is left as it was, large logits too", zh="不修改输入，很大的 logits 也一样")
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_input_untouched_large(submission, rng, dtype):
    x = (rng.normal(size=(4, 3)) * 1e3).astype(dtype)
    outcome = submission.stable_softmax.call(x, axis=0)
    assert_equal(outcome.args[0], x, what="x after the call")
