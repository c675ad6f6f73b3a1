"""
verdict = "WA"
caught_by = ["short_interval"]
en = "Bisection by the sign of a slope, taken over a fixed step of 1e-6. In an interval shorter than that, f is called outside, and the step reaches across the minimum."
zh = "按斜率的符号做二分，而斜率用固定步长 1e-6 估计。区间比步长还短时，会在区间之外调用 f，而且一步就跨过了最小值点。"
"""

def minimize_univariate(f, a, b, xtol):
    h = 1e-6
    while b - a > xtol:
        middle = (a + b) / 2
        if f(middle + h) > f(middle - h):
            b = middle
        else:
            a = middle
    return (a + b) / 2
