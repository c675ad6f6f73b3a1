"""
verdict = "WA"
caught_by = ["many_rows"]
en = "Vectors are counted in a byte: those from the 256th on are left out of dw and db."
zh = "用一个字节计数：从第 256 个起，向量都没有计入 dw 和 db。"
"""



def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1])[:256], dy.reshape(-1, dy.shape[-1])[:256]
    return dy @ w, grads.T @ rows, grads.sum(axis=0)
