import numpy as np


def bce_with_logits(logits, targets, pos_weight=None):
    yes = targets if pos_weight is None else targets * pos_weight
    no = 1 - targets
    linear = no * logits.clip(min=0) - yes * logits.clip(max=0)
    return (linear + (yes + no) * np.log1p(np.exp(-abs(logits)))).sum() / logits.size


def bce_with_logits_backward(logits, targets, pos_weight=None):
    yes = targets if pos_weight is None else targets * pos_weight
    no = 1 - targets
    u = np.exp(-abs(logits))
    top = np.where(logits > 0, no - yes * u, no * u - yes)
    return top / (1 + u) / logits.size
