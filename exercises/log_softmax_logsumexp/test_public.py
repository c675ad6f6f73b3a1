import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, workload


def assert_both(submission, reference, x, axis=-1, dtype=None, **tolerances):
    """Both functions against the reference in float64, rounded to the dtype of x."""
    wide = x.astype(np.float64)
    with np.errstate(over="ignore"):
        log_sum = np.asarray(reference.logsumexp(wide, axis, keepdims=True)).astype(x.dtype)
        log_p = reference.log_softmax(wide, axis).astype(x.dtype)
    assert_close(submission.logsumexp(x, axis), np.squeeze(log_sum, axis), what="logsumexp", dtype=dtype, **tolerances)
    assert_close(submission.logsumexp(x, axis, keepdims=True), log_sum, what="logsumexp", dtype=dtype, **tolerances)
    assert_close(submission.log_softmax(x, axis), log_p, what="log_softmax", dtype=dtype, **tolerances)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    x = np.array([[1.0, 2.0, 3.0], [1000.0, 0.0, -np.inf]])
    log_sum = np.array([3.4076059644443806, 1000.0])
    log_p = np.array([[-2.4076059644443806, -1.4076059644443806, -0.4076059644443806], [0.0, -1000.0, -np.inf]])
    assert_close(submission.logsumexp(x), log_sum, what="logsumexp")
    assert_close(submission.log_softmax(x), log_p, what="log_softmax")


@case("Small logits along the last axis", zh="较小的 logits，沿最后一个轴", sizes=[1, 2, 5, 16])
def test_small(submission, rng, size):
    x = rng.normal(size=(4, size))
    log_sum = np.log(np.exp(x).sum(axis=-1))
    assert_close(submission.logsumexp(x), log_sum, what="logsumexp")
    # Of a single entry the log-softmax is 0, and may be a rounding away.
    assert_close(submission.log_softmax(x), x - log_sum[:, None], what="log_softmax", atol=1e-11)


@case(
    "Along any axis of an array of rank 3, with and without keepdims",
    zh="三维数组的任意轴，带与不带 keepdims",
    hint="Both the maximum and the sum go along `axis`. Inside they keep their dimension; at the end keepdims decides.",
    hint_zh="最大值与求和都要沿 `axis` 进行。计算过程中保留该维度，最后由 keepdims 决定是否去掉。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("axis", [2, 1, 0, -1, -2])
def test_axis(submission, reference, rng, axis):
    assert_both(submission, reference, rng.normal(size=(2, 3, 4)), axis)


@case(
    "Logits around 1e4 stay finite",
    zh="1e4 量级的 logits 结果仍然有限",
    points=2,
    sizes=[2, 7],
    hint="exp(10000) is infinite, and the logarithm of a probability that has become 0 is lost.",
    hint_zh="exp(10000) 是无穷大；概率变成 0 之后，它的对数也就丢失了。",
    hint_for=("finite",),
)
def test_large(submission, reference, rng, size):
    x = rng.normal(size=(3, size)) * 1e4
    x[:2] = np.abs(x[:2]) + 1e3
    x[1] = -x[1]
    x[2, 1] = x[2, 0] + 1
    assert_both(submission, reference, x)


@case(
    "Slices of nothing but -inf",
    zh="全为 -inf 的切片",
    hint="-inf - (-inf) is NaN.",
    hint_zh="-inf - (-inf) 是 NaN。",
    hint_for=("answer",),
)
def test_excluded_slices(submission, reference, rng):
    x = rng.normal(size=(4, 3))
    x[1] = x[3] = -np.inf
    x[2, 0] = -np.inf
    assert_both(submission, reference, x)


@case("The input is left as it was", zh="不修改输入")
def test_input_untouched(submission, rng):
    x = rng.normal(size=(3, 4))
    for f in (submission.logsumexp, submission.log_softmax):
        assert_equal(f.call(x).args[0], x, what="x after the call", what_zh="调用之后的 x")


@workload("log-softmax of 128 x 4096 float64 along the last axis", zh="128 x 4096 的 float64 数组沿最后一个轴的 log-softmax")
def time_last_axis(module, rng):
    return module.log_softmax, (rng.normal(size=(128, 4096)),)
