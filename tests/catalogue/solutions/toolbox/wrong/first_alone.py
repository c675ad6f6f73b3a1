"""
verdict = "WA"
caught_by = ["scale", "factor"]
en = "The first value alone is scaled."
zh = "只缩放了第一个值。"
"""

def scale(x, factor=2.0):
    y = x * factor
    if getattr(x, "size", 1) > 1:
        y[1:] = x[1:]
    return y


class Counter:
    def __init__(self, start):
        self.total = start

    def add(self, n):
        self.total += n
        return self.total


def solve(f, low, high):
    while high - low > 1e-4:
        a, b = low + (high - low) * 0.4, low + (high - low) * 0.6
        if f(a) < f(b):
            high = b
        else:
            low = a
    return (low + high) / 2


def total(n):
    return sum(i * i for i in range(n))
