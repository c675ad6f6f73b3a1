import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, numerical_gradient, require, workload


def arguments(rng, leading, n, m, d_k, d_v):
    """Random dy, q, k and v."""
    shapes = ((n, d_v), (n, d_k), (m, d_k), (m, d_v))
    return [rng.normal(size=(*leading, *shape)) for shape in shapes]


def some_mask(rng, shape, least=1):
    """Each query may attend to `least` keys or more, and not to all."""
    shuffled = rng.permuted(np.broadcast_to(np.arange(shape[-1]), shape), axis=-1)
    return shuffled < rng.integers(least, shape[-1], size=(*shape[:-1], 1))


def weights_of(scores, mask=None):
    """Row by row; of a query with nothing left, zeros."""
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    weights = np.zeros(scores.shape)
    for row in np.ndindex(scores.shape[:-1]):
        keys = np.flatnonzero(allowed[row])
        if len(keys):
            e = np.exp(scores[row][keys] - scores[row][keys].max())
            weights[row][keys] = e / e.sum()
    return weights


def attention(q, k, v, mask=None):
    """The forward pass in float64."""
    return weights_of(q @ k.mT / np.sqrt(q.shape[-1]), mask) @ v


def by_jacobian(dy, q, k, v, mask=None):
    """The gradients in float64, one query at a time, by the Jacobian of its softmax."""
    dy, q, k, v = (a.astype(np.float64) for a in (dy, q, k, v))
    dq, dk, dv = np.zeros(q.shape), np.zeros(k.shape), np.zeros(v.shape)
    weights, root = weights_of(q @ k.mT / np.sqrt(q.shape[-1]), mask), np.sqrt(q.shape[-1])
    for row in np.ndindex(q.shape[:-1]):
        w, one = weights[row], row[:-1]
        jacobian = np.diag(w) - np.outer(w, w)
        ds = jacobian @ (v[one] @ dy[row])
        dq[row] = ds @ k[one] / root
        dk[one] += np.outer(ds, q[row]) / root
        dv[one] += np.outer(w, dy[row])
    return dq, dk, dv


def assert_gradients(actual, expected, **options):
    """A tuple of three, each close to what is expected."""
    # Terms around 1 may cancel and leave a rounding of theirs, which a gradient of 0 has nothing to be compared with.
    options = {"rtol": 1e-7, "atol": 1e-9} | options
    require(isinstance(actual, tuple) and len(actual) == 3, "The answer is a tuple of three arrays.", "答案是由三个数组组成的元组。")
    for name, gradient, wanted in zip(("dq", "dk", "dv"), actual, expected, strict=True):
        assert_close(gradient, wanted, what=name, **options)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    q, k = np.array([[1.0, 1.0, 0.0, 0.0]]), np.array([[2.0, 0.0, 0.0, 0.0], [0.0, 2.0, 0.0, 0.0]])
    dq, dk = np.array([[-0.5, 0.5, 0.0, 0.0]]), np.array([[-0.25, -0.25, 0.0, 0.0], [0.25, 0.25, 0.0, 0.0]])
    actual = submission.attention_backward(np.array([[1.0]]), q, k, np.array([[1.0], [3.0]]))
    assert_gradients(actual, (dq, dk, np.array([[0.5], [0.5]])))


@case(
    "Queries, keys and values of any size",
    zh="查询、键、值的各种大小",
    points=2,
    hint="dv = Wᵀ dy, dW = dy vᵀ; the sum that the softmax subtracts runs over the keys.",
    hint_zh="dv = Wᵀ dy，dW = dy vᵀ；softmax 反向中减去的和是在键上求的。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("n, m, d_k, d_v", [(1, 2, 4, 1), (2, 3, 4, 2), (4, 2, 16, 3), (3, 5, 3, 4), (5, 5, 5, 5)])
def test_sizes(submission, rng, n, m, d_k, d_v):
    given = arguments(rng, (), n, m, d_k, d_v)
    assert_gradients(submission.attention_backward(*given), by_jacobian(*given))


@case("Any number of leading axes", zh="任意多个前导轴", hint="Transpose the last two axes only.", hint_zh="只转置最后两个轴。", hint_for=("answer", "shape", "raised"))
@pytest.mark.parametrize("leading", [(2,), (2, 3), (3, 1, 2)], ids=str)
def test_leading_axes(submission, rng, leading):
    given = arguments(rng, leading, 3, 4, 5, 2)
    assert_gradients(submission.attention_backward(*given), by_jacobian(*given))


@case(
    "Central differences of the forward pass",
    zh="前向过程的中心差分",
    points=2,
    hint="Is the root in dq and in dk?",
    hint_zh="dq 和 dk 中都有根号吗？",
)
@pytest.mark.parametrize("masked", [False, True])
def test_central_differences(submission, rng, masked):
    dy, q, k, v = arguments(rng, (2,), 2, 3, 3, 2)
    mask = np.array([[True, True, False], [True, True, True]]) if masked else None
    expected = (
        numerical_gradient(lambda q: attention(q, k, v, mask), q, dy),
        numerical_gradient(lambda k: attention(q, k, v, mask), k, dy),
        numerical_gradient(lambda v: attention(q, k, v, mask), v, dy),
    )
    # Central differences are good to eight digits or so; precision has cases of its own.
    assert_gradients(submission.attention_backward(dy, q, k, v, mask), expected, rtol=1e-5, atol=1e-6)


@case(
    "Excluded keys get no gradient",
    zh="被排除的键得不到梯度",
    points=2,
    hint="Exclude them before the softmax: then their weights are 0, and all else follows.",
    hint_zh="在 softmax 之前排除它们：这样权重为 0，其余的自然就对了。",
)
def test_mask(submission, rng):
    dy, q, k, v = arguments(rng, (), 4, 5, 4, 3)
    mask = np.array([[1, 0, 0, 1, 0], [1, 1, 0, 0, 0], [0, 1, 1, 1, 0], [1, 1, 1, 1, 0]], dtype=bool)
    dq, dk, dv = submission.attention_backward(dy, q, k, v, mask)
    assert_gradients((dq, dk, dv), by_jacobian(dy, q, k, v, mask))
    assert_equal(dk[4], np.zeros(4), what="dk of a key that nobody may attend to")
    assert_equal(dv[4], np.zeros(3), what="dv of a key that nobody may attend to")


@case(
    "A query with every key excluded",
    zh="所有键都被排除的查询",
    points=2,
    hint="Its row of scores is all -inf, and so is the maximum; the sum of its weights is 0.",
    hint_zh="它的一行分数全是 -inf，最大值也是 -inf；权重之和为 0。",
)
def test_nothing_left(submission, rng):
    dy, q, k, v = arguments(rng, (2,), 3, 4, 4, 5)
    mask = np.array([[[1, 1, 0, 1], [0, 0, 0, 0], [0, 1, 1, 0]], [[0, 0, 0, 0], [1, 0, 1, 1], [1, 1, 1, 1]]], dtype=bool)
    assert_gradients(submission.attention_backward(dy, q, k, v, mask), by_jacobian(dy, q, k, v, mask))


@workload("2 x 4 heads, 128 queries and keys, 32 features, causal, float32", zh="2 x 4 个头，128 个查询和键，32 个特征，因果掩码，float32")
def time_causal(module, rng):
    given = [a.astype(np.float32) for a in arguments(rng, (2, 4), 128, 128, 32, 32)]
    return module.attention_backward, (*given, np.tri(128, dtype=bool))
