import math

import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, require

from test_public import norm_of, scaled

# A norm in float64 keeps 15 digits or so, and so does what is scaled by it.
PRECISE = {"rtol": 1e-11, "atol": 0.0}
SHAPES = [(3,), (2, 4), (1, 2, 3), (5, 1)]


def draw(rng, shapes=SHAPES, dtype="float64"):
    return [rng.normal(size=shape).astype(dtype) for shape in shapes]


@case("By value: both ends, and what lies on them", zh="按值：两端，以及恰好在端点上的值")
@pytest.mark.parametrize("limit", [0.5, 1.0, 3.0])
def test_both_ends(submission, limit):
    g = limit * np.array([-1e6, -2.0, -1.0, -0.5, -0.0, 0.25, 1.0, 1.5, 1e6])
    expected = limit * np.array([-1.0, -1.0, -1.0, -0.5, 0.0, 0.25, 1.0, 1.0, 1.0])
    assert_close(submission.clip_by_value([g, g.reshape(3, 3)], limit), [expected, expected.reshape(3, 3)])


@case("By value: what lies within the limit is left exactly as it is", zh="按值：在范围之内的值原样保留")
@pytest.mark.parametrize("limit", [10.0, math.inf])
def test_within(submission, rng, limit):
    grads = draw(rng)
    assert_equal(submission.clip_by_value(grads, limit), grads)


@case("By value with a limit of 0", zh="按值：上限为 0")
def test_limit_of_zero(submission, rng):
    grads = draw(rng)
    assert_close(submission.clip_by_value(grads, 0.0), [np.zeros(g.shape) for g in grads])
    g = np.array([np.inf, 2.0, -np.inf, np.nan])
    assert_close(submission.clip_by_value([g], 0.0), [np.array([0.0, 0.0, 0.0, np.nan])], what="infinities and NaN")


