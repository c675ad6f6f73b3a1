import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, workload

NAMES = ("Adagrad", "RMSProp", "AdaDelta")
each = pytest.mark.parametrize("name", NAMES)


def adagrad(gradients, lr=1e-2, eps=1e-10):
    """What Adagrad's latest step subtracts, from all the gradients so far."""
    return lr * gradients[-1] / (np.sqrt(sum(g**2 for g in gradients)) + eps)


def rmsprop(gradients, lr=1e-2, alpha=0.99, eps=1e-8):
    """The same for RMSProp: the latest square has weight 1 - alpha, each one before it alpha times as much as the next."""
    v = sum((1 - alpha) * alpha**age * g**2 for age, g in enumerate(reversed(gradients)))
    return lr * gradients[-1] / (np.sqrt(v) + eps)


def adadelta(gradients, lr=1.0, rho=0.9, eps=1e-6):
    """The same for AdaDelta, from its first step on."""
    steps = []
    for t in range(1, len(gradients) + 1):
        v = sum((1 - rho) * rho**age * g**2 for age, g in enumerate(reversed(gradients[:t])))
        u = sum((1 - rho) * rho**age * d**2 for age, d in enumerate(reversed(steps)))
        steps.append(np.sqrt((u + eps) / (v + eps)) * gradients[t - 1])
    return lr * steps[-1]


def away(rng, shape):
    """Numbers between 1/2 and 2 in size, of either sign: no default eps shows beside them."""
    return np.array(rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.5, 2.0, size=shape))


STEP = {"Adagrad": adagrad, "RMSProp": rmsprop, "AdaDelta": adadelta}
VISIBLE = {"Adagrad": {"lr": 0.1}, "RMSProp": {"lr": 0.1}, "AdaDelta": {"eps": 1e-2}}
"""Options with which a step shows beside parameters between 2 and 8."""


def assert_steps(submission, rng, name, steps, shape=(3,), **options):
    """Each of so many steps, from parameters that have nothing to do with the last answer."""
    optimiser, gradients = getattr(submission, name)(**options), []
    for t in range(1, steps + 1):
        p, grad = np.array(4 * away(rng, shape)), away(rng, shape)
        gradients.append(grad)
        expected = p - STEP[name](gradients, **options)
        assert_close(optimiser.step([p], [grad]), [expected], what=f"params after step {t}", what_zh=f"第 {t} 步之后的 params")


@case("The examples of the statement", zh="题目中的示例")
def test_example(submission):
    rounded = {"rtol": 0.0, "atol": 1e-8}  # the statement shows eight decimals
    optimiser = submission.Adagrad(lr=0.1)
    first = optimiser.step([np.array([1.0, -2.0]), np.array([[3.0]])], [np.array([4.0, 0.5]), np.array([[-1.0]])])
    assert_close(first, [np.array([0.9, -2.1]), np.array([[3.1]])], what="Adagrad after one step", what_zh="Adagrad 一步之后", **rounded)
    second = optimiser.step(first, [np.array([3.0, 0.0]), np.array([[-1.0]])])
    assert_close(second, [np.array([0.84, -2.1]), np.array([[3.17071068]])], what="Adagrad after two steps", what_zh="Adagrad 两步之后", **rounded)
    p, grad = [np.array([1.0, -2.0])], [np.array([4.0, 0.5])]
    assert_close(submission.RMSProp(lr=0.1, alpha=0.75).step(p, grad), [np.array([0.8, -2.19999999])], what="RMSProp", **rounded)
    found = submission.AdaDelta(rho=0.75, eps=0.01).step(p, grad)
    assert_close(found, [np.array([0.80024953, -2.18569534])], what="AdaDelta", **rounded)


@case("Step after step of one parameter", zh="单个参数，一步接一步", points=2, sizes=[1, 2, 6])
@each
def test_steps(submission, rng, size, name):
    assert_steps(submission, rng, name, size, **VISIBLE[name])


@case(
    "Where eps stands: in Adagrad and RMSProp beside the root, in AdaDelta inside both",
    zh="eps 的位置：Adagrad 和 RMSProp 中在根号之外，AdaDelta 中在两个根号里面",
    points=2,
    hint="With a large eps the place shows.",
    hint_zh="eps 较大时，位置的差别就显现出来了。",
)
@each
def test_eps(submission, rng, name):
    assert_steps(submission, rng, name, 3, lr=0.1, eps=0.5)


@case("Several parameters, each with a memory of its own", zh="多个参数，各有各的记忆", points=2)
@pytest.mark.parametrize("shapes", [[(2,), (2,)], [(3,), (2, 4), (1, 2, 3)]], ids=["equal_shapes", "other_shapes"])
@each
def test_several_parameters(submission, rng, name, shapes):
    optimiser, gradients = getattr(submission, name)(**VISIBLE[name]), [[] for _ in shapes]
    for t in (1, 2, 3):
        params, grads = ([size * away(rng, shape) for shape in shapes] for size in (4, 1))
        for kept, grad in zip(gradients, grads, strict=True):
            kept.append(grad)
        expected = [p - STEP[name](kept, **VISIBLE[name]) for p, kept in zip(params, gradients, strict=True)]
        assert_close(optimiser.step(params, grads), expected, what=f"params after step {t}", what_zh=f"第 {t} 步之后的 params")


@case("Parameters and gradients are left as they were", zh="不修改传入的参数和梯度")
@each
def test_inputs_untouched(submission, rng, name):
    params, grads = [rng.normal(size=3), rng.normal(size=(2, 2))], [rng.normal(size=3), rng.normal(size=(2, 2))]
    optimiser = getattr(submission, name)(lr=0.1)
    for _ in range(2):
        outcome = optimiser.step.call(params, grads)
        assert_equal(outcome.args[0], params, what="params after the call", what_zh="调用之后的 params")
        assert_equal(outcome.args[1], grads, what="grads after the call", what_zh="调用之后的 grads")


@workload("two to four steps of AdaDelta on four matrices of 128 x 128", zh="四个 128 x 128 的矩阵，AdaDelta 走两到四步")
def time_steps(module, rng):
    optimiser = module.AdaDelta()
    # Each step shows what the one before has left; nobody knows which is the last.
    arrays = ([[rng.normal(size=(128, 128)) for _ in range(4)] for _ in range(2)] for _ in range(rng.integers(2, 5)))
    return [(optimiser.step, (params, grads)) for params, grads in arrays]
