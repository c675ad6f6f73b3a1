"""
verdict = "RTE"
caught_by = ["square", "forward"]
en = "w is taken as (D_in, D_out), the layout of other textbooks: y = x w. Here w has a row for each output: y = x wᵀ."
zh = "把 w 当作 (D_in, D_out)，这是另一些教材的写法：y = x w。这里 w 的每个输出占一行：y = x wᵀ。"
"""



def linear_forward(x, w, b=None):
    y = x @ w
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w.T, rows.T @ grads, grads.sum(axis=0)
