"""
verdict = "WA"
caught_by = ["backward", "backward_leading_axes"]
en = "dw and db are divided by the length of the first axis, the batch size. They are sums."
zh = "dw 和 db 除以了第一个轴的长度，也就是批大小。它们应当求和。"
"""



def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    n = x.shape[0] if x.ndim > 1 and len(x) else 1
    return dy @ w, grads.T @ rows / n, grads.sum(axis=0) / n
