"""Each tensor of the model gets a name, as in a checkpoint; the counts are read off the names."""


def transformer_param_count(vocab_size, embed_dim, num_heads, num_layers, ff_dim, max_len=0, num_kv_heads=None, gated=False, bias=True, norm="layernorm", tied=True):
    kv_heads = num_heads if num_kv_heads is None else num_kv_heads
    head_dim, rest = divmod(embed_dim, num_heads)
    if rest or num_heads % kv_heads:
        raise ValueError(f"{embed_dim} features, {num_heads} heads, {kv_heads} heads for keys and values")
    tensors = {}

    def linear(name, inputs, outputs):
        tensors[f"{name}.weight"] = inputs * outputs
        if bias:
            tensors[f"{name}.bias"] = outputs

    def add_norm(name):
        tensors[f"{name}.gamma"] = embed_dim
        if norm == "layernorm":
            tensors[f"{name}.beta"] = embed_dim

    tensors["embedding.token"] = vocab_size * embed_dim
    tensors["embedding.position"] = max_len * embed_dim
    for i in range(num_layers):
        linear(f"attention.{i}.q", embed_dim, head_dim * num_heads)
        linear(f"attention.{i}.k", embed_dim, head_dim * kv_heads)
        linear(f"attention.{i}.v", embed_dim, head_dim * kv_heads)
        linear(f"attention.{i}.out", head_dim * num_heads, embed_dim)
        linear(f"ffn.{i}.up", embed_dim, ff_dim)
        if gated:
            linear(f"ffn.{i}.gate", embed_dim, ff_dim)
        linear(f"ffn.{i}.down", ff_dim, embed_dim)
        add_norm(f"norm.{i}.before_attention")
        add_norm(f"norm.{i}.before_ffn")
    add_norm("norm.last")
    if not tied:
        tensors["output.weight"] = embed_dim * vocab_size
    counts = dict.fromkeys(["embedding", "attention", "ffn", "norm", "output", "total"], 0)
    for name, size in tensors.items():
        counts[name.partition(".")[0]] += size
        counts["total"] += size
    return counts
