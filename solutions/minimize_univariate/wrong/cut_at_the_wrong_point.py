"""
verdict = "WA"
caught_by = ["parabola", "kink", "few_calls"]
en = "Of the two inner points, the nearer one becomes the new end: what lies between the two is dropped, and the minimum may be just there."
zh = "把两个内点中错误的那一个当成了新端点：两点之间的部分被去掉了，而最小值可能正在那里。"
"""

def minimize_univariate(f, a, b, xtol):
    ratio = (5**0.5 - 1) / 2
    while b - a > xtol:
        left, right = b - ratio * (b - a), a + ratio * (b - a)
        if f(left) < f(right):
            b = left
        else:
            a = right
    return (a + b) / 2
