"""
verdict = "WA"
caught_by = ["backward_leading_axes", "bias_gradient"]
en = "db is summed over the first axis only. With more leading axes it keeps them, and has not the shape of b."
zh = "db 只在第一个轴上求和。前面的轴不止一个时，其余的轴还留着，形状与 b 不同。"
"""



def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w, grads.T @ rows, dy.sum(axis=0) if dy.ndim > 1 else dy.copy()
