import numpy as np
import pytest

from dlgrade.testing import assert_close, case, workload


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    q = np.array([[1.0, 1.0, 1.0, 1.0], [5.0, 0.0, 0.0, 0.0], [2.0, 0.0, 0.0, 0.0]])
    k = np.array([[1.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0]])
    v = np.array([[10.0, 0.0], [0.0, 20.0]])
    mask = np.array([[True, True], [True, False], [False, False]])
    first = 1 / (1 + np.exp(-1))
    expected = np.array([[10 * first, 20 * (1 - first)], [10.0, 0.0], [0.0, 0.0]])
    assert_close(submission.scaled_dot_product_attention(q, k, v, mask), expected)


@case(
    "Queries, keys and values of any size",
    zh="查询、键、值的各种大小",
    points=2,
    hint="Divide by the square root of the last axis of q; each row of weights sums to 1 over the keys.",
    hint_zh="除以 q 最后一个轴长度的平方根；每一行权重对所有键求和为 1。",
)
@pytest.mark.parametrize("n, m, d_k, d_v", [(1, 2, 4, 1), (2, 3, 4, 2), (4, 2, 16, 3), (3, 5, 3, 4), (5, 5, 6, 6)])
def test_sizes(submission, reference, rng, n, m, d_k, d_v):
    q, k, v = rng.normal(size=(n, d_k)), rng.normal(size=(m, d_k)), rng.normal(size=(m, d_v))
    assert_close(submission.scaled_dot_product_attention(q, k, v), reference.scaled_dot_product_attention(q, k, v))


@case(
    "A bool mask: True where the query may attend",
    zh="bool 掩码：True 表示可以关注",
    hint="Exclude the other keys before the softmax, so that the remaining weights sum to 1.",
    hint_zh="要在 softmax 之前排除其余的键，这样剩下的权重之和才为 1。",
)
def test_bool_mask(submission, reference, rng):
    q, k, v = rng.normal(size=(4, 4)), rng.normal(size=(5, 4)), rng.normal(size=(5, 3))
    mask = np.array([[1, 0, 0, 0, 0], [1, 1, 0, 0, 1], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1]], dtype=bool)
    expected = reference.scaled_dot_product_attention(q, k, v, mask)
    assert_close(submission.scaled_dot_product_attention(q, k, v, mask), expected)


@case(
    "A float mask is added to the scores",
    zh="浮点掩码加到分数上",
    hint="First divide by sqrt(d_k), then add.",
    hint_zh="先除以 sqrt(d_k)，再相加。",
)
def test_float_mask(submission, reference, rng):
    q, k, v = rng.normal(size=(3, 4)), rng.normal(size=(5, 4)), rng.normal(size=(5, 2))
    mask = rng.normal(size=(3, 5))
    mask[0, 1] = mask[1, :3] = -np.inf
    mask[2, 4] = 0.0
    expected = reference.scaled_dot_product_attention(q, k, v, mask)
    assert_close(submission.scaled_dot_product_attention(q, k, v, mask), expected)


@case(
    "A query with every key excluded gets zeros",
    zh="所有键都被排除的查询得到零",
    points=2,
    hint="Its scores are all -inf, and so is their maximum.",
    hint_zh="它的分数全是 -inf，最大值也是 -inf。",
    hint_for=("values", "finite"),
)
def test_nothing_left(submission, reference, rng):
    q, k, v = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 4, 4)), rng.normal(size=(2, 4, 5))
    mask = np.array([[[1, 1, 0, 1], [0, 0, 0, 0], [0, 1, 0, 0]], [[0, 0, 0, 0], [1, 0, 1, 1], [1, 1, 1, 1]]], dtype=bool)
    by_float = submission.scaled_dot_product_attention(q, k, v, np.where(mask, 0.0, -np.inf))
    by_bool = submission.scaled_dot_product_attention(q, k, v, mask)
    expected = reference.scaled_dot_product_attention(q, k, v, mask)
    expected[0, 1] = expected[1, 0] = 0.0
    assert_close(by_bool, expected, what="output with the bool mask", what_zh="使用 bool 掩码时的输出")
    assert_close(by_float, expected, what="output with the float mask", what_zh="使用浮点掩码时的输出")


@case("Gradients with respect to queries, keys and values", zh="对查询、键、值的梯度", points=2)
def test_gradients(submission, reference, rng):
    q, k, v = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 5, 4)), rng.normal(size=(2, 5, 3))
    dy = rng.normal(size=(2, 3, 3))
    assert_close(submission.scaled_dot_product_attention(q, k, v), reference.scaled_dot_product_attention(q, k, v))
    actual = submission.scaled_dot_product_attention.vjp(q, k, v, grad=dy)
    expected = reference.scaled_dot_product_attention.vjp(q, k, v, grad=dy)
    for name, mine, theirs in zip(("dq", "dk", "dv"), actual.args, expected.args, strict=True):
        # Precision has a case of its own.
        assert_close(mine, theirs, rtol=1e-4, atol=1e-4, what=name)


@workload("2 x 8 heads, 128 queries and keys, 32 features, causal, float32", zh="2 x 8 个头，128 个查询和键，32 个特征，因果掩码，float32")
def time_causal(module, rng):
    q, k, v = rng.normal(size=(3, 2, 8, 128, 32)).astype(np.float32)
    return module.scaled_dot_product_attention, (q, k, v, np.tri(128, dtype=bool))
