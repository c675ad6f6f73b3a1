def grouped_query_attention(q, k, v, mask=None):
    """q: (B, H, n, D), k: (B, G, m, D), v: (B, G, m, d_v), mask: (n, m), (B, n, m) or (B, 1, m).

    Returns (B, H, n, d_v); zeros where a query has every key excluded.
    """
    raise NotImplementedError
