"""
verdict = "WA"
caught_by = ["example", "parts"]
en = "Twelve times embed_dim squared for each layer is a rule of thumb: it leaves out biases and norms, and holds for one width of the feed-forward part only."
zh = "每层 12 乘以 embed_dim 的平方只是估算：没有算偏置和归一化，并且只适用于一种前馈宽度。"
"""

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
    if embed_dim % num_heads or num_heads % (num_kv_heads or num_heads):
        raise ValueError("heads must divide the features, and heads of keys the heads of queries")
    embedding = (vocab_size + max_len) * embed_dim
    attention, ffn = num_layers * 4 * embed_dim**2, num_layers * 8 * embed_dim**2
    output = 0 if tied else vocab_size * embed_dim
    total = embedding + attention + ffn + output
    return {"embedding": embedding, "attention": attention, "ffn": ffn, "norm": 0, "output": output, "total": total}
