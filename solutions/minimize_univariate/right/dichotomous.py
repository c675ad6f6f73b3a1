def minimize_univariate(f, a, b, xtol):
    """Bisection: two questions side by side tell which half falls towards the middle."""
    if b - a <= xtol:
        return (a + b) / 2
    near = xtol / 4

    def search(low, high):
        middle = (low + high) / 2
        if high - low <= xtol:
            return middle
        before, after = f(middle - near), f(middle + near)
        if before == after:
            return search(middle - near, middle + near)
        return search(low, middle + near) if before < after else search(middle - near, high)

    return search(a, b)
