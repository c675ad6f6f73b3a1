import torch


def causal_mask(n, m=None):
    """Bool (n, m): which of m keys the last n of m positions may attend to."""
    raise NotImplementedError


def padding_mask(lengths, m=None, left=False):
    """Bool (B, 1, m): the real positions of sequences of these lengths, padded on the right or on the left."""
    raise NotImplementedError


def combine_masks(*masks):
    """The mask that allows what all of the masks allow; None where there is none."""
    raise NotImplementedError


def mask_scores(scores, mask):
    """The scores (B, H, n, m), -inf where mask (n, m), (B, n, m) or (B, 1, m) excludes."""
    raise NotImplementedError
