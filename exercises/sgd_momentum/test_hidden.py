import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case

from test_public import both, moved


def assert_steps(sgd, rng, steps, shape=(3,), lr=0.1, momentum=0.8, decay=0.0, nesterov=False, **options):
    """Each of so many steps, from parameters that have nothing to do with the last answer."""
    gradients = []
    for t in range(1, steps + 1):
        p, grad = np.array(rng.choice([-3.0, 3.0]) + rng.normal(size=shape) / 4), np.array(rng.normal(size=shape))
        gradients.append(grad + decay * p)
        expected = moved(p, gradients, lr, momentum, nesterov)
        assert_close(sgd.step([p], [grad]), [expected], what=f"params after step {t}", **options)


@case("Without arguments the defaults hold", zh="不带参数时使用默认值")
def test_defaults(submission, rng):
    sgd = submission.SGD()
    for t in (1, 2, 3):
        p, grad = rng.normal(size=4), rng.normal(size=4)
        assert_close(sgd.step([p], [grad]), [p - 0.01 * grad], what=f"params after step {t}")


@case("Arguments by position: lr, momentum, weight_decay, nesterov", zh="按位置传参：lr、momentum、weight_decay、nesterov")
@both
def test_positional(submission, rng, nesterov):
    sgd = submission.SGD(0.2, 0.6, 0.3, nesterov)
    assert_steps(sgd, rng, 3, lr=0.2, momentum=0.6, decay=0.3, nesterov=nesterov)


@case(
    "The first step: the velocity is the gradient",
    zh="第一步：速度就是梯度",
    hint="Nothing is scaled down by 1 - momentum.",
    hint_zh="不乘 1 - momentum。",
)
def test_first_step(submission, rng):
    p, grad = rng.normal(size=5), rng.normal(size=5)
    assert_close(submission.SGD(lr=0.1, momentum=0.9).step([p], [grad]), [p - 0.1 * grad], what="with momentum")
    nesterov = submission.SGD(lr=0.1, momentum=0.9, nesterov=True)
    assert_close(nesterov.step([p], [grad]), [p - 0.1 * 1.9 * grad], what="with Nesterov")


@case(
    "A gradient that stays the same: the steps grow towards lr / (1 - momentum)",
    zh="梯度保持不变时，步长逐渐增大，趋向 lr / (1 - momentum)",
    points=2,
)
@pytest.mark.parametrize("momentum", [0.5, 0.9])
def test_constant_gradient(submission, rng, momentum):
    grad, p = rng.normal(size=4), rng.normal(size=4)
    plain, nesterov = (submission.SGD(0.1, momentum, nesterov=which) for which in (False, True))
    for t in range(1, 7):
        grown = (1 - momentum**t) / (1 - momentum)
        assert_close(plain.step([p], [grad]), [p - 0.1 * grown * grad], what=f"momentum, step {t}")
        ahead = (1 - momentum ** (t + 1)) / (1 - momentum)
        assert_close(nesterov.step([p], [grad]), [p - 0.1 * ahead * grad], what=f"Nesterov, step {t}")


@case(
    "When the gradients stop, the velocity carries on and fades",
    zh="梯度变为零之后，速度继续推动并逐渐衰减",
    points=2,
    hint="A gradient of zero is a gradient: v is multiplied by momentum all the same.",
    hint_zh="零梯度也是梯度：v 照样要乘 momentum。",
)
@both
def test_zero_gradients(submission, rng, nesterov):
    sgd, gradients = submission.SGD(lr=0.1, momentum=0.6, nesterov=nesterov), []
    for t in range(1, 7):
        p = rng.normal(size=(2, 2))
        gradients.append(rng.normal(size=(2, 2)) if t in (2, 5) else np.zeros((2, 2)))
        expected = moved(p, gradients, 0.1, 0.6, nesterov)
        assert_close(sgd.step([p], [gradients[-1]]), [expected], what=f"params after step {t}")


@case("Momentum of any size", zh="各种大小的动量")
@pytest.mark.parametrize("momentum", [0.0, 0.1, 0.99])
@both
def test_momenta(submission, rng, momentum, nesterov):
    assert_steps(submission.SGD(0.1, momentum, nesterov=nesterov), rng, 4, momentum=momentum, nesterov=nesterov)


@case(
    "The decay is part of the gradient, and enters the velocity",
    zh="衰减是梯度的一部分，进入速度",
    points=2,
    hint="Add weight_decay * p first, before anything else happens to the gradient.",
    hint_zh="最先加上 weight_decay * p，然后再做其他事情。",
)
@both
@pytest.mark.parametrize("momentum", [0.0, 0.7])
def test_decay(submission, rng, nesterov, momentum):
    sgd = submission.SGD(lr=0.1, momentum=momentum, weight_decay=0.6, nesterov=nesterov)
    assert_steps(sgd, rng, 4, momentum=momentum, decay=0.6, nesterov=nesterov)


