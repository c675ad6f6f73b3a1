"""
verdict = "WA"
caught_by = ["many_shapes", "square"]
en = "The leading axes are flattened after a transpose of x, but not of dy: vectors are paired with the gradients of others."
zh = "展平前面的轴时，x 的轴换过顺序，dy 却没有：向量与别的向量的梯度配成了对。"
"""



def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    order = (*range(x.ndim - 2, -1, -1), x.ndim - 1)
    rows, grads = x.transpose(order).reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w, grads.T @ rows, grads.sum(axis=0)
