import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, numerical_gradient


def random_mask(rng, shape, least=1):
    """Each query may attend to `least` keys or more, and not to all."""
    shuffled = rng.permuted(np.broadcast_to(np.arange(shape[-1]), shape), axis=-1)
    return shuffled < rng.integers(least, shape[-1], size=(*shape[:-1], 1))


def attention_by_hand(q, k, v, mask):
    """The statement's formulas in numpy for one matrix each, one query at a time; the mask is added to the scores."""
    out = np.zeros((len(q), v.shape[1]))
    for i, query in enumerate(q):
        keys = np.flatnonzero(mask[i] > -np.inf)
        e = np.exp(k[keys] @ query / np.sqrt(len(query)) + mask[i, keys])
        out[i] = e @ v[keys] / e.sum() if len(keys) else 0.0
    return out


@case("Any number of leading axes", zh="任意多个前导轴")
@pytest.mark.parametrize("leading", [(), (2,), (2, 3), (2, 1, 3)])
def test_leading_axes(submission, rng, leading):
    q, k, v = rng.normal(size=(*leading, 3, 4)), rng.normal(size=(*leading, 5, 4)), rng.normal(size=(*leading, 5, 2))
    expected = np.zeros((*leading, 3, 2))
    for index in np.ndindex(leading):
        expected[index] = attention_by_hand(q[index], k[index], v[index], np.zeros((3, 5)))
    assert_close(submission.scaled_dot_product_attention(q, k, v), expected)


@case("Masks of every shape that broadcasts", zh="各种可广播形状的掩码")
@pytest.mark.parametrize("kind", ["bool", "float"])
@pytest.mark.parametrize("shape", [(5,), (4, 5), (1, 5), (2, 1, 4, 5), (2, 1, 1, 5), (3, 4, 5), (2, 3, 4, 5)])
def test_mask_shapes(submission, reference, rng, shape, kind):
    q, k, v = rng.normal(size=(2, 3, 4, 4)), rng.normal(size=(2, 3, 5, 4)), rng.normal(size=(2, 3, 5, 3))
    mask = random_mask(rng, shape) if kind == "bool" else rng.normal(size=shape)
    expected = reference.scaled_dot_product_attention(q, k, v, mask)
    assert_close(submission.scaled_dot_product_attention(q, k, v, mask), expected)


@case(
    "Masks with one entry for all keys, or for everything",
    zh="一个元素管所有键，或管全部的掩码",
    hint="A mask is broadcast before anything is known about a row: one entry may exclude all of it.",
    hint_zh="掩码先要广播：一个元素就可能排除一整行。",
)
@pytest.mark.parametrize("kind", ["bool", "float"])
@pytest.mark.parametrize("shape", [(), (1,), (1, 1), (4, 1), (3, 1, 1), (2, 1, 4, 1)], ids=str)
def test_masks_of_one_entry(submission, rng, shape, kind):
    q, k, v = rng.normal(size=(2, 3, 4, 4)), rng.normal(size=(2, 3, 5, 4)), rng.normal(size=(2, 3, 5, 3))
    some = rng.permutation(np.arange(np.prod(shape, dtype=int)) % 2 == 0).reshape(shape)
    for mask in (np.zeros(shape, bool), np.ones(shape, bool), some):
        added = np.where(mask, rng.normal(size=shape) if kind == "float" else 0.0, -np.inf)
        whole = np.broadcast_to(added, (2, 3, 4, 5))
        expected = np.zeros((2, 3, 4, 3))
        for index in np.ndindex(2, 3):
            expected[index] = attention_by_hand(q[index], k[index], v[index], whole[index])
        assert_close(submission.scaled_dot_product_attention(q, k, v, mask if kind == "bool" else added), expected)


@case(
    "An excluded key may have any value",
    zh="被排除的键，其值可以是任何数",
    hint="A tiny weight times a huge value is not nothing: the weight must be 0.",
    hint_zh="很小的权重乘以很大的值并不等于零：权重必须正好是 0。",
)
@pytest.mark.parametrize("kind", ["bool", "float"])
@pytest.mark.parametrize("size", [1e30, 1e200])
def test_huge_where_excluded(submission, reference, rng, kind, size):
    q, k, v = rng.normal(size=(3, 4)), rng.normal(size=(5, 4)), rng.normal(size=(5, 2))
    v[3:] *= size
    mask = np.arange(5) < 3
    expected = reference.scaled_dot_product_attention(q, k[:3], v[:3])
    mask = mask if kind == "bool" else np.where(mask, 0.0, -np.inf)
    assert_close(submission.scaled_dot_product_attention(q, k, v, mask), expected)


