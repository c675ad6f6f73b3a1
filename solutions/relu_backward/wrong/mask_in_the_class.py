"""
verdict = "WA"
caught_by = ["two_layers", "network", "standard_any_order_of_calls"]
en = "The mask belongs to the class, and all layers share it: the latest forward of any layer overwrites it."
zh = "掩码属于类，所有层共用一份：任何一层的 forward 都会覆盖它。"
"""

import numpy as np


class ReLU:
    def forward(self, x):
        ReLU.positive = x > 0
        return np.where(x > 0, x, 0)

    def backward(self, dy):
        return np.where(ReLU.positive, dy, 0)
