"""
verdict = "WA"
caught_by = ["short_interval", "fine_xtol"]
en = "The search ends at a width of 1e-8 even where xtol is finer. That is as close as the values of a parabola can tell, but not those of a kink."
zh = "即使 xtol 更小，搜索也在宽度 1e-8 处停止。对抛物线来说函数值确实只能分辨到这个程度，但对尖点并非如此。"
"""

import math

RATIO = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol):
    xtol = max(xtol, 1e-8)
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
