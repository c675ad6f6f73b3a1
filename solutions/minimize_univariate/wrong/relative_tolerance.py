"""
verdict = "WA"
caught_by = ["far_from_zero", "short_interval", "fine_xtol"]
en = "A share of the size of x is added to xtol. Far from zero the search ends too early, and a fine xtol is never reached."
zh = "在 xtol 上又加了与 x 大小成比例的一项。远离零点时搜索过早结束，而很小的 xtol 永远达不到。"
"""

import math

RATIO = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol):
    left, right = b - RATIO * (b - a), a + RATIO * (b - a)
    f_left, f_right = f(left), f(right)
    while b - a > xtol + 1e-8 * abs(a):
        if f_left < f_right:
            b, right, f_right = right, left, f_left
            left = b - RATIO * (b - a)
            f_left = f(left)
        else:
            a, left, f_left = left, right, f_right
            right = a + RATIO * (b - a)
            f_right = f(right)
    return (a + b) / 2
