import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, workload


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    x = np.array([[1.0, 2.0, 3.0], [1000.0, 1000.0, 1000.0]])
    expected = np.array([[0.09003057317038046, 0.24472847105479764, 0.6652409557748218], [1 / 3, 1 / 3, 1 / 3]])
    assert_close(submission.stable_softmax(x), expected)


@case(
    "Small logits along the last axis",
    zh="较小的 logits，沿最后一个轴",
    sizes=[1, 2, 5, 16],
)
def test_small(submission, reference, rng, size):
    x = rng.normal(size=(4, size))
    assert_close(submission.stable_softmax(x), reference.stable_softmax(x))


@case(
    "Along any axis of an array of rank 3",
    zh="三维数组的任意轴",
    hint="Both the maximum and the sum go along `axis`, and must keep their dimension.",
    hint_zh="最大值与求和都要沿 `axis` 进行，并且要保留该维度。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("axis", [2, 1, 0, -1, -2])
def test_axis(submission, reference, rng, axis):
    x = rng.normal(size=(2, 3, 4))
    assert_close(submission.stable_softmax(x, axis=axis), reference.stable_softmax(x, axis=axis))


@case(
    "Logits around 1e4 stay finite",
    zh="1e4 量级的 logits 结果仍然有限",
    points=2,
    sizes=[2, 7],
    hint="exp(10000) is infinite in float64. Subtract something first.",
    hint_zh="在 float64 中 exp(10000) 是无穷大，先减去点什么。",
    hint_for=("finite",),
)
def test_large(submission, reference, rng, size):
    x = rng.normal(size=(3, size)) * 1e4
    assert_close(submission.stable_softmax(x), reference.stable_softmax(x))


@case("The input is left as it was", zh="不修改输入")
def test_input_untouched(submission, rng):
    x = rng.normal(size=(3, 4))
    outcome = submission.stable_softmax.call(x)
    assert_equal(outcome.args[0], x, what="x after the call", what_zh="调用之后的 x")


@workload("softmax of 128 x 4096 float64 along the last axis", zh="128 x 4096 的 float64 数组沿最后一个轴的 softmax")
def time_last_axis(module, rng):
    return module.stable_softmax, (rng.normal(size=(128, 4096)),)
