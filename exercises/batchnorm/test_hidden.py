import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, dtype_of, numerical_gradient

from test_public import gradients, with_attributes

both_ranks = pytest.mark.parametrize("shape", [(6, 3), (2, 3, 2, 4)], ids=["vectors", "images"])


def axes_of(x):
    """The axes that one channel's values run over."""
    return (0, 2, 3)[: x.ndim - 1]


def per_channel(v, x):
    """A vector with a value for each channel, in a shape that broadcasts with x."""
    return v.reshape((1, -1) + (1,) * (x.ndim - 2))


def random_attributes(rng, channels, training):
    return {
        "gamma": rng.normal(size=channels),
        "beta": rng.normal(size=channels),
        "running_mean": rng.normal(size=channels),
        "running_var": rng.uniform(0.5, 4.0, size=channels),
        "training": training,
    }


def forward_backward(module, attributes, x, dy, **options):
    """What one forward and one backward return, by name."""
    bn = with_attributes(module.BatchNorm(x.shape[1], **options), attributes)
    y = bn.forward(x)
    return {"y": y, **gradients(bn.backward(dy))}


def expected_gradients(reference, attributes, x, dy):
    both = forward_backward(reference, attributes, x, dy)
    return {name: both[name] for name in ("dx", "dgamma", "dbeta")}


@case(
    "A new layer starts at gamma 1, beta 0, mean 0, variance 1, in training",
    zh="新建的层：gamma 为 1、beta 为 0、均值 0、方差 1，处于训练模式",
)
@pytest.mark.parametrize("channels", [1, 4])
def test_initial_state(submission, rng, channels):
    bn = submission.BatchNorm(channels)
    for name, start in (("gamma", 1.0), ("beta", 0.0), ("running_mean", 0.0), ("running_var", 1.0)):
        assert_close(getattr(bn, name), np.full(channels, start), what=name, dtype="float64")
    assert_equal(bn.training, True, what="training")
    x = rng.normal(size=(4, channels))
    x_hat = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-5)
    assert_close(bn.forward(x), x_hat, what="y of the new layer")


@case(
    "Every channel of a training batch comes out with mean beta and deviation near gamma",
    zh="训练批次的每个通道输出后，均值为 beta，标准差接近 gamma",
)
@both_ranks
def test_standardised(submission, rng, shape):
    attributes = random_attributes(rng, 3, True)
    x = rng.normal(loc=-4.0, scale=0.3, size=shape)
    y = with_attributes(submission.BatchNorm(3), attributes).forward(x)
    assert_shape(y, shape, what="y")
    variance = x.var(axis=axes_of(x))
    assert_close(np.mean(y, axis=axes_of(x)), attributes["beta"], what="mean of y")
    expected = attributes["gamma"] ** 2 * variance / (variance + 1e-5)
    assert_close(np.var(y, axis=axes_of(x)), expected, what="variance of y")


@case(
    "eps is the constructor's and stands inside the root, in both modes",
    zh="eps 由构造函数给出，两种模式下都在根号内",
    points=2,
    hint="sqrt(var + eps), not sqrt(var) + eps.",
    hint_zh="是 sqrt(var + eps)，不是 sqrt(var) + eps。",
)
@pytest.mark.parametrize("training", [True, False], ids=["training", "evaluation"])
@both_ranks
def test_eps(submission, rng, shape, training):
    attributes = random_attributes(rng, 3, training)
    x = rng.normal(size=shape)
    x = x * per_channel(np.array([0.3, 1.0, 5.0]), x)
    mean, var = x.mean(axis=axes_of(x)), x.var(axis=axes_of(x))
    if not training:
        mean, var = attributes["running_mean"], attributes["running_var"]
    y = with_attributes(submission.BatchNorm(3, eps=0.7), attributes).forward(x)
    gamma, beta, mean, var = (per_channel(v, x) for v in (attributes["gamma"], attributes["beta"], mean, var))
    assert_close(y, gamma * (x - mean) / np.sqrt(var + 0.7) + beta, what="y")


