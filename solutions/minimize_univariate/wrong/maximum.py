"""
verdict = "WA"
caught_by = ["parabola", "at_an_end", "kink"]
en = "The comparison is the wrong way round: the part with the smaller value is dropped, and the search runs to the larger end."
zh = "比较的方向反了：去掉的是函数值较小的那一部分，结果跑到了函数值较大的一端。"
"""

import math

RATIO = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol):
    left, right = b - RATIO * (b - a), a + RATIO * (b - a)
    f_left, f_right = f(left), f(right)
    while b - a > xtol:
        if f_left > f_right:
            b, right, f_right = right, left, f_left
            left = b - RATIO * (b - a)
            f_left = f(left)
        else:
            a, left, f_left = left, right, f_right
            right = a + RATIO * (b - a)
            f_right = f(right)
    return (a + b) / 2
