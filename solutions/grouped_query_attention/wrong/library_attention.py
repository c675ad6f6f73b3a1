"""
verdict = "RV"
caught_by = []
en = "F.scaled_dot_product_attention with enable_gqa does the work."
zh = "用 F.scaled_dot_product_attention 的 enable_gqa 完成了全部计算。"
"""

from torch.nn import functional as F


def grouped_query_attention(q, k, v, mask=None):
    if q.shape[1] % k.shape[1]:
        raise ValueError("heads")
    mask = None if mask is None else mask.unsqueeze(-3)
    return F.scaled_dot_product_attention(q, k, v, mask, enable_gqa=True)
