"""
verdict = "WA"
caught_by = ["symmetric"]
en = "Where both inner points have equal values, one of them is returned, as if the bottom were reached. The minimum lies between them."
zh = "两个内点的值相等时，就当作已经到了谷底，返回其中一点。其实最小值在两点之间。"
"""

import math

RATIO = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol):
    left, right = b - RATIO * (b - a), a + RATIO * (b - a)
    f_left, f_right = f(left), f(right)
    while b - a > xtol:
        if f_left == f_right:
            return left
        if f_left < f_right:
            b, right, f_right = right, left, f_left
            left = b - RATIO * (b - a)
            f_left = f(left)
        else:
            a, left, f_left = left, right, f_right
            right = a + RATIO * (b - a)
            f_right = f(right)
    return (a + b) / 2
