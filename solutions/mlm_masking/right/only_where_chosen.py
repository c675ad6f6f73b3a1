import numpy as np


def mlm_mask(ids, special_ids, mask_id, vocab_size, seed, p=0.15):
    np.random.seed(seed)
    special = np.asarray(special_ids, dtype=ids.dtype)
    places = np.argwhere(~np.isin(ids, special))
    places = places[np.random.binomial(1, p, size=len(places)) == 1]
    inputs, labels = np.array(ids), np.full(ids.shape, -100, dtype=ids.dtype)
    rows, columns = places[:, 0], places[:, 1]
    labels[rows, columns] = ids[rows, columns]
    fate = np.random.choice(3, size=len(places), p=[0.8, 0.1, 0.1])
    inputs[rows[fate == 0], columns[fate == 0]] = mask_id
    tokens = np.array(sorted(set(range(vocab_size)) - set(special_ids)))
    inputs[rows[fate == 1], columns[fate == 1]] = np.random.choice(tokens, size=np.sum(fate == 1))
    return inputs, labels
