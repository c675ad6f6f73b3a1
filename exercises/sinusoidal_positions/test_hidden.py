import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_shape, case

from test_public import check, table


@case("One feature: a sine alone", zh="只有一个特征：一个正弦")
def test_one_feature(submission):
    check(submission, 6, 1)
    check(submission, 2, 1, 5, 3.0)


@case("One position, and position 0", zh="一个位置，以及位置 0")
@pytest.mark.parametrize("d_model", [1, 2, 5, 8])
def test_position_zero(submission, d_model):
    answer = submission.sinusoidal_positions(1, d_model)
    assert_shape(answer, (1, d_model), dtype="float64")
    assert_close(answer, np.array([[float(column % 2) for column in range(d_model)]]), rtol=0.0, atol=1e-7)  # the statement's own bound


@case("No positions", zh="没有位置", hint="The result is an array of shape (0, d_model).", hint_zh="结果是形状为 (0, d_model) 的数组。")
@pytest.mark.parametrize("d_model", [1, 4, 7])
def test_no_positions(submission, d_model):
    for offset in (0, 9):
        assert_shape(submission.sinusoidal_positions(0, d_model, offset), (0, d_model), dtype="float64")


@case("Another base", zh="另一个 base")
@pytest.mark.parametrize("base", [1.5, 2.0, 77.7, 500000.0, 1e6])
def test_base(submission, base):
    check(submission, 5, 6, 2, base)
    check(submission, 4, 7, base=base)


@case("The usual base where none is given", zh="没有给出 base 时用通常的值")
def test_default_base(submission):
    assert_close(submission.sinusoidal_positions(9, 12, 40), table(9, 12, 40, 10000.0))


@case("Numbers that Python keeps as int", zh="以 int 传入 base")
def test_integer_base(submission):
    check(submission, 4, 6, 1, 100)


@case("More positions than features, and more features than positions", zh="位置多于特征，以及特征多于位置")
@pytest.mark.parametrize("length, d_model", [(40, 3), (3, 40), (17, 17), (2, 65), (65, 2), (2, 301)])
def test_shapes(submission, length, d_model):
    check(submission, length, d_model)


@case("Far positions", zh="很远的位置", points=2)
@pytest.mark.parametrize("offset", [255, 4095, 65537, 1_000_003, 9_999_990])
def test_far(submission, offset):
    check(submission, 3, 6, offset)
    check(submission, 2, 5, offset)


@case("Many positions in one call", zh="一次调用包含许多位置")
def test_long(submission):
    answer = submission.sinusoidal_positions(3000, 4)
    assert_shape(answer, (3000, 4), dtype="float64")
    for t in (0, 1, 255, 256, 1999, 2999):
        assert_close(answer[t : t + 1], table(1, 4, t), rtol=0.0, atol=1e-7)  # the statement's own bound


@case("Each pair has length 1", zh="每一对的长度为 1")
def test_unit_circle(submission, rng):
    answer = submission.sinusoidal_positions(5, 8, int(rng.integers(1, 1000)))
    assert_shape(answer, (5, 8))
    assert_close((answer**2).reshape(5, 4, 2).sum(axis=-1), np.ones((5, 4)), what="squared lengths of the pairs")


@case("Products depend on the distance alone", zh="乘积只取决于距离")
def test_distance(submission, rng):
    start = int(rng.integers(1, 500))
    answer = submission.sinusoidal_positions(12, 10, start)
    assert_shape(answer, (12, 10))
    near = answer[:-3] @ answer[3:].T
    assert_close(np.diag(near), np.full(9, near[0, 0]), what="products of rows three apart")
    check(submission, 12, 10, start)


@case("The last pair is slow, and not slower", zh="最后一对很慢，但不会更慢", hint="The exponent of the last pair is (d_model - 2) / d_model, not 1.", hint_zh="最后一对的指数是 (d_model - 2) / d_model，而不是 1。")
def test_last_pair(submission):
    for d_model in (4, 6, 20):
        check(submission, 200, d_model)


@case("The parts of a table are the table", zh="各部分合起来就是整张表")
@pytest.mark.parametrize("d_model", [6, 9])
def test_parts(submission, d_model):
    whole = table(10, d_model)
    for start, end in ((0, 4), (4, 5), (5, 10)):
        assert_close(submission.sinusoidal_positions(end - start, d_model, start), whole[start:end])


@case("Calls with other lengths, features, offsets and bases between", zh="中间穿插别的长度、特征个数、offset 和 base")
def test_no_table_kept(submission):
    for args in ((4, 6), (4, 6, 5), (4, 6, 0, 50.0), (2, 6), (4, 4), (9, 6), (4, 7), (4, 6)):
        check(submission, *args)


@case("Arguments by name", zh="按名称传入参数")
def test_by_name(submission):
    check(submission, length=3, d_model=4, offset=2, base=30.0)
