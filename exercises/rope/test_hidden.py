import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_raises, assert_shape, case, numerical_gradient, tensor

from test_public import turned


@case("Another base", zh="另一个 base")
@pytest.mark.parametrize("base", [1.5, 2.0, 123.7, 500000.0, 1e6])
def test_base(submission, rng, base):
    x = rng.normal(size=(2, 5, 8))
    assert_close(submission.rope(x, 3, base), turned(x, 3, base))
    assert_close(submission.rope(x, base=base), turned(x, 0, base))


@case("The usual base where none is given", zh="没有给出 base 时用通常的值")
def test_default_base(submission, rng):
    x = rng.normal(size=(9, 12))
    assert_close(submission.rope(x, 40), turned(x, 40, 10000.0))


@case("At position 0 nothing turns", zh="在位置 0 什么都不转")
@pytest.mark.parametrize("features", [2, 4, 10])
def test_first_position(submission, rng, features):
    x = rng.normal(size=(3, 1, features))
    assert_close(submission.rope(x), x)
    assert_close(submission.rope(x, 0, 3.0), x)


@case("One pair at position 0", zh="位置 0 的一对")
def test_one_pair(submission, rng):
    x = rng.normal(size=(1, 2))
    assert_close(submission.rope(x), x)


@case("Lengths are kept, of each pair by itself", zh="长度不变，每一对各自如此", hint="A rotation stretches nothing.", hint_zh="旋转不会拉伸任何东西。")
def test_norm(submission, rng):
    x = rng.normal(size=(2, 6, 8)) * 100
    y = submission.rope(x, 12)
    assert_shape(y, x.shape)
    squares = (x**2).reshape(2, 6, 4, 2).sum(axis=-1)
    assert_close((y**2).reshape(2, 6, 4, 2).sum(axis=-1), squares, what="squared lengths of the pairs")


@case("Each pair turns by itself", zh="每一对各转各的", hint="Pair i is made of the features 2i and 2i + 1.", hint_zh="第 i 对由第 2i 和 2i + 1 个特征组成。")
def test_pairs_apart(submission, rng):
    for pair in range(4):
        x = np.zeros((5, 8))
        x[:, 2 * pair : 2 * pair + 2] = rng.normal(size=(5, 2))
        y = submission.rope(x, 2)
        assert_close(y, turned(x, 2))
        # Nothing but 0 is in the other pairs.
        assert_equal(np.delete(y, [2 * pair, 2 * pair + 1], axis=1), np.zeros((5, 6)))


@case("The turning is counter-clockwise, and slower from pair to pair", zh="逆时针转动，并且一对比一对慢")
def test_direction(submission):
    y = submission.rope(np.tile([1.0, 0.0], (1, 5)), 1, 100.0)
    assert_shape(y, (1, 10))
    assert_close(np.arctan2(y[0, 1::2], y[0, 0::2]), 100.0 ** (-np.arange(5) / 5), what="angles")


@case("Turning twice is turning by the sum", zh="转两次等于转过两者之和")
def test_composed(submission, rng):
    x = rng.normal(size=(3, 1, 6))
    assert_close(submission.rope(submission.rope(x, 11), 31), turned(x, 42))


@case("Scores of a whole sequence, moved along", zh="整个序列移动位置，分数不变")
def test_moved(submission, rng):
    q, k = rng.normal(size=(2, 2, 3, 6, 8))
    scores = [submission.rope(q, start) @ submission.rope(k, start).mT for start in (0, 9, 300)]
    expected = turned(q) @ turned(k).mT
    for score in scores:
        assert_close(score, expected, what="scores", rtol=1e-3, atol=5e-3)  # how exact the angles are has cases of its own


@case(
    "Far positions in float64",
    zh="float64，很远的位置",
    points=2,
    hint="An angle of a million needs more digits than float32 has.",
    hint_zh="一百万这样的角度，float32 的位数不够用。",
    hint_for=("answer", "raised"),
)
@pytest.mark.parametrize("offset", [2047, 4095, 32768, 131071, 1_000_000])
def test_far(submission, rng, offset):
    x = rng.normal(size=(2, 3, 4))
    # An angle of a million has an error of 1e-10 in float64, and of some hundredths in float32.
    assert_close(submission.rope(x, offset), turned(x, offset), rtol=1e-7, atol=1e-8)


@case(
    "Far positions, whatever the dtype",
    zh="很远的位置，无论什么 dtype",
    points=2,
    hint="Compute the angles in float64, and only then go to the dtype of x.",
    hint_zh="先以 float64 计算角度，然后才换成 x 的 dtype。",
    hint_for=("answer", "raised"),
)
@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32"])
@pytest.mark.parametrize("offset", [300, 5000, 100_000, 1_000_001])
def test_far_narrow(submission, rng, dtype, offset):
    x = rng.integers(4, 9, size=(3, 8)) / 4 * rng.choice([-1, 1], size=(3, 8))  # exact in each of them
    # cos, sin, two products and a sum are rounded, of numbers up to 2.
    rounding = {"float16": 5e-4, "bfloat16": 4e-3, "float32": 6e-8}[dtype]
    answer = submission.rope(tensor(x, dtype=dtype), offset)
    assert_shape(answer, (3, 8), dtype=dtype)
    assert_close(answer.astype(np.float64), turned(x, offset), rtol=0.0, atol=16 * rounding)  # see above


