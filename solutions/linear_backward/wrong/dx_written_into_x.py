"""
verdict = "WA"
caught_by = ["inputs_untouched", "standard_inputs_untouched"]
en = "dx is written into x, the caller's array."
zh = "dx 写进了 x，也就是调用者的数组。"
"""



def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]).copy(), dy.reshape(-1, dy.shape[-1])
    x[...] = dy @ w
    return x.copy(), grads.T @ rows, grads.sum(axis=0)
