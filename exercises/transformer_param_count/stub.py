def transformer_param_count(
    vocab_size,
    embed_dim,
    num_heads,
    num_layers,
    ff_dim,
    max_len=0,
    num_kv_heads=None,
    gated=False,
    bias=True,
    norm="layernorm",
    tied=True,
):
    """A dict of exact counts: embedding, attention, ffn, norm, output and their total."""
    raise NotImplementedError