@case("A constant channel comes out as beta, with finite gradients", zh="取值恒定的通道输出 beta，梯度有限")
@both_ranks
def test_constant_channel(submission, reference, rng, shape):
    attributes = random_attributes(rng, 3, True)
    x, dy = rng.normal(size=shape), rng.normal(size=shape)
    x[:, 1] = 2.0
    actual = forward_backward(submission, attributes, x, dy)
    assert_close(actual["y"][:, 1], np.full_like(x[:, 1], attributes["beta"][1]), what="y of the constant channel")
    assert_close(actual, forward_backward(reference, attributes, x, dy))


@case(
    "Running statistics over several batches of different sizes",
    zh="多个大小不同的批次之后的滑动统计量",
    points=2,
    hint="momentum is the weight of the new batch; what there was before keeps the rest.",
    hint_zh="momentum 是新批次的权重，其余的权重属于原有的值。",
)
@pytest.mark.parametrize("momentum", [0.25, 0.9, 1.0, 0.0])
def test_momentum(submission, rng, momentum):
    bn = submission.BatchNorm(3, momentum=momentum)
    mean, var = np.zeros(3), np.ones(3)
    for shape in [(5, 3), (2, 3), (2, 3, 3, 2)]:
        x = rng.normal(loc=2.0, scale=3.0, size=shape)
        bn.forward(x)
        mean = (1 - momentum) * mean + momentum * x.mean(axis=axes_of(x))
        var = (1 - momentum) * var + momentum * x.var(axis=axes_of(x), ddof=1)
        assert_close(bn.running_mean, mean, what="running_mean")
        assert_close(bn.running_var, var, what="running_var")


@case(
    "Training goes on from loaded statistics, which do not touch its output",
    zh="训练从载入的统计量继续，而这些统计量不影响训练时的输出",
)
@both_ranks
def test_loaded_statistics(submission, rng, shape):
    x = rng.normal(size=shape)
    loaded = {"running_mean": rng.normal(size=3) * 10, "running_var": rng.uniform(5.0, 9.0, size=3)}
    bn = with_attributes(submission.BatchNorm(3), loaded)
    x_hat = (x - x.mean(axis=axes_of(x), keepdims=True)) / np.sqrt(x.var(axis=axes_of(x), keepdims=True) + 1e-5)
    assert_close(bn.forward(x), x_hat, what="y")
    assert_close(bn.running_mean, 0.9 * loaded["running_mean"] + 0.1 * x.mean(axis=axes_of(x)), what="running_mean")
    assert_close(bn.running_var, 0.9 * loaded["running_var"] + 0.1 * x.var(axis=axes_of(x), ddof=1), what="running_var")


@case("Evaluation leaves every attribute as it was", zh="评估模式不改变任何属性", points=2)
@both_ranks
def test_evaluation_updates_nothing(submission, rng, shape):
    attributes = random_attributes(rng, 3, False)
    bn = with_attributes(submission.BatchNorm(3), attributes)
    for _ in range(2):
        x = rng.normal(loc=3.0, size=shape)
        gamma, beta, mean, var = (
            per_channel(attributes[name], x) for name in ("gamma", "beta", "running_mean", "running_var")
        )
        assert_close(bn.forward(x), gamma * (x - mean) / np.sqrt(var + 1e-5) + beta, what="y")
    for name, value in attributes.items():
        assert_equal(getattr(bn, name), value, what=name)


@case("In evaluation a sample's output does not depend on its batch", zh="评估模式下，样本的输出与同批的其他样本无关")
@both_ranks
def test_evaluation_of_one(submission, reference, rng, shape):
    attributes = random_attributes(rng, 3, False)
    x = rng.normal(size=shape)
    bn = with_attributes(submission.BatchNorm(3), attributes)
    whole = with_attributes(reference.BatchNorm(3), attributes).forward(x)
    for i in range(len(x)):
        assert_close(bn.forward(x[i : i + 1]), whole[i : i + 1], what="y of one sample")


