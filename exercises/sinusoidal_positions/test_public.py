import math

import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_shape, case, workload


def table(length, d_model, offset=0, base=10000.0):
    """The statement's formulas, entry by entry."""
    rows = np.zeros((length, d_model))
    for t in range(length):
        for column in range(d_model):
            angle = (offset + t) * base ** (-(column - column % 2) / d_model)
            rows[t, column] = math.cos(angle) if column % 2 else math.sin(angle)
    return rows


def check(submission, *args, **kwargs):
    """One call against the formulas, up to the statement's 1e-7."""
    expected = table(*args, **kwargs)
    answer = submission.sinusoidal_positions(*args, **kwargs)
    assert_shape(answer, expected.shape, dtype="float64")
    assert_close(answer, expected, rtol=0.0, atol=1e-7)  # the statement's own bound


@case("The examples of the statement", zh="题目中的示例")
def test_example(submission):
    slow = 10000.0 ** (-2 / 3)
    rows = [[math.sin(p), math.cos(p), math.sin(p / 100), math.cos(p / 100)] for p in range(3)]
    assert_close(submission.sinusoidal_positions(3, 4), np.array(rows))
    assert_close(submission.sinusoidal_positions(1, 3, offset=2), np.array([[math.sin(2), math.cos(2), math.sin(2 * slow)]]))


@case(
    "An even number of features",
    zh="特征个数为偶数",
    points=2,
    hint="Column 2i is the sine and column 2i + 1 the cosine of the same angle.",
    hint_zh="第 2i 列是正弦，第 2i + 1 列是同一角度的余弦。",
    hint_for=("values", "shape", "raised"),
)
@pytest.mark.parametrize("length, d_model", [(1, 2), (5, 2), (2, 4), (4, 4), (3, 10), (7, 16)])
def test_even(submission, length, d_model):
    check(submission, length, d_model)


@case(
    "An odd number of features",
    zh="特征个数为奇数",
    points=2,
    hint="There is one sine more than there are cosines, and d_model is still odd in the exponent.",
    hint_zh="正弦比余弦多一个，指数中的 d_model 仍是奇数。",
    hint_for=("values", "shape", "raised"),
)
@pytest.mark.parametrize("length, d_model", [(1, 3), (4, 3), (3, 5), (5, 7), (2, 11)])
def test_odd(submission, length, d_model):
    check(submission, length, d_model)


@case("A part of the table, from an offset on", zh="表的一部分，从某个 offset 开始")
def test_offset(submission, rng):
    for d_model in (4, 5):
        start = int(rng.integers(2, 40))
        check(submission, 3, d_model, start)
        check(submission, 1, d_model, offset=start + 1)


@workload("2048 positions, 512 features", zh="2048 个位置，512 个特征")
def time_table(module, rng):
    return module.sinusoidal_positions, (2048, 512, int(rng.integers(0, 1000)))
