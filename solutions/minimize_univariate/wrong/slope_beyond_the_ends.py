"""
verdict = "WA"
caught_by = ["inside", "beside_an_end"]
en = "The slope at the ends is taken from points on both sides of them: f is called where it is not defined."
zh = "在端点处用两侧的点估计斜率：在 f 没有定义的地方调用了它。"
"""

import math

RATIO = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol):
    h = xtol / 10
    if f(a - h) < f(a + h):
        return a
    if f(b - h) > f(b + h):
        return b
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
    return (a + b) / 2
