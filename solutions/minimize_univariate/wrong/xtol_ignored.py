"""
verdict = "WA"
caught_by = ["few_calls", "short_interval", "few_calls_any_function"]
en = "A tolerance written into the code takes the place of xtol: too many calls where xtol is coarse, too little precision where it is fine."
zh = "代码里写死了一个误差，没有使用 xtol：xtol 较大时调用次数过多，xtol 较小时精度不够。"
"""

import math

RATIO = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol):
    left, right = b - RATIO * (b - a), a + RATIO * (b - a)
    f_left, f_right = f(left), f(right)
    while b - a > 1e-6:
        if f_left < f_right:
            b, right, f_right = right, left, f_left
            left = b - RATIO * (b - a)
            f_left = f(left)
        else:
            a, left, f_left = left, right, f_right
            right = a + RATIO * (b - a)
            f_right = f(right)
    return (a + b) / 2
