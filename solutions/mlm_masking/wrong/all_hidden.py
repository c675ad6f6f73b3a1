"""
verdict = "WA"
caught_by = ["fates"]
en = "Every chosen token becomes mask_id: no random ones, and none as before."
zh = "所有选中的 token 都换成了 mask_id：没有随机的，也没有不变的。"
"""

import numpy as np


def mlm_mask(ids, special_ids, mask_id, vocab_size, seed, p=0.15):
    rng = np.random.default_rng(seed)
    ordinary = np.setdiff1d(np.arange(vocab_size), special_ids)
    chosen = np.isin(ids, ordinary) & (rng.random(ids.shape) < p)
    inputs = np.full_like(ids, mask_id)
    labels = np.where(chosen, ids, -100)
    return np.where(chosen, inputs, ids).astype(ids.dtype), labels
