"""
verdict = "WA"
caught_by = ["example", "jacobian", "central_differences", "sums_to_zero"]
en = "Only the diagonal of the Jacobian is used, y (1 - y), as if softmax worked on each entry by itself."
zh = "只用了雅可比矩阵的对角线 y (1 - y)，就像 softmax 是逐元素的函数一样。"
"""



def softmax_backward(dy, y, axis=-1):
    return dy * y * (1 - y)
