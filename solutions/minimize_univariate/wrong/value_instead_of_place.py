"""
verdict = "WA"
caught_by = ["parabola", "kink", "level"]
en = "The smallest value of f is returned instead of the place where f takes it."
zh = "返回的是 f 的最小值，而不是取到最小值的位置。"
"""

import math

RATIO = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol):
    left, right = b - RATIO * (b - a), a + RATIO * (b - a)
    f_left, f_right = f(left), f(right)
    while b - a > xtol:
        if f_left < f_right:
            b, right, f_right = right, left, f_left
            left = b - RATIO * (b - a)
            f_left = f(left)
        else:
            a, left, f_left = left, right, f_right
            right = a + RATIO * (b - a)
            f_right = f(right)
    return f((a + b) / 2)