@case("Training, evaluation, new weights, training again", zh="训练、评估、换权重、再训练")
@both_ranks
def test_switching_modes(submission, reference, rng, shape):
    sides = [module.BatchNorm(3, momentum=0.4) for module in (submission, reference)]
    for training in (True, True, False, True, False):
        x, gamma = rng.normal(loc=1.0, scale=2.0, size=shape), rng.normal(size=3)
        answers = []
        for bn in sides:
            with_attributes(bn, {"training": training, "gamma": gamma})
            answers.append({"y": bn.forward(x), "running_mean": bn.running_mean, "running_var": bn.running_var})
        assert_close(*answers)


@case("Training gradients equal central differences", zh="训练模式的梯度等于中心差分", points=2)
@pytest.mark.parametrize("shape", [(5, 3), (2, 2, 2, 3)], ids=["vectors", "images"])
def test_numerical_gradient(submission, reference, rng, shape):
    channels = shape[1]
    attributes = random_attributes(rng, channels, True)
    x, dy = rng.normal(size=shape), rng.normal(size=shape)
    actual = with_attributes(submission.BatchNorm(channels), attributes)
    actual.forward(x)
    bn = with_attributes(reference.BatchNorm(channels), attributes)
    dx = numerical_gradient(bn.forward, x, dy)
    dgamma = numerical_gradient(lambda v: with_attributes(bn, {"gamma": v}).forward(x), attributes["gamma"], dy)
    bn.gamma = attributes["gamma"]
    dbeta = numerical_gradient(lambda v: with_attributes(bn, {"beta": v}).forward(x), attributes["beta"], dy)
    # Central differences with step 1e-5 are good to about eight digits here.
    expected = gradients((dx, dgamma, dbeta))
    assert_close(gradients(actual.backward(dy)), expected, what="gradients", rtol=1e-5, atol=1e-6)


@case("dx is dy times the full Jacobian of one channel", zh="dx 等于 dy 乘以单个通道的完整雅可比矩阵")
def test_jacobian(submission, rng):
    attributes = random_attributes(rng, 1, True)
    x, dy = rng.normal(size=(7, 1)), rng.normal(size=(7, 1))
    std = np.sqrt(x.var() + 1e-5)
    x_hat = (x - x.mean()) / std
    jacobian = attributes["gamma"] / std * (np.eye(7) - 1 / 7 - x_hat @ x_hat.T / 7)
    bn = with_attributes(submission.BatchNorm(1), attributes)
    bn.forward(x)
    dx = gradients(bn.backward(dy))["dx"]
    assert_close(dx, jacobian.T @ dy, what="dx")


@case(
    "Backward through a training batch of images",
    zh="训练模式下一批图像的反向传播",
    points=2,
    hint="How many values does one channel have?",
    hint_zh="一个通道共有多少个值？",
    hint_for=("answer", "shape", "raised"),
)
def test_backward_images(submission, reference, rng):
    attributes = random_attributes(rng, 4, True)
    x, dy = rng.normal(size=(3, 4, 2, 5)), rng.normal(size=(3, 4, 2, 5))
    actual, expected = (forward_backward(module, attributes, x, dy, eps=0.4) for module in (submission, reference))
    assert_close(actual, expected)


@case(
    "Evaluation gradients: the statistics are constants",
    zh="评估模式的梯度：统计量是常数",
    points=2,
    hint="The running statistics do not depend on this x.",
    hint_zh="滑动统计量与这次的 x 无关。",
)
@both_ranks
def test_evaluation_gradients(submission, reference, rng, shape):
    attributes = random_attributes(rng, 3, False)
    x, dy = rng.normal(size=shape), rng.normal(size=shape)
    std = per_channel(np.sqrt(attributes["running_var"] + 0.4), x)
    x_hat = (x - per_channel(attributes["running_mean"], x)) / std
    dx = dy * per_channel(attributes["gamma"], x) / std
    expected = gradients((dx, (dy * x_hat).sum(axis=axes_of(x)), dy.sum(axis=axes_of(x))))
    bn = with_attributes(submission.BatchNorm(3, eps=0.4), attributes)
    bn.forward(x)
    assert_close(gradients(bn.backward(dy)), expected, what="gradients")
    numerical = numerical_gradient(with_attributes(reference.BatchNorm(3, eps=0.4), attributes).forward, x, dy)
    assert_close(dx, numerical, rtol=1e-6, atol=1e-8)  # the formula above is right: central differences agree


