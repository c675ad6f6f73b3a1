"""
verdict = "WA"
caught_by = ["values_of_any_size", "parabola", "smooth"]
en = "The search ends when two values of f are within xtol of each other. Near a smooth minimum f is flat: its values agree long before the places do."
zh = "当两个函数值相差不到 xtol 时就停止。在光滑的最小值附近 f 很平：函数值早已接近，位置却还差得远。"
"""

import math

RATIO = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol):
    left, right = b - RATIO * (b - a), a + RATIO * (b - a)
    f_left, f_right = f(left), f(right)
    while abs(f_left - f_right) > xtol:
        if f_left < f_right:
            b, right, f_right = right, left, f_left
            left = b - RATIO * (b - a)
            f_left = f(left)
        else:
            a, left, f_left = left, right, f_right
            right = a + RATIO * (b - a)
            f_right = f(right)
    return (a + b) / 2
