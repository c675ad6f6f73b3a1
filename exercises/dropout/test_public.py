import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, require, workload


def forward(module, x, p):
    """y and mask of a call in training; the mask has the form that the statement asks for."""
    y, mask = module.dropout_forward(x, p)
    assert_shape(mask, x.shape, dtype="bool", what="mask", what_zh="掩码")
    return y, mask


def rare_deviation(draws, p):
    """How far the share of drops may be from p before we call it wrong.

    By Bernstein's inequality for the binomial law, independent draws go further in fewer than one of ten million runs.
    """
    log = np.log(2 / 1e-7)
    return log / (3 * draws) + np.sqrt((log / (3 * draws)) ** 2 + 2 * log * p * (1 - p) / draws)


@case("The examples of the statement", zh="题目中的示例")
def test_example(submission):
    y, mask = forward(submission, np.ones((100, 200)), 0.2)
    assert_close(y, np.where(mask, 1.25, 0.0), what="y")
    for _ in range(4):  # the backward pass draws nothing: it is the same each time
        dx = submission.dropout_backward(np.array([1.0, 2.0, 3.0]), np.array([True, False, True]), 0.75)
        assert_close(dx, np.array([4.0, 0.0, 12.0]), what="dx")
    y, mask = submission.dropout_forward(np.array([1.0, 2.0]), 0.5, training=False)
    assert_close(y, np.array([1.0, 2.0]), what="y in evaluation", what_zh="评估模式下的 y")
    assert_equal(mask, None, what="mask in evaluation", what_zh="评估模式下的 mask")


@case(
    "What the mask keeps is divided by 1 - p, the rest is zero",
    zh="掩码保留的元素除以 1 - p，其余为零",
    points=2,
    sizes=[4, 50],
    hint="Is the mask True where an element is kept, and does it belong to this y?",
    hint_zh="掩码中 True 是否表示保留？它与这个 y 是否对应？",
)
@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_forward(submission, rng, size, p):
    x = rng.normal(size=(3, size))
    y, mask = forward(submission, x, p)
    assert_close(y, np.where(mask, x / (1 - p), 0.0), what="y")


@case("The share of dropped elements is close to p", zh="被丢弃的比例接近 p", points=2)
@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_share(submission, rng, p):
    x = rng.normal(size=10_000)
    _, mask = forward(submission, x, p)
    share = 1 - np.mean(mask)
    require(
        abs(share - p) <= rare_deviation(x.size, p),
        f"with p = {p}, {share:.2%} of {x.size} elements were dropped",
        f"p = {p} 时，{x.size} 个元素中被丢弃的占 {share:.2%}",
    )


@case("In evaluation nothing is dropped, and there is no mask", zh="评估模式下不丢弃任何元素，也没有掩码")
def test_evaluation(submission, rng):
    x = rng.normal(size=(4, 5))
    y, mask = submission.dropout_forward(x, 0.4, training=False)
    assert_close(y, x, what="y")
    assert_equal(mask, None, what="mask")


@case(
    "Backward: the gradient passes where the mask says, with the factor of the forward pass",
    zh="反向：梯度从掩码保留的位置通过，系数与前向相同",
    points=2,
)
@pytest.mark.parametrize("p", [0.2, 0.5, 0.9])
def test_backward(submission, rng, p):
    dy, mask = rng.normal(size=(4, 5)), rng.random(size=(4, 5)) >= p
    assert_close(submission.dropout_backward(dy, mask, p), np.where(mask, dy / (1 - p), 0.0), what="dx")


@case("The inputs are left as they were", zh="不修改输入")
def test_inputs_untouched(submission, rng):
    x, dy, mask = rng.normal(size=(4, 6)), rng.normal(size=(4, 6)), rng.random(size=(4, 6)) >= 0.5
    forward = submission.dropout_forward.call(x, 0.5)
    assert_equal(forward.args[0], x, what="x after the forward pass", what_zh="前向之后的 x")
    backward = submission.dropout_backward.call(dy, mask, 0.5)
    assert_equal(backward.args[0], dy, what="dy after the backward pass", what_zh="反向之后的 dy")
    assert_equal(backward.args[1], mask, what="mask after the backward pass", what_zh="反向之后的 mask")


@workload("backward of 512 x 512", zh="512 x 512 的反向传播")
def time_backward(module, rng):
    return module.dropout_backward, (rng.normal(size=(512, 512)), rng.random(size=(512, 512)) >= 0.3, 0.3)
