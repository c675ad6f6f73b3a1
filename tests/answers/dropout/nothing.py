"""
verdict = "WA"
says = [
    "Your code returned None; a pair, tuple[numpy.ndarray, numpy.ndarray], is expected. Is a `return` missing?",
]
"""

def dropout_forward(x, p=0.5, training=True):
    pass


def dropout_backward(dy, mask, p=0.5):
    pass
