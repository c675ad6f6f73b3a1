"""
verdict = "WA"
caught_by = ["backward", "bias_gradient"]
en = "db is summed along the last axis: a number for each vector instead of one for each output."
zh = "db 沿最后一个轴求和：得到的是每个向量一个数，而不是每个输出一个数。"
"""



def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w, grads.T @ rows, grads.sum(axis=1)
