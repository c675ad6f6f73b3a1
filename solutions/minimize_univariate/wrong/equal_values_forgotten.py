"""
verdict = "TLE"
caught_by = ["symmetric", "constant"]
en = "There is a branch for f(x1) < f(x2) and one for f(x1) > f(x2), but none for equal values: the interval stays as it is for ever."
zh = "只处理了 f(x1) < f(x2) 和 f(x1) > f(x2)，没有处理两值相等的情况：区间从此不再缩小。"
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
        elif f_left > f_right:
            a, left, f_left = left, right, f_right
            right = a + RATIO * (b - a)
            f_right = f(right)
    return (a + b) / 2
