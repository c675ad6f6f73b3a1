"""
verdict = "WA"
caught_by = ["parabola", "kink", "lopsided"]
en = "A point moves into its new role without its value: from then on places and values no longer belong together."
zh = "移动点时没有把它的函数值一起移过去：此后点和值就对不上了。"
"""

import math

RATIO = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol):
    left, right = b - RATIO * (b - a), a + RATIO * (b - a)
    f_left, f_right = f(left), f(right)
    while b - a > xtol:
        if f_left < f_right:
            b, right = right, left
            left = b - RATIO * (b - a)
            f_left = f(left)
        else:
            a, left = left, right
            right = a + RATIO * (b - a)
            f_right = f(right)
    return (a + b) / 2
