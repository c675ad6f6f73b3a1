"""
verdict = "WA"
caught_by = ["few_calls", "few_calls_any_function"]
en = "f is called at both inner points in every step, though one of them is known from the step before: twice as many calls as needed."
zh = "每一步都在两个内点上求值，而其中一个的值上一步已经知道了：调用次数是所需的两倍。"
"""

import math

RATIO = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol):
    while b - a > xtol:
        left, right = b - RATIO * (b - a), a + RATIO * (b - a)
        if f(left) < f(right):
            b = right
        else:
            a = left
    return (a + b) / 2
