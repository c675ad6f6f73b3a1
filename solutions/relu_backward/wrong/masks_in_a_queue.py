"""
verdict = "RTE"
caught_by = ["backward_again", "latest_forward"]
en = "Masks wait in a queue, and backward takes the oldest: after two calls of forward it is not the latest one's."
zh = "掩码排在队列里，backward 取最早的那个：forward 调用两次之后，取到的不是最近一次的掩码。"
"""

import numpy as np


class ReLU:
    def __init__(self):
        self.masks = []

    def forward(self, x):
        self.masks.append(x > 0)
        return np.maximum(x, 0)

    def backward(self, dy):
        return np.where(self.masks.pop(0), dy, 0)
