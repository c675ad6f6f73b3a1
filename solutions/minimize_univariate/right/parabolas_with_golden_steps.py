import math


def minimize_univariate(f, a, b, xtol):
    """A parabola through the three points for the first few steps, golden section of the larger part for the others."""
    golden = (3 - math.sqrt(5)) / 2
    x = a + golden * (b - a)
    fx = f(x)
    lowest_ends = {}  # values at ends that were asked
    parabolas = 4
    while b - a > xtol:
        u = None
        if parabolas and a in lowest_ends and b in lowest_ends:
            parabolas -= 1
            fa, fb = lowest_ends[a], lowest_ends[b]
            p = (x - a) ** 2 * (fx - fb) - (x - b) ** 2 * (fx - fa)
            q = 2 * ((x - a) * (fx - fb) - (x - b) * (fx - fa))
            if q != 0:
                u = x - p / q
        if u is None or not a < u < b or abs(u - x) < xtol / 10:
            u = x - golden * (x - a) if x - a > b - x else x + golden * (b - x)
        fu = f(u)
        lowest_ends[u], lowest_ends[x] = fu, fx
        if fu < fx:
            if u < x:
                b = x
            else:
                a = x
            x, fx = u, fu
        elif u < x:
            a = u
        else:
            b = u
    return x
