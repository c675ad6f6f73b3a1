"""Small classes that know how many parameters they have."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Linear:
    inputs: int
    outputs: int
    bias: bool

    @property
    def size(self):
        return self.outputs * (self.inputs + int(self.bias))


class Layer:
    def __init__(self, width, ff, heads, kv_heads, gated, bias):
        if width % heads != 0:
            raise ValueError("embed_dim is no multiple of num_heads")
        if heads % kv_heads != 0:
            raise ValueError("num_heads is no multiple of num_kv_heads")
        kv = width // (heads // kv_heads)
        self.attention = [Linear(width, to, bias) for to in (width, kv, kv)] + [Linear(width, width, bias)]
        self.ffn = [Linear(width, ff, bias)] + [Linear(width, ff, bias) for _ in range(1) if gated] + [Linear(ff, width, bias)]


def transformer_param_count(vocab_size, embed_dim, num_heads, num_layers, ff_dim, max_len=0, num_kv_heads=None, gated=False, bias=True, norm="layernorm", tied=True):
    layer = Layer(embed_dim, ff_dim, num_heads, num_heads if num_kv_heads is None else num_kv_heads, gated, bias)
    embedding = Linear(vocab_size, embed_dim, False).size + Linear(max_len, embed_dim, False).size
    attention = sum(module.size for module in layer.attention) * num_layers
    ffn = sum(module.size for module in layer.ffn) * num_layers
    norms = {"layernorm": 2, "rmsnorm": 1}[norm] * embed_dim * (num_layers * 2 + 1)
    output = 0
    if not tied:
        output = Linear(embed_dim, vocab_size, False).size
    total = embedding + attention + ffn + norms + output
    return {"total": total, "embedding": embedding, "attention": attention, "ffn": ffn, "norm": norms, "output": output}
