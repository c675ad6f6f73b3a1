"""
verdict = "WA"
caught_by = ["few_calls", "asked_early", "wide_interval"]
en = "The number of steps is fixed at twenty. That is too few for a wide interval or a fine xtol."
zh = "步数固定为二十步。区间很宽或 xtol 很小时远远不够。"
"""

import math

RATIO = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol):
    left, right = b - RATIO * (b - a), a + RATIO * (b - a)
    f_left, f_right = f(left), f(right)
    for _ in range(20):
        if f_left < f_right:
            b, right, f_right = right, left, f_left
            left = b - RATIO * (b - a)
            f_left = f(left)
        else:
            a, left, f_left = left, right, f_right
            right = a + RATIO * (b - a)
            f_right = f(right)
    return (a + b) / 2
