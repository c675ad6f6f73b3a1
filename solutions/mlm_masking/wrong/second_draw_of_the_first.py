"""
verdict = "WA"
caught_by = ["fates"]
en = "The fate comes from the same random number as the choice, unscaled: with p = 0.15 the chosen ones are random or as before."
zh = "去向和选择用了同一个没有缩放的随机数：p = 0.15 时选中的只会是随机或不变。"
"""

import numpy as np


def mlm_mask(ids, special_ids, mask_id, vocab_size, seed, p=0.15):
    rng = np.random.default_rng(seed)
    ordinary = np.setdiff1d(np.arange(vocab_size), special_ids)
    chosen = np.isin(ids, ordinary) & (rng.random(ids.shape) < p)
    fate = (np.random.default_rng(seed).random(ids.shape) * 10).astype(int)
    inputs = np.where(fate == 0, rng.choice(ordinary, size=ids.shape), np.where(fate == 1, ids, mask_id))
    labels = np.where(chosen, ids, -100)
    return np.where(chosen, inputs, ids).astype(ids.dtype), labels
