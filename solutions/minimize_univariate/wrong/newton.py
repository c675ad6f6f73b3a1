"""
verdict = "WA"
caught_by = ["kink", "lopsided", "at_an_end"]
en = "Newton's method with differences. It needs a smooth function with a curvature, is thrown off by kinks, flat stretches and ends, and leaves the interval."
zh = "用差分实现的牛顿法。它要求函数光滑且有曲率，遇到尖点、平坦段和端点就会失效，还会跑到区间之外。"
"""

def minimize_univariate(f, a, b, xtol):
    x, h = (a + b) / 2, max((b - a) * 1e-3, 1e-12)
    for _ in range(6):
        low, here, high = f(x - h), f(x), f(x + h)
        curvature = (high - 2 * here + low) / h**2
        if curvature == 0:
            break
        x -= (high - low) / (2 * h) / curvature
    return x
