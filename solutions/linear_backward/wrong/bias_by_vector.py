"""
verdict = "WA"
caught_by = ["bias", "square"]
en = "The bias is added along the wrong axis: one for each vector instead of one for each output."
zh = "偏置加错了轴：每个向量加一个，而不是每个输出加一个。"
"""



def linear_forward(x, w, b=None):
    y = x @ w.T
    if b is None:
        return y
    if y.ndim > 1 and y.shape[-2] == len(b):
        return y + b[:, None]
    return y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w, grads.T @ rows, grads.sum(axis=0)
