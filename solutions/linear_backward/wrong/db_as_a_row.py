"""
verdict = "WA"
caught_by = ["example", "bias_gradient"]
en = "db is summed with keepdims, and comes back as (1, D_out) instead of (D_out,)."
zh = "求和时用了 keepdims，db 的形状成了 (1, D_out)，而不是 (D_out,)。"
"""



def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w, grads.T @ rows, grads.sum(axis=0, keepdims=True)
