"""
verdict = "WA"
caught_by = ["no_build_up"]
en = "dw and db are added to what earlier calls have left, as an optimiser's zero_grad would expect. Here each call stands alone."
zh = "dw 和 db 累加到之前调用留下的值上，像是等着优化器的 zero_grad。这里每次调用彼此独立。"
"""



KEPT = {}


def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    key = (w.shape, w.dtype)
    dw, db = KEPT.get(key, (0.0, 0.0))
    KEPT[key] = dw + grads.T @ rows, db + grads.sum(axis=0)
    return dy @ w, KEPT[key][0].copy(), KEPT[key][1].copy()
