import math

import numpy as np
import pytest

from dlgrade.testing import assert_close, case, require

from test_public import search


def assert_minimum(x, lowest, a, b, xtol):
    """x lies in [a, b] and within xtol of `lowest`: a point, or the first and the last point of a stretch."""
    first, last = lowest if isinstance(lowest, tuple) else (lowest, lowest)
    nearest = last if x > last else x if x > first else first  # `first` for a NaN, which is near to nothing
    rounding = 1e-12 * (abs(a) + abs(b))
    assert_close(x, nearest, what="x", rtol=0.0, atol=xtol + rounding)  # the tolerance is the caller's
    require(a - rounding <= x <= b + rounding, "x is not in [a, b]", "x 不在 [a, b] 中")


def assert_minimum_near(x, minimum, xtol):
    """For an xtol that is finer than what assert_minimum allows for rounding."""
    assert_close(x, minimum, what="x", rtol=0.0, atol=1.1 * xtol)  # the tolerance is the caller's


def assert_few_calls(asked, a, b, xtol):
    halvings = 0
    while (b - a) / 2**halvings > xtol:
        halvings += 1
    require(len(asked) <= 2 * halvings + 10, "f was called more than 2n + 10 times", "f 被调用了超过 2n + 10 次")


def assert_inside(asked, a, b):
    rounding = 1e-12 * (abs(a) + abs(b))
    require(all(a - rounding <= x <= b + rounding for x in asked), "f was called outside [a, b]", "在 [a, b] 之外调用了 f")


def kink(c):
    return lambda x: abs(x - c)


def lopsided(c):
    """A hundred times as steep on the left as on the right."""
    return lambda x: 10 * (c - x) if x < c else 0.1 * (x - c)


def tilted(c, left, right):
    return lambda x: left * (c - x) if x < c else right * (x - c)


def smooth(c):
    """Steep like an exponential on the right, a straight line far on the left."""
    return lambda x: math.exp(2 * (x - c)) - 2 * (x - c)


def parabola(c, scale):
    return lambda x: scale * (x - c) ** 2


def cliff(c):
    """Jumps down to the minimum, which belongs to the right side."""
    return lambda x: x - c if x >= c else 5 + c - x


def trough(first, last):
    return lambda x: max(first - x, x - last, 0.0)


def mirrored(f, a, b):
    """f seen in a mirror that swaps a and b."""
    return lambda x: f(a + b - x)


def an_interval(rng):
    a = rng.uniform(-9, 5)
    return a, a + rng.uniform(3, 4)


def all_over(rng, a, b):
    """Places in every part of the interval, two of them where a golden-section search asks first."""
    shares = (0.382, 0.618, rng.uniform(0.1, 0.2), rng.uniform(0.35, 0.45), rng.uniform(0.7, 0.9))
    return [float(a + share * (b - a)) for share in shares]


both_ways = pytest.mark.parametrize("turned", [False, True], ids=["as_it_is", "mirrored"])


def assert_found_anywhere(submission, rng, kind, turned, xtol):
    """The minimum of such a function is found in each part of the interval."""
    for share in (0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9):
        a, b = an_interval(rng)
        minimum = a + (share + rng.uniform(-0.05, 0.05)) * (b - a)
        f = kind(a + b - minimum) if turned else kind(minimum)
        x, _ = search(submission, mirrored(f, a, b) if turned else f, a, b, xtol)
        assert_minimum(x, minimum, a, b, xtol)


@case("A kink, where the slope jumps", zh="尖点：斜率在此处跳变")
def test_kink(submission, rng):
    assert_found_anywhere(submission, rng, kink, turned=False, xtol=1e-3)


@case(
    "Steep on one side, gentle on the other",
    zh="一侧很陡，另一侧很缓",
    points=2,
    hint="The lower end of an interval need not be the nearer one.",
    hint_zh="函数值较低的那一端，不一定离最小值点更近。",
)
@both_ways
def test_lopsided(submission, rng, turned):
    assert_found_anywhere(submission, rng, lopsided, turned, xtol=1e-3)


@case("Smooth, but not a parabola", zh="光滑，但不是抛物线")
@both_ways
def test_smooth(submission, rng, turned):
    assert_found_anywhere(submission, rng, smooth, turned, xtol=1e-3)


@case("A jump down to the minimum", zh="函数值跳跃着降到最小值")
@both_ways
def test_jump(submission, rng, turned):
    assert_found_anywhere(submission, rng, cliff, turned, xtol=1e-3)


