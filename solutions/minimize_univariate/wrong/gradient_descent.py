"""
verdict = "WA"
caught_by = ["kink", "values_of_any_size", "wide_interval"]
en = "Gradient descent with a fixed rate. How far a step goes depends on the size of the slope, which says nothing about how far the minimum is."
zh = "固定学习率的梯度下降。步长取决于斜率的大小，而斜率与最小值点的距离毫无关系。"
"""

def minimize_univariate(f, a, b, xtol):
    x, h = (a + b) / 2, 1e-6
    for _ in range(25):
        low, high = max(x - h, a), min(x + h, b)
        if low == high:
            return x
        x -= 0.05 * (f(high) - f(low)) / (high - low)
        x = min(max(x, a), b)
    return x