@case("The gradients belong to the mode in which forward ran", zh="梯度以 forward 运行时的模式为准")
def test_mode_of_the_forward(submission, reference, rng):
    x, dy = rng.normal(size=(6, 3)), rng.normal(size=(6, 3))
    actual, expected = {}, {}
    for mode, training in (("training", True), ("evaluation", False)):
        attributes = random_attributes(rng, 3, training)
        bn = with_attributes(submission.BatchNorm(3), attributes)
        bn.forward(x)
        bn.training = not training
        actual[mode] = gradients(bn.backward(dy))
        expected[mode] = expected_gradients(reference, attributes, x, dy)
    assert_close(actual, expected, what="gradients")


@case("The gradients belong to the latest forward", zh="梯度对应最近一次 forward")
def test_latest_forward(submission, reference, rng):
    attributes = random_attributes(rng, 3, True)
    bn = with_attributes(submission.BatchNorm(3), attributes)
    for shape in [(4, 3), (2, 3, 2, 3), (7, 3)]:
        x, dy = rng.normal(size=shape), rng.normal(size=shape)
        bn.forward(rng.normal(size=(5, 3)))
        bn.forward(x)
        assert_close(gradients(bn.backward(dy)), expected_gradients(reference, attributes, x, dy), what="gradients")


@case("Each backward answers for its own dy", zh="每次 backward 只对应自己的 dy")
def test_backward_again(submission, reference, rng):
    shape = (2, 3, 2, 4)
    attributes = random_attributes(rng, 3, True)
    x = rng.normal(size=shape)
    bn = with_attributes(submission.BatchNorm(3), attributes)
    bn.forward(x)
    for _ in range(3):
        dy = rng.normal(size=shape)
        assert_close(gradients(bn.backward(dy)), expected_gradients(reference, attributes, x, dy), what="gradients")


@case("backward changes no attribute", zh="backward 不改变任何属性")
@both_ranks
def test_backward_updates_nothing(submission, rng, shape):
    attributes = random_attributes(rng, 3, True)
    x = rng.normal(size=shape)
    bn = with_attributes(submission.BatchNorm(3), attributes)
    bn.forward(x)
    bn.backward(rng.normal(size=shape))
    running_mean = 0.9 * attributes["running_mean"] + 0.1 * x.mean(axis=axes_of(x))
    running_var = 0.9 * attributes["running_var"] + 0.1 * x.var(axis=axes_of(x), ddof=1)
    assert_close(bn.running_mean, running_mean, what="running_mean after backward")
    assert_close(bn.running_var, running_var, what="running_var after backward")
    for name in ("gamma", "beta", "training"):
        assert_equal(getattr(bn, name), attributes[name], what=name)


@case("Two layers do not affect each other", zh="两个层互不影响")
def test_two_layers(submission, reference, rng):
    inputs = [
        (random_attributes(rng, channels, True), rng.normal(size=(5, channels)), rng.normal(size=(5, channels)))
        for channels in (3, 3)
    ]
    layers = [with_attributes(submission.BatchNorm(3), attributes) for attributes, _, _ in inputs]
    outputs = [bn.forward(x) for bn, (_, x, _) in zip(layers, inputs, strict=True)]
    for bn, y, (attributes, x, dy) in zip(layers, outputs, inputs, strict=True):
        assert_close({"y": y, **gradients(bn.backward(dy))}, forward_backward(reference, attributes, x, dy))
        running_mean = 0.9 * attributes["running_mean"] + 0.1 * x.mean(axis=0)
        assert_close(bn.running_mean, running_mean, what="running_mean")


