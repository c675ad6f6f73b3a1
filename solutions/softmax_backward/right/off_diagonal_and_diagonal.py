

def softmax_backward(dy, y, axis=-1):
    # Entry i passes dy_i y_i (1 - y_i) to itself, and the others pass it -y_i dy_j y_j each.
    own = dy * y
    others = own.sum(axis=axis, keepdims=True) - own
    return own * (1 - y) - y * others
