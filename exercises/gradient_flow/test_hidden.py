import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case

from test_public import ACTIVATIONS, assert_flow, draw, norms_by_definition

# Norms are sums of few squares: float64 keeps 14 digits of them, float32 would keep 7.
PRECISE = {"dtype": "float64", "rtol": 1e-11, "atol": 1e-13}


def assert_norms(submission, x, dy, weights, activation, **options):
    expected = norms_by_definition(x, dy, weights, activation)
    assert_close(submission.gradient_norms(x, dy, weights, activation), expected, what="norms", **options)


@case("Every norm has the digits of float64", zh="每个范数都有 float64 的精度")
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_precision(submission, rng, activation):
    assert_norms(submission, *draw(rng, 4, (3, 5, 4, 5, 2)), activation, **PRECISE)


@case("The activation of the last layer counts", zh="最后一层的激活函数也要算")
def test_last_activation(submission, rng):
    w = rng.uniform(0.5, 1.0, size=(1, 1))
    x, dy = np.array([[2.0]]), np.array([[3.0]])
    a = np.tanh(2.0 * w[0, 0])
    assert_close(submission.gradient_norms(x, dy, [w], "tanh"), np.array([6.0 * (1 - a * a)]), what="norms", **PRECISE)
    assert_close(submission.gradient_norms(x, dy, [-w], "relu"), np.zeros(1), what="norms")
    assert_close(submission.gradient_norms(x, dy, [w], "relu"), np.array([6.0]), what="norms")


@case(
    "A pre-activation of exactly 0 passes nothing through ReLU",
    zh="预激活恰好为 0 时，ReLU 不传回梯度",
    hint="The derivative of ReLU at 0 is 0.",
    hint_zh="ReLU 在 0 处的导数取 0。",
)
def test_at_the_kink(submission, rng):
    x = np.array([[1.0, 1.0], [2.0, -1.0]])
    weights = [np.array([[1.0, -1.0], [1.0, 2.0], [3.0, 1.0]]), np.array([[1.0, 1.0, 0.5], [2.0, 3.0, -2.25]])]
    assert_norms(submission, x, rng.normal(size=(2, 2)), weights, "relu")
    zeros = [np.zeros((3, 2)), np.ones((2, 3))]
    assert_norms(submission, x, rng.normal(size=(2, 2)), zeros, "relu")


@case("Weights of zero let some gradients through", zh="权重为零的一层，有些梯度仍能通过")
def test_zero_weights(submission, rng):
    for activation in ACTIVATIONS:
        x, dy, weights = draw(rng, 3, (2, 3, 3, 2))
        for layer in range(3):
            zeroed = [w * (i != layer) for i, w in enumerate(weights)]
            assert_norms(submission, x, dy, zeroed, activation)


@case(
    "Gradients so small that their squares are 0",
    zh="梯度小到平方会变成 0",
    points=2,
    hint="The squares need not fit into float64; the norm does.",
    hint_zh="平方不一定放得进 float64，范数却放得下。",
    hint_for=("answer",),
)
@pytest.mark.parametrize("activation", ["linear", "relu"])
def test_tiny(submission, rng, activation):
    x, dy, weights = draw(rng, 1, (3,) * 41)
    x, weights = np.abs(x), [np.abs(w) for w in weights]
    few = weights[:3]
    expected = norms_by_definition(x, dy, few, activation)
    for size in (1e-240, 1e-170, 1e-161):
        actual = submission.gradient_norms(x, dy * size, few, activation)
        assert_close(actual / size, expected, what="norms")
    expected = norms_by_definition(x, dy, weights, activation)
    faint = [w * 1e-5 for w in weights]  # of 40 factors, each norm has 39
    actual = submission.gradient_norms(x, dy, faint, activation)
    assert_close(actual * 1e195, expected, what="norms")