@case(
    "A constant added to a whole row of scores drops out",
    zh="给一整行分数加上同一个常数，结果不变",
    hint="Only -inf excludes a key; a low score does not.",
    hint_zh="只有 -inf 才排除键，分数低不算排除。",
)
def test_constant_added(submission, reference, rng):
    q, k, v = rng.normal(size=(3, 4)), rng.normal(size=(4, 4)), rng.normal(size=(4, 2))
    allowed = np.array([[True, True, True, True], [True, True, True, False], [False, True, False, True]])
    constants = [np.full((3, 1), 1e5), np.full((3, 1), -1e5), np.array([[0.0], [-1e5], [1e5]])]
    masks = [np.where(allowed, constant, -np.inf) for constant in constants]
    expected = reference.scaled_dot_product_attention(q, k, v, allowed)
    for out in [submission.scaled_dot_product_attention(q, k, v, mask) for mask in masks]:
        assert_close(out, expected)


@case(
    "Where nothing is left, gradients are zero and not NaN",
    zh="没有键可用时，梯度为零，而不是 NaN",
    points=3,
    hint="Backward multiplies by what forward computed on the way, even where the result was replaced afterwards.",
    hint_zh="即使结果事后被替换，反向传播仍会乘上前向过程中算出的中间值。",
    hint_for=("values", "finite"),
)
@pytest.mark.parametrize("kind", ["bool", "float"])
def test_nothing_left_gradients(submission, reference, rng, kind):
    q, k, v = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 5, 4)), rng.normal(size=(2, 5, 3))
    dy = rng.normal(size=(2, 3, 3))
    mask = random_mask(rng, (2, 3, 5), least=2)  # beside one key alone every score has gradient zero
    mask[0, 2] = mask[1, 0] = False
    if kind == "float":
        mask = np.where(mask, rng.normal(size=mask.shape), -np.inf)
    expected = reference.scaled_dot_product_attention(q, k, v, mask)
    # This is about what is NaN or far off; precision has cases of its own.
    assert_close(submission.scaled_dot_product_attention(q, k, v, mask), expected, rtol=1e-4, atol=1e-4)
    actual = submission.scaled_dot_product_attention.vjp(q, k, v, mask, grad=dy).args
    expected = reference.scaled_dot_product_attention.vjp(q, k, v, mask, grad=dy).args
    assert_close(actual[0][0, 2], np.zeros(4), what="dq where nothing is left")
    for i, name in enumerate(("dq", "dk", "dv", "dmask") if kind == "float" else ("dq", "dk", "dv")):
        # As above.
        assert_close(actual[i], expected[i], rtol=1e-4, atol=1e-4, what=name)


@case("Gradients agree with finite differences", zh="梯度与有限差分一致", points=2)
@pytest.mark.parametrize("name", ["q", "k", "v", "mask"])
def test_finite_differences(submission, rng, name):
    values = {"q": rng.normal(size=(2, 3)), "k": rng.normal(size=(4, 3)), "v": rng.normal(size=(4, 2))}
    values["mask"] = rng.normal(size=(2, 4))
    values["mask"][0, 1] = -np.inf
    dy = rng.normal(size=(2, 2))

    def output(value):
        return attention_by_hand(**{**values, name: value})

    # Precision has cases of its own.
    loose = {"rtol": 1e-4, "atol": 1e-4}
    assert_close(submission.scaled_dot_product_attention(*values.values()), output(values[name]), **loose)
    found = submission.scaled_dot_product_attention.vjp(*values.values(), grad=dy)
    actual = dict(zip(values, found.args, strict=True))[name]
    assert_close(actual, numerical_gradient(output, values[name], dy), what=f"d{name}", **loose)


@case("Large scores stay finite", zh="很大的分数结果仍然有限", points=2, hint="exp(10000) is infinite.", hint_zh="exp(10000) 是无穷大。", hint_for=("finite",))
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_large_scores(submission, reference, rng, dtype):
    q, k, v = (rng.normal(size=(2, 5, 16)) * 100 for _ in range(3))
    # Whole numbers: float32 computes these scores exactly.
    q, k, v = (np.round(a).astype(dtype) for a in (q, k, v))
    # Two keys share the first query, with scores that differ by one.
    q[:, :, 0] = 4.0
    k[:, 0] = k[:, 1] = q[:, 0]
    k[:, 1, 0] = 5.0
    expected = reference.scaled_dot_product_attention(q, k, v)
    assert_close(submission.scaled_dot_product_attention(q, k, v), expected)


