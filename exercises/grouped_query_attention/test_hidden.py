import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, numerical_gradient

from test_public import arguments, attention_by_hand


def some_mask(rng, shape, least=1):
    """Each query may attend to `least` keys or more, and not to all."""
    shuffled = rng.permuted(np.broadcast_to(np.arange(shape[-1]), shape), axis=-1)
    return shuffled < rng.integers(least, shape[-1], size=(*shape[:-1], 1))


@case("Masks of every shape", zh="各种形状的掩码", points=2, hint="Each of the query heads of a group has the same mask, row by row.", hint_zh="同一组的每个查询头都逐行使用同样的掩码。", hint_for=("answer", "shape", "raised"))
@pytest.mark.parametrize("shape", [(4, 5), (3, 4, 5), (3, 1, 5)], ids=str)
@pytest.mark.parametrize("heads, groups", [(6, 3), (3, 1), (3, 3)])
def test_mask_shapes(submission, rng, heads, groups, shape):
    given, mask = arguments(rng, 3, heads, groups, 4, 5, 2, 3), some_mask(rng, shape)
    assert_close(submission.grouped_query_attention(*given, mask), attention_by_hand(*given, mask))


@case("All sizes alike", zh="所有大小都相同", hint="Which axis is whose?", hint_zh="各个轴分别是谁的？")
@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 4), (4, 1, 4)], ids=str)
def test_all_alike(submission, rng, shape):
    for groups in (1, 2, 4):
        given, mask = arguments(rng, 4, 4, groups, 4, 4, 4, 4), some_mask(rng, shape)
        assert_close(submission.grouped_query_attention(*given, mask), attention_by_hand(*given, mask))


@case("One of anything", zh="只有一个序列、头、查询、键或特征")
@pytest.mark.parametrize("sizes", [(1, 4, 2, 3, 5, 4, 2), (2, 4, 2, 1, 5, 4, 2), (2, 4, 2, 3, 1, 4, 2), (2, 4, 2, 3, 5, 1, 2), (2, 4, 2, 3, 5, 4, 1), (1, 1, 1, 1, 1, 1, 1)], ids=str)
def test_sizes_of_one(submission, rng, sizes):
    given = arguments(rng, *sizes)
    assert_close(submission.grouped_query_attention(*given), attention_by_hand(*given))


@case("Each group looks at its own keys only", zh="每一组只看自己的键", hint="Query heads g·r to g·r + r - 1 use the keys of head g.", hint_zh="第 g·r 到 g·r + r - 1 个查询头使用第 g 个键值头。")
def test_groups_apart(submission, rng):
    q, k, v = arguments(rng, 2, 12, 4, 2, 3, 4, 2)
    expected = attention_by_hand(q, k, v)
    assert_close(submission.grouped_query_attention(q, k, v), expected)
    for g in range(4):
        own = slice(3 * g, 3 * g + 3)
        assert_close(submission.grouped_query_attention(q[:, own], k[:, g : g + 1], v[:, g : g + 1]), expected[:, own])


@case("Query heads that are alike answer alike, in their group alone", zh="相同的查询头在同一组内答案相同")
def test_alike_heads(submission, rng):
    q, k, v = arguments(rng, 2, 1, 2, 3, 5, 4, 2)
    q = np.repeat(q, 6, axis=1)
    assert_close(submission.grouped_query_attention(q, k, v), np.repeat(attention_by_hand(q[:, :2], k, v), 3, axis=1))


@case("With one key, its value is the answer of its group", zh="只有一个键时，它的值就是该组的答案")
def test_one_key(submission, rng):
    q, k, v = arguments(rng, 2, 6, 2, 3, 1, 4, 5)
    assert_close(submission.grouped_query_attention(q, k, v), np.repeat(np.repeat(v, 3, axis=1), 3, axis=2))


