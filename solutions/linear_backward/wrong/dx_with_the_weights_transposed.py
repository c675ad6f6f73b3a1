"""
verdict = "RTE"
caught_by = ["square", "backward", "central_differences"]
en = "dx multiplies by wᵀ, as the forward pass does. The way back goes over the outputs: dy w."
zh = "计算 dx 时像前向一样乘了 wᵀ。反向是在输出上求和：dy w。"
"""



def linear_forward(x, w, b=None):
    y = x @ w.T
    return y if b is None else y + b


def linear_backward(dy, x, w):
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return dy @ w.T, grads.T @ rows, grads.sum(axis=0)
