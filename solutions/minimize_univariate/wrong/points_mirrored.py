"""
verdict = "WA"
caught_by = ["fine_xtol"]
en = "Each new point is the mirror image of the old one, so the error in its place is never taken out and grows in every step, until the points have changed sides."
zh = "每个新点都取旧点的镜像，位置上的误差从不消除，反而每一步都在放大，直到两个点左右颠倒。"
"""

import math

RATIO = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol):
    left, right = b - RATIO * (b - a), a + RATIO * (b - a)
    f_left, f_right = f(left), f(right)
    steps = math.ceil(math.log((b - a) / xtol) / -math.log(RATIO)) if b - a > xtol else 0
    for _ in range(steps):
        if f_left < f_right:
            b, right, f_right = right, left, f_left
            left = a + b - right
            f_left = f(left)
        else:
            a, left, f_left = left, right, f_right
            right = a + b - left
            f_right = f(right)
    return (a + b) / 2
