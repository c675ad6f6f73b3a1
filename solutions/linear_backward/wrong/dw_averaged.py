"""
verdict = "WA"
caught_by = ["backward", "twice"]
en = "dw is divided by the number of vectors, db is not. Both are sums."
zh = "dw 除以了向量的个数，db 却没有。两者都应当求和。"
"""



def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w, grads.T @ rows / max(len(rows), 1), grads.sum(axis=0)
