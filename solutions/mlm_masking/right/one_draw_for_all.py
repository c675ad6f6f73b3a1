import numpy as np


def mlm_mask(ids, special_ids, mask_id, vocab_size, seed, p=0.15):
    rng = np.random.RandomState(seed)
    able = np.ones(vocab_size, dtype=bool)
    able[list(special_ids)] = False
    tokens = np.flatnonzero(able)
    u = rng.rand(*ids.shape)
    drawn = tokens[rng.randint(0, len(tokens), size=ids.shape)]
    ordinary = able[ids]
    inputs, labels = ids.copy(), np.full_like(ids, -100)
    chosen = ordinary & (u < p)
    labels[chosen] = ids[chosen]
    hidden, other = chosen & (u < 0.8 * p), chosen & (u >= 0.8 * p) & (u < 0.9 * p)
    inputs[hidden] = mask_id
    inputs[other] = drawn[other]
    return inputs, labels