@case(
    "Rows of scores far below the largest score",
    zh="远低于最大分数的行",
    hint="Each row needs its own shift.",
    hint_zh="每一行需要各自的平移量。",
)
def test_rows_of_different_scale(submission, reference, rng):
    q, k, v = rng.normal(size=(5, 4)), rng.normal(size=(3, 4)), rng.normal(size=(3, 2))
    q[:, 0], k[:, 0] = [-9000.0, -800.0, 0.0, 800.0, 9000.0], 2.0  # raises or lowers a whole row of scores
    expected = reference.scaled_dot_product_attention(q, k, v)
    assert_close(submission.scaled_dot_product_attention(q, k, v), expected)
    q[:, 0] = 0.0  # and that drops out
    assert_close(expected, submission.scaled_dot_product_attention(q, k, v))


@case(
    "An excluded key is as good as absent, however large its score",
    zh="被排除的键等同于不存在，无论其分数多大",
    points=2,
    hint="Only the keys that are left may take part in the maximum and in the sum.",
    hint_zh="只有剩下的键才能参与求最大值与求和。",
)
@pytest.mark.parametrize("kind", ["bool", "float"])
def test_excluded_is_absent(submission, reference, rng, kind):
    q, k, v = rng.normal(size=(3, 4)), rng.normal(size=(5, 4)), rng.normal(size=(5, 2))
    k[4], v[4] = 1e5 * q[0], 1e5
    mask = np.array([True, True, True, True, False])
    expected = reference.scaled_dot_product_attention(q, k[:4], v[:4])
    mask = mask if kind == "bool" else np.where(mask, 0.0, -np.inf)
    assert_close(submission.scaled_dot_product_attention(q, k, v, mask), expected)


@case(
    "Where the allowed scores are very low, an excluded key still gets nothing",
    zh="允许的键分数都很低时，被排除的键依然得不到任何权重",
    points=2,
    hint="What is filled in for an excluded key must be below every finite score.",
    hint_zh="被排除的键填入的值必须低于任何有限的分数。",
)
@pytest.mark.parametrize("lowest", [2.0**14, 2.0**40], ids=["low", "lower"])
def test_low_scores(submission, reference, rng, lowest):
    # Small whole numbers, powers of two, and a scale of 1/4: every score is exact, in whatever order it is computed.
    q, k = (rng.integers(-2, 3, size=(6, 16)).astype(float) for _ in range(2))
    v, mask = rng.normal(size=(6, 3)), random_mask(rng, (6, 6))
    q[:, 0], k[:, 0] = 0.0, 2.0
    expected = reference.scaled_dot_product_attention(q, k, v, mask)
    q[:, 0] = -lowest  # lowers every score by the same, and that drops out
    assert_close(submission.scaled_dot_product_attention(q, k, v, mask), expected)


@case(
    "Finite entries of a float mask exclude nothing, however low",
    zh="浮点掩码中的有限值无论多低，都不排除任何键",
    points=2,
    hint="Only -inf excludes a key.",
    hint_zh="只有 -inf 才排除键。",
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_low_finite_masks(submission, rng, dtype):
    lowest = np.finfo(dtype).min
    mask = np.array([[-1e30, -1e30, -np.inf, -1e30], [-1e12, -1e30, -1e12, -np.inf], [lowest] * 4, [-np.inf] * 3 + [-1e10]])
    weights = np.array([[1, 1, 0, 1], [1, 0, 1, 0], [1, 1, 1, 1], [0, 0, 0, 1]])
    k, v = rng.normal(size=(2, 4, 4)).astype(dtype)
    expected = (weights / weights.sum(axis=1, keepdims=True) @ v).astype(dtype)
    q = np.zeros((4, 4), dtype=dtype)  # all scores are zero
    assert_close(submission.scaled_dot_product_attention(q, k, v, mask.astype(dtype)), expected)


@case("Equal scores: the mean over the keys that are left", zh="分数都相等时，结果是剩下的键的平均")
def test_equal_scores(submission, rng):
    k, v, mask = rng.normal(size=(3, 6, 4)), rng.normal(size=(3, 6, 2)), random_mask(rng, (3, 5, 6))
    expected = mask @ v / mask.sum(axis=-1, keepdims=True)
    assert_close(submission.scaled_dot_product_attention(np.zeros((3, 5, 4)), k, v, mask), expected)


@case("A mask that excludes nothing changes nothing", zh="不排除任何键的掩码不改变结果")
def test_nothing_excluded(submission, reference, rng):
    q, k, v = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 5, 4)), rng.normal(size=(2, 5, 3))
    expected = reference.scaled_dot_product_attention(q, k, v)
    for mask in (np.ones((3, 5), dtype=bool), np.zeros((3, 5))):
        assert_close(submission.scaled_dot_product_attention(q, k, v, mask), expected)


