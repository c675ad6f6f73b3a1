import numpy as np
import pytest

from dlgrade.testing import assert_close, case, workload


def with_attributes(layer, attributes):
    for name, value in attributes.items():
        setattr(layer, name, value)
    return layer


def gradients(returned):
    return dict(zip(("dx", "dgamma", "dbeta"), returned, strict=True))


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    bn = submission.BatchNorm(2)
    y = bn.forward(np.array([[1.0, 20.0], [2.0, 40.0], [6.0, 0.0]]))
    rounded = {"rtol": 0.0, "atol": 1e-8}  # the statement shows eight decimals
    expected = np.array([[-0.92581911, 0.0], [-0.46290955, 1.22474485], [1.38872866, -1.22474485]])
    assert_close(y, expected, what="y", **rounded)
    assert_close(bn.running_mean, np.array([0.3, 2.0]), what="running_mean")
    assert_close(bn.running_var, np.array([1.6, 40.9]), what="running_var")
    returned = bn.backward(np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 3.0]]))
    dx = np.array([[0.17634678, -0.06123724], [-0.22043298, 0.03061862], [0.0440862, 0.03061862]])
    dgamma, dbeta = np.array([-0.92581911, -3.67423455]), np.array([1.0, 3.0])
    assert_close(gradients(returned), gradients((dx, dgamma, dbeta)), what="gradients", **rounded)
    bn.training = False
    y = bn.forward(np.array([[1.0, 20.0]]))
    assert_close(y, np.array([[0.55339686, 2.81456186]]), what="y in evaluation", what_zh="评估模式下的 y", **rounded)


@case(
    "Vectors in training: each channel is normalised over the batch",
    zh="训练模式下的向量：每个通道在批次上归一化",
    sizes=[2, 3, 8],
)
def test_train_vectors(submission, reference, rng, size):
    x = rng.normal(loc=2.0, scale=3.0, size=(size, 4))
    assert_close(submission.BatchNorm(4).forward(x), reference.BatchNorm(4).forward(x), what="y")


@case(
    "Images in training: each channel is normalised over the batch and all positions",
    zh="训练模式下的图像：每个通道在批次和所有位置上归一化",
    points=2,
    hint="The values of one channel run over the axes 0, 2 and 3.",
    hint_zh="一个通道的值分布在第 0、2、3 轴上。",
    hint_for=("answer", "shape", "raised"),
)
def test_train_images(submission, reference, rng):
    x = rng.normal(size=(2, 3, 4, 5)) + np.array([5.0, 0.0, -5.0]).reshape(3, 1, 1)
    assert_close(submission.BatchNorm(3).forward(x), reference.BatchNorm(3).forward(x), what="y")


@case(
    "One batch moves the running statistics by momentum, the variance unbiased",
    zh="一个批次按 momentum 更新滑动统计量，方差是无偏的",
    points=2,
    hint="Both start at fixed values, and momentum is the weight of the new batch.",
    hint_zh="两者都从固定的值开始；momentum 是新批次的权重。",
)
@pytest.mark.parametrize("shape", [(6, 3), (2, 3, 2, 4)], ids=["vectors", "images"])
def test_running_statistics(submission, rng, shape):
    x = rng.normal(loc=3.0, scale=2.0, size=shape)
    bn = submission.BatchNorm(3)
    bn.forward(x)
    axes = (0, 2, 3)[: len(shape) - 1]
    assert_close(bn.running_mean, 0.9 * 0.0 + 0.1 * x.mean(axis=axes), what="running_mean")
    assert_close(bn.running_var, 0.9 * 1.0 + 0.1 * x.var(axis=axes, ddof=1), what="running_var")


@case("In evaluation the running statistics are used", zh="评估模式使用滑动统计量", points=2)
@pytest.mark.parametrize("shape", [(5, 3), (2, 3, 2, 4)], ids=["vectors", "images"])
def test_evaluation(submission, reference, rng, shape):
    attributes = {
        "gamma": rng.normal(size=3),
        "beta": rng.normal(size=3),
        "running_mean": rng.normal(size=3),
        "running_var": rng.uniform(0.5, 4.0, size=3),
        "training": False,
    }
    x = rng.normal(size=shape)
    actual = with_attributes(submission.BatchNorm(3), attributes).forward(x)
    assert_close(actual, with_attributes(reference.BatchNorm(3), attributes).forward(x), what="y")


@case(
    "Backward through a training batch of vectors",
    zh="训练模式下一批向量的反向传播",
    points=2,
    hint="The mean and the variance are functions of x.",
    hint_zh="均值和方差都是 x 的函数。",
)
def test_backward_vectors(submission, reference, rng):
    attributes = {"gamma": rng.normal(size=3), "beta": rng.normal(size=3)}
    x, dy = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
    returned = []
    for module in (submission, reference):
        bn = with_attributes(module.BatchNorm(3), attributes)
        bn.forward(x)
        returned.append(gradients(bn.backward(dy)))
    assert_close(*returned, what="gradients")


@workload("training forward of 16 x 32 x 16 x 16 float64", zh="16 x 32 x 16 x 16 的 float64 数组，训练模式的前向")
def time_forward(module, rng):
    return module.BatchNorm(32).forward, (rng.normal(size=(16, 32, 16, 16)),)
