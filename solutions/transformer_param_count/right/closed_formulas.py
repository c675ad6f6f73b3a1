def transformer_param_count(vocab_size, embed_dim, num_heads, num_layers, ff_dim, max_len=0, num_kv_heads=None, gated=False, bias=True, norm="layernorm", tied=True):
    V, E, H, L, F = vocab_size, embed_dim, num_heads, num_layers, ff_dim
    K = num_kv_heads or H
    if E // H * H != E or H // K * K != H:
        raise ValueError
    G = 3 if gated else 2
    b = int(bias)
    # Every product E * E * K / H is whole, for H divides E.
    out = {
        "embedding": V * E + max_len * E,
        "attention": L * (2 * E * E * (H + K) // H + b * (2 * E + 2 * E * K // H)),
        "ffn": L * (G * E * F + b * ((G - 1) * F + E)),
        "norm": E * (4 * L + 2 if norm == "layernorm" else 2 * L + 1),
        "output": V * E * (not tied),
    }
    return dict(out, total=sum(out.values()))
