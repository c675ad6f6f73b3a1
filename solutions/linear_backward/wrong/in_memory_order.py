"""
verdict = "WA"
caught_by = ["standard_any_layout"]
en = "x and dy are flattened in the order of the memory, not of the indices: vectors fall apart when they do not lie row by row."
zh = "x 和 dy 按内存中的顺序展平，而不是按下标的顺序：不是逐行存放时，向量就被打散了。"
"""



def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows = x.ravel(order="K").reshape(-1, x.shape[-1])
    grads = dy.ravel(order="K").reshape(-1, dy.shape[-1])
    return dy @ w, grads.T @ rows, grads.sum(axis=0)