@case("x and dy are left as they were", zh="不修改 x 和 dy")
@pytest.mark.parametrize("training", [True, False], ids=["training", "evaluation"])
@both_ranks
def test_inputs_untouched(submission, rng, shape, training):
    bn = with_attributes(submission.BatchNorm(3), random_attributes(rng, 3, training))
    x, dy = rng.normal(size=shape), rng.normal(size=shape)
    assert_equal(bn.forward.call(x).args[0], x, what="x after forward")
    assert_equal(bn.backward.call(dy).args[0], dy, what="dy after backward")


@case(
    "Means far larger than the deviation",
    zh="均值远大于标准差",
    points=2,
    hint="The mean of the squares minus the square of the mean loses its digits here.",
    hint_zh="此时“平方的均值减去均值的平方”会丢失有效数字。",
)
@both_ranks
def test_large_mean(submission, reference, rng, shape):
    x = rng.normal(size=shape)
    x = x + per_channel(np.array([1e6, -1e6, 5e5]), x)
    dy = rng.normal(size=shape)
    bn, expected = submission.BatchNorm(3), reference.BatchNorm(3)
    # x keeps ten digits when its mean is taken off, so a right answer has eight or nine.
    assert_close(bn.forward(x), expected.forward(x), what="y", rtol=1e-6, atol=1e-7)
    assert_close(bn.running_mean, expected.running_mean, what="running_mean")
    assert_close(bn.running_var, expected.running_var, what="running_var")
    # For the same reason.
    assert_close(gradients(bn.backward(dy)), gradients(expected.backward(dy)), what="gradients", rtol=1e-6, atol=1e-7)


@case("N = C = H = W: the channel is still axis 1", zh="N = C = H = W 时，通道仍然是第 1 轴")
@pytest.mark.parametrize("training", [True, False], ids=["training", "evaluation"])
def test_equal_sizes(submission, reference, rng, training):
    attributes = random_attributes(rng, 3, training)
    x, dy = rng.normal(size=(3, 3, 3, 3)), rng.normal(size=(3, 3, 3, 3))
    assert_close(forward_backward(submission, attributes, x, dy), forward_backward(reference, attributes, x, dy))


@case(
    "A channel whose gamma is 0 comes out as beta, and its gradients are those of the formula",
    zh="gamma 为 0 的通道输出 beta，梯度仍符合公式",
    hint="dgamma does not depend on gamma; nothing needs to be divided by it.",
    hint_zh="dgamma 与 gamma 无关，不需要除以它。",
)
@both_ranks
def test_gamma_of_zero(submission, reference, rng, shape):
    attributes = random_attributes(rng, 3, True)
    attributes["gamma"][rng.integers(0, 3)] = 0.0
    x, dy = rng.normal(size=shape), rng.normal(size=shape)
    assert_close(forward_backward(submission, attributes, x, dy), forward_backward(reference, attributes, x, dy))


SMALL = [(1, 3, 2, 3), (5, 3, 1, 1), (2, 1, 3, 2), (4, 1), (2, 3), (2, 3, 1, 1), (1, 2, 1, 2), (1, 3, 2, 1)]


@case("A single image, images of one pixel, a single channel, two values in a channel", zh="单张图像、单像素图像、单通道、每个通道只有两个值")
@pytest.mark.parametrize("shape", SMALL, ids=str)
def test_thin_shapes(submission, reference, rng, shape):
    attributes = random_attributes(rng, shape[1], True)
    x, dy = rng.normal(size=shape), rng.normal(size=shape)
    options = {"eps": rng.uniform(0.1, 1.0), "momentum": rng.uniform(0.3, 0.7)}
    actual, expected = (
        with_attributes(module.BatchNorm(shape[1], **options), attributes) for module in (submission, reference)
    )
    assert_close(actual.forward(x), expected.forward(x), what="y")
    assert_close(actual.running_var, expected.running_var, what="running_var")
    assert_close(gradients(actual.backward(dy)), gradients(expected.backward(dy)), what="gradients")


