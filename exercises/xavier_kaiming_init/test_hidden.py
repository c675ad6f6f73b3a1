import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, require

from test_public import assert_sample, draw_seed


@case(
    "The fans of convolutions count every position of the kernel",
    zh="卷积的扇入扇出要算上卷积核的每个位置",
    points=2,
    hint="An output is a sum over all inputs at all positions; so is the way back.",
    hint_zh="一个输出是所有输入在所有位置上的和；反过来也是。",
)
def test_convolution_fans(submission):
    for shape, expected in (
        ((8, 5, 3), (15, 24)),
        ((8, 5, 3, 2), (30, 48)),
        ((8, 5, 3, 2, 4), (120, 192)),
        ((7, 1, 3, 3), (9, 63)),
        ((1, 6, 5, 1), (30, 5)),
        ((6, 4, 1, 1), (4, 6)),
        ((2, 3, 2, 2, 2, 2), (48, 32)),
    ):
        assert_equal(submission.fans(shape), expected, what="fans")


@case("Fans of 1, and fans that no small integer holds", zh="为 1 的扇入扇出，以及小整数放不下的")
def test_small_and_large_fans(submission):
    assert_equal(submission.fans((1, 1)), (1, 1), what="fans")
    assert_equal(submission.fans((1, 300)), (300, 1), what="fans")
    assert_equal(submission.fans((70_000, 1, 300, 300)), (90_000, 6_300_000_000), what="fans")


@case("The gain of each activation", zh="各激活函数的增益", points=2)
def test_gains(submission):
    for activation, expected in (("linear", 1.0), ("sigmoid", 1.0), ("tanh", 5 / 3), ("relu", np.sqrt(2.0))):
        assert_close(submission.gain_of(activation), expected, what="gain")
        assert_close(submission.gain_of(activation, 0.7), expected, what="gain")


@case("The gain of leaky ReLU depends on its slope", zh="leaky ReLU 的增益取决于斜率", points=2)
def test_leaky_gain(submission, rng):
    assert_close(submission.gain_of("leaky_relu"), np.sqrt(2 / 1.0001), what="gain")
    for slope in (0.0, 1.0, 3.0, -0.5, *rng.uniform(0.05, 1.0, size=3)):
        assert_close(submission.gain_of("leaky_relu", slope), np.sqrt(2 / (1 + slope**2)), what="gain")
        assert_close(submission.gain_of("leaky_relu", slope=slope), np.sqrt(2 / (1 + slope**2)), what="gain")


@case("Xavier weights of both distributions", zh="两种分布的 Xavier 权重", points=2)
@pytest.mark.parametrize("shape", [(40, 250), (250, 40), (100, 100), (1, 10_000), (10_000, 1)], ids=str)
def test_xavier_distributions(submission, rng, shape):
    std = np.sqrt(2 / sum(shape))
    assert_sample(submission.xavier(shape, draw_seed(rng), "normal"), shape, std, "normal")
    assert_sample(submission.xavier(shape, draw_seed(rng), "uniform"), shape, std, "uniform")


@case(
    "Kaiming weights of both distributions and modes",
    zh="两种分布、两种 mode 的 Kaiming 权重",
    points=2,
    hint="fan_in keeps the size of values on the way forward, fan_out that of gradients on the way back.",
    hint_zh="fan_in 保持前向时数值的大小，fan_out 保持反向时梯度的大小。",
)
@pytest.mark.parametrize("mode", ["fan_in", "fan_out"])
@pytest.mark.parametrize("distribution", ["normal", "uniform"])
def test_kaiming_distributions(submission, rng, distribution, mode):
    for shape in ((40, 250), (250, 40)):
        std = np.sqrt(2 / (shape[1] if mode == "fan_in" else shape[0]))
        actual = submission.kaiming(shape, draw_seed(rng), distribution=distribution, mode=mode)
        assert_sample(actual, shape, std, distribution)


@case("Weights of convolutions", zh="卷积层的权重", points=2)
@pytest.mark.parametrize("shape", [(20, 60, 3, 3), (60, 20, 9), (5, 16, 5, 5, 5)], ids=str)
def test_convolutions(submission, rng, shape):
    positions = int(np.prod(shape[2:]))
    into, out = shape[1] * positions, shape[0] * positions
    assert_sample(submission.xavier(shape, draw_seed(rng)), shape, np.sqrt(2 / (into + out)), "uniform")
    assert_sample(submission.kaiming(shape, draw_seed(rng)), shape, np.sqrt(2 / into), "normal")
    assert_sample(submission.kaiming(shape, draw_seed(rng), mode="fan_out"), shape, np.sqrt(2 / out), "normal")


