"""
verdict = "RTE"
caught_by = ["backward_leading_axes", "vector"]
en = "backward transposes with .T and sums over axis 0, which is right for a matrix x and for nothing else."
zh = "反向用 .T 转置并在第 0 轴上求和，只有 x 是矩阵时才对。"
"""



def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    return dy @ w, dy.T @ x, dy.sum(axis=0)
