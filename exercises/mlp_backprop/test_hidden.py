import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, require

from test_public import (
    PARAMETERS,
    assert_gradients,
    assert_trained,
    draw,
    gradients_by_definition,
    logits_by_definition,
    loss_by_definition,
    train_by_definition,
)


def assert_loss_and_gradients(submission, x, labels, parameters, **options):
    loss, *gradients = submission.mlp_gradients(x, labels, *parameters)
    assert_close(loss, loss_by_definition(x, labels, *parameters), what="loss", **options)
    assert_gradients(gradients, gradients_by_definition(x, labels, *parameters), **options)


@case(
    "A unit whose pre-activation is exactly 0 passes nothing on",
    zh="预激活恰好为 0 的单元不传回任何梯度",
    points=2,
    hint="The derivative of ReLU at 0 is 0.",
    hint_zh="ReLU 在 0 处的导数取 0。",
)
def test_at_the_kink(submission, rng):
    x = np.array([[1.0, 2.0], [-2.0, 1.0], [3.0, 3.0]])
    w1, b1 = np.array([[1.0, -1.0], [2.0, 1.0], [0.0, 0.0], [1.0, 3.0]]), np.array([1.0, 3.0, 0.0, -1.0])
    w2, b2 = rng.normal(size=(3, 4)), rng.normal(size=3)  # z has a 0 in each of the first three units
    near = {"rtol": 1e-4, "atol": 1e-5}  # precision has a case of its own
    assert_loss_and_gradients(submission, x, rng.integers(0, 3, size=3), [w1, b1, w2, b2], **near)
    # Weights and biases of zero: every unit stands at 0.
    zeros = [np.zeros((4, 2)), np.zeros(4), w2, b2]
    assert_loss_and_gradients(submission, x, rng.integers(0, 3, size=3), zeros, **near)


@case("Units that no sample switches on learn nothing; the others do", zh="没有样本激活的单元不学习，其余的照常学习")
def test_dead_units(submission, rng):
    x, labels, parameters = draw(rng, 4, 3, 5, 3)
    parameters[1][[0, 3]] = -1000.0
    _, *gradients = submission.mlp_gradients(x, labels, *parameters)
    assert_gradients(gradients, gradients_by_definition(x, labels, *parameters))
    for name, gradient in (("dw1", gradients[0]), ("db1", gradients[1]), ("dw2", gradients[2].T)):
        assert_equal(gradient[[0, 3]], np.zeros(gradient[[0, 3]].shape), what=name)


@case("Negative biases, units that all samples switch on", zh="所有样本都激活的单元，相当于线性")
def test_linear_units(submission, rng):
    x, labels, parameters = draw(rng, 8, 3, 4, 3)
    parameters[1:3] = parameters[1] + 15.0, 0.1 * parameters[2]
    assert_close(submission.mlp_forward(x, *parameters), logits_by_definition(x, *parameters), what="logits")
    assert_loss_and_gradients(submission, x, labels, parameters)


@case(
    "Samples that are there twice change neither loss nor gradients",
    zh="样本重复一遍，损失和梯度都不变",
    points=2,
    hint="The loss is a mean.",
    hint_zh="损失是平均值。",
)
def test_twice(submission, rng):
    x, labels, parameters = draw(rng, 3, 2, 4, 3)
    loss, *gradients = submission.mlp_gradients(np.concatenate([x, x]), np.concatenate([labels, labels]), *parameters)
    assert_close(loss, loss_by_definition(x, labels, *parameters), what="loss")
    assert_gradients(gradients, gradients_by_definition(x, labels, *parameters))


@case("With output weights of zero all classes are alike", zh="输出层权重全为零时，各类别相同")
def test_alike(submission, rng):
    x, labels, parameters = draw(rng, 6, 3, 4, 5)
    parameters[2:] = np.zeros((5, 4)), np.zeros(5)
    loss, dw1, _, _, db2 = submission.mlp_gradients(x, labels, *parameters)
    assert_close(loss, np.log(5.0), what="loss")
    assert_equal(dw1, np.zeros((4, 3)), what="dw1")
    assert_close(db2, 0.2 - np.bincount(labels, minlength=5) / 6, what="db2")