@case("Many positions in one call", zh="一次调用包含许多位置")
@pytest.mark.parametrize("dtype", ["bfloat16", "float32", "float64"])
def test_long(submission, rng, dtype):
    x = rng.choice([-1.0, 1.0], size=(700, 4))
    answer = submission.rope(tensor(x, dtype=dtype))
    assert_shape(answer, (700, 4), dtype=dtype)
    # Some roundings of numbers around 1, as in the case before.
    assert_close(answer.astype(np.float64), turned(x), rtol=0.0, atol={"bfloat16": 4e-2, "float32": 4e-6, "float64": 1e-9}[dtype])


@case("Every dtype comes back as it was", zh="各种 dtype 都原样返回", hint="The result has the dtype of x.", hint_zh="结果的 dtype 与 x 相同。", hint_for=("dtype",))
@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_dtypes(submission, rng, dtype):
    x = rng.integers(-8, 9, size=(2, 3, 6)) / 4
    for offset in (0, 2):
        answer = submission.rope(tensor(x, dtype=dtype), offset)
        assert_shape(answer, (2, 3, 6), dtype=dtype)
        # Some roundings of bfloat16, and far less than a wrong angle.
        assert_close(answer.astype(np.float64), turned(x, offset), rtol=0.0, atol=5e-2)


@case("float64 is computed in float64 throughout", zh="float64 的输入全程以 float64 计算")
def test_precision(submission, rng):
    x = rng.normal(size=(2, 5, 8))
    # Between the rounding of float32 (1e-7) and that of float64.
    assert_close(submission.rope(x, 5), turned(x, 5), rtol=1e-11, atol=1e-12, dtype="float64")


@case("Features of very different size", zh="大小悬殊的特征")
@pytest.mark.parametrize("scale", [1e-30, 1e30])
def test_scales(submission, rng, scale):
    x = rng.normal(size=(4, 6))
    x[1] *= scale
    x[:, 2:4] *= scale
    y = submission.rope(x, 3)
    expected = turned(x, 3)
    for t in range(4):
        for pair in (0, 2, 4):
            assert_close(y[t, pair : pair + 2], expected[t, pair : pair + 2], what="a pair")


@case("Gradients turn back", zh="梯度朝反方向转", points=2, hint="The transpose of a rotation is the rotation the other way.", hint_zh="旋转矩阵的转置就是反方向的旋转。", hint_for=("answer", "gradient"))
@pytest.mark.parametrize("offset", [0, 7, 90])
def test_gradients(submission, rng, offset):
    x, dy = rng.normal(size=(2, 2, 3, 6))
    expected = numerical_gradient(lambda x: turned(x, offset), x, dy)
    # Central differences of a linear function are better than that; far positions have cases of their own.
    assert_close(submission.rope.vjp(x, offset, grad=dy).args[0], expected, what="dx", rtol=1e-4, atol=1e-4)


@case("An odd number of features is refused", zh="特征个数为奇数时拒绝")
@pytest.mark.parametrize("shape", [(2, 1), (3, 5), (2, 3, 4, 7)], ids=str)
def test_odd(submission, rng, shape):
    assert_raises("ValueError", submission.rope, rng.normal(size=shape))


@case("An odd number of positions, heads or sequences is fine", zh="位置、头或序列的个数可以是奇数")
def test_odd_elsewhere(submission, rng):
    x = rng.normal(size=(1, 3, 5, 2))
    assert_close(submission.rope(x, 1), turned(x, 1))


@case("Calls with other lengths, offsets, features and bases between", zh="中间穿插别的长度、offset、特征个数和 base")
def test_no_table_kept(submission, rng):
    for length, features, offset, base in ((4, 6, 0, 1e4), (4, 6, 5, 1e4), (4, 6, 0, 50.0), (2, 6, 0, 1e4), (4, 4, 0, 1e4), (9, 6, 0, 1e4), (4, 6, 0, 1e4)):
        x = rng.normal(size=(length, features))
        assert_close(submission.rope(x, offset, base), turned(x, offset, base))


@case("x is left as it was", zh="不修改 x")
def test_untouched(submission, rng):
    x = rng.normal(size=(2, 3, 4))
    for offset in (0, 5):
        called = submission.rope.call(x=x, offset=offset, base=10000.0)
        assert_equal(called.kwargs["x"], x)
        assert_close(called.value, turned(x, offset))
