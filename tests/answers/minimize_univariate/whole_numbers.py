"""
verdict = "WA"
diagnosis = "xtol_no_finer_than_the_root_of_eps"
says = []
"""

import math

R = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol):
    a, b = float(a), float(b)
    xtol = max(xtol, 1e-8)
    if b - a <= xtol:
        return (a + b) / 2
    x1, x2 = b - R * (b - a), a + R * (b - a)
    f1, f2 = f(x1), f(x2)
    while b - a > xtol:
        if f1 < f2:
            b, x2, f2 = x2, x1, f1
            x1 = b - R * (b - a)
            f1 = f(x1)
        else:
            a, x1, f1 = x1, x2, f2
            x2 = a + R * (b - a)
            f2 = f(x2)
    return (a + b) / 2