@case(
    "Very large logits: the loss and its gradients stay finite and right",
    zh="logits 非常大时，损失和梯度仍然有限且正确",
    points=2,
    hint="exp of a large number is infinite, and the log of a probability of 0 is, too.",
    hint_zh="很大的数取 exp 是无穷大；概率为 0 时取 log 也是无穷大。",
    hint_for=("answer", "raised"),
)
@pytest.mark.parametrize("sign", [1.0, -1.0], ids=["positive", "negative"])
def test_large_logits(submission, rng, sign):
    x, labels, parameters = draw(rng, 6, 2, 3, 3)
    labels[:3] = 0, 1, 2
    parameters[3] = sign * np.array([9_000.0, 9_001.0, 9_002.0]) + rng.normal(size=3)  # close to each other
    assert_loss_and_gradients(submission, x, labels, parameters)
    parameters[3] = sign * np.array([9_000.0, 2_000.0, -8_000.0])  # and far apart: wrong classes are certain
    assert_loss_and_gradients(submission, x, labels, parameters)
    # In one sample large, in the others not.
    x, w2 = np.array([[9_000.0], [1.0], [2.0], [0.5]]), np.array([[1.0], [-1.0], [0.5]]) + rng.uniform(-0.1, 0.1, size=(3, 1))
    assert_loss_and_gradients(submission, x, np.array([0, 1, 2, 0]), [np.ones((1, 1)), np.zeros(1), w2, sign * np.ones(3)])


@case("A sample, a feature, a unit, a class alone", zh="只有一个样本、特征、单元或类别")
@pytest.mark.parametrize("sizes", [(1, 1, 1, 1), (1, 3, 4, 2), (4, 1, 3, 2), (4, 3, 1, 2), (4, 3, 2, 1), (1, 1, 1, 3)], ids=str)
def test_thin_shapes(submission, rng, sizes):
    x, labels, parameters = draw(rng, *sizes)
    assert_close(submission.mlp_forward(x, *parameters), logits_by_definition(x, *parameters), what="logits")
    # With a single class, terms of order 1 cancel: what is left of them is no mistake.
    near = {"rtol": 1e-5, "atol": 1e-5}
    assert_loss_and_gradients(submission, x, labels, parameters, **near)
    expected = train_by_definition(x, labels, parameters, 0.05, 2)
    assert_trained(submission.mlp_train(x, labels, *parameters, 0.05, 2), expected, **near)


@case(
    "N = D = H = K: only right transposes are right",
    zh="N = D = H = K 时，只有转置写对了才对",
    hint="Where all sizes are equal, a wrong transpose raises nothing.",
    hint_zh="各维大小都相等时，转置写错了也不会报错。",
)
@pytest.mark.parametrize("size", [2, 3, 4])
def test_equal_sizes(submission, rng, size):
    x, labels, parameters = draw(rng, size, size, size, size)
    assert_close(submission.mlp_forward(x, *parameters), logits_by_definition(x, *parameters), what="logits")
    assert_loss_and_gradients(submission, x, labels, parameters)


@case("More samples than a byte can count", zh="样本数超过一个字节能表示的范围")
def test_many_samples(submission, rng):
    few, labels, parameters = draw(rng, 4, 2, 3, 2)
    times = [1, 260, 20, 40]  # each of four samples that often; the mean is weighted by that
    x, own = np.repeat(few, times, axis=0), np.repeat(labels, times)
    assert_close(submission.mlp_forward(x, *parameters), logits_by_definition(x, *parameters), what="logits")
    each = [(row[None], label[None]) for row, label in zip(few, labels, strict=True)]
    losses = [loss_by_definition(*one, *parameters) for one in each]
    by_sample = zip(*(gradients_by_definition(*one, *parameters) for one in each), strict=True)
    gradients = [sum(t * g for t, g in zip(times, parts, strict=True)) / sum(times) for parts in by_sample]
    loss, *actual = submission.mlp_gradients(x, own, *parameters)
    assert_close(loss, np.average(losses, weights=times), what="loss")
    assert_gradients(actual, gradients)
    expected = [p - 0.5 * g for p, g in zip(parameters, gradients, strict=True)]
    assert_trained(submission.mlp_train(x, own, *parameters, 0.5, 1), (np.array([loss]), expected))


