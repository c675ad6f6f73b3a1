"""
verdict = "WA"
caught_by = ["at_an_end", "few_calls", "beside_an_end"]
en = "The search begins a little inside of the interval, as if its ends did not belong to it. A minimum at an end is never reached."
zh = "搜索从区间内部一点开始，好像端点不属于区间。位于端点的最小值永远找不到。"
"""

import math

RATIO = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol):
    a, b = a + 0.01 * (b - a), b - 0.01 * (b - a)
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
