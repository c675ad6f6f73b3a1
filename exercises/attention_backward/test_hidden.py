import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case

from test_public import arguments, assert_gradients, by_jacobian, some_mask


@case("Masks of every shape that broadcasts", zh="各种可广播形状的掩码")
@pytest.mark.parametrize("shape", [(5,), (4, 5), (1, 5), (2, 1, 4, 5), (2, 1, 1, 5), (3, 4, 5), (2, 3, 4, 5)], ids=str)
def test_mask_shapes(submission, rng, shape):
    given, mask = arguments(rng, (2, 3), 4, 5, 3, 2), some_mask(rng, shape)
    assert_gradients(submission.attention_backward(*given, mask), by_jacobian(*given, mask))


@case("Masks with one entry for all keys, or for everything", zh="一个元素管所有键，或管全部的掩码", hint="One entry may exclude a whole row.", hint_zh="一个元素就可能排除一整行。")
@pytest.mark.parametrize("shape", [(), (1,), (4, 1), (3, 1, 1), (2, 1, 4, 1)], ids=str)
def test_masks_of_one_entry(submission, rng, shape):
    given = arguments(rng, (2, 3), 4, 5, 3, 2)
    some = rng.permutation(np.arange(np.prod(shape, dtype=int)) % 2 == 0).reshape(shape)
    for mask in (np.zeros(shape, bool), np.ones(shape, bool), some):
        assert_gradients(submission.attention_backward(*given, mask), by_jacobian(*given, mask))


@case("Nothing left for any query", zh="所有查询都没有键可用")
def test_nothing_at_all(submission, rng):
    dy, q, k, v = arguments(rng, (2,), 3, 4, 3, 2)
    zeros = np.zeros(q.shape), np.zeros(k.shape), np.zeros(v.shape)
    found = submission.attention_backward(dy, q, k, v, np.zeros((3, 4), dtype=bool))
    assert_gradients(found, zeros)


@case("A causal mask", zh="因果掩码", sizes=[1, 2, 6])
def test_causal(submission, rng, size):
    given, mask = arguments(rng, (2,), size, size, 4, 3), np.tri(size, dtype=bool)
    assert_gradients(submission.attention_backward(*given, mask), by_jacobian(*given, mask))


@case("Large scores stay finite", zh="很大的分数结果仍然有限", points=2, hint="exp(10000) is infinite; each row needs its own shift.", hint_zh="exp(10000) 是无穷大；每一行需要各自的平移。")
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_large_scores(submission, rng, dtype):
    dy, q, k, v = (a.astype(dtype) for a in arguments(rng, (), 4, 5, 16, 3))
    # Whole numbers: every score is exact. Each query has two keys whose scores differ by one, far above or below the rest.
    q, k = np.zeros((4, 16), dtype=dtype), rng.integers(-3, 4, size=(5, 16)).astype(dtype)
    q[:, 0], q[:, 1] = [40000.0, -40000.0, 4000.0, -4000.0], 4.0
    k[:, 0], k[:, 1] = [4.0, 4.0, -4.0, -4.0, 2.0], [2.0, 3.0, 1.0, 2.0, 0.0]
    # The scores are exact, but not all the products of the sums.
    tolerances = {"rtol": 1e-9, "atol": 1e-8} if dtype == "float64" else {"rtol": 1e-4, "atol": 0.5}
    assert_gradients(submission.attention_backward(dy, q, k, v), by_jacobian(dy, q, k, v), **tolerances)


@case("Rows of scores that lie far from each other", zh="各行分数相差悬殊", hint="Each row needs its own shift.", hint_zh="每一行需要各自的平移量。")
def test_rows_of_different_scale(submission, rng):
    dy, q, k, v = arguments(rng, (), 5, 3, 4, 2)
    q[:, 0], k[:, 0] = [-9000.0, -800.0, 0.0, 800.0, 9000.0], 2.0  # raises or lowers a whole row of scores
    expected = by_jacobian(dy, q, k, v)
    # dk sums terms in the thousands that all but cancel.
    assert_gradients(submission.attention_backward(dy, q, k, v), expected, rtol=1e-7, atol=1e-6)


