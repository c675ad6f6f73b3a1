"""
verdict = "WA"
caught_by = ["square", "backward"]
en = "dw is xᵀ dy, in the shape (D_in, D_out). w has a row for each output, and so has its gradient: dyᵀ x."
zh = "dw 写成了 xᵀ dy，形状是 (D_in, D_out)。w 的每个输出占一行，它的梯度也一样：应当是 dyᵀ x。"
"""



def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w, rows.T @ grads, grads.sum(axis=0)
