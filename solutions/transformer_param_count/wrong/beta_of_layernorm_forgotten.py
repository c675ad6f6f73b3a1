"""
verdict = "WA"
caught_by = ["example", "norms"]
en = "A LayerNorm is counted with its gamma alone."
zh = "LayerNorm 只算了 gamma，漏掉了 beta。"
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
    if num_kv_heads is None:
        num_kv_heads = num_heads
    if embed_dim % num_heads or num_heads % num_kv_heads:
        raise ValueError("heads must divide the features, and heads of keys the heads of queries")

    def linear(inputs, outputs):
        return inputs * outputs + (outputs if bias else 0)

    kv_dim = num_kv_heads * (embed_dim // num_heads)
    attention = 2 * linear(embed_dim, embed_dim) + 2 * linear(embed_dim, kv_dim)
    ffn = (2 if gated else 1) * linear(embed_dim, ff_dim) + linear(ff_dim, embed_dim)
    one_norm = embed_dim
    counts = {
        "embedding": (vocab_size + max_len) * embed_dim,
        "attention": num_layers * attention,
        "ffn": num_layers * ffn,
        "norm": (2 * num_layers + 1) * one_norm,
        "output": 0 if tied else embed_dim * vocab_size,
    }
    counts["total"] = sum(counts.values())
    return counts