@case("Low scores beside excluded keys", zh="很低的分数与被排除的键并存", hint="What is filled in for an excluded key must be below every finite score.", hint_zh="被排除的键填入的值必须低于任何有限的分数。")
@pytest.mark.parametrize("lowest", [2.0**14, 2.0**40], ids=["low", "lower"])
def test_low_scores(submission, rng, lowest):
    dy, _, _, v = arguments(rng, (), 6, 6, 16, 3)
    q, k = (rng.integers(-2, 3, size=(6, 16)).astype(float) for _ in range(2))
    mask = some_mask(rng, (6, 6), least=2)
    q[:, 0], k[:, 0] = -lowest, 2.0  # lowers every score by the same
    dq, dk, dv = by_jacobian(dy, q, k, v, mask)
    found = submission.attention_backward(dy, q, k, v, mask)
    assert_shape(found[1], (6, 16), what="dk")
    assert_close(found[0], dq, what="dq")
    assert_close(found[1][:, 1:], dk[:, 1:], what="dk")
    assert_close(found[2], dv, what="dv")


@case("An excluded key is as good as absent, however large its numbers", zh="被排除的键等同于不存在，无论数值多大", points=2, hint="Only the keys that are left may take part in the maximum and in the sums.", hint_zh="只有剩下的键才能参与求最大值与求和。")
@pytest.mark.parametrize("size", [1e5, 1e100])
def test_excluded_is_absent(submission, rng, size):
    dy, q, k, v = arguments(rng, (), 3, 5, 4, 2)
    k[4], v[4] = size * q[0], size
    expected = by_jacobian(dy, q, k[:4], v[:4])
    dq, dk, dv = submission.attention_backward(dy, q, k, v, np.arange(5) < 4)
    assert_gradients((dq, dk[:4], dv[:4]), expected)
    assert_equal(dk[4], np.zeros(4), what="dk of the excluded key")
    assert_equal(dv[4], np.zeros(2), what="dv of the excluded key")


@case("With one key its weight is 1: only v has a gradient", zh="只有一个键时权重为 1：只有 v 有梯度")
@pytest.mark.parametrize("masked", [False, True])
def test_one_key(submission, rng, masked):
    dy, q, k, v = arguments(rng, (2,), 3, 1, 4, 5)
    mask = np.array([[True], [False], [True]])
    dv = (mask * dy if masked else dy).sum(axis=1, keepdims=True)
    found = submission.attention_backward(dy, q, k, v, mask) if masked else submission.attention_backward(dy, q, k, v)
    # dy - dy, or a rounding of it.
    assert_gradients(found, (np.zeros(q.shape), np.zeros(k.shape), dv), rtol=1e-9, atol=1e-12)


@case("One query and one key: dv equals dy, in an array of its own", zh="一个查询、一个键：dv 等于 dy，但要放在自己的数组里")
def test_one_query_and_one_key(submission, rng):
    dy, q, k, v = arguments(rng, (), 1, 1, 3, 2)
    assert_close(submission.attention_backward(dy, q, k, v)[2], dy, what="dv")


@case("The softmax of equal scores", zh="分数都相等时的 softmax")
def test_equal_scores(submission, rng):
    dy, q, k, v = arguments(rng, (), 4, 6, 5, 3)
    q[:] = 0.0
    dw = dy @ v.T
    ds = (dw - dw.mean(axis=1, keepdims=True)) / 6
    expected = ds @ k / np.sqrt(5), np.zeros(k.shape), np.repeat(dy.mean(axis=0, keepdims=True) * 4 / 6, 6, axis=0)
    assert_gradients(submission.attention_backward(dy, q, k, v), expected)