@case("Labels of any integer type", zh="任意整数类型的标签")
@pytest.mark.parametrize(("dtype", "classes"), [("uint8", 200), ("int8", 120), ("int16", 300), ("int32", 3), ("uint64", 3)])
def test_label_types(submission, rng, dtype, classes):
    x, _, parameters = draw(rng, 4, 2, 3, classes)
    labels = np.array([classes - 1, 0, classes // 2 + 20 * (classes > 100), classes - 2])
    loss, *gradients = submission.mlp_gradients(x, labels.astype(dtype), *parameters)
    assert_close(loss, loss_by_definition(x, labels, *parameters), what="loss")
    assert_gradients(gradients, gradients_by_definition(x, labels, *parameters))


@case("All samples of one class, the first or the last", zh="所有样本同属一类：第一类或最后一类")
def test_one_label(submission, rng):
    x, _, parameters = draw(rng, 4, 3, 4, 3)
    for label in (0, 2):
        assert_loss_and_gradients(submission, x, np.full(4, label), parameters)


@case(
    "Features of very different magnitudes",
    zh="量级相差悬殊的特征",
    hint="Nothing is clipped, rounded or added on the way.",
    hint_zh="中间不要截断、取整，也不要添加任何东西。",
    hint_for=("answer",),
)
def test_magnitudes(submission, rng):
    x, labels, parameters = draw(rng, 5, 4, 3, 3)
    scale = 10.0 ** np.array([-30, -6, 6, 30])  # column i of w1 is scaled down as much as feature i is scaled up
    _, *gradients = submission.mlp_gradients(x * scale, labels, parameters[0] / scale, *parameters[1:])
    assert_shape(gradients[0], (3, 4), what="dw1")
    expected = gradients_by_definition(x, labels, *parameters)
    assert_gradients([gradients[0] / scale, *gradients[1:]], expected)
    for factor in (1e-30, 1e-10, 1e10, 1e30):  # of the hidden values, which the output weights make up for
        w1, b1, w2, b2 = parameters
        _, *gradients = submission.mlp_gradients(x, labels, w1 * factor, b1 * factor, w2 / factor, b2)
        back = [gradients[0] * factor, gradients[1] * factor, gradients[2] / factor, gradients[3]]
        assert_gradients(back, expected)


@case("Samples that are told apart with certainty leave almost no gradient", zh="已经确定无疑地分开的样本几乎不产生梯度")
def test_certain(submission, rng):
    x, w1 = np.array([[1.0, 0.0], [0.0, 1.0], [2.0, 0.0]]), np.eye(2)
    parameters = [w1, np.zeros(2), 40.0 * np.eye(2), rng.normal(size=2)]
    loss, *gradients = submission.mlp_gradients(x, np.array([0, 1, 0]), *parameters)
    # 1 - p is below 1e-15 here, and 1 itself is rounded to 1e-16.
    assert_close(loss, 0.0, what="loss", atol=1e-12)
    assert_gradients(gradients, [np.zeros(p.shape) for p in parameters], atol=1e-12)  # for the same reason


@case("Each step goes down the gradient at the same point", zh="每一步的所有梯度都在同一点上求得", points=2)
def test_one_step(submission, rng):
    x, labels, parameters = draw(rng, 5, 3, 4, 3)
    for lr in (2.0, 0.5, 1e-3, 0.0):
        expected = [p - lr * g for p, g in zip(parameters, gradients_by_definition(x, labels, *parameters), strict=True)]
        losses, *trained = submission.mlp_train(x, labels, *parameters, lr, 1)
        assert_close(losses, np.array([loss_by_definition(x, labels, *parameters)]), what="losses")
        for name, actual, wanted in zip(PARAMETERS, trained, expected, strict=True):
            assert_close(actual, wanted, what=name)


@case("Training of no steps: no losses, and the parameters as they were", zh="训练零步：没有损失，参数不变", points=2)
def test_no_steps(submission, rng):
    x, labels, parameters = draw(rng, 3, 2, 4, 3)
    losses, *trained = submission.mlp_train(x, labels, *parameters, 0.1, 0)
    assert_close(losses, np.zeros(0), what="losses", dtype="float64")
    for name, actual, wanted in zip(PARAMETERS, trained, parameters, strict=True):
        assert_equal(actual, wanted, what=name)


@case(
    "Two trainings in a row are one long training",
    zh="接连训练两次，等于训练一次长的",
    hint="There is no momentum, and lr stays as it is.",
    hint_zh="没有动量，lr 也不变。",
)
def test_in_two_pieces(submission, rng):
    x, labels, parameters = draw(rng, 6, 3, 4, 3)
    first, *between = submission.mlp_train(x, labels, *parameters, 0.05, 3)
    second, *trained = submission.mlp_train(x, labels, *between, 0.05, 4)
    assert_shape(first, (3,), what="losses")
    assert_shape(second, (4,), what="losses")
    expected = train_by_definition(x, labels, parameters, 0.05, 7)
    assert_trained((np.concatenate([first, second]), *trained), expected)


@case("Training that goes up is not stopped", zh="损失上升时训练也不会停下")
def test_too_fast(submission, rng):
    x, labels, parameters = draw(rng, 8, 2, 4, 3)
    parameters[2] = 0.3 * parameters[2]
    actual = submission.mlp_train(x, labels, *parameters, -0.3, 4)  # a negative lr goes up
    assert_trained(actual, train_by_definition(x, labels, parameters, -0.3, 4))


@case(
    "Exclusive or, which no linear classifier can tell, is learnt",
    zh="学会线性分类器分不开的异或",
    points=2,
    hint="Look at the first loss that differs: is it the gradient, or the step?",
    hint_zh="看看从哪一个损失开始不同：是梯度错了，还是更新错了？",
)
def test_exclusive_or(submission, reference, rng):
    corners = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])
    x, labels = corners + rng.uniform(-0.1, 0.1, size=(4, 2)), np.array([0, 0, 1, 1])
    w1, w2 = corners + rng.uniform(-0.1, 0.1, size=(4, 2)), rng.uniform(-0.1, 0.1, size=(2, 4))
    parameters = [w1, np.zeros(4), w2, np.zeros(2)]
    actual = submission.mlp_train(x, labels, *parameters, 0.5, 100)
    losses, *trained = reference.mlp_train(x, labels, *parameters, 0.5, 100)
    # A hundred steps that go towards one point; precision has a case of its own.
    assert_trained(actual, (losses, trained), rtol=1e-3, atol=1e-3)
    require(actual[0][-1] < 0.02 < 0.5 < actual[0][0], "the loss goes from above 0.5 to below 0.02", "损失从 0.5 以上降到 0.02 以下")