@case(
    "Evaluation of a single sample or channel, with one gamma of 0, backward more than once",
    zh="评估模式下的单个样本或单个通道，有一个 gamma 为 0，多次反向",
    hint="backward changes nothing that a second backward needs, and returns nothing that belongs to the caller.",
    hint_zh="backward 不能改动下一次 backward 需要的东西，也不能返回属于调用者的数组。",
    hint_for=("answer",),
)
def test_thin_evaluation(submission, reference, rng):
    for shape in [(1, 3), (1, 1), (4, 1), (1, 2, 1, 1), (3, 2, 2, 2)]:
        attributes = random_attributes(rng, shape[1], False)
        attributes["gamma"][rng.integers(0, shape[1])] = 0.0
        x, eps = rng.normal(size=shape), rng.uniform(0.1, 1.0)
        sides = [with_attributes(module.BatchNorm(shape[1], eps=eps), attributes) for module in (submission, reference)]
        assert_close(*(bn.forward(x) for bn in sides), what="y")
        for _ in range(3):
            dy = rng.normal(size=shape)
            assert_close(*(gradients(bn.backward(dy)) for bn in sides), what="gradients")


@case(
    "In evaluation, statistics that are loaded between two calls count at once",
    zh="评估模式下，在两次调用之间载入的统计量立即生效",
    hint="The running statistics as they stand, in each call.",
    hint_zh="每次调用都要用滑动统计量当时的值。",
)
def test_statistics_loaded_in_evaluation(submission, reference, rng):
    sides = [module.BatchNorm(3) for module in (submission, reference)]
    x = rng.normal(size=(4, 3))
    for _ in range(4):
        attributes = random_attributes(rng, 3, False)
        for name in ("gamma", "beta", "running_mean", "running_var"):
            for bn in sides:  # one at a time
                with_attributes(bn, {"training": False, name: attributes[name]})
            assert_close(*(bn.forward(x) for bn in sides), what="y")


@case("A hundred batches, each with the same momentum", zh="一百个批次，momentum 始终相同")
def test_many_batches(submission, rng):
    bn = submission.BatchNorm(2)
    mean, var = np.zeros(2), np.ones(2)
    for _ in range(100):
        x = rng.normal(loc=2.0, scale=3.0, size=(3, 2))
        bn.forward(x)
        mean, var = 0.9 * mean + 0.1 * x.mean(axis=0), 0.9 * var + 0.1 * x.var(axis=0, ddof=1)
    assert_close(bn.running_mean, mean, what="running_mean")
    assert_close(bn.running_var, var, what="running_var")


@case("Results and attributes are float64", zh="返回值和属性都是 float64")
@both_ranks
def test_dtype(submission, rng, shape):
    bn = submission.BatchNorm(3)
    x = rng.normal(size=shape)
    y = bn.forward(x)
    x_hat = (x - x.mean(axis=axes_of(x), keepdims=True)) / np.sqrt(x.var(axis=axes_of(x), keepdims=True) + 1e-5)
    assert_close(y, x_hat, what="y", dtype="float64")
    # float32 has half of these digits.
    assert_close(bn.running_mean, 0.1 * x.mean(axis=axes_of(x)), what="running_mean", rtol=0.0, atol=1e-12)
    assert_close(bn.running_var, 0.9 + 0.1 * x.var(axis=axes_of(x), ddof=1), what="running_var", rtol=1e-12, atol=0.0)
    arrays = {name: getattr(bn, name) for name in ("gamma", "beta", "running_mean", "running_var")}
    arrays |= gradients(bn.backward(rng.normal(size=shape)))
    for name, array in arrays.items():
        assert_equal(dtype_of(array), "float64", what=f"dtype of {name}")
