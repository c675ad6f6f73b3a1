"""
verdict = "RTE"
caught_by = ["no_bias"]
en = "b is added without a look at whether there is one."
zh = "没有检查 b 是否存在就直接相加。"
"""



def linear_forward(x, w, b=None):
    return x @ w.T + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w, grads.T @ rows, grads.sum(axis=0)