@case("A jump at the very end", zh="恰好在端点处的跳跃")
@pytest.mark.parametrize("end", ["left", "right"])
def test_jump_at_an_end(submission, rng, end):
    a, b = an_interval(rng)
    falling, end_point = (1, a) if end == "left" else (-1, b)
    x, _ = search(submission, lambda x: -7.0 if x == end_point else falling * x + 50.0, a, b, xtol=1e-5)
    assert_minimum(x, end_point, a, b, xtol=1e-5)


@case("A bottom that is a stretch: any of its points will do", zh="谷底是一段区间：其中任何一点都可以", points=2)
@pytest.mark.parametrize("first, last", [(0.42, 0.55), (0.1, 0.3), (0.75, 0.8), (0.0, 0.2), (0.9, 1.0)])
def test_stretch(submission, rng, first, last):
    for _ in range(4):
        a, b = an_interval(rng)
        bottom = a + first * (b - a), a + last * (b - a)
        x, _ = search(submission, trough(*bottom), a, b, xtol=1e-3)
        assert_minimum(x, bottom, a, b, xtol=1e-3)


@case("A constant function: every point is a minimum", zh="常数函数：每一点都是最小值点")
def test_constant(submission, rng):
    a, b = an_interval(rng)
    level = b + rng.uniform(1, 2)  # no place of the interval
    x, asked = search(submission, lambda x: level, a, b, xtol=1e-4)
    assert_minimum(x, (a, b), a, b, xtol=1e-4)
    assert_few_calls(asked, a, b, xtol=1e-4)


@case(
    "A function that is symmetric about the middle",
    zh="关于区间中点对称的函数",
    hint="Two equal values are an answer like any other.",
    hint_zh="两个相等的函数值也是一种正常的结果。",
)
@pytest.mark.parametrize("power", [1, 2, 4])
def test_symmetric(submission, rng, power):
    half = float(rng.integers(1, 50))  # whole numbers, so that mirrored points have equal values to the last bit
    x, _ = search(submission, lambda x: abs(x) ** power, -half, half, xtol=half / 1000)
    assert_minimum(x, 0.0, -half, half, xtol=half / 1000)


@case("A minimum right beside an end", zh="最小值点紧挨着端点")
@pytest.mark.parametrize("end", ["left", "right"])
def test_beside_an_end(submission, rng, end):
    a, b = an_interval(rng)
    for gap in 1e-3 * rng.uniform(1, 3, size=8):
        minimum = float(a + gap if end == "left" else b - gap)
        x, asked = search(submission, kink(minimum), a, b, xtol=1e-5)
        assert_minimum(x, minimum, a, b, xtol=1e-5)
        assert_inside(asked, a, b)


@case(
    "xtol is absolute, far from zero too",
    zh="xtol 是绝对误差，远离零点时也一样",
    hint="Where the interval lies does not matter; how wide it is does.",
    hint_zh="要紧的不是区间在哪里，而是区间有多宽。",
    hint_for=("answer", "time"),
)
@pytest.mark.parametrize("sign", [1, -1])
def test_far_from_zero(submission, rng, sign):
    a = sign * rng.uniform(1e6, 2e6)
    b = a + rng.uniform(2, 3)
    for minimum in all_over(rng, a, b):
        x, asked = search(submission, lopsided(minimum), a, b, xtol=1e-4)
        assert_minimum(x, minimum, a, b, xtol=1e-4)
        assert_few_calls(asked, a, b, xtol=1e-4)


@case("A very short interval, and a still finer xtol", zh="极短的区间，更小的 xtol", points=2)
@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_short_interval(submission, rng, share):
    for _ in range(8):
        a = rng.uniform(-1, 1)
        b = a + 1e-7
        minimum = a + share * (b - a)
        x, asked = search(submission, kink(minimum), a, b, xtol=1e-11)
        assert_minimum(x, minimum, a, b, xtol=1e-11)
        assert_inside(asked, a, b)
        assert_few_calls(asked, a, b, xtol=1e-11)


@case("A very wide interval", zh="极宽的区间")
def test_wide_interval(submission, rng):
    a, b = -rng.uniform(1e8, 2e8), rng.uniform(1e8, 2e8)
    for minimum in all_over(rng, a, b):
        x, _ = search(submission, lopsided(minimum), a, b, xtol=100.0)
        assert_minimum(x, minimum, a, b, xtol=100.0)


