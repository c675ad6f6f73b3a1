import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case

from test_public import draw, shrunk, sign_of

RULES = ("l2_update", "l1_subgradient_update", "l1_proximal_update")
all_rules = pytest.mark.parametrize("name", RULES)
# Sums of three terms of order 1: float64 keeps 15 digits, float32 would keep 7.
PRECISE = {"dtype": "float64", "rtol": 1e-12, "atol": 1e-13}


def expected_of(name, w, grad, lr, strength):
    if name == "l2_update":
        return w - lr * grad - lr * strength * w
    if name == "l1_subgradient_update":
        return w - lr * grad - lr * strength * sign_of(w)
    return shrunk(w - lr * grad, lr * strength)


@case("The penalties are scaled by lr, and by strength", zh="惩罚项要乘 lr，也要乘 strength", points=2)
@all_rules
@pytest.mark.parametrize(("lr", "strength"), [(0.1, 2.0), (2.0, 0.1), (0.05, 0.5), (0.5, 0.05), (1.0, 1.0)])
def test_scales(submission, rng, name, lr, strength):
    w, grad = draw(rng, 12)
    actual = getattr(submission, name)(w, grad, lr, strength)
    assert_close(actual, expected_of(name, w, grad, lr, strength), **PRECISE)


@case("Without a penalty all three are plain gradient descent", zh="没有惩罚时，三者都是普通的梯度下降")
@all_rules
def test_no_penalty(submission, rng, name):
    w, grad = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    w[0, 1], grad[0, 1] = 0.1, 1.0  # this one crosses 0
    assert_close(getattr(submission, name)(w, grad, 0.3, 0.0), w - 0.3 * grad, **PRECISE)


@case("With lr = 0 nothing moves, and nothing shrinks", zh="lr = 0 时什么都不移动，也不收缩")
@all_rules
def test_lr_zero(submission, rng, name):
    w, grad = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    assert_close(getattr(submission, name)(w, grad, 0.0, 5.0), w, **PRECISE)


@case(
    "A weight of 0: no penalty pulls at it",
    zh="权重为 0：惩罚项不起作用",
    points=2,
    hint="The subgradient at 0 is 0; it is neither 1 nor -1.",
    hint_zh="0 处的次梯度取 0，既不是 1 也不是 -1。",
)
@pytest.mark.parametrize("zero", [0.0, -0.0])
def test_weight_of_zero(submission, zero):
    w, grad = np.full(3, zero), np.array([0.0, 2.0, -2.0])
    assert_close(submission.l1_subgradient_update(w, grad, 0.1, 1.0), -0.1 * grad, what="subgradient")
    assert_close(submission.l2_update(w, grad, 0.1, 1.0), -0.1 * grad, what="L2")
    assert_close(submission.l1_proximal_update(w, grad, 0.1, 1.0), np.array([0.0, -0.1, 0.1]), what="proximal")


@case(
    "Proximal: it is the moved weight that shrinks, not the old one",
    zh="近端：收缩的是移动之后的权重，不是原来的",
    points=2,
    hint="The gradient may carry a weight to the other side first.",
    hint_zh="梯度可能先把权重带到另一侧。",
)
def test_crossing(submission):
    w, grad = np.array([1.0, -1.0, 0.0, 0.0, 0.1]), np.array([4.0, -4.0, 2.0, -2.0, 0.0])
    expected = np.array([-0.75, 0.75, -0.75, 0.75, 0.0])
    assert_close(submission.l1_proximal_update(w, grad, 0.5, 0.5), expected)


@case("Subgradient: it is the old weight whose sign counts", zh="次梯度：看的是原来权重的符号")
def test_sign_of_the_old_weight(submission):
    w, grad = np.array([1.0, -1.0, 0.25, -0.25]), np.array([4.0, -4.0, 1.0, -1.0])
    expected = np.array([-1.25, 1.25, -0.5, 0.5])
    assert_close(submission.l1_subgradient_update(w, grad, 0.5, 0.5), expected)


@case("Proximal: exactly at the threshold, and on either side of it", zh="近端：恰好在阈值上，以及阈值两侧", points=2)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_threshold(submission, dtype):
    w = np.array([0.25, -0.25, 0.125, -0.125, 0.375, -0.375, 0.0], dtype=dtype)  # all exact, and so is the threshold
    expected = np.array([0.0, 0.0, 0.0, 0.0, 0.125, -0.125, 0.0], dtype=dtype)
    assert_equal(submission.l1_proximal_update(w, np.zeros_like(w), 0.5, 0.5), expected)


