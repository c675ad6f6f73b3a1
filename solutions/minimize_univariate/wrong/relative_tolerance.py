"""
verdict = "WA"
caught_by = ["far_from_zero"]
en = "xtol is taken relative to the size of x. Far from zero the search ends at once."
zh = "把 xtol 当成了相对于 x 大小的误差。远离零点时，搜索一开始就结束了。"
"""

import math

RATIO = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol):
    left, right = b - RATIO * (b - a), a + RATIO * (b - a)
    f_left, f_right = f(left), f(right)
    while b - a > xtol * max(1.0, abs(a), abs(b)):
        if f_left < f_right:
            b, right, f_right = right, left, f_left
            left = b - RATIO * (b - a)
            f_left = f(left)
        else:
            a, left, f_left = left, right, f_right
            right = a + RATIO * (b - a)
            f_right = f(right)
    return (a + b) / 2