@case("Equal scores: the mean over the keys that are left", zh="分数都相等时，结果是剩下的键的平均")
def test_equal_scores(submission, rng):
    q, k, v = arguments(rng, 3, 4, 2, 4, 6, 3, 2)
    mask = some_mask(rng, (3, 4, 6))
    means = mask[:, None] @ v / mask.sum(axis=-1)[:, None, :, None]
    assert_close(submission.grouped_query_attention(np.zeros(q.shape), k, v, mask), np.repeat(means, 2, axis=1))


@case(
    "Where nothing is left, gradients are zero and not NaN",
    zh="没有键可用时，梯度为零，而不是 NaN",
    points=2,
    hint="Backward multiplies by what forward computed on the way, even where the result was replaced afterwards.",
    hint_zh="即使结果事后被替换，反向传播仍会乘上前向过程中算出的中间值。",
)
@pytest.mark.parametrize("shape", [(4, 5), (2, 4, 5), (2, 1, 5)], ids=str)
def test_nothing_left_gradients(submission, reference, rng, shape):
    given, mask = arguments(rng, 2, 4, 2, 4, 5, 3, 2), some_mask(rng, shape, least=2)
    mask.reshape(-1, 5)[1] = False
    dy = rng.normal(size=(2, 4, 4, 2))
    assert_close(submission.grouped_query_attention(*given, mask), attention_by_hand(*given, mask))
    actual = submission.grouped_query_attention.vjp(*given, mask, grad=dy).args
    expected = reference.grouped_query_attention.vjp(*given, mask, grad=dy).args
    for i, name in enumerate(("dq", "dk", "dv")):
        # NaN, or far off; the terms of some cancel.
        assert_close(actual[i], expected[i], rtol=1e-4, atol=1e-4, what=name)


@case("Gradients agree with central differences", zh="梯度与中心差分一致", points=2, hint="Keys and values collect the gradients of all query heads of their group.", hint_zh="键和值汇集同一组所有查询头的梯度。", hint_for=("answer", "gradient"))
@pytest.mark.parametrize("name", ["q", "k", "v"])
def test_central_differences(submission, rng, name):
    values = dict(zip("qkv", arguments(rng, 2, 4, 2, 2, 3, 2, 2), strict=True))
    mask, dy = np.array([[True, True, False], [True, True, True]]), rng.normal(size=(2, 4, 2, 2))
    expected = numerical_gradient(lambda value: attention_by_hand(**{**values, name: value}, mask=mask), values[name], dy)
    actual = submission.grouped_query_attention.vjp(*values.values(), mask, grad=dy).args
    # Central differences are better than that.
    assert_close(actual["qkv".index(name)], expected, rtol=1e-4, atol=1e-4, what=f"d{name}")


@case(
    "Keys are not repeated for the query heads",
    zh="不为各个查询头重复键",
    points=3,
    hint="repeat_interleave copies, and so does a matmul that broadcasts: let the rows of one product be the queries of a whole group.",
    hint_zh="repeat_interleave 会复制，需要广播的 matmul 也会：让一次乘法的各行就是整组的查询。",
    hint_for=("memory", "raised", "time"),
)
def test_memory(submission, rng):
    given = [a.astype(np.float32) for a in arguments(rng, 1, 512, 2, 1, 2048, 64, 64)]
    scores = given[0].reshape(2, 256, 64) @ given[1][0].mT / np.float32(8)
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    expected = (e / e.sum(axis=-1, keepdims=True) @ given[2][0]).reshape(1, 512, 1, 64)
    # Thousands of terms, each rounded to float32.
    assert_close(submission.grouped_query_attention(*given), expected, rtol=1e-3, atol=1e-4)


@case(
    "An excluded key is as good as absent, however large its numbers",
    zh="被排除的键等同于不存在，无论数值多大",
    points=2,
    hint="Only the keys that are left may take part in the softmax.",
    hint_zh="只有剩下的键才能参与 softmax。",
)
def test_excluded_is_absent(submission, rng):
    q, k, v = arguments(rng, 2, 4, 2, 3, 5, 4, 2)
    k[:, :, 4], v[:, :, 4] = 1e5 * q[:, ::2, 0], 1e5
    expected = attention_by_hand(q, k[:, :, :4], v[:, :, :4])
    for shape in ((3, 5), (2, 3, 5), (2, 1, 5)):
        mask = np.broadcast_to(np.arange(5) < 4, shape)
        assert_close(submission.grouped_query_attention(q, k, v, mask), expected)


