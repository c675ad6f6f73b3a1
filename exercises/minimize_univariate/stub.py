def minimize_univariate(f, a, b, xtol):
    """Where f, which falls and then rises, is smallest on [a, b]: a float at most xtol off, with few calls of f."""
    raise NotImplementedError