@case(
    "Gradients so large that their squares are infinite",
    zh="梯度大到平方会变成无穷大",
    points=2,
    hint="The squares need not fit into float64; the norm does.",
    hint_zh="平方不一定放得进 float64，范数却放得下。",
    hint_for=("answer",),
)
@pytest.mark.parametrize("activation", ["linear", "relu"])
def test_huge(submission, rng, activation):
    x, dy, weights = draw(rng, 3, (4, 4, 4))
    x, weights = np.abs(x), [np.abs(w) for w in weights]
    expected = norms_by_definition(x, dy, weights, activation)
    for size in (1e170, 1e240):
        assert_close(submission.gradient_norms(x, dy * size, weights, activation) / size, expected, what="norms")
        actual = submission.gradient_norms(x * size, dy, weights, activation)
        assert_close(actual / size, expected, what="norms")


@case("One layer", zh="只有一层")
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_one_layer(submission, rng, activation):
    assert_norms(submission, *draw(rng, 4, (3, 5)), activation)


@case("A sample, a feature, a unit alone", zh="只有一个样本、特征或单元")
@pytest.mark.parametrize("widths", [(1, 1), (1, 1, 1), (1, 3, 2), (3, 1, 3), (3, 2, 1)], ids=str)
def test_thin_shapes(submission, rng, widths):
    for samples in (1, 4):
        assert_norms(submission, *draw(rng, samples, widths), "tanh")
        assert_norms(submission, *draw(rng, samples, widths), "linear")


@case(
    "All widths alike: only right transposes are right",
    zh="各层宽度都相等：只有转置写对了才对",
    hint="Where all sizes are equal, a wrong transpose raises nothing.",
    hint_zh="各维大小都相等时，转置写错了也不会报错。",
)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_equal_sizes(submission, rng, activation):
    assert_norms(submission, *draw(rng, 3, (3, 3, 3, 3)), activation)


@case("Samples that are there twice double the norms", zh="样本重复一遍，范数翻倍", points=2, hint="The gradients are sums over the samples.", hint_zh="梯度在样本上求和。")
def test_twice(submission, rng):
    x, dy, weights = draw(rng, 3, (3, 4, 2))
    actual = submission.gradient_norms(np.concatenate([x, x]), np.concatenate([dy, dy]), weights, "tanh")
    assert_close(actual, 2 * norms_by_definition(x, dy, weights, "tanh"), what="norms")


@case("Samples whose gradients cancel", zh="各样本的梯度互相抵消", hint="First the sum over the samples, then the norm.", hint_zh="先在样本上求和，再取范数。")
def test_cancelling(submission, rng):
    x, dy, weights = draw(rng, 3, (3, 4, 2))
    actual = submission.gradient_norms(np.concatenate([x, x]), np.concatenate([dy, -0.5 * dy]), weights, "tanh")
    assert_close(actual, 0.5 * norms_by_definition(x, dy, weights, "tanh"), what="norms")


@case("More samples than a byte can count", zh="样本数超过一个字节能表示的范围")
def test_many_samples(submission, rng):
    x, dy, weights = draw(rng, 3, (2, 3, 2))
    times = np.array([1, 260, 39])
    actual = submission.gradient_norms(np.repeat(x, times, axis=0), np.repeat(dy, times, axis=0), weights, "sigmoid")
    assert_close(actual, norms_by_definition(x, dy * times[:, None], weights, "sigmoid"), what="norms")
    assert_norms(submission, *draw(rng, 2, (2, 300, 2)), "linear")  # and units


@case("Through many layers of sigmoids the gradients vanish", zh="经过许多层 sigmoid，梯度消失", points=2)
def test_deep(submission, rng):
    x, dy, weights = draw(rng, 2, (2,) * 61)
    expected = norms_by_definition(x, dy, weights, "sigmoid")
    actual = submission.gradient_norms(x, dy, weights, "sigmoid")
    assert_shape(actual, (60,), what="norms")
    assert_close(actual / expected, np.ones(60), what="norms beside the right ones")
    assert_equal(submission.gradient_flow(actual)[2], "vanishing", what="verdict")


