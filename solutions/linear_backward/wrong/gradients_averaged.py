"""
verdict = "WA"
caught_by = ["backward", "twice", "central_differences"]
en = "dw and db are divided by the number of vectors. Any averaging over the batch is already in dy."
zh = "dw 和 db 除以了向量的个数。如果损失对批次取过平均，那个系数已经在 dy 里了。"
"""



def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    count = max(len(rows), 1)
    return dy @ w, grads.T @ rows / count, grads.sum(axis=0) / count