@case("The order of the keys does not matter", zh="键的顺序无关紧要")
def test_order_of_keys(submission, reference, rng):
    q, k, v, mask = rng.normal(size=(4, 4)), rng.normal(size=(6, 4)), rng.normal(size=(6, 3)), random_mask(rng, (4, 6))
    order = rng.permutation(6)
    expected = reference.scaled_dot_product_attention(q, k, v, mask)
    assert_close(submission.scaled_dot_product_attention(q, k[order], v[order], mask[:, order]), expected)


@case("With one key, its value is the answer", zh="只有一个键时，答案就是它的值")
def test_one_key(submission, rng):
    q, k, v = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 1, 4)), rng.normal(size=(2, 1, 5))
    assert_close(submission.scaled_dot_product_attention(q, k, v), np.repeat(v, 3, axis=1))
    mask = np.array([[True], [False], [True]])
    assert_close(submission.scaled_dot_product_attention(q, k, v, mask), mask * np.repeat(v, 3, axis=1))


@case("float32 in, float32 out", zh="float32 进，float32 出")
@pytest.mark.parametrize("kind", ["none", "bool", "float"])
def test_float32(submission, reference, rng, kind):
    q, k, v = rng.normal(size=(3, 2, 4, 4)).astype(np.float32)
    mask = {"none": None, "bool": random_mask(rng, (4, 4)), "float": rng.normal(size=(4, 4)).astype(np.float32)}[kind]
    wide = [a.astype(np.float64) for a in (q, k, v)] + [mask.astype(np.float64) if kind == "float" else mask]
    expected = reference.scaled_dot_product_attention(*wide).astype(np.float32)
    assert_close(submission.scaled_dot_product_attention(q, k, v, mask), expected, dtype="float32")


@case("float64 is computed in float64 throughout", zh="float64 的输入全程以 float64 计算")
@pytest.mark.parametrize("kind", ["none", "bool", "float"])
def test_float64(submission, reference, rng, kind):
    q, k, v = rng.normal(size=(3, 2, 6, 4))
    mask = {"none": None, "bool": random_mask(rng, (6, 6)), "float": rng.normal(size=(6, 6))}[kind]
    expected = reference.scaled_dot_product_attention(q, k, v, mask)
    # Between the rounding of float32 (1e-7) and that of float64; sqrt(4) is exact in both.
    assert_close(submission.scaled_dot_product_attention(q, k, v, mask), expected, rtol=1e-8, atol=1e-9, dtype="float64")


@case("The arguments are left as they were", zh="不修改参数")
@pytest.mark.parametrize("kind", ["bool", "float"])
def test_arguments_untouched(submission, rng, kind):
    mask = random_mask(rng, (3, 5))
    mask[1] = False
    mask = mask if kind == "bool" else np.where(mask, rng.normal(size=(3, 5)), -np.inf)
    arguments = (rng.normal(size=(3, 4)), rng.normal(size=(5, 4)), rng.normal(size=(5, 2)), mask)
    outcome = submission.scaled_dot_product_attention.call(*arguments)
    for name, before, after in zip(("q", "k", "v", "mask"), arguments, outcome.args, strict=True):
        assert_equal(after, before, what=f"{name} after the call")


@case("Arguments may be given by name", zh="参数可以按名称传入")
def test_by_name(submission, reference, rng):
    q, k, v = rng.normal(size=(3, 4)), rng.normal(size=(5, 4)), rng.normal(size=(5, 2))
    mask = random_mask(rng, (3, 5), least=2)
    expected = reference.scaled_dot_product_attention(q, k, v, mask)
    assert_close(submission.scaled_dot_product_attention(mask=mask, v=v, k=k, q=q), expected)
