def minimize_univariate(f, a, b, xtol):
    if b - a <= xtol:
        return a
    fib = [1, 1]
    while (b - a) / fib[-1] > xtol / 2:
        fib.append(fib[-1] + fib[-2])
    unit = (b - a) / fib[-1]
    start, i, j, end = 0, fib[-3], fib[-2], fib[-1]
    at = {}

    def value(k):
        if k not in at:
            at[k] = f(a + k * unit)
        return at[k]

    for k in range(len(fib) - 4, -1, -1):
        if value(i) <= value(j):
            end, j = j, i
            i = start + fib[k]
        else:
            start, i = i, j
            j = end - fib[k]
        if i >= j:
            break
    return min(b, a + (start + end) / 2 * unit)