@case("Proximal: it minimises what it should", zh="近端：结果确实使目标最小")
def test_minimum(submission, rng):
    w, grad = draw(rng, 9)
    v, t = w - 0.5 * grad, 0.5 * 0.8
    u = np.linspace(-6.0, 6.0, 24001)[:, None]
    best = u[np.argmin((u - v) ** 2 / 2 + t * np.abs(u), axis=0), 0]
    # The grid is as fine as 5e-4.
    assert_close(submission.l1_proximal_update(w, grad, 0.5, 0.8), best, rtol=0.0, atol=6e-4)


@case("A penalty far stronger than the weights", zh="惩罚远强于权重")
def test_strong(submission, rng):
    w, grad = draw(rng, 6)
    assert_equal(submission.l1_proximal_update(w, grad, 1.0, 1e6), np.zeros(6), what="proximal")
    assert_close(submission.l1_subgradient_update(w, grad, 1.0, 1e3), w - grad - 1e3 * sign_of(w), what="subgradient")
    assert_close(submission.l2_update(w, grad, 1.0, 3.0), -2.0 * w - grad, what="L2")


@case(
    "A run: the proximal step stays at 0, the subgradient goes back and forth, L2 never arrives",
    zh="连续多步：近端停在 0，次梯度来回跳，L2 永远到不了",
    points=2,
    hint="Nothing is kept from call to call, and nothing is cut off at 0 but by the proximal step.",
    hint_zh="各次调用之间不保留任何东西；除近端更新外，都不在 0 处截断。",
)
@all_rules
def test_run(submission, rng, name):
    target = np.array([2.0, -2.0, 0.1, -0.1, 0.0])
    w = mine = target + rng.uniform(0.2, 0.4, size=5)
    for t in range(1, 13):
        mine = getattr(submission, name)(mine, mine - target, 0.3, 0.5)
        w = expected_of(name, w, w - target, 0.3, 0.5)
        assert_close(mine, w, what=f"w after step {t}")
    if name == "l1_proximal_update":
        assert_equal(mine[2:], np.zeros(3), what="the weights that are not worth their penalty")


@case(
    "Weights of very different magnitudes",
    zh="量级相差悬殊的权重",
    hint="Nothing is rounded or cut off but at the threshold.",
    hint_zh="除了阈值，不做任何取整或截断。",
)
@pytest.mark.parametrize("scale", [1e-200, 1e-12, 1e12, 1e200], ids=str)
def test_magnitudes(submission, rng, scale):
    w, grad = draw(rng, 9)
    for name in ("l1_subgradient_update", "l1_proximal_update"):
        actual = getattr(submission, name)(w * scale, grad * scale, 0.5, 0.8 * scale)
        assert_close(actual / scale, expected_of(name, w, grad, 0.5, 0.8), what=name)
    actual = submission.l2_update(w * scale, grad * scale, 0.5, 0.8)
    assert_close(actual / scale, expected_of("l2_update", w, grad, 0.5, 0.8), what="l2_update")


@case("Arrays of any shape", zh="任意形状的数组")
@all_rules
def test_shapes(submission, rng, name):
    for shape in ((), (1,), (5,), (2, 3), (3, 3), (2, 1, 3, 2), (0,), (2, 0), (300,)):
        w, grad = map(np.array, draw(rng, shape))
        actual = getattr(submission, name)(w, grad, 0.3, 0.9)
        assert_close(actual, np.array(expected_of(name, w, grad, 0.3, 0.9)), **PRECISE)


@case(
    "float32 in, float32 out; float64 in, float64 out",
    zh="float32 进 float32 出；float64 进 float64 出",
    hint="np.where with a Python float, or a float64 array, may widen the result.",
    hint_zh="np.where 遇到 float64 的数组会把结果变宽。",
    hint_for=("dtype",),
)
@all_rules
def test_dtype(submission, rng, name):
    w, grad = draw(rng, (3, 4))
    update = getattr(submission, name)
    assert_close(update(w, grad, 0.3, 0.9), expected_of(name, w, grad, 0.3, 0.9), **PRECISE)
    w, grad = w.astype("float32"), grad.astype("float32")
    expected = expected_of(name, w.astype("float64"), grad.astype("float64"), 0.3, 0.9).astype("float32")
    assert_close(update(w, grad, 0.3, 0.9), expected, dtype="float32")


@case("The arguments are left as they were", zh="不修改参数")
@all_rules
def test_inputs_untouched(submission, rng, name):
    w, grad = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    args = getattr(submission, name).call(w, grad, 0.3, 0.9).args
    assert_equal(args[0], w, what="w after the call", what_zh="调用之后的 w")
    assert_equal(args[1], grad, what="grad after the call", what_zh="调用之后的 grad")
