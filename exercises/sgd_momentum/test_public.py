import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, workload

both = pytest.mark.parametrize("nesterov", [False, True], ids=["momentum", "nesterov"])


def moved(p, gradients, lr=1e-2, momentum=0.0, nesterov=False):
    """p after the latest step, from all the gradients so far.

    The latest counts once in the velocity, each one before it momentum times as much as the next.
    """
    velocity = sum(momentum**age * g for age, g in enumerate(reversed(gradients)))
    return p - lr * (gradients[-1] + momentum * velocity if nesterov else velocity)


@case("The examples of the statement", zh="题目中的示例")
def test_example(submission):
    sgd = submission.SGD(lr=0.1, momentum=0.5)
    params = [np.array([1.0, -2.0]), np.array([[3.0]])]
    first = sgd.step(params, [np.array([4.0, 0.5]), np.array([[-1.0]])])
    assert_close(first, [np.array([0.6, -2.05]), np.array([[3.1]])], what="after one step", what_zh="一步之后")
    second = sgd.step(first, [np.array([0.0, -0.5]), np.array([[-1.0]])])
    assert_close(second, [np.array([0.4, -2.025]), np.array([[3.25]])], what="after two steps", what_zh="两步之后")
    nesterov = submission.SGD(lr=0.1, momentum=0.5, weight_decay=0.5, nesterov=True)
    assert_close(nesterov.step([np.array([1.0, -2.0])], [np.array([4.0, 0.5])]), [np.array([0.325, -1.925])], what="Nesterov")


@case("Without momentum: plain gradient descent", zh="没有动量：普通的梯度下降", sizes=[1, 2, 4])
@both
def test_plain(submission, rng, size, nesterov):
    sgd = submission.SGD(lr=0.2, nesterov=nesterov)
    for t in range(1, size + 1):
        p, grad = rng.normal(size=3), rng.normal(size=3)
        assert_close(sgd.step([p], [grad]), [p - 0.2 * grad], what=f"params after step {t}", what_zh=f"第 {t} 步之后的 params")


@case(
    "Momentum: step after step of one parameter",
    zh="动量：单个参数，一步接一步",
    points=2,
    sizes=[1, 2, 8],
    hint="The gradient enters the velocity whole; lr comes at the end.",
    hint_zh="梯度整个加进速度，lr 最后才乘。",
)
def test_momentum(submission, rng, size):
    p, gradients = rng.normal(size=3), []
    sgd = submission.SGD(lr=0.1, momentum=0.8)
    for t in range(1, size + 1):
        gradients.append(rng.normal(size=3))
        expected = moved(p, gradients, lr=0.1, momentum=0.8)
        assert_close(sgd.step([p], [gradients[-1]]), [expected], what=f"params after step {t}", what_zh=f"第 {t} 步之后的 params")
        p = expected


@case(
    "Nesterov: step after step of one parameter",
    zh="Nesterov：单个参数，一步接一步",
    points=2,
    sizes=[1, 2, 8],
    hint="The direction uses the velocity that this gradient has already entered.",
    hint_zh="方向中用的速度，已经加进了这一次的梯度。",
)
def test_nesterov(submission, rng, size):
    p, gradients = rng.normal(size=3), []
    sgd = submission.SGD(lr=0.1, momentum=0.8, nesterov=True)
    for t in range(1, size + 1):
        gradients.append(rng.normal(size=3))
        expected = moved(p, gradients, lr=0.1, momentum=0.8, nesterov=True)
        assert_close(sgd.step([p], [gradients[-1]]), [expected], what=f"params after step {t}", what_zh=f"第 {t} 步之后的 params")
        p = expected


@case(
    "Several parameters, each with a velocity of its own",
    zh="多个参数，各有各的速度",
    points=2,
    hint="The place in the list says which velocity belongs to a parameter.",
    hint_zh="参数在列表中的位置决定了哪个速度属于它。",
)
@pytest.mark.parametrize("shapes", [[(2,), (2,)], [(3,), (2, 4), (1, 2, 3)]], ids=["equal_shapes", "other_shapes"])
@both
def test_several_parameters(submission, rng, nesterov, shapes):
    sgd, gradients = submission.SGD(lr=0.1, momentum=0.7, nesterov=nesterov), [[] for _ in shapes]
    for t in (1, 2, 3):
        params, grads = ([rng.normal(size=shape) for shape in shapes] for _ in range(2))
        for kept, grad in zip(gradients, grads, strict=True):
            kept.append(grad)
        expected = [moved(p, kept, 0.1, 0.7, nesterov) for p, kept in zip(params, gradients, strict=True)]
        assert_close(sgd.step(params, grads), expected, what=f"params after step {t}", what_zh=f"第 {t} 步之后的 params")


@case("Parameters and gradients are left as they were", zh="不修改传入的参数和梯度")
@both
def test_inputs_untouched(submission, rng, nesterov):
    params, grads = [rng.normal(size=3), rng.normal(size=(2, 2))], [rng.normal(size=3), rng.normal(size=(2, 2))]
    sgd = submission.SGD(lr=0.1, momentum=0.9, weight_decay=0.1, nesterov=nesterov)
    for _ in range(2):
        outcome = sgd.step.call(params, grads)
        assert_equal(outcome.args[0], params, what="params after the call", what_zh="调用之后的 params")
        assert_equal(outcome.args[1], grads, what="grads after the call", what_zh="调用之后的 grads")


@workload("three to five steps with Nesterov on four matrices of 192 x 192", zh="四个 192 x 192 的矩阵，用 Nesterov 走三到五步")
def time_steps(module, rng):
    sgd = module.SGD(lr=0.1, momentum=0.9, weight_decay=1e-4, nesterov=True)
    # Each step shows the velocities that the one before has left; nobody knows which is the last.
    arrays = ([[rng.normal(size=(192, 192)) for _ in range(4)] for _ in range(2)] for _ in range(rng.integers(3, 6)))
    return [(sgd.step, (params, grads)) for params, grads in arrays]
