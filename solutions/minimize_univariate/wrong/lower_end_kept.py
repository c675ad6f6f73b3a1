"""
verdict = "WA"
caught_by = ["lopsided", "jump", "two_functions"]
en = "The half is kept whose end has the lower value. Where f is steeper on one side than on the other, the minimum is often in the other half."
zh = "保留端点函数值较低的那一半。当 f 两侧陡缓不同时，最小值往往在另一半。"
"""

def minimize_univariate(f, a, b, xtol):
    f_a, f_b = f(a), f(b)
    while b - a > xtol:
        middle = (a + b) / 2
        if f_a < f_b:
            b, f_b = middle, f(middle)
        else:
            a, f_a = middle, f(middle)
    return (a + b) / 2