@case(
    "The size of the values does not matter",
    zh="函数值的大小无关紧要",
    points=2,
    hint="Which of two values is the smaller one is all that counts.",
    hint_zh="重要的只是两个值中哪个更小。",
    hint_for=("answer", "time"),
)
@pytest.mark.parametrize("scale", [1e-20, 1e-6, 1e20], ids=["tiny", "small", "huge"])
def test_values_of_any_size(submission, rng, scale):
    a, b = an_interval(rng)
    for minimum in all_over(rng, a, b):
        x, _ = search(submission, parabola(minimum, scale), a, b, xtol=1e-4)
        assert_minimum(x, minimum, a, b, xtol=1e-4)


@case("A minimum below zero, and one far above it", zh="最小值可以是负数，也可以远大于零")
@pytest.mark.parametrize("level", [-1000.0, 1000.0])
def test_level(submission, rng, level):
    a, b = an_interval(rng)
    for minimum in all_over(rng, a, b):
        x, _ = search(submission, lambda x, c=minimum: abs(x - c) + level, a, b, xtol=1e-4)
        assert_minimum(x, minimum, a, b, xtol=1e-4)


@case("An interval no wider than xtol, and a single point", zh="宽度不超过 xtol 的区间，以及单个点")
@pytest.mark.parametrize("width", [0.5, 0.01, 0.0])
def test_narrower_than_xtol(submission, rng, width):
    a = rng.uniform(-5, 5)
    b = a + width
    x, asked = search(submission, kink(a + 0.9 * width), a, b, xtol=0.5)
    assert_minimum(x, (a, b), a, b, xtol=0.0)
    assert_inside(asked, a, b)
    assert_few_calls(asked, a, b, xtol=0.5)


@case(
    "At most 2n + 10 calls, whatever the function looks like",
    zh="无论函数是什么样，最多调用 2n + 10 次",
    points=3,
    hint="A step costs one call if one of its two points serves again.",
    hint_zh="如果两个点中有一个能继续使用，每一步就只需调用一次。",
)
@pytest.mark.parametrize("kind", [kink, lopsided, smooth, cliff], ids=["kink", "lopsided", "smooth", "jump"])
def test_few_calls_any_function(submission, rng, kind):
    for xtol in (1e-1, 1e-5):
        a, b = an_interval(rng)
        for minimum in all_over(rng, a, b):
            x, asked = search(submission, kind(minimum), a, b, xtol)
            assert_minimum(x, minimum, a, b, xtol)
            assert_few_calls(asked, a, b, xtol)


@case(
    "A minimum at a point that was asked early on",
    zh="最小值点恰好是很早就求过值的点",
    hint="A point that serves again and again must stand where it should, to the last digit.",
    hint_zh="反复使用的点必须精确地处在它该在的位置上。",
)
@pytest.mark.parametrize("digits", [3, 6, 8])  # of the golden ratio, as many as people remember
def test_asked_early(submission, rng, digits):
    golden = round((5**0.5 - 1) / 2, digits)
    for place in (golden, 1 - golden, 0.25):
        a, b = -0.5 - rng.uniform(0.0, 0.1), 0.5 + rng.uniform(0.0, 0.1)
        minimum = float(a + place * (b - a))
        x, _ = search(submission, kink(minimum), a, b, xtol=1e-11)
        assert_minimum_near(x, minimum, xtol=1e-11)


@case(
    "Flat for a long way around the minimum",
    zh="最小值点附近很长一段都很平",
    points=2,
    hint="A step that counts on a parabola can be far too short where f is flatter than one.",
    hint_zh="f 比抛物线更平时，依赖抛物线的一步会短得多。",
)
def test_flat_bottom(submission, rng):
    a, b = an_interval(rng)
    for minimum in (a, *all_over(rng, a, b)):
        x, asked = search(submission, lambda x, c=minimum: (x - c) ** 12, a, b, xtol=1e-5)
        assert_minimum(x, minimum, a, b, xtol=1e-5)
        assert_few_calls(asked, a, b, xtol=1e-5)


@case(
    "Nearly flat on both sides, and a needle between them",
    zh="两侧几乎是平的，中间是一根针",
    hint="However small a difference is, its sign tells where to go.",
    hint_zh="差别再小，它的符号也说明了该往哪边走。",
    hint_for=("answer", "time"),
)
def test_flat_sides(submission, rng):
    a, b = an_interval(rng)
    for minimum in all_over(rng, a, b):
        x, asked = search(submission, lambda x, c=minimum: -1e-7 / (1e-3 + abs(x - c)), a, b, xtol=1e-5)
        assert_minimum(x, minimum, a, b, xtol=1e-5)
        assert_few_calls(asked, a, b, xtol=1e-5)


