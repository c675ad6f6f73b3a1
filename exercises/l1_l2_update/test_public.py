import numpy as np

from dlgrade.testing import assert_close, assert_equal, case, workload


def sign_of(w):
    return np.where(w > 0, 1.0, np.where(w < 0, -1.0, 0.0))


def shrunk(v, t):
    """v moved towards 0 by t, and no further."""
    return np.where(v > t, v - t, np.where(v < -t, v + t, 0.0))


def draw(rng, shape):
    """(w, grad): of three weights one crosses 0 in the step, one is small and has no gradient, one is neither."""
    w, kind = rng.choice([-1.0, 1.0], size=shape) * rng.uniform(1.0, 2.0, size=shape), np.arange(np.prod(shape)).reshape(shape) % 3
    grad = np.where(kind == 0, w * rng.uniform(6.0, 7.0, size=shape), np.where(kind == 1, 0.0, rng.uniform(-1.0, 1.0, size=shape)))
    return np.where(kind == 1, w / 10, w), grad


@case("The examples of the statement", zh="题目中的示例")
def test_example(submission):
    w, grad = np.array([1.0, -1.0, 0.05, 0.0]), np.array([2.0, 0.0, 0.0, -0.5])
    assert_close(submission.l2_update(w, grad, 0.1, 1.0), np.array([0.7, -0.9, 0.045, 0.05]), what="L2")
    assert_close(submission.l1_subgradient_update(w, grad, 0.1, 1.0), np.array([0.7, -0.9, -0.05, 0.05]), what="subgradient")
    assert_close(submission.l1_proximal_update(w, grad, 0.1, 1.0), np.array([0.7, -0.9, 0.0, 0.0]), what="proximal")


@case("L2: the penalty's gradient is strength * w", zh="L2：惩罚项的梯度是 strength * w", sizes=[1, 2, 7])
def test_l2(submission, rng, size):
    w, grad = rng.normal(size=size), rng.normal(size=size)
    assert_close(submission.l2_update(w, grad, 0.2, 0.7), w * (1 - 0.2 * 0.7) - 0.2 * grad)


@case(
    "L1 by the subgradient: every weight moves by the same length",
    zh="L1 次梯度：每个权重都移动同样的长度",
    sizes=[1, 2, 7],
    hint="The sign of w counts, not its size.",
    hint_zh="只看 w 的符号，不看大小。",
)
def test_subgradient(submission, rng, size):
    w = rng.choice([-1.0, 1.0], size=size) * rng.uniform(0.05, 0.13, size=size)
    grad = w * rng.uniform(10.0, 20.0, size=size)  # so large that every weight crosses 0
    expected = w - 0.2 * grad - 0.2 * 0.7 * sign_of(w)
    assert_close(submission.l1_subgradient_update(w, grad, 0.2, 0.7), expected)


@case(
    "L1 proximal: the step first, then the shrinking",
    zh="L1 近端：先走一步，再收缩",
    points=2,
    sizes=[1, 4, 12],
    hint="What shrinks is w - lr * grad, by lr * strength.",
    hint_zh="收缩的是 w - lr * grad，收缩量是 lr * strength。",
)
def test_proximal(submission, rng, size):
    w, grad = draw(rng, size)
    assert_close(submission.l1_proximal_update(w, grad, 0.4, 1.5), shrunk(w - 0.4 * grad, 0.6))


@case(
    "Only the proximal step makes weights exactly 0",
    zh="只有近端更新让权重恰好为 0",
    points=2,
    hint="The subgradient step goes on to the other side of 0.",
    hint_zh="次梯度的一步会越过 0，到另一侧去。",
)
def test_exact_zeros(submission, rng):
    w = rng.choice([-1.0, 1.0], size=6) * rng.uniform(0.01, 0.2, size=6)  # all nearer to 0 than lr * strength
    assert_equal(submission.l1_proximal_update(w, np.zeros(6), 0.5, 0.5), np.zeros(6), what="proximal")
    crossed = submission.l1_subgradient_update(w, np.zeros(6), 0.5, 0.5)
    assert_close(crossed, w - 0.25 * np.sign(w), what="subgradient")


@workload("a proximal step for 512 x 1024 weights", zh="512 x 1024 个权重的一步近端更新")
def time_proximal(module, rng):
    w, grad = rng.normal(size=(512, 1024)), rng.normal(size=(512, 1024))
    return module.l1_proximal_update, (w, grad, 0.1, 5.0)