@case("Without gradients a parameter only shrinks, at a growing pace", zh="没有梯度时，参数只会缩小，而且越来越快")
def test_decay_alone(submission, rng):
    p = rng.normal(size=(2, 3))
    plain, heavy = submission.SGD(lr=0.2, weight_decay=0.5), submission.SGD(lr=0.2, momentum=0.5, weight_decay=0.5)
    for t, grown in ((1, 1.0), (2, 1.5), (3, 1.75)):
        assert_close(plain.step([p], [np.zeros((2, 3))]), [p * 0.9], what=f"without momentum, step {t}")
        assert_close(heavy.step([p], [np.zeros((2, 3))]), [p * (1 - 0.1 * grown)], what=f"with momentum, step {t}")


@case(
    "The decay is for parameters of any rank, biases too",
    zh="衰减对任意维数的参数都有效，偏置也不例外",
)
@both
def test_decay_of_any_rank(submission, rng, nesterov):
    for shape in ((), (1,), (4,), (2, 3), (2, 1, 2)):
        sgd = submission.SGD(lr=0.1, momentum=0.8, weight_decay=0.4, nesterov=nesterov)
        assert_steps(sgd, rng, 2, shape, decay=0.4, nesterov=nesterov)


@case(
    "A new lr holds for the whole velocity, from the next step on",
    zh="新的 lr 从下一步起对整个速度生效",
    points=2,
    hint="lr is not part of the velocity. Read it when you need it.",
    hint_zh="lr 不是速度的一部分。用到时再读取它。",
)
@both
def test_schedule(submission, rng, nesterov):
    sgd, gradients = submission.SGD(lr=0.1, momentum=0.8, weight_decay=0.3, nesterov=nesterov), []
    for t, lr in enumerate([0.1, 0.4, 0.01, 0.2], start=1):
        sgd.lr = lr
        p, grad = rng.normal(size=3), rng.normal(size=3)
        gradients.append(grad + 0.3 * p)
        expected = moved(p, gradients, lr, 0.8, nesterov)
        assert_close(sgd.step([p], [grad]), [expected], what=f"params after step {t}")


@case(
    "A step with lr = 0 moves nothing, and still counts",
    zh="lr = 0 的一步什么都不移动，但仍然算一步",
    points=2,
    hint="Whatever lr is, the velocity goes on.",
    hint_zh="无论 lr 是多少，速度都照常更新。",
)
@both
def test_lr_zero(submission, rng, nesterov):
    sgd, gradients = submission.SGD(lr=0.0, momentum=0.8, nesterov=nesterov), []
    for t, lr in enumerate([0.0, 0.1, 0.0, 0.0, 0.2], start=1):
        sgd.lr = lr
        p = rng.normal(size=(2, 2))
        gradients.append(rng.normal(size=(2, 2)))
        expected = moved(p, gradients, lr, 0.8, nesterov)
        assert_close(sgd.step([p], [gradients[-1]]), [expected], what=f"params after step {t}")


@case(
    "Nesterov's parameters are the places where the velocity leads",
    zh="Nesterov 的参数就是速度即将到达的位置",
    points=2,
    hint="The direction is g + momentum * v, with the new v.",
    hint_zh="方向是 g + momentum * v，v 是新的速度。",
)
def test_lookahead(submission, rng):
    # The method as it was published: the gradient is taken ahead of the point, which then moves by the velocity.
    target, curvature = rng.normal(size=3), rng.uniform(0.5, 2.0, size=3)
    point, velocity = target + rng.uniform(1.0, 2.0, size=3), np.zeros(3)
    sgd, params = submission.SGD(lr=0.1, momentum=0.8, nesterov=True), [point]
    for t in range(1, 9):
        grad = curvature * (point + 0.8 * velocity - target)
        velocity = 0.8 * velocity - 0.1 * grad
        point = point + velocity
        params = sgd.step(params, [grad])
        assert_close(params, [point + 0.8 * velocity], what=f"params after step {t}")


@case("The result feeds the next step: a run downhill", zh="结果作为下一步的输入：一路下坡", points=2)
@both
def test_downhill(submission, rng, nesterov):
    target = rng.normal(size=3)
    start = target + rng.uniform(1.0, 2.0, size=3)
    sgd, params = submission.SGD(0.1, 0.7, 0.01, nesterov), [start]
    p, v = start, np.zeros(3)
    for _ in range(12):
        params = sgd.step(params, [2 * (params[0] - target)])
        g = 2 * (p - target) + 0.01 * p
        v = 0.7 * v + g
        p = p - 0.1 * (g + 0.7 * v if nesterov else v)
    assert_close(params, [p], what="params at the end")


