"""
verdict = "RV"
caught_by = []
en = "torch's clipping, reached through an alias and getattr. This exercise asks you to write it."
zh = "通过别名和 getattr 调用了 torch 的裁剪。这道题要求自己实现。"
"""

import torch as backend

clip = getattr(backend.nn.utils, "clip_grad" + "_norm_")


def clip_by_value(grads, limit):
    return [g.clip(-limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    found = [backend.nn.Parameter(backend.tensor(g)) for g in grads]
    for p in found:
        p.grad = p.data.clone()
    return [p.grad.numpy() for p in found], float(clip(found, max_norm))
