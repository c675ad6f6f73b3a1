def rope(x, offset=0, base=10000.0):
    """x (..., T, D), each pair of features 2i and 2i + 1 turned by (offset + t) * base ** (-2i / D)."""
    raise NotImplementedError