@case("A vector added to every key changes no weight", zh="给每个键加上同一个向量，权重不变", hint="So the rows of dk sum to 0.", hint_zh="所以 dk 的各行之和为 0。")
def test_keys_moved(submission, rng):
    given = arguments(rng, (2,), 4, 5, 3, 2)
    dk = submission.attention_backward(*given, some_mask(rng, (4, 5), least=2))[1]
    assert_shape(dk, (2, 5, 3), what="dk")
    # Some roundings of numbers around 1.
    assert_close(dk.sum(axis=1), np.zeros((2, 3)), what="sum of dk", atol=1e-12)


@case("Linear in dy", zh="关于 dy 是线性的")
def test_linear(submission, rng):
    dy, q, k, v = arguments(rng, (2,), 4, 5, 3, 2)
    other = rng.normal(size=dy.shape)
    expected = by_jacobian(3 * dy - 2 * other, q, k, v)
    first, second = submission.attention_backward(dy, q, k, v), submission.attention_backward(other, q, k, v)
    assert_gradients(first, by_jacobian(dy, q, k, v))
    assert_gradients(second, by_jacobian(other, q, k, v))
    assert_gradients(tuple(3 * a - 2 * b for a, b in zip(first, second, strict=True)), expected)


@case("The order of queries and of keys does not matter", zh="查询与键的顺序都无关紧要")
def test_order(submission, rng):
    dy, q, k, v = arguments(rng, (), 4, 6, 4, 3)
    mask, queries, keys = some_mask(rng, (4, 6)), rng.permutation(4), rng.permutation(6)
    dq, dk, dv = by_jacobian(dy, q, k, v, mask)
    found = submission.attention_backward(dy[queries], q[queries], k[keys], v[keys], mask[queries][:, keys])
    assert_gradients(found, (dq[queries], dk[keys], dv[keys]))


@case("float32 in, float32 out", zh="float32 进，float32 出")
@pytest.mark.parametrize("masked", [False, True])
def test_float32(submission, rng, masked):
    given = [a.astype(np.float32) for a in arguments(rng, (2,), 4, 5, 8, 3)]
    mask = some_mask(rng, (4, 5)) if masked else None
    # Sums of some terms around 1, each rounded to float32.
    found = submission.attention_backward(*given, mask) if masked else submission.attention_backward(*given)
    assert_gradients(found, by_jacobian(*given, mask), rtol=1e-3, atol=1e-4, dtype="float32")


@case("float64 is computed in float64 throughout", zh="float64 的输入全程以 float64 计算")
def test_float64(submission, rng):
    given, mask = arguments(rng, (2,), 4, 5, 3, 2), some_mask(rng, (2, 4, 5))
    # Between the rounding of float32 (1e-7) and that of float64.
    assert_gradients(submission.attention_backward(*given, mask), by_jacobian(*given, mask), rtol=1e-11, atol=1e-12, dtype="float64")


@case(
    "Many queries and keys need no Jacobian",
    zh="查询和键很多时，也不需要雅可比矩阵",
    hint="A Jacobian for each query has n · m · m entries in all. Multiply by it without building it.",
    hint_zh="每个查询一个雅可比矩阵，总共有 n · m · m 个元素。要乘以它，但不要把它构造出来。",
    hint_for=("answer", "memory", "time", "raised"),
)
def test_memory(submission, reference, rng):
    given = arguments(rng, (), 700, 700, 2, 2)
    assert_gradients(submission.attention_backward(*given), reference.attention_backward(*given))


@case("The arguments are left as they were", zh="不修改参数")
def test_untouched(submission, rng):
    given = [*arguments(rng, (2,), 3, 5, 4, 2), some_mask(rng, (3, 5))]
    given[4][1] = False
    after = submission.attention_backward.call(*given).args
    for name, a, b in zip(("dy", "q", "k", "v", "mask"), given, after, strict=True):
        assert_equal(b, a, what=f"{name} after the call")


@case("Arguments may be given by name", zh="参数可以按名称传入")
def test_by_name(submission, rng):
    dy, q, k, v = arguments(rng, (), 3, 4, 3, 2)
    mask = some_mask(rng, (3, 4), least=2)
    assert_gradients(submission.attention_backward(mask=mask, v=v, k=k, q=q, dy=dy), by_jacobian(dy, q, k, v, mask))