@case(
    "By value: infinities are clipped, NaN stays NaN",
    zh="按值：无穷大被截断，NaN 仍是 NaN",
    points=2,
    hint="NaN is neither above nor below any limit.",
    hint_zh="NaN 既不大于也不小于任何上限。",
    hint_for=("answer",),
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_by_value_not_finite(submission, dtype):
    g = np.array([np.inf, 1.0, np.nan, -np.inf, -9.0, np.nan], dtype=dtype)
    expected = np.array([2.0, 1.0, np.nan, -2.0, -2.0, np.nan], dtype=dtype)
    assert_equal(submission.clip_by_value([g, g.reshape(2, 3)], 2.0), [expected, expected.reshape(2, 3)])
    assert_equal(submission.clip_by_value([g], math.inf), [g], what="with an infinite limit")


@case(
    "By norm: arrays of very different size are scaled alike",
    zh="按范数：大小悬殊的数组按同一个系数缩放",
    points=2,
    hint="An array that is small by itself is scaled as well: the direction of the whole is kept.",
    hint_zh="本身很小的数组也要缩放：保持的是整体的方向。",
)
def test_one_factor(submission, rng):
    grads = [g * scale for g, scale in zip(draw(rng), (1e-3, 1.0, 100.0, 1e-6), strict=True)]
    norm = norm_of(grads)
    clipped, found = submission.clip_by_global_norm(grads, 0.01 * norm)
    require(len(clipped) == len(grads), "there are as many gradients as before", "梯度的个数不变")
    for before, after in zip(grads, clipped, strict=True):
        assert_close(after, 0.01 * before, what="a clipped gradient")
    assert_close(found, norm, what="norm")


@case(
    "By norm: the result has exactly the norm max_norm",
    zh="按范数：结果的范数恰好是 max_norm",
    points=2,
    hint="No small constant in the denominator.",
    hint_zh="分母中没有附加的小常数。",
)
@pytest.mark.parametrize("max_norm", [1e-8, 1e-3, 0.5])
def test_exact_factor(submission, rng, max_norm):
    for level in (1.0, 3 * max_norm):
        grads = draw(rng)
        grads = scaled(grads, level / norm_of(grads))
        clipped, _ = submission.clip_by_global_norm(grads, max_norm)
        assert_close(clipped, scaled(grads, max_norm / norm_of(grads)), what="clipped", **PRECISE)
        assert_close(norm_of(clipped), max_norm, what="norm of what is clipped", **PRECISE)


@case("By norm: just above the limit, and just below", zh="按范数：刚刚超出上限与刚刚不到上限")
def test_at_the_limit(submission, rng):
    grads = draw(rng)
    norm = norm_of(grads)
    for share in (0.5, 0.9, 0.999):
        clipped, found = submission.clip_by_global_norm(grads, share * norm)
        assert_close(clipped, scaled(grads, share), what="clipped", **PRECISE)
        assert_close(found, norm, what="norm", **PRECISE)
    for share in (1.001, 1.1, 2.0):
        clipped, found = submission.clip_by_global_norm(grads, share * norm)
        assert_equal(clipped, grads, what="clipped")
        assert_close(found, norm, what="norm", **PRECISE)


@case(
    "By norm: one array or many, it is the norm of all values",
    zh="按范数：无论分成一个还是多个数组，都是所有值的范数",
    points=2,
    hint="The square of the whole norm is the sum of the squares of the arrays' norms.",
    hint_zh="总范数的平方等于各数组范数的平方之和。",
)
def test_cut_up(submission, rng):
    values = rng.normal(size=24)
    norm = norm_of([values])
    for grads in ([values], [values.reshape(2, 3, 4)], np.split(values, 2), np.split(values, 24), np.split(values, [1, 5, 20])):
        clipped, found = submission.clip_by_global_norm([g.copy() for g in grads], 0.3)
        assert_close(found, norm, what="norm", **PRECISE)
        assert_close(clipped, scaled(grads, 0.3 / norm), what="clipped", **PRECISE)


@case("By norm: more arrays, and more values, than a byte can count", zh="按范数：数组和值都多到一个字节数不过来")
@pytest.mark.parametrize("shapes", [[(2,)] * 300, [(300,), (20, 20)]], ids=["arrays", "values"])
def test_many(submission, rng, shapes):
    grads = draw(rng, shapes)
    norm = norm_of(grads)
    clipped, found = submission.clip_by_global_norm(grads, 2.0)
    assert_close(found, norm, what="norm", **PRECISE)
    assert_close(clipped, scaled(grads, 2.0 / norm), what="clipped", **PRECISE)


@case(
    "By norm: squares beyond the range of float64",
    zh="按范数：平方超出 float64 的范围",
    points=2,
    hint="Divide by the largest magnitude before you square.",
    hint_zh="平方之前先除以最大的绝对值。",
)
@pytest.mark.parametrize("scale", [1e200, 1e300, 1e155], ids=str)
def test_overflow(submission, rng, scale):
    grads = scaled(draw(rng), scale)
    grads[1][0, 0] = -3 * scale  # the largest magnitude is a negative value's
    norm = norm_of(grads)
    clipped, found = submission.clip_by_global_norm(grads, 2.0)
    assert_close(found, norm, what="norm", **PRECISE)
    assert_close(clipped, [g / scale * (2.0 / (norm / scale)) for g in grads], what="clipped", **PRECISE)
    clipped, found = submission.clip_by_global_norm(grads, 1.001 * norm)
    assert_equal(clipped, grads, what="below the limit")
    assert_close(found, norm, what="norm", **PRECISE)


@case(
    "By norm: squares that float64 rounds to 0",
    zh="按范数：平方小到在 float64 中变成 0",
    points=2,
    hint="A norm is not 0 because the squares are.",
    hint_zh="平方变成了 0，范数却不是 0。",
)
@pytest.mark.parametrize("scale", [1e-165, 1e-200, 1e-290], ids=str)
def test_underflow(submission, rng, scale):
    grads = scaled(draw(rng), scale)
    norm = norm_of(grads)
    clipped, found = submission.clip_by_global_norm(grads, 0.25 * norm)
    assert_close(found, norm, what="norm", **PRECISE)
    assert_close(clipped, scaled(grads, 0.25), what="clipped", **PRECISE)
    clipped, found = submission.clip_by_global_norm(grads, 1.0)
    assert_equal(clipped, grads, what="below the limit")
    assert_close(found, norm, what="norm", **PRECISE)


@case("By norm: one value far larger than all the others", zh="按范数：有一个值远远大于其余的值")
def test_one_giant(submission, rng):
    grads = draw(rng)
    grads[2][0, 1, 2] = -1e170
    clipped, norm = submission.clip_by_global_norm(grads, 1.0)
    assert_close(norm, 1e170, what="norm", **PRECISE)
    assert_close(clipped, scaled(grads, 1e-170), what="clipped", **PRECISE)


@case(
    "By norm: an infinite value or NaN shows in the norm, and nothing is scaled",
    zh="按范数：有无穷大或 NaN 时由范数表明，且什么都不缩放",
    points=2,
    hint="max_norm / inf is 0, and 0 times inf is NaN.",
    hint_zh="max_norm / inf 等于 0，而 0 乘 inf 是 NaN。",
    hint_for=("answer", "raised"),
)
@pytest.mark.parametrize("bad", [[np.inf], [-np.inf], [np.nan], [np.inf, np.nan], [np.nan, -np.inf]], ids=str)
def test_not_finite(submission, rng, bad):
    expected = math.nan if np.isnan(bad).any() else math.inf
    for dtype in ("float64", "float32"):
        for places in ((0, 1), (3, 2), (1, 1)):
            grads = draw(rng, dtype=dtype)
            for i, value in enumerate(bad):
                grads[places[i]].flat[i] = value
            for max_norm in (1.0, 1e6, math.inf):
                clipped, norm = submission.clip_by_global_norm(grads, max_norm)
                assert_equal(norm, expected, what="norm")
                assert_equal(clipped, grads, what="clipped")


@case(
    "By norm without a limit: only the norm is wanted",
    zh="按范数：没有上限，只求范数",
    hint="inf / inf is NaN.",
    hint_zh="inf / inf 是 NaN。",
    hint_for=("answer",),
)
def test_no_limit(submission, rng):
    for scale in (1.0, 1e-200, 1e200):
        grads = scaled(draw(rng), scale)
        clipped, norm = submission.clip_by_global_norm(grads, math.inf)
        assert_equal(clipped, grads, what="clipped")
        assert_close(norm, norm_of(grads), what="norm", **PRECISE)


@case("By norm with a limit of 0", zh="按范数：上限为 0")
def test_max_norm_of_zero(submission, rng):
    grads = draw(rng)
    clipped, norm = submission.clip_by_global_norm(grads, 0.0)
    assert_close(clipped, [np.zeros(g.shape) for g in grads], what="clipped")
    assert_close(norm, norm_of(grads), what="norm", **PRECISE)


@case("A limit may be an int", zh="上限可以是整数")
def test_int_limit(submission, rng):
    grads = scaled(draw(rng), 5.0)
    expected = [np.where(abs(g) > 2, 2.0 * np.sign(g), g) for g in grads]
    assert_close(submission.clip_by_value(grads, 2), expected, what="by value")
    clipped, _ = submission.clip_by_global_norm(grads, 2)
    assert_close(clipped, scaled(grads, 2.0 / norm_of(grads)), what="by norm")


@case(
    "None counts for nothing and stays where it is",
    zh="None 不计入范数，留在原位",
    points=2,
    hint="The lists must still match the parameters, place by place.",
    hint_zh="结果仍要与参数逐个对应。",
    hint_for=("answer", "raised", "type"),
)
def test_none(submission, rng):
    first, second = rng.normal(size=3) + 2.0, rng.normal(size=(2, 2)) - 2.0
    for grads in ([None, first, second], [first, None, None, second], [first, second, None], [None], [None, None]):
        norm = norm_of(grads)
        expected = [None if g is None else np.where(abs(g) > 1, np.sign(g), g) for g in grads]
        assert_close(submission.clip_by_value(grads, 1.0), expected, what="by value")
        clipped, found = submission.clip_by_global_norm(grads, 1.0)
        assert_close(clipped, scaled(grads, 1.0 / max(norm, 1.0)), what="by norm")
        assert_close(found, norm, what="norm")


@case(
    "No gradients, empty arrays, and arrays without axes",
    zh="没有梯度、空数组、没有轴的数组",
    points=2,
    hint="The maximum of nothing raises; the norm of nothing is 0.",
    hint_zh="空数组的最大值会报错；空的范数是 0。",
    hint_for=("answer", "raised", "shape"),
)
def test_empty(submission):
    empty, single = np.zeros((0, 3)), np.array(-2.0)
    for grads in ([], [empty], [empty, np.zeros(0)], [single], [empty, single], [single, np.array([1.5, 0.25]), empty]):
        norm = norm_of(grads)
        expected = [np.where(abs(g) > 0.5, 0.5 * np.sign(g), g) for g in grads]
        assert_close(submission.clip_by_value(grads, 0.5), expected, what="by value")
        clipped, found = submission.clip_by_global_norm(grads, 0.5)
        assert_close(clipped, scaled(grads, 0.5 / max(norm, 0.5)), what="by norm")
        assert_close(found, norm, what="norm")


@case(
    "Each gradient keeps its dtype",
    zh="每个梯度保持自己的 dtype",
    hint="A factor that is a Python float changes no dtype; one that is a float64 array does.",
    hint_zh="系数是 Python 的 float 时不改变 dtype；是 float64 的数组或标量时会。",
    hint_for=("dtype",),
)
@pytest.mark.parametrize("max_norm", [0.5, 100.0])
def test_dtypes(submission, rng, max_norm):
    grads = scaled(draw(rng), 2.0)
    narrow = [g.astype("float32") if i % 2 else g for i, g in enumerate(grads)]
    norm = norm_of(narrow)
    clipped, _ = submission.clip_by_global_norm(narrow, max_norm)
    by_value = submission.clip_by_value(narrow, max_norm)
    require(len(clipped) == len(by_value) == len(grads), "there are as many gradients as before", "梯度的个数不变")
    for g, of_norm, of_value in zip(narrow, clipped, by_value, strict=True):
        dtype = g.dtype.name
        expected = g * min(1.0, max_norm / norm), np.where(abs(g) > max_norm, max_norm * np.sign(g), g).astype(dtype)
        # The factor has a case of its own.
        assert_close(of_norm, expected[0], what="by norm", dtype=dtype, rtol=1e-4, atol=1e-5)
        assert_close(of_value, expected[1], what="by value", dtype=dtype)


@case(
    "The norm of float32 gradients is computed in float64",
    zh="float32 梯度的范数用 float64 计算",
    points=2,
    hint="Squares of float32 overflow at 1e20, and sums of them lose digits.",
    hint_zh="float32 的平方在 1e20 就会溢出，求和也会丢失有效数字。",
    hint_for=("values", "finite"),
)
@pytest.mark.parametrize("scale", [1.0, 1e25, 1e-30], ids=str)
def test_float32_norm(submission, rng, scale):
    grads = [(g * scale).astype("float32") for g in draw(rng, [*SHAPES, (100,)])]
    norm = norm_of(grads)
    clipped, found = submission.clip_by_global_norm(grads, 0.25 * norm)
    assert_close(found, norm, what="norm", rtol=1e-12, atol=0.0)
    assert_close(clipped, scaled(grads, 0.25), what="clipped")
    clipped, found = submission.clip_by_global_norm(grads, 1.001 * norm)
    assert_equal(clipped, grads, what="below the limit")


@case("Clipping what is clipped changes nothing more", zh="对裁剪过的再裁剪一次，不再改变")
def test_again(submission, rng):
    grads = scaled(draw(rng), 3.0)
    once, _ = submission.clip_by_global_norm(grads, 1.5)
    twice, norm = submission.clip_by_global_norm(once, 1.5)
    assert_close(norm, 1.5, what="norm of what is clipped")
    assert_close(twice, scaled(grads, 1.5 / norm_of(grads)), what="clipped twice")


@case("One call leaves nothing behind for the next", zh="一次调用不会给下一次留下任何东西")
def test_one_after_another(submission, rng):
    for max_norm in (0.5, 0.1, 30.0, 0.5):
        grads = draw(rng)
        norm = norm_of(grads)
        clipped, found = submission.clip_by_global_norm(grads, max_norm)
        assert_close(clipped, scaled(grads, min(1.0, max_norm / norm)), what="clipped")
        assert_close(found, norm, what="norm")
        assert_close(submission.clip_by_value(grads, max_norm), [np.clip(g, -max_norm, max_norm) for g in grads])


@case("The list and its arrays are left as they were", zh="不修改列表和其中的数组")
def test_inputs_untouched(submission, rng):
    grads = [*draw(rng), None]
    for call, limit in ((submission.clip_by_value.call, 0.1), (submission.clip_by_global_norm.call, 0.1)):
        assert_equal(call(grads, limit).args[0], grads, what="grads after the call", what_zh="调用之后的 grads")
