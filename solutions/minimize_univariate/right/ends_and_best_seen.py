import math


def minimize_univariate(f, a, b, xtol):
    """Golden section that also asks at both ends, and answers with the lowest point of all that it saw."""
    seen = {}

    def ask(x):
        seen[x] = f(x)
        return seen[x]

    low, high = float(a), float(b)
    ask(low)
    ask(high)
    phi = (1 + math.sqrt(5)) / 2
    x1, x2 = high - (high - low) / phi, low + (high - low) / phi
    f1, f2 = ask(x1), ask(x2)
    for _ in range(max(0, math.ceil(math.log((b - a) / xtol, phi)) if b > a else 0)):
        if f1 > f2:
            low, x1, f1 = x1, x2, f2
            x2 = low + (high - low) / phi
            f2 = ask(x2)
        else:
            high, x2, f2 = x2, x1, f1
            x1 = high - (high - low) / phi
            f1 = ask(x1)
    return min(seen, key=seen.get)
