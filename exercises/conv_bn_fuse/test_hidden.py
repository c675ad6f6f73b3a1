import itertools

import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case

from test_public import assert_fused, folded, owners, random_layers, without


@case(
    "As many channels in as out, and as wide a kernel",
    zh="输入通道数、输出通道数与卷积核宽度都相同",
    hint="Shapes that broadcast are not yet the right ones.",
    hint_zh="能广播的形状不一定是对的形状。",
)
@pytest.mark.parametrize("transposed", [False, True], ids=["plain", "transposed"])
def test_square(submission, rng, transposed):
    layers = random_layers(rng, (3, 3, 3, 3))
    assert_fused(submission.fuse_conv_bn(*layers, transposed=transposed), folded(layers, 1e-5, transposed))


@case(
    "Any number of kernel axes",
    zh="任意多个卷积核的轴",
    hint="The shape of the scale follows from the rank of the weight.",
    hint_zh="缩放系数的形状取决于权重有几个轴。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("transposed", [False, True], ids=["plain", "transposed"])
@pytest.mark.parametrize("kernel", [(), (3,), (2, 3), (2, 1, 3), (1, 2, 1, 2)], ids=str)
def test_kernel_axes(submission, rng, kernel, transposed):
    for groups in (1, 2):
        layers = random_layers(rng, (4, 2, *kernel), transposed, groups)
        answer = submission.fuse_conv_bn(*layers, transposed=transposed, groups=groups)
        assert_fused(answer, folded(layers, 1e-5, transposed, groups))


@case(
    "Groups of a convolution, and a channel for each group",
    zh="分组卷积，以及每组一个通道的深度卷积",
    hint="Does it matter for the first axis of the weight what the second one counts?",
    hint_zh="权重的第二个轴数的是什么，对第一个轴有影响吗？",
)
@pytest.mark.parametrize("shape, groups", [((6, 2, 3, 3), 3), ((4, 1, 3, 3), 4), ((8, 1, 2, 2), 4), ((6, 6, 1, 1), 2)], ids=str)
def test_groups(submission, rng, shape, groups):
    layers = random_layers(rng, shape)
    assert_fused(submission.fuse_conv_bn(*layers, groups=groups), folded(layers))


@case(
    "Groups of a transposed convolution",
    zh="分组的转置卷积",
    points=2,
    hint="The first axis of the weight tells the group, the second one the channel in it.",
    hint_zh="权重的第一个轴决定属于哪一组，第二个轴是组内的通道。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("shape, groups", [((6, 2, 3, 3), 3), ((4, 3, 2, 2), 2), ((4, 4, 1, 1), 4), ((4, 2, 3), 2), ((9, 3, 2, 2), 3)], ids=str)
def test_transposed_groups(submission, rng, shape, groups):
    layers = random_layers(rng, shape, True, groups)
    answer = submission.fuse_conv_bn(*layers, transposed=True, groups=groups)
    assert_fused(answer, folded(layers, 1e-5, True, groups))


@case("A transposed convolution with one channel for each group", zh="每组一个通道的转置卷积")
@pytest.mark.parametrize("shape", [(5, 1, 3, 3), (6, 1, 2)], ids=str)
def test_transposed_depthwise(submission, rng, shape):
    layers = random_layers(rng, shape, True, shape[0])
    answer = submission.fuse_conv_bn(*layers, transposed=True, groups=shape[0])
    assert_fused(answer, folded(layers, 1e-5, True, shape[0]))


@case("Output of a transposed convolution, pixel by pixel", zh="逐像素核对转置卷积的输出", points=2)
@pytest.mark.parametrize("groups", [1, 2])
def test_transposed_output(submission, rng, groups):
    layers = random_layers(rng, (4, 2, 2, 2), True, groups)
    weight, bias, gamma, beta, mean, var = layers
    fused, shift = submission.fuse_conv_bn(*layers, eps=0.1, transposed=True, groups=groups)
    assert_shape(fused, weight.shape, what="weight")
    assert_shape(shift, (2 * groups,), what="bias")
    x = rng.normal(size=(4, 3, 3))

    def spread(kernel, b):
        y = np.zeros((2 * groups, 4, 4)) + b[:, None, None]
        for i, j in itertools.product(range(4), range(2)):
            channel = i // (4 // groups) * 2 + j
            for u, v in itertools.product(range(2), range(2)):
                y[channel, u : u + 3, v : v + 3] += x[i] * kernel[i, j, u, v]
        return y

    gamma, beta, mean, var = (value[:, None, None] for value in (gamma, beta, mean, var))
    assert_close(spread(fused, shift), gamma * (spread(weight, bias) - mean) / np.sqrt(var + 0.1) + beta, what="y")


@case("The usual eps where none is given", zh="没有给出 eps 时用通常的值", hint="Its default is in the signature.", hint_zh="默认值写在签名里。")
def test_default_eps(submission, rng):
    layers = random_layers(rng, (4, 2, 2, 2))
    layers[5] = rng.uniform(0.5, 3.0, size=4) * 1e-5
    assert_fused(submission.fuse_conv_bn(*layers), folded(layers, 1e-5))


@case(
    "A channel whose variance is 0",
    zh="方差为 0 的通道",
    hint="eps is there for that; nothing else has to be.",
    hint_zh="eps 就是为此准备的，不需要别的处理。",
)
@pytest.mark.parametrize("eps", [1e-5, 1e-3, 1e-12])
def test_variance_zero(submission, rng, eps):
    layers = random_layers(rng, (4, 2, 2, 2))
    layers[5] = np.array([0.0, 0.0, 2.0, 0.0])
    weight, bias = submission.fuse_conv_bn(*layers, eps)
    expected = folded(layers, eps)
    assert_shape(weight, (4, 2, 2, 2), what="weight")
    assert_shape(bias, (4,), what="bias")
    for channel in range(4):
        assert_close(weight[channel], expected[0][channel], what="weight of a channel")
        assert_close(bias[channel : channel + 1], expected[1][channel : channel + 1], what="bias of a channel")


@case(
    "Channels of very different size",
    zh="大小悬殊的通道",
    points=2,
    hint="Each channel is exact by itself: no bound, no small number but eps.",
    hint_zh="每个通道各自都要准确：不设界限，除 eps 之外不加小量。",
)
@pytest.mark.parametrize("transposed", [False, True], ids=["plain", "transposed"])
def test_sizes_of_channels(submission, rng, transposed):
    layers = random_layers(rng, (5, 5, 2), transposed)
    order = rng.permutation(5)
    layers[5] = layers[5] * np.array([1e-14, 1e-7, 1.0, 1e8, 1e20])[order]
    layers[2] = layers[2] * np.array([1e12, 1e-12, 1.0, 1e-3, 1e3])[order]
    for eps in (1e-16, 1e-6):
        weight, bias = submission.fuse_conv_bn(*layers, eps, transposed)
        expected = folded(layers, eps, transposed)
        assert_shape(weight, (5, 5, 2), what="weight")
        # A dozen roundings of float64, and no sum of numbers that cancel but beta + shift.
        assert_close(weight, expected[0], what="weight", rtol=1e-12, atol=0.0)
        assert_close(bias, expected[1], what="bias", rtol=1e-9, atol=1e-9)


@case("Negative gammas, and one of 0", zh="gamma 为负，或为 0", hint="gamma may turn a channel around or switch it off.", hint_zh="gamma 可以使通道反号，也可以关掉它。")
def test_signs_of_gamma(submission, rng):
    layers = random_layers(rng, (4, 2, 3, 3))
    layers[2] = np.array([-1.5, 0.0, 0.7, -0.2])
    layers[3] = np.abs(layers[3]) * np.sign(layers[1] * (layers[2] + 0.1))
    assert_fused(submission.fuse_conv_bn(*layers), folded(layers))
    layers[2] = np.zeros(4)
    answer = submission.fuse_conv_bn(*layers)
    assert_close(answer[0], np.zeros((4, 2, 3, 3)), what="weight")
    assert_close(answer[1], layers[3], what="bias")


@case("Values of 0 are values", zh="0 也是值", hint="Ask whether it is None, not whether it is true.", hint_zh="要判断的是它是不是 None，而不是真假。", hint_for=("answer", "raised"))
@pytest.mark.parametrize("index", [1, 2, 3, 4], ids=["bias", "gamma", "beta", "mean"])
def test_zeros(submission, rng, index):
    for channels in (1, 3):
        layers = random_layers(rng, (channels, 2, 2))
        layers[index] = np.zeros(channels)
        assert_fused(submission.fuse_conv_bn(*layers), folded(layers))


@case(
    "Whatever is missing, in every combination",
    zh="各种缺项的组合",
    points=2,
    hint="None means 0 for bias and beta, 1 for gamma.",
    hint_zh="None 对 bias 和 beta 表示 0，对 gamma 表示 1。",
    hint_for=("answer", "shape", "type", "raised"),
)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_missing(submission, rng, dtype):
    for missing in ((), (1,), (2,), (3,), (1, 2), (1, 3), (2, 3), (1, 2, 3)):
        for transposed, groups in ((False, 1), (True, 2)):
            layers = without(random_layers(rng, (4, 3, 2), transposed, groups), missing)
            layers = [v if v is None else v.astype(dtype) for v in layers]
            answer = submission.fuse_conv_bn(*layers, transposed=transposed, groups=groups)
            wide = [v if v is None else v.astype(np.float64) for v in layers]
            weight, bias = folded(wide, 1e-5, transposed, groups)
            assert_fused(answer, (weight.astype(dtype), bias.astype(dtype)), dtype)


@case("float64 is computed in float64", zh="float64 的输入以 float64 计算")
@pytest.mark.parametrize("transposed", [False, True], ids=["plain", "transposed"])
def test_precision(submission, rng, transposed):
    layers = random_layers(rng, (4, 4, 2, 2))
    for missing in ((), (1,), (2,), (3,)):
        given = without(layers, missing)
        weight, bias = submission.fuse_conv_bn(*given, 0.1, transposed)
        expected = folded(given, 0.1, transposed)
        assert_shape(weight, (4, 4, 2, 2), what="weight")
        # Between the roundings of float32 (1e-7) and of float64 (1e-16).
        assert_close(weight, expected[0], what="weight", rtol=1e-12, atol=1e-12)
        assert_close(bias, expected[1], what="bias", rtol=1e-12, atol=1e-12)


@case("float32 in, float32 out", zh="float32 进，float32 出", hint="A new tensor is float32 or float64 by its own lights: tell it.", hint_zh="新建的张量有自己的默认 dtype，要明确指定。", hint_for=("dtype",))
@pytest.mark.parametrize("transposed, groups", [(False, 1), (True, 1), (True, 2)])
def test_float32(submission, rng, transposed, groups):
    layers = [v.astype(np.float32) for v in random_layers(rng, (4, 4, 2, 2), transposed, groups)]
    layers[0] *= np.float32(1e30)
    layers[5] *= np.float32(1e30)
    weight, bias = folded([v.astype(np.float64) for v in layers], 1e-5, transposed, groups)
    answer = submission.fuse_conv_bn(*layers, transposed=transposed, groups=groups)
    assert_fused(answer, (weight.astype(np.float32), bias.astype(np.float32)), "float32")


@case("One channel, and hundreds of them", zh="只有一个通道，以及几百个通道", hint="The first two axes of the weight have any length.", hint_zh="权重的前两个轴可以是任意长度。", hint_for=("answer", "shape", "raised"))
@pytest.mark.parametrize("shape, transposed, groups", [((1, 1), False, 1), ((1, 1, 1, 1), True, 1), ((1, 7, 3), False, 1), ((7, 1, 3), True, 1), ((260, 1, 1), False, 1), ((2, 260), True, 1), ((260, 2), True, 130)], ids=str)
def test_numbers_of_channels(submission, rng, shape, transposed, groups):
    layers = random_layers(rng, shape, transposed, groups)
    answer = submission.fuse_conv_bn(*layers, transposed=transposed, groups=groups)
    assert_fused(answer, folded(layers, 1e-5, transposed, groups))


@case("Each channel by itself", zh="各通道互不影响", hint="What one channel's statistics are is nothing to another's weights.", hint_zh="一个通道的统计量与另一个通道的权重无关。")
@pytest.mark.parametrize("transposed", [False, True], ids=["plain", "transposed"])
def test_channels_apart(submission, rng, transposed):
    groups = 2 if transposed else 1
    layers = random_layers(rng, (4, 2, 3), transposed, groups)
    before = submission.fuse_conv_bn(*layers, transposed=transposed, groups=groups)
    changed = [v.copy() for v in layers]
    channel = int(rng.integers(0, 4))
    for value in changed[1:]:
        value[channel] *= 3.0
    after = submission.fuse_conv_bn(*changed, transposed=transposed, groups=groups)
    for answer, given in ((before, layers), (after, changed)):
        assert_fused(answer, folded(given, 1e-5, transposed, groups))
    others = owners((4, 2), transposed, groups) != channel
    assert_equal(after[0][others], before[0][others], what="weights of the other channels")


@case("A batch norm that changes nothing", zh="什么都不改变的 BatchNorm")
@pytest.mark.parametrize("transposed", [False, True], ids=["plain", "transposed"])
def test_nothing_changes(submission, rng, transposed):
    weight, bias = random_layers(rng, (4, 4, 3))[:2]
    answer = submission.fuse_conv_bn(weight, bias, None, None, np.zeros(4), np.ones(4), 1e-12, transposed)
    assert_fused(answer, (weight, bias))


@case("Two batch norms, folded one after the other", zh="先后融合两个 BatchNorm")
def test_twice(submission, rng):
    first, second = random_layers(rng, (4, 3, 2, 2)), random_layers(rng, (4, 1))
    weight, bias = submission.fuse_conv_bn(*first, eps=0.2)
    answer = submission.fuse_conv_bn(weight, bias, *second[2:], eps=0.3)
    middle = folded(first, 0.2)
    assert_fused(answer, folded([*middle, *second[2:]], 0.3))


@case("Everything by name", zh="全部按名字传入", hint="The names of the signature are part of the task.", hint_zh="签名中的名字也是题目的一部分。", hint_for=("raised",))
def test_by_name(submission, rng):
    layers = random_layers(rng, (4, 3, 2), True, 2)
    names = ("weight", "bias", "gamma", "beta", "running_mean", "running_var")
    given = dict(zip(names, layers, strict=True))
    answer = submission.fuse_conv_bn(groups=2, transposed=True, eps=0.01, **given)
    assert_fused(answer, folded(layers, 0.01, True, 2))
    assert_fused(submission.fuse_conv_bn(*layers, 0.01, True, 2), folded(layers, 0.01, True, 2))


@case("The arguments are left as they were", zh="不修改传入的参数")
@pytest.mark.parametrize("transposed", [False, True], ids=["plain", "transposed"])
def test_untouched(submission, rng, transposed):
    layers = random_layers(rng, (3, 3, 2))
    called = submission.fuse_conv_bn.call(*layers, 0.5, transposed)
    assert_equal(list(called.args[:6]), layers, what="arguments after the call")
    assert_fused(called.value, folded(layers, 0.5, transposed))


@case("Calls with other layers between", zh="中间穿插别的层")
def test_other_layers(submission, rng):
    for transposed, groups, eps in ((False, 1, 1e-5), (True, 1, 1e-5), (True, 2, 1e-5), (False, 2, 1e-5), (False, 1, 0.5), (False, 1, 1e-5)):
        layers = random_layers(rng, (4, 4, 2), transposed, groups)
        assert_fused(submission.fuse_conv_bn(*layers, eps, transposed, groups), folded(layers, eps, transposed, groups))
