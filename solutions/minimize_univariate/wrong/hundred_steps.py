"""
verdict = "WA"
caught_by = ["few_calls", "few_calls_any_function"]
en = "The number of steps is fixed at a hundred, whatever xtol and the width are: precise enough, but most of the calls are for nothing."
zh = "步数固定为一百步，与 xtol 和区间宽度无关：精度足够，但大部分调用都是多余的。"
"""

import math

RATIO = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol):
    left, right = b - RATIO * (b - a), a + RATIO * (b - a)
    f_left, f_right = f(left), f(right)
    for _ in range(100):
        if f_left < f_right:
            b, right, f_right = right, left, f_left
            left = b - RATIO * (b - a)
            f_left = f(left)
        else:
            a, left, f_left = left, right, f_right
            right = a + RATIO * (b - a)
            f_right = f(right)
    return (a + b) / 2
