"""
verdict = "WA"
caught_by = ["example", "three_results"]
en = "The gradients come back as (dw, db, dx) instead of (dx, dw, db)."
zh = "返回的顺序是 (dw, db, dx)，而不是 (dx, dw, db)。"
"""



def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return grads.T @ rows, grads.sum(axis=0), dy @ w
