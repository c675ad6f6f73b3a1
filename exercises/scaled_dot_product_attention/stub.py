def scaled_dot_product_attention(q, k, v, mask=None):
    """q: (..., n, d_k), k: (..., m, d_k), v: (..., m, d_v), mask: bool or float, broadcasts to (..., n, m).

    Returns (..., n, d_v); zeros where a query has every key excluded.
    """
    raise NotImplementedError
