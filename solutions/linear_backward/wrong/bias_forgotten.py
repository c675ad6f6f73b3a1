"""
verdict = "WA"
caught_by = ["example", "forward", "bias"]
en = "The bias is not added."
zh = "没有加上偏置。"
"""



def linear_forward(x, w, b=None):
    return x @ w.T


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w, grads.T @ rows, grads.sum(axis=0)
