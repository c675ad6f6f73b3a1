"""
verdict = "WA"
caught_by = ["few_calls", "few_calls_any_function"]
en = "Ternary search: two calls in each step, and two thirds of the interval are left. Right, but too expensive."
zh = "三分搜索：每一步调用两次，却仍剩下三分之二的区间。结果正确，但调用次数太多。"
"""

def minimize_univariate(f, a, b, xtol):
    while b - a > xtol:
        third = (b - a) / 3
        if f(a + third) < f(b - third):
            b -= third
        else:
            a += third
    return (a + b) / 2
