"""
verdict = "WA"
caught_by = ["two_functions", "level", "unit_interval"]
en = "The values of f are kept in a dictionary that outlives the call. The next function, asked at the same points, gets the values of the last one."
zh = "函数值存进了一个调用结束后仍然存在的字典。下一个函数在相同的点上，得到的是上一个函数的值。"
"""

import math

RATIO = (math.sqrt(5) - 1) / 2


def minimize_univariate(f, a, b, xtol, known={}):
    def ask(x):
        if x not in known:
            known[x] = f(x)
        return known[x]

    left, right = b - RATIO * (b - a), a + RATIO * (b - a)
    f_left, f_right = ask(left), ask(right)
    while b - a > xtol:
        if f_left < f_right:
            b, right, f_right = right, left, f_left
            left = b - RATIO * (b - a)
            f_left = ask(left)
        else:
            a, left, f_left = left, right, f_right
            right = a + RATIO * (b - a)
            f_right = ask(right)
    return (a + b) / 2
