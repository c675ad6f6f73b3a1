def minimize_univariate(f, a, b, xtol):
    # The second inner point mirrors the first: no ratio is needed but at the start.
    x = a + (3 - 5**0.5) / 2 * (b - a)
    fx = f(x)
    while abs(b - a) > xtol:
        y = a + b - x
        fy = f(y)
        if (fx <= fy) == (x < y):
            b = max(x, y)
        else:
            a = min(x, y)
        if fy < fx:
            x, fx = y, fy
    return x
