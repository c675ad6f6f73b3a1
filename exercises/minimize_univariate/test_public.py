import pytest

from dlgrade.testing import assert_close, case, require, workload


def search(module, f, a, b, xtol):
    """The answer, and the points where f was asked."""
    asked = []

    def watched(x):
        asked.append(float(x))
        return f(float(x))

    return module.minimize_univariate(watched, a, b, xtol), asked


def assert_minimum(x, minimum, a, b, xtol):
    rounding = 1e-12 * (abs(a) + abs(b))
    assert_close(x, minimum, what="x", rtol=0.0, atol=xtol + rounding)  # the tolerance is the caller's
    require(a - rounding <= x <= b + rounding, f"{x} is not in [{a}, {b}]", f"{x} 不在 [{a}, {b}] 中")


def parabola(c):
    return lambda x: 3 * (x - c) ** 2 + 10


@case("The examples of the statement", zh="题目中的示例")
def test_example(submission):
    x, _ = search(submission, parabola(0.0), -4.0, 7.0, 1e-6)
    assert_minimum(x, 0.0, -4.0, 7.0, 1e-6)
    x, _ = search(submission, parabola(0.0), 2.0, 5.0, 1e-4)
    assert_minimum(x, 2.0, 2.0, 5.0, 1e-4)
    x, asked = search(submission, lambda x: abs(x - 0.25), 0.0, 1.0, 1e-6)
    assert_minimum(x, 0.25, 0.0, 1.0, 1e-6)
    require(len(asked) <= 50, f"f was called {len(asked)} times; 50 are allowed", f"f 被调用了 {len(asked)} 次，最多允许 50 次")


@case("The vertex of a parabola, wherever it lies in the interval", zh="抛物线的顶点，无论在区间的什么位置", sizes=[1.0, 1000.0])
def test_parabola(submission, rng, size):
    for share in (0.1, 0.4, 0.9):
        a = rng.uniform(-3, 3) * size
        b = a + size
        minimum = a + (share + rng.uniform(-0.05, 0.05)) * size
        x, _ = search(submission, parabola(minimum), a, b, xtol=1e-4 * size)
        assert_minimum(x, minimum, a, b, xtol=1e-4 * size)


@case("A minimum at either end of the interval", zh="最小值在区间的某个端点", points=2)
@pytest.mark.parametrize("end", ["left", "right"])
def test_at_an_end(submission, rng, end):
    a = rng.uniform(-5, 5)
    b = a + rng.uniform(2, 4)
    rising = {"left": 1, "right": -1}[end]
    x, _ = search(submission, lambda x: 9 * rising * (x + x**3), a, b, xtol=1e-5)
    assert_minimum(x, {"left": a, "right": b}[end], a, b, xtol=1e-5)


@case(
    "f is called at most 2n + 10 times",
    zh="f 最多被调用 2n + 10 次",
    points=3,
    sizes=[1, 8, 20],
    hint="What does one more call of f tell you, and how much of the interval may then be dropped?",
    hint_zh="多调用一次 f 能得到什么信息，又能去掉区间的多大一部分？",
)
def test_few_calls(submission, rng, size):
    a = rng.uniform(-5, 5)
    b = a + 8.0
    xtol = 8.0 / 2**size  # so many halvings
    for minimum in (a, a + 0.382 * 8, a + 0.618 * 8, rng.uniform(a + 5.6, a + 7.2)):
        x, asked = search(submission, parabola(minimum), a, b, xtol)
        assert_minimum(x, minimum, a, b, xtol)
        most = 2 * size + 10
        require(
            len(asked) <= most,
            f"f was called {len(asked)} times; with n = {size} halvings {most} are allowed",
            f"f 被调用了 {len(asked)} 次；折半 n = {size} 次，最多允许 {most} 次",
        )


@case("f is never called outside the interval", zh="从不在区间之外调用 f", points=2)
@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_inside(submission, rng, share):
    for _ in range(4):
        a = rng.uniform(1, 2)
        b = a + rng.uniform(1, 2)
        minimum = a + share * (b - a)
        x, asked = search(submission, lambda x, c=minimum: abs(x - c), a, b, xtol=1e-3)
        assert_minimum(x, minimum, a, b, xtol=1e-3)
        rounding = 1e-12 * (a + b)
        outside = [x for x in asked if not a - rounding <= x <= b + rounding]
        require(not outside, f"f was called at {outside[:3]}, outside [{a}, {b}]", f"在 [{a}, {b}] 之外的 {outside[:3]} 调用了 f")


@workload("12 functions, each to 0.004", zh="12 个函数，各精确到 0.004")
def time_functions(module, rng):
    centres = (rng.integers(-300, 300, size=12) / 100).tolist()
    # The functions stay with the judge: beside the submission their centres could be read, without a question.
    functions = [lambda x, c=c: (x - c) ** 2 + abs(x - c) ** 3 for c in centres]
    return module.adapter.minimize_each, (functions, -4.0, 4.0, 0.004)
