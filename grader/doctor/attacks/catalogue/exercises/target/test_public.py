from dlgrade.testing import assert_close, assert_equal, case, require, workload


@case("Numbers are doubled", zh="数值加倍", sizes=[1, 3])
def test_values(submission, rng, size):
    x = rng.normal(size=size)
    assert_close(submission.double(x), 2 * x)


@case("A box keeps what is put in", zh="盒子保留放入的东西")
def test_box(submission):
    box = submission.Box(3)
    assert_equal(box.put(4), 7)
    assert_equal(box.content, 7)


@case("The goal is found with few questions", zh="用少量提问找到目标", points=2)
def test_search(submission):
    asked = []

    def f(n):
        asked.append(n)
        return n * n

    assert_equal(submission.search(f, 49), 7)
    require(0 < len(asked) <= 10, f"{len(asked)} questions", f"{len(asked)} 次提问")


@workload("A hundred thousand numbers", zh="十万个数")
def time_double(module, rng):
    return module.double, (rng.normal(size=100_000),)
