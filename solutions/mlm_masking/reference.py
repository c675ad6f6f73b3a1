import numpy as np


def mlm_mask(ids, special_ids, mask_id, vocab_size, seed, p=0.15):
    rng = np.random.default_rng(seed)
    ordinary = np.setdiff1d(np.arange(vocab_size), special_ids)
    chosen = np.isin(ids, ordinary) & (rng.binomial(1, p, size=ids.shape) == 1)
    fate = rng.choice(3, size=ids.shape, p=[0.8, 0.1, 0.1])  # hidden, a random token, as before
    inputs = np.choose(fate, [mask_id, rng.choice(ordinary, size=ids.shape), ids])
    labels = np.where(chosen, ids, -100)
    return np.where(chosen, inputs, ids).astype(ids.dtype), labels
