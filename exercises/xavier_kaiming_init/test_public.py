import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_raises, assert_shape, case, require, workload


def draw_seed(rng):
    return int(rng.integers(0, 2**32))


def assert_sample(w, shape, std, distribution):
    """Thousands of weights that look like the distribution.

    Each bound is six standard errors from a right answer: a false alarm in 500 million, with some five bounds for a sample.
    """
    assert_shape(w, shape, dtype="float64", what="w")
    z, root = w.ravel() / std, np.sqrt(w.size)
    require(abs(z.mean()) < 6 / root, "the weights have mean 0", "权重的均值为 0")
    # The variance of the squares is 0.8 for the uniform distribution and 2 for the normal one.
    error = 6 * np.sqrt(0.8 if distribution == "uniform" else 2.0) / root
    require(abs(np.mean(z * z) - 1) < error, "the weights have the standard deviation of the statement", "权重的标准差与题目一致")
    for limit, share in {"uniform": ((0.5, 0.28867513), (1.0, 0.57735027)), "normal": ((0.5, 0.38292492), (1.0, 0.68268949), (2.0, 0.95449974))}[distribution]:
        found = np.mean(np.abs(z) < limit)
        require(abs(found - share) < 6 * np.sqrt(share * (1 - share)) / root, f"the weights are {distribution}", f"权重服从 {distribution} 分布")
    if distribution == "uniform":
        require(np.all(np.abs(z) <= np.sqrt(3) * (1 + 1e-12)), "no weight is outside the interval", "没有权重落在区间之外")
    else:
        require(np.any(np.abs(z) > 2.5), "the normal distribution is not truncated", "正态分布没有被截断")


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    assert_equal(submission.fans((64, 3, 5, 5)), (75, 1600), what="fans")
    assert_close(submission.gain_of("tanh"), 5 / 3, what="gain")
    assert_close(submission.gain_of("leaky_relu", 0.2), np.sqrt(2 / 1.04), what="gain")
    assert_sample(submission.xavier((300, 200), seed=1), (300, 200), (2 / 500) ** 0.5, "uniform")
    w = submission.kaiming((300, 200), seed=1)
    assert_sample(w, (300, 200), 0.1, "normal")
    assert_equal(submission.kaiming((300, 200), seed=1), w, what="w once more")


@case("The fans of dense layers", zh="全连接层的扇入与扇出", hint="The outputs come first.", hint_zh="输出在前。")
def test_dense_fans(submission, rng):
    for _ in range(3):
        outputs, inputs = (int(n) for n in rng.choice(np.arange(2, 1000), size=2, replace=False))
        assert_equal(submission.fans((outputs, inputs)), (inputs, outputs), what="fans")


@case("Xavier: uniform by default", zh="Xavier：默认均匀分布", points=2)
def test_xavier(submission, rng):
    w = submission.xavier((60, 240), draw_seed(rng))
    assert_sample(w, (60, 240), np.sqrt(2 / 300), "uniform")


@case("Kaiming: normal by default, for ReLU", zh="Kaiming：默认正态分布，用于 ReLU", points=2)
def test_kaiming(submission, rng):
    w = submission.kaiming((60, 240), draw_seed(rng))
    assert_sample(w, (60, 240), np.sqrt(2 / 240), "normal")


@case("A shape of fewer than two axes has no fans", zh="少于两个轴的形状没有扇入扇出")
@pytest.mark.parametrize("shape", [(), (5,)], ids=str)
def test_no_fans(submission, shape):
    assert_raises("ValueError", submission.fans, shape)
    assert_raises("ValueError", submission.xavier, shape, 1)
    assert_raises("ValueError", submission.kaiming, shape, 1)


@workload("the fans of 20 shapes", zh="20 个形状的扇入与扇出")
def time_fans(module, rng):
    return [(module.fans, (tuple(int(n) for n in rng.integers(1, 500, size=4)),)) for _ in range(20)]