@case("Very low scores beside excluded keys", zh="很低的分数与被排除的键并存", hint="What is filled in must be below every score.", hint_zh="填入的值必须低于任何分数。")
def test_low_scores(submission, rng):
    q, k, v = arguments(rng, 2, 4, 2, 4, 5, 4, 3)
    mask = some_mask(rng, (2, 4, 5))
    q[:], k[:] = [-(2.0**21), 0, 0, 0], [2.0**21, 0, 0, 0]  # all scores are one number
    assert_close(submission.grouped_query_attention(q, k, v, mask), attention_by_hand(np.zeros(q.shape), k, v, mask))


@case("Large scores stay finite", zh="很大的分数结果仍然有限", hint="exp of a large score is infinite.", hint_zh="很大的分数取 exp 会得到无穷大。")
@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_large_scores(submission, rng, sign):
    q, k, v = arguments(rng, 2, 4, 2, 3, 5, 4, 2)
    k[..., 0] = 0.0
    expected = attention_by_hand(q, k, v)
    q[..., 0], moved = 1e4 * sign, k.copy()
    moved[..., 0] = 8.0  # raises or lowers a whole row of scores by the same
    assert_close(submission.grouped_query_attention(q, moved, v), expected)


@case("float32 in, float32 out", zh="float32 进，float32 出")
@pytest.mark.parametrize("masked", [False, True])
def test_float32(submission, rng, masked):
    given = [a.astype(np.float32) for a in arguments(rng, 2, 4, 2, 3, 5, 8, 3)]
    mask = some_mask(rng, (2, 3, 5)) if masked else None
    answer = submission.grouped_query_attention(*given, mask) if masked else submission.grouped_query_attention(*given)
    # Some roundings of float32.
    assert_close(answer, attention_by_hand(*given, mask), rtol=1e-4, atol=1e-5, dtype="float32")


@case("float64 is computed in float64 throughout", zh="float64 的输入全程以 float64 计算")
@pytest.mark.parametrize("masked", [False, True])
def test_float64(submission, rng, masked):
    given, mask = arguments(rng, 2, 4, 2, 3, 5, 4, 2), some_mask(rng, (3, 5)) if masked else None
    # Between the rounding of float32 (1e-7) and that of float64; the root of 4 is exact in both.
    answer = submission.grouped_query_attention(*given, mask)
    assert_close(answer, attention_by_hand(*given, mask), rtol=1e-10, atol=1e-11, dtype="float64")


@case("More than a few keys", zh="键不止几个")
def test_long(submission, rng):
    given = arguments(rng, 2, 4, 2, 2, 300, 3, 2)
    mask = np.arange(300) < np.array([300, 257])[:, None, None]
    assert_close(submission.grouped_query_attention(*given, mask), attention_by_hand(*given, mask))


@case("The arguments are left as they were", zh="不修改参数")
def test_untouched(submission, rng):
    for shape in ((3, 5), (2, 3, 5), (2, 1, 5)):
        given = [*arguments(rng, 2, 4, 2, 3, 5, 4, 2), some_mask(rng, shape)]
        given[3].reshape(-1, 5)[0] = False
        after = submission.grouped_query_attention.call(*given).args
        for name, a, b in zip(("q", "k", "v", "mask"), given, after, strict=True):
            assert_equal(b, a, what=f"{name} after the call")


@case("Arguments may be given by name", zh="参数可以按名称传入")
def test_by_name(submission, rng):
    q, k, v = arguments(rng, 2, 4, 2, 3, 5, 4, 2)
    mask = some_mask(rng, (3, 5))
    assert_close(submission.grouped_query_attention(mask=mask, v=v, k=k, q=q), attention_by_hand(q, k, v, mask))
