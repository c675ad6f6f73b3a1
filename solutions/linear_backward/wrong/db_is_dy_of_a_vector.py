"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "For a single vector db is dy itself, not a new array: whoever writes into one changes the other."
zh = "对单个向量，db 就是 dy 本身而不是新数组：改动其中一个，另一个也跟着变。"
"""



def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w, grads.T @ rows, dy if dy.ndim == 1 else grads.sum(axis=0)
