"""
verdict = "WA"
caught_by = ["kink", "lopsided", "smooth", "at_an_end"]
en = "The vertex of the parabola through the ends and the middle is returned. That is right for parabolas alone, and may lie outside of the interval."
zh = "返回过两端点和中点的抛物线的顶点。这只对抛物线成立，而且顶点可能落在区间之外。"
"""

def minimize_univariate(f, a, b, xtol):
    m, h = (a + b) / 2, (b - a) / 2
    low, middle, high = f(a), f(m), f(b)
    curvature = low - 2 * middle + high
    return m if curvature == 0 else m - h * (high - low) / (2 * curvature)
