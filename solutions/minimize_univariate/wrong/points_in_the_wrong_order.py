"""
verdict = "WA"
caught_by = ["parabola", "kink"]
en = "The ratio is 0.382 where it should be 0.618: the two inner points have changed sides, and each comparison drops the wrong part."
zh = "应当用 0.618 的地方用了 0.382：两个内点左右颠倒，每次比较去掉的都是错误的部分。"
"""

import math

RATIO = (3 - math.sqrt(5)) / 2


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
    return (a + b) / 2
