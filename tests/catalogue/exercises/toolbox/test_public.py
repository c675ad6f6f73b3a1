import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, require, same, workload


@case("Values are scaled", zh="数值被缩放", sizes=[1, 2, 5], hint="Multiply.", hint_zh="相乘。")
def test_scale(submission, reference, rng, size):
    x = rng.normal(size=size)
    assert_close(submission.scale(x), reference.scale(x), what="scaled")


@case("The input stays", zh="输入不变")
def test_untouched(submission, rng):
    x = rng.normal(size=3)
    assert_equal(submission.scale.call(x).args[0], x)


@case("An object keeps its state", zh="对象保持状态", points=2)
def test_counter(submission):
    counter = submission.Counter(3)
    counter.add(4)
    assert_equal(counter.total, 7)
    counter.total = 1
    assert_equal(counter.add(1), 2)
    require(same(counter, counter), "a thing is itself", "事物等于自身")


@case("The callback is used sparingly", zh="少用回调")
def test_callback(submission):
    calls = []

    def f(x):
        calls.append(x)
        return (x - 1.0) ** 2

    assert_close(submission.solve(f, 0.0, 4.0), 1.0, atol=1e-3)
    require(len(calls) < 60, f"{len(calls)} calls", f"{len(calls)} 次调用")


@case("Through the adapter", zh="经过适配器")
@pytest.mark.parametrize("count", [1, 3])
def test_adapter(submission, count):
    assert_equal(submission.adapter.twice(list(range(count))), [2.0 * i for i in range(count)])


@case("Squares are summed", zh="平方求和")
def test_total(submission, rng):
    n = int(rng.integers(1, 100))
    assert_equal(submission.total(n), n * (n - 1) * (2 * n - 1) // 6)


@workload("the sum of about 100,000 squares", zh="约十万个平方之和")
def time_total(module, rng):
    return module.total, (int(rng.integers(90_000, 110_000)),)
