import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_shape, case, workload


def owners(shape, transposed=False, groups=1):
    """The output channel of each weight[i, j], as a table of the first two axes."""
    first, second = shape[:2]
    if not transposed:
        return np.repeat(np.arange(first)[:, None], second, axis=1)
    return np.arange(first)[:, None] // (first // groups) * second + np.arange(second)


def random_layers(rng, shape, transposed=False, groups=1):
    """weight, bias, gamma, beta, mean and variance of a convolution and its batch norm: nowhere 0, nowhere 1."""
    channels = shape[1] * groups if transposed else shape[0]
    signed = (rng.uniform(0.5, 2.0, size=(4, channels)) + 0.01) * rng.choice([-1, 1], size=(4, channels))
    bias, gamma, beta, mean = signed
    gamma[0] = -np.abs(gamma[0])
    # bias - mean and the sum with beta keep their digits; an eps of 1e-5 hardly shows, for it has a case of its own.
    mean, beta = -np.sign(bias) * np.abs(mean), np.sign(bias * gamma) * np.abs(beta)
    return [rng.normal(size=shape), bias, gamma, beta, mean, rng.uniform(4.0, 8.0, size=channels)]


def without(layers, missing):
    """The layers with None in the place of those parts that are missing."""
    weight, bias, gamma, beta, mean, var = layers
    if 2 in missing and beta is not None:
        beta = np.sign(bias) * np.abs(beta)
    return [None if index in missing else value for index, value in enumerate((weight, bias, gamma, beta, mean, var))]


def folded(layers, eps=1e-5, transposed=False, groups=1):
    """The statement's formulas in numpy: the number of each output channel is looked up for each weight[i, j]."""
    weight, bias, gamma, beta, mean, var = layers
    scale = (1.0 if gamma is None else gamma) / np.sqrt(var + eps)
    table = scale[owners(weight.shape, transposed, groups)]
    shift = (0.0 if bias is None else bias) - mean
    return weight * table.reshape(*table.shape, *[1] * (weight.ndim - 2)), shift * scale + (0.0 if beta is None else beta)


def convolved(x, weight, bias, groups=1):
    """The convolution of images (C_in, H, W) with weight (C_out, C_in / groups, K, K); stride 1, no padding."""
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(1, 2))
    windows = windows.reshape(groups, -1, *windows.shape[1:])
    y = np.einsum("gcijuv,gfcuv->gfij", windows, weight.reshape(groups, -1, *weight.shape[1:]))
    return y.reshape(-1, *y.shape[2:]) + bias[:, None, None]


def assert_fused(answer, expected, dtype=None):
    assert_close(answer[0], expected[0], what="weight", dtype=dtype)
    assert_close(answer[1], expected[1], what="bias", dtype=dtype)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    gamma, beta, mean, var = np.array([[2.0, 1.0], [0.5, 0.0], [1.0, -2.0], [3.0, 15.0]])
    answer = submission.fuse_conv_bn(np.array([2.0, 3.0]).reshape(2, 1, 1, 1), None, gamma, beta, mean, var, eps=1.0)
    assert_fused(answer, (np.array([2.0, 0.75]).reshape(2, 1, 1, 1), np.array([-0.5, 0.5])))


@case(
    "The fused convolution has the output of convolution and batch norm",
    zh="融合后的卷积与原来两层的输出相同",
    points=2,
    hint="Put the convolution in the place of z in the formula of the batch norm, and sort by what is multiplied by x.",
    hint_zh="把卷积代入 BatchNorm 公式中的 z，按是否乘着 x 来整理。",
)
@pytest.mark.parametrize("groups", [1, 2])
def test_same_output(submission, rng, groups):
    layers = random_layers(rng, (4, 3, 2, 2))
    weight, bias, gamma, beta, mean, var = layers
    x = rng.normal(size=(3 * groups, 4, 5))
    z = convolved(x, weight, bias, groups)
    gamma_, beta_, mean_, var_ = (v[:, None, None] for v in (gamma, beta, mean, var))
    y = gamma_ * (z - mean_) / np.sqrt(var_ + 0.1) + beta_
    fused, shift = submission.fuse_conv_bn(*layers, eps=0.1, groups=groups)
    assert_shape(fused, weight.shape, what="weight")
    assert_shape(shift, (4,), what="bias")
    assert_close(convolved(x, fused, shift, groups), y, what="y")


@case(
    "A convolution without a bias",
    zh="没有偏置的卷积",
    hint="A bias of 0 does not stay 0 in the batch norm.",
    hint_zh="偏置 0 经过 BatchNorm 之后不再是 0。",
    hint_for=("answer", "shape", "type", "raised"),
)
def test_no_bias(submission, rng):
    layers = random_layers(rng, (4, 3, 3, 3))
    layers[1] = None
    assert_fused(submission.fuse_conv_bn(*layers), folded(layers))


@case(
    "A batch norm without gamma or without beta",
    zh="没有 gamma 或没有 beta 的 BatchNorm",
    hint="Each of the two may be None by itself.",
    hint_zh="两者各自都可能是 None。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("missing", [(2, 3), (2,), (3,)], ids=["both", "gamma", "beta"])
def test_not_affine(submission, rng, missing):
    layers = without(random_layers(rng, (3, 2, 2, 2)), missing)
    assert_fused(submission.fuse_conv_bn(*layers), folded(layers))


@case("Another eps", zh="另一个 eps", hint="It is added to the variance, inside the root.", hint_zh="它加在方差上，在根号内。")
@pytest.mark.parametrize("eps", [1e-3, 0.1, 2.0])
def test_eps(submission, rng, eps):
    layers = random_layers(rng, (3, 2, 3, 3))
    assert_fused(submission.fuse_conv_bn(*layers, eps), folded(layers, eps))
    assert_fused(submission.fuse_conv_bn(*layers, eps=eps), folded(layers, eps))


@case(
    "A transposed convolution, with and without groups",
    zh="转置卷积，分组与不分组",
    points=2,
    hint="Which axis of its weight counts the channels of the output, and what does it count in groups?",
    hint_zh="它的权重中哪个轴是输出通道？分组时这个轴数的又是什么？",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("groups", [1, 2])
def test_transposed(submission, rng, groups):
    layers = random_layers(rng, (6, 2, 3, 3), True, groups)
    answer = submission.fuse_conv_bn(*layers, transposed=True, groups=groups)
    assert_fused(answer, folded(layers, 1e-5, True, groups))


@workload("512 channels in and out, a kernel of 3 x 3, float32", zh="输入输出各 512 个通道，3 x 3 卷积核，float32")
def time_wide(module, rng):
    layers = [a.astype(np.float32) for a in random_layers(rng, (512, 512, 3, 3))]
    return module.fuse_conv_bn, tuple(layers)
