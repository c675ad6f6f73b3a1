import random

import numpy as np


def mlm_mask(ids, special_ids, mask_id, vocab_size, seed, p=0.15):
    chance = random.Random(seed)
    special = set(special_ids)
    tokens = [token for token in range(vocab_size) if token not in special]
    inputs, labels = ids.tolist(), [[-100] * ids.shape[1] for _ in range(ids.shape[0])]
    for b, row in enumerate(inputs):
        for t, token in enumerate(row):
            if token in special or chance.random() >= p:
                continue
            labels[b][t] = token
            fate = chance.random()
            if fate < 0.8:
                row[t] = mask_id
            elif fate < 0.9:
                row[t] = chance.choice(tokens)
    return np.array(inputs, dtype=ids.dtype).reshape(ids.shape), np.array(labels, dtype=ids.dtype).reshape(ids.shape)
