"""
verdict = "WA"
caught_by = ["example", "jacobian", "sums_to_zero"]
en = "The diagonal of the Jacobian is taken as y instead of y (1 - y), beside the right off-diagonal entries."
zh = "雅可比矩阵的对角线取成了 y，而不是 y (1 - y)，其他元素则是对的。"
"""



def softmax_backward(dy, y, axis=-1):
    own = dy * y
    return own - y * (own.sum(axis=axis, keepdims=True) - own)