@case("A run of many steps: the velocity forgets, but never starts anew", zh="走很多步：速度会遗忘，但不会重新开始")
@both
def test_many_steps(submission, rng, nesterov):
    sgd, v = submission.SGD(lr=0.1, momentum=0.99, nesterov=nesterov), np.zeros(2)
    for t in range(1, 261):
        p, grad = rng.normal(size=2), rng.normal(size=2) + 1.0
        v = 0.99 * v + grad
        found = sgd.step([p], [grad])
        if t in (50, 130, 257, 260):
            assert_close(found, [p - 0.1 * (grad + 0.99 * v if nesterov else v)], what=f"params after step {t}")


@case("Two optimisers with their own settings do not affect each other", zh="设置不同的两个优化器互不影响")
@pytest.mark.parametrize("kinds", [(False, False), (True, True), (False, True)], ids=str)
def test_two_optimisers(submission, rng, kinds):
    settings = [{"lr": 0.1, "momentum": 0.5}, {"lr": 0.2, "momentum": 0.9}]
    both_of = [submission.SGD(**one, nesterov=nesterov) for one, nesterov in zip(settings, kinds, strict=True)]
    gradients = [], []
    for which in (0, 1, 1, 0, 1):
        p, grad = rng.normal(size=3), rng.normal(size=3)
        gradients[which].append(grad)
        expected = moved(p, gradients[which], **settings[which], nesterov=kinds[which])
        assert_close(both_of[which].step([p], [grad]), [expected], what="params after a step")


@case("Two optimisers with the same settings, too", zh="设置相同的两个优化器也互不影响")
def test_same_settings(submission, rng):
    first, second = submission.SGD(0.1, 0.8), submission.SGD(0.1, 0.8)
    assert_steps(first, rng, 2)
    assert_steps(second, rng, 3)


@case(
    "Each parameter keeps its dtype",
    zh="每个参数保持自己的 dtype",
    hint="The velocity has the dtype of its parameter.",
    hint_zh="速度的 dtype 与参数相同。",
    hint_for=("dtype",),
)
@both
def test_dtypes(submission, rng, nesterov):
    sgd, gradients = submission.SGD(0.1, 0.8, 0.3, nesterov), ([], [])
    for t in (1, 2, 3):
        params, grads = ([rng.normal(size=(2, 3)).astype("float32"), rng.normal(size=3)] for _ in range(2))
        for kept, p, grad in zip(gradients, params, grads, strict=True):
            kept.append(grad.astype("float64") + 0.3 * p.astype("float64"))
        expected = [moved(p.astype("float64"), kept, 0.1, 0.8, nesterov) for p, kept in zip(params, gradients, strict=True)]
        single, double = sgd.step(params, grads)
        assert_close(single, expected[0].astype("float32"), dtype="float32", what=f"the float32 parameter after step {t}")
        # Sums of a few terms of order 1: float64 keeps 15 digits, float32 would keep 7.
        assert_close(double, expected[1], dtype="float64", rtol=1e-12, atol=1e-12, what=f"the float64 parameter after step {t}")


@case("Arrays of any rank, and empty ones", zh="任意维数的数组，以及空数组")
@pytest.mark.parametrize("shape", [(), (1,), (2, 1, 3, 2), (0,), (2, 0)], ids=str)
@both
def test_any_rank(submission, rng, nesterov, shape):
    assert_steps(submission.SGD(0.1, 0.8, nesterov=nesterov), rng, 3, shape, nesterov=nesterov)


@case("Every element goes its own way", zh="每个元素各走各的")
@both
def test_by_element(submission, rng, nesterov):
    scale = 10.0 ** np.array([-150, -3, 0, 5, 150])
    sgd, gradients = submission.SGD(0.1, 0.8, nesterov=nesterov), []
    for t in (1, 2, 3):
        p, grad = rng.normal(size=5), rng.normal(size=5)
        gradients.append(grad)
        found = sgd.step([p * scale], [grad * scale])
        assert_close([found[0] / scale], [moved(p, gradients, 0.1, 0.8, nesterov)], what=f"params after step {t}")


@case("Many parameters", zh="很多参数")
def test_many_parameters(submission, rng):
    sgd, v = submission.SGD(0.1, 0.8), np.zeros((300, 2))
    for t in (1, 2):
        params, grads = rng.normal(size=(300, 2)), rng.normal(size=(300, 2))
        v = 0.8 * v + grads
        found = sgd.step(list(params), list(grads))
        assert_close(found, list(params - 0.1 * v), what=f"params after step {t}")


@case("No parameters at all", zh="一个参数也没有")
def test_no_parameters(submission):
    sgd = submission.SGD(0.1, 0.8, 0.1)
    for _ in range(2):
        assert_equal(sgd.step([], []), [])
