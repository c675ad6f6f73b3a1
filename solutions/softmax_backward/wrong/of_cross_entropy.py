"""
verdict = "WA"
caught_by = ["example", "jacobian"]
en = "y - dy is the gradient of cross-entropy and softmax together, with dy in the place of the targets."
zh = "y - dy 是交叉熵与 softmax 合在一起的梯度，而且把 dy 当成了目标。"
"""



def softmax_backward(dy, y, axis=-1):
    return y - dy
