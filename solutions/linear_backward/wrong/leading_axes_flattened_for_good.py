"""
verdict = "WA"
caught_by = ["forward_leading_axes", "backward_leading_axes", "empty_batch"]
en = "y and dx are left as matrices of all the vectors; the leading axes of x are not restored."
zh = "y 和 dx 停留在展平后的矩阵形状，没有恢复 x 前面的轴。"
"""



def linear_forward(x, w, b=None):
    y = x.reshape(-1, x.shape[-1]) @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return grads @ w, grads.T @ rows, grads.sum(axis=0)
