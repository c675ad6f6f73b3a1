"""
verdict = "WA"
caught_by = ["other_forward_before"]
en = "backward uses the x of the latest forward of that shape instead of the one that it is given."
zh = "反向用的是最近一次同形状前向的 x，而不是传入的 x。"
"""



LATEST = {}


def linear_forward(x, w, b=None):
    LATEST[x.shape] = x.copy()
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    x = LATEST.get(x.shape, x)
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w, grads.T @ rows, grads.sum(axis=0)
