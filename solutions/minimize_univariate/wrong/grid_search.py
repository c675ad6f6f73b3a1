"""
verdict = "WA"
caught_by = ["parabola", "few_calls", "few_calls_any_function", "lopsided"]
en = "f is asked on a grid of fixed points and the best of them is returned: far too many calls, and still no closer than the grid is fine."
zh = "在固定的网格上逐点求值，返回其中最好的一个：调用次数太多，精度却仍受网格间距限制。"
"""

def minimize_univariate(f, a, b, xtol):
    points = [a + (b - a) * i / 200 for i in range(201)]
    return min(points, key=f)
