import numpy as np


def mlm_mask(ids, special_ids, mask_id, vocab_size, seed, p=0.15):
    """ids (B, T); returns (inputs, labels), both (B, T); labels are -100 where no token was chosen."""
    raise NotImplementedError
