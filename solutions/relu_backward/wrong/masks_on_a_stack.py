"""
verdict = "RTE"
caught_by = ["backward_again", "latest_forward"]
en = "Each forward pushes its mask on a stack and each backward takes one off. The second backward after one forward finds none, or an older one."
zh = "每次 forward 把掩码压入栈，每次 backward 弹出一个。一次 forward 之后的第二次 backward 就取不到掩码，或取到更早的掩码。"
"""

import numpy as np


class ReLU:
    def __init__(self):
        self.masks = []

    def forward(self, x):
        self.masks.append(x > 0)
        return np.maximum(x, 0)

    def backward(self, dy):
        return np.where(self.masks.pop(), dy, 0)