@case("The gain multiplies the standard deviation", zh="增益乘在标准差上", points=2, hint="Not the variance.", hint_zh="不是方差。")
@pytest.mark.parametrize("gain", [0.3, 1.0, 5 / 3, 100.0])
def test_gain(submission, rng, gain):
    shape = (50, 150)
    for distribution in ("normal", "uniform"):
        assert_sample(submission.xavier(shape, draw_seed(rng), distribution, gain), shape, gain / 10, distribution)
        actual = submission.kaiming(shape, draw_seed(rng), distribution, "fan_out", gain)
        assert_sample(actual, shape, gain / np.sqrt(50), distribution)


@case("A gain of 0 gives zeros", zh="增益为 0 时全为 0")
def test_no_gain(submission, rng):
    for distribution in ("normal", "uniform"):
        assert_equal(np.abs(submission.xavier((3, 4), draw_seed(rng), distribution, 0.0)), np.zeros((3, 4)), what="w")


@case("Uniform weights reach both ends of their interval, and no further", zh="均匀分布的权重能到达区间两端，但不会越过", hint="The interval is wider than one standard deviation: its ends are at √3 of them.", hint_zh="区间比一个标准差宽：两端在 √3 个标准差处。")
def test_interval(submission, rng):
    for shape in ((50, 200), (200, 50)):
        for w, std in (
            (submission.xavier(shape, draw_seed(rng)), np.sqrt(2 / 250)),
            (submission.kaiming(shape, draw_seed(rng), "uniform"), np.sqrt(2 / shape[1])),
        ):
            # Of ten thousand weights none within one hundredth of an end: exp(-50) of all samples.
            require(0.99 < w.max() / std / np.sqrt(3) <= 1 + 1e-12, "the upper end is reached", "能到达上端")
            require(0.99 < -w.min() / std / np.sqrt(3) <= 1 + 1e-12, "the lower end is reached", "能到达下端")


@case("Equal seeds give equal weights, other seeds others", zh="种子相同则权重相同，种子不同则不同", points=2)
def test_seeds(submission, rng):
    seeds = [0, 1, 2, 2**32 - 1, draw_seed(rng)]
    for function in (submission.xavier, submission.kaiming):
        for distribution in ("normal", "uniform"):
            first = [function((20, 30), seed, distribution) for seed in seeds]
            again = [function((20, 30), seed, distribution) for seed in reversed(seeds)]
            for one, other in zip(first, reversed(again), strict=True):
                assert_equal(other, one, what="w with the same seed")
            for i, one in enumerate(first):
                for other in first[:i]:
                    correlation = np.mean(one * other) / np.sqrt(np.mean(one**2) * np.mean(other**2))
                    # 600 independent pairs: six standard errors, and a little for their own deviation.
                    require(abs(correlation) < 0.3, "other seeds give other weights", "不同的种子给出不同的权重")


@case("All weights are independent", zh="所有权重相互独立", points=2, hint="Each entry has its own draw.", hint_zh="每个元素都要单独抽取。")
@pytest.mark.parametrize("distribution", ["normal", "uniform"])
def test_independent(submission, rng, distribution):
    w = submission.xavier((100, 100), draw_seed(rng), distribution) * 10.0
    pairs = [w[1:] * w[:-1], w[:, 1:] * w[:, :-1], w * w.T - np.diag(np.diag(w)) ** 2, w * w[::-1], w * w[:, ::-1]]
    pairs += [w[:50] * w[50:], w[:, :50] * w[:, 50:]]
    # Products of independent weights have mean 0 and deviation 1. Mirrored pairs count twice, so 6 · √2 standard errors.
    for products in pairs:
        require(abs(products.mean()) < 8.5 / np.sqrt(products.size), "the weights are independent", "权重相互独立")
    require(len(np.unique(w)) > 9_990, "no weight is there twice", "没有重复的权重")


@case("The two distributions and functions keep to their seed in any order", zh="无论调用顺序如何，都只取决于种子")
def test_any_order(submission, rng):
    seed = draw_seed(rng)
    first = submission.kaiming((4, 5), seed)
    for _ in range(2):
        submission.xavier((3, 3), draw_seed(rng))
        submission.xavier((4, 5), draw_seed(rng), "normal")
        assert_equal(submission.kaiming((4, 5), seed), first, what="w")


@case("A single weight, and thin shapes", zh="单个权重，以及细长的形状")
def test_thin_shapes(submission, rng):
    for shape in ((1, 1), (1, 1, 1, 1), (1, 7), (7, 1), (1, 7, 1), (2, 1, 3, 1)):
        for w in (submission.xavier(shape, draw_seed(rng)), submission.kaiming(shape, draw_seed(rng))):
            assert_shape(w, shape, dtype="float64", what="w")
            # Nine standard deviations: a chance of 1e-18.
            require(np.all(np.abs(w) <= 9 * np.sqrt(2 / np.prod(shape[2:]))), "the weights are of the right size", "权重的大小合适")
            require(np.all(w != 0), "no weight is 0", "没有为 0 的权重")