def between_equal_ends(a, b, c):
    return lambda x: (c - x) / (c - a) if x < c else (x - c) / (b - c)


@case("Equal values at both ends", zh="两个端点的函数值相等")
def test_equal_ends(submission, rng):
    for _ in range(4):
        a, b = an_interval(rng)
        for minimum in all_over(rng, a, b):
            x, _ = search(submission, between_equal_ends(a, b, minimum), a, b, xtol=1e-5)
            assert_minimum(x, minimum, a, b, xtol=1e-5)


def equal_at_the_first_two(a, b, share):
    """A function that has one value at the first two inner points where it is asked, and its minimum between them.

    Which function it is depends on these points alone; whoever asks there meets it by chance, so to speak.
    """
    inner = []

    def minimum():
        first, second = sorted(inner)
        return first + share * (second - first)

    def f(x):
        if x in (a, b):
            return 1.0
        if x not in inner:
            if len(inner) == 2:
                first, second = sorted(inner)
                corners = [a, first, minimum(), second, b]
                return float(np.interp(x, corners, [1.0, 0.0, -1.0, 0.0, 1.0]))
            inner.append(x)
        return 0.0

    return f, minimum


@case(
    "Equal values at two inner points, and the minimum somewhere between them",
    zh="两个内点的函数值相等，最小值点在它们之间的某处",
    points=2,
    hint="Two equal values tell that the minimum is between their points, not where between them.",
    hint_zh="两个值相等只说明最小值点在这两点之间，并不说明在其中何处。",
)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_equal_inner_values(submission, rng, share):
    for _ in range(3):
        a, b = an_interval(rng)
        f, minimum = equal_at_the_first_two(a, b, share + rng.uniform(-0.02, 0.02))
        x, asked = search(submission, f, a, b, xtol=4e-5)
        require(len({x for x in asked if a < x < b}) >= 2, "two inner points were asked for", "至少在两个内点求了值")
        assert_minimum(x, minimum(), a, b, xtol=4e-5)
        assert_few_calls(asked, a, b, xtol=4e-5)


@case(
    "An xtol that is nearly as fine as floats are",
    zh="精细到接近 float 极限的 xtol",
    points=2,
    hint="Compute each point from the ends of the interval: what is computed from the point before carries its error along.",
    hint_zh="每个点都从区间的端点算起：若从前一个点推算，前一个点的误差也会带过来。",
    hint_for=("answer", "time"),
)
@both_ways
def test_fine_xtol(submission, rng, turned):
    golden = 0.61803399  # to eight digits: beside a point that was asked early, its error shows
    places = (rng.uniform(0.1, 0.3), 1.0), (rng.uniform(0.6, 0.8), 1.0), (golden, 1.0), (1 - golden, 1.0), (0.3, 1e-12)
    for share, scale in places:
        a, b = -scale * rng.uniform(3e-3, 5e-3), scale * rng.uniform(3e-3, 5e-3)
        minimum = float(a + share * (b - a))
        f = tilted(minimum, 30, 900) if turned else tilted(minimum, 900, 30)
        xtol = 1e-14 * scale
        x, asked = search(submission, f, a, b, xtol)
        assert_minimum_near(x, minimum, xtol)
        assert_inside(asked, a, b)
        assert_few_calls(asked, a, b, xtol)


@case("From 0 to 1", zh="从 0 到 1")
def test_unit_interval(submission, rng):
    for minimum in all_over(rng, 0.0, 1.0):
        x, asked = search(submission, lopsided(minimum), 0.0, 1.0, xtol=1e-5)
        assert_minimum(x, minimum, 0.0, 1.0, xtol=1e-5)
        assert_few_calls(asked, 0.0, 1.0, xtol=1e-5)


@case("Two functions on one interval, one after the other", zh="同一区间上先后求两个函数", hint="Nothing stays from one call to the next.", hint_zh="两次调用之间什么都不保留。")
def test_two_functions(submission, rng):
    a, b = an_interval(rng)
    for minimum in (rng.uniform(a + 0.2, a + 1), rng.uniform(b - 1, b - 0.2), rng.uniform(a + 0.2, a + 1)):
        x, _ = search(submission, lopsided(minimum), a, b, xtol=1e-3)
        assert_minimum(x, minimum, a, b, xtol=1e-3)