@case("Each call looks at its own arguments", zh="每次调用只看自己的参数")
def test_each_call(submission, rng):
    x, labels, parameters = draw(rng, 3, 2, 4, 3)
    for _ in range(3):
        other_x, other_labels, other = draw(rng, 3, 2, 4, 3)
        assert_close(submission.mlp_forward(other_x, *other), logits_by_definition(other_x, *other), what="logits")
        assert_loss_and_gradients(submission, x, labels, parameters)
        assert_loss_and_gradients(submission, x, other_labels, parameters)
        actual = submission.mlp_train(x, labels, *parameters, 1.0, 1)
        assert_trained(actual, train_by_definition(x, labels, parameters, 1.0, 1))


@case("The arguments are left as they were, after training too", zh="不修改传入的数组，训练之后也一样", points=2)
def test_inputs_untouched(submission, rng):
    x, labels, parameters = draw(rng, 3, 2, 4, 3)
    names = ("x", "labels", *PARAMETERS)
    for function, given in (
        (submission.mlp_forward, (x, *parameters)),
        (submission.mlp_gradients, (x, labels, *parameters)),
        (submission.mlp_train, (x, labels, *parameters, 0.1, 2)),
    ):
        outcome = function.call(*given)
        own = names if len(given) > 5 else ("x", *PARAMETERS)
        for name, before, after in zip(own, given, outcome.args, strict=False):
            assert_equal(after, before, what=name)


@case("Every result is float64, with all its digits", zh="所有结果都是 float64，并且有它的精度")
def test_dtype(submission, rng):
    x, labels, parameters = draw(rng, 4, 3, 5, 3)
    # Sums of few terms of order 1: float64 keeps 15 digits of them, float32 would keep 7.
    precise = {"rtol": 1e-11, "atol": 1e-12}
    logits = submission.mlp_forward(x, *parameters)
    assert_close(logits, logits_by_definition(x, *parameters), what="logits", dtype="float64", **precise)
    loss, *gradients = submission.mlp_gradients(x, labels, *parameters)
    assert_close(loss, loss_by_definition(x, labels, *parameters), what="loss", **precise)
    assert_gradients(gradients, gradients_by_definition(x, labels, *parameters), dtype="float64", **precise)
    actual = submission.mlp_train(x, labels, *parameters, 0.1, 2)
    assert_trained(actual, train_by_definition(x, labels, parameters, 0.1, 2), dtype="float64", **precise)
