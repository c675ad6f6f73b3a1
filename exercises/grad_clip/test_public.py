import math

import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, workload


def norm_of(grads):
    """The global norm, with Python's own floats."""
    return math.hypot(*(value for g in grads if g is not None for value in g.ravel().tolist()))


def scaled(grads, factor):
    return [None if g is None else g * factor for g in grads]


@case("The examples of the statement", zh="题目中的示例")
def test_example(submission):
    grads = [np.array([3.0, 0.0]), None, np.array([[-4.0]])]
    assert_close(submission.clip_by_value(grads, 2.0), [np.array([2.0, 0.0]), None, np.array([[-2.0]])], what="by value", what_zh="按值裁剪")
    clipped, norm = submission.clip_by_global_norm(grads, 1.0)
    assert_close(clipped, [np.array([0.6, 0.0]), None, np.array([[-0.8]])], what="by norm", what_zh="按范数裁剪")
    assert_close(norm, 5.0, what="norm")
    clipped, norm = submission.clip_by_global_norm(grads, 6.0)
    assert_equal(clipped, grads, what="below the limit", what_zh="没有超出上限时")
    assert_close(norm, 5.0, what="norm")


@case("By value: each value goes to the nearer end", zh="按值：每个值移到较近的那一端", sizes=[1, 2, 7])
def test_by_value(submission, rng, size):
    grads = [rng.normal(size=size) * 3, rng.normal(size=(2, size)) * 3]
    expected = [np.where(g > 1.5, 1.5, np.where(g < -1.5, -1.5, g)) for g in grads]
    assert_close(submission.clip_by_value(grads, 1.5), expected)


@case(
    "By norm: above the limit, one factor for all arrays",
    zh="按范数：超出上限时，所有数组乘同一个系数",
    points=2,
    sizes=[1, 2, 7],
    hint="The norm is that of all values of all arrays together.",
    hint_zh="范数是所有数组的所有值合在一起的范数。",
)
def test_above(submission, rng, size):
    grads = [rng.normal(size=size) + 1, rng.normal(size=(2, size)), rng.normal(size=(1, size, 2)) - 1]
    norm = norm_of(grads)
    clipped, found = submission.clip_by_global_norm(grads, 0.4 * norm)
    assert_close(clipped, scaled(grads, 0.4), what="clipped")
    assert_close(found, norm, what="norm")


@case("By norm: up to the limit nothing changes", zh="按范数：不超过上限时什么都不变", points=2)
@pytest.mark.parametrize("room", [1.0, 1.001, 2.0, 1e6])
def test_below(submission, rng, room):
    # Whole numbers: their norm is exact, so the limit is met exactly.
    grads = [signs * rng.permutation(values) for signs, values in ((1, [2.0, 3.0]), (-1, [6.0, 0.0]))]
    clipped, norm = submission.clip_by_global_norm(grads, 7.0 * room)
    assert_equal(clipped, grads, what="clipped")
    assert_close(norm, 7.0, what="norm")


@case("Gradients of zero have norm 0, and stay zero", zh="全零的梯度范数为 0，结果仍是零")
@pytest.mark.parametrize("max_norm", [1.0, 0.0])
def test_zeros(submission, max_norm):
    grads = [np.zeros(3), np.zeros((2, 2))]
    clipped, norm = submission.clip_by_global_norm(grads, max_norm)
    assert_close(clipped, grads, what="clipped")
    assert_close(norm, 0.0, what="norm")


@workload("global norm of 8 matrices of 256 x 256", zh="8 个 256 x 256 的矩阵，按全局范数裁剪")
def time_global_norm(module, rng):
    return module.clip_by_global_norm, ([rng.normal(size=(256, 256)) for _ in range(8)], 1.0)
