"""
verdict = "WA"
caught_by = ["bias_gradient", "backward", "empty_batch"]
en = "db is the mean of dy over the vectors instead of the sum; for an empty batch it is NaN."
zh = "db 取了 dy 在各向量上的平均而不是求和；批次为空时得到 NaN。"
"""



def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w, grads.T @ rows, grads.mean(axis=0)
