"""
verdict = "WA"
caught_by = ["equal_inner_values"]
en = "Where both inner points have equal values, the point half way between them is returned, as if every function were symmetric. The minimum lies somewhere between them."
zh = "两个内点的值相等时就返回它们的中点，好像所有函数都是对称的。其实最小值在两点之间的某处。"
"""

import math

RATIO = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol):
    left, right = b - RATIO * (b - a), a + RATIO * (b - a)
    f_left, f_right = f(left), f(right)
    while b - a > xtol:
        if f_left == f_right:
            return (left + right) / 2
        if f_left < f_right:
            b, right, f_right = right, left, f_left
            left = b - RATIO * (b - a)
            f_left = f(left)
        else:
            a, left, f_left = left, right, f_right
            right = a + RATIO * (b - a)
            f_right = f(right)
    return (a + b) / 2