@case(
    "Exactly at a threshold the gradients are healthy; a hair beyond it they are not",
    zh="恰好等于阈值时是健康的，稍微越过就不是",
    hint="ratio is one division; compare it strictly.",
    hint_zh="ratio 只是一次除法；比较时用严格的不等号。",
)
def test_thresholds(submission):
    for first, verdict in ((1e-4, "healthy"), (0.99999e-4, "vanishing"), (1e4, "healthy"), (1.00001e4, "exploding")):
        assert_flow(submission.gradient_flow(np.array([first, 1.0])), first, first, verdict)
        assert_flow(submission.gradient_flow(np.array([first, 5.0, 1.0])), first, first**0.5, verdict)


@case(
    "A ratio that does not fit into float64 still has a rate",
    zh="比值放不进 float64 时，rate 仍然存在",
    points=2,
    hint="Logarithms fit.",
    hint_zh="对数放得下。",
    hint_for=("answer", "raised"),
)
def test_far_norms(submission, rng):
    for steps in (4, 7):
        between = rng.uniform(0.5, 2.0, size=steps - 1)
        actual = submission.gradient_flow(np.array([1e-250, *between, 1e250]))
        assert_flow(actual, 0.0, 10.0 ** (-500 / steps), "vanishing")
        ratio, rate, verdict = submission.gradient_flow(np.array([1e250, *between, 1e-250]))
        assert_equal((ratio, verdict), (np.inf, "exploding"), what="ratio and verdict")
        assert_close(rate, 10.0 ** (500 / steps), what="rate", rtol=1e-11)


@case("All norms far from 1, and yet alike", zh="所有范数都远离 1，但彼此相近")
def test_alike(submission, rng):
    for size in (1e-270, 1e-12, 1e12, 1e270):
        norms = rng.uniform(0.5, 2.0, size=6) * size
        assert_flow(submission.gradient_flow(norms), norms[0] / norms[-1], (norms[0] / norms[-1]) ** 0.2, "healthy")


@case("Only the first and the last norm count", zh="只看第一个和最后一个范数")
def test_between(submission, rng):
    for between in ([0.0, 0.0], [1e200, 1e-200], [0.0, 1e9]):
        first, last = rng.uniform(0.5, 2.0, size=2)
        actual = submission.gradient_flow(np.array([first, *between, last]))
        assert_flow(actual, first / last, (first / last) ** (1 / 3), "healthy")


@case("A single layer", zh="只有一层时的判断")
def test_single_norm(submission, rng):
    for size in (1e-200, 1.0, 1e200):
        assert_flow(submission.gradient_flow(rng.uniform(0.5, 2.0, size=1) * size), 1.0, 1.0, "healthy")


@case("Norms of 0", zh="为 0 的范数", points=2, hint="A last norm of 0 leaves no ratio.", hint_zh="最后一个范数为 0 时没有比值。")
def test_zeros(submission):
    for norms in ([0.0], [0.0, 0.0], [2.0, 0.0], [0.0, 3.0, 0.0], [1e-250, 1.0, 0.0]):
        assert_equal(submission.gradient_flow(np.array(norms)), (None, None, "dead"), what="the flow")
    for norms in ([0.0, 2.0], [0.0, 0.0, 1e-250], [0.0, 5.0, 0.0, 1.0]):
        assert_flow(submission.gradient_flow(np.array(norms)), 0.0, 0.0, "vanishing")


@case("Each call looks at its own arguments", zh="每次调用只看自己的参数")
def test_each_call(submission, rng):
    for _ in range(3):
        x, dy, weights = draw(rng, 3, (3, 4, 4))
        for activation in ACTIVATIONS:
            assert_norms(submission, x, dy, weights, activation)
        norms = rng.uniform(0.5, 2.0, size=3)
        assert_flow(submission.gradient_flow(norms), norms[0] / norms[2], (norms[0] / norms[2]) ** 0.5, "healthy")


@case("The arguments are left as they were", zh="不修改传入的数组", points=2)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_inputs_untouched(submission, rng, activation):
    given = draw(rng, 3, (3, 3, 3))
    after = submission.gradient_norms.call(*given, activation).args
    for name, before, now in zip(("x", "dy", "weights"), given, after, strict=False):
        assert_equal(now, before, what=name)
    norms = rng.uniform(0.5, 2.0, size=4)
    assert_equal(submission.gradient_flow.call(norms).args[0], norms, what="norms")
