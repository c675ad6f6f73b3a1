import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, workload

TINY = 1e-16  # an eps that does not show; there are cases about eps


def moved(p, gradients, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    """p after Adam's latest step, from all the gradients so far.

    The corrected moments are weighted means of the gradients and of their squares: the latest counts once, each one
    before it beta times as much as the next.
    """
    age = np.arange(len(gradients))[::-1]
    gradients = np.array(gradients)
    m_hat = np.average(gradients, axis=0, weights=betas[0] ** age)
    v_hat = np.average(gradients**2, axis=0, weights=betas[1] ** age)
    return p - lr * m_hat / (np.sqrt(v_hat) + eps)


@case("The examples of the statement", zh="题目中的示例")
def test_example(submission):
    rounded = {"rtol": 0.0, "atol": 1e-8}  # the statement shows eight decimals
    adam = submission.Adam(lr=0.1)
    params = [np.array([1.0, -2.0]), np.array([[3.0]])]
    first = adam.step(params, [np.array([4.0, 0.5]), np.array([[-1.0]])])
    assert_close(first, [np.array([0.9, -2.1]), np.array([[3.1]])], what="after one step", what_zh="一步之后", **rounded)
    second = adam.step(first, [np.array([0.0, -0.5]), np.array([[-1.0]])])
    expected = [np.array([0.83299418, -2.09473684]), np.array([[3.2]])]
    assert_close(second, expected, what="after two steps", what_zh="两步之后", **rounded)
    adamw = submission.AdamW(lr=0.1, weight_decay=0.5)
    decayed = adamw.step([np.array([1.0, -2.0])], [np.array([4.0, 0.5])])
    assert_close(decayed, [np.array([0.85, -2.0])], what="AdamW", **rounded)


@case(
    "Adam: step after step of one parameter",
    zh="Adam：单个参数，一步接一步",
    points=2,
    sizes=[1, 2, 10],
    hint="In step t both moments are divided by 1 - beta ** t, for that step only.",
    hint_zh="在第 t 步，两个矩都要除以 1 - beta ** t，而且只用于这一步。",
)
def test_adam(submission, rng, size):
    p, gradients = rng.normal(size=3), []
    adam = submission.Adam(lr=0.1, eps=TINY)
    for t in range(1, size + 1):
        gradients.append(rng.normal(size=3))
        expected = moved(p, gradients, lr=0.1, eps=TINY)
        assert_close(adam.step([p], [gradients[-1]]), [expected], what=f"params after step {t}", what_zh=f"第 {t} 步之后的 params")
        p = expected


@case(
    "AdamW: the decay acts on the parameter only",
    zh="AdamW：衰减只作用在参数上",
    points=2,
    sizes=[1, 2, 4],
    hint="Neither moment sees the decay.",
    hint_zh="两个矩都看不到衰减项。",
)
def test_adamw(submission, rng, size):
    p, gradients = rng.normal(size=3), []
    adamw = submission.AdamW(lr=0.1, eps=TINY, weight_decay=0.3)
    for t in range(1, size + 1):
        gradients.append(rng.normal(size=3))
        expected = moved(p, gradients, lr=0.1, eps=TINY) - 0.1 * 0.3 * p
        assert_close(adamw.step([p], [gradients[-1]]), [expected], what=f"params after step {t}", what_zh=f"第 {t} 步之后的 params")
        p = expected


@case(
    "Several parameters, each with moments of its own",
    zh="多个参数，各有各的矩",
    points=2,
    hint="t counts the steps, not the parameters.",
    hint_zh="t 数的是步数，不是参数的个数。",
)
@pytest.mark.parametrize("shapes", [[(2,), (2,)], [(3,), (2, 4), (1, 2, 3)]], ids=["equal_shapes", "other_shapes"])
@pytest.mark.parametrize("name", ["Adam", "AdamW"])
def test_several_parameters(submission, reference, rng, name, shapes):
    ours, theirs = (getattr(module, name)(lr=0.1, eps=TINY) for module in (reference, submission))
    for t in (1, 2):
        params, grads = ([rng.normal(size=shape) for shape in shapes] for _ in range(2))
        assert_close(theirs.step(params, grads), ours.step(params, grads), what=f"params after step {t}", what_zh=f"第 {t} 步之后的 params")


@case("Parameters and gradients are left as they were", zh="不修改传入的参数和梯度")
@pytest.mark.parametrize("name", ["Adam", "AdamW"])
def test_inputs_untouched(submission, rng, name):
    params, grads = [rng.normal(size=3), rng.normal(size=(2, 2))], [rng.normal(size=3), rng.normal(size=(2, 2))]
    optimiser = getattr(submission, name)(lr=0.1, weight_decay=0.1)
    for _ in range(2):
        outcome = optimiser.step.call(params, grads)
        assert_equal(outcome.args[0], params, what="params after the call", what_zh="调用之后的 params")
        assert_equal(outcome.args[1], grads, what="grads after the call", what_zh="调用之后的 grads")


@workload("two to four steps of AdamW on four matrices of 128 x 128", zh="四个 128 x 128 的矩阵，AdamW 走两到四步")
def time_steps(module, rng):
    optimiser = module.AdamW()
    # Each step shows the moments that the one before has left; nobody knows which is the last.
    arrays = ([[rng.normal(size=(128, 128)) for _ in range(4)] for _ in range(2)] for _ in range(rng.integers(2, 5)))
    return [(optimiser.step, (params, grads)) for params, grads in arrays]
