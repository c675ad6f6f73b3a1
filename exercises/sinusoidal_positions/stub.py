def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    """(length, d_model) float64: sin and cos, in turn, of (offset + t) / base ** (2i / d_model)."""
    raise NotImplementedError
