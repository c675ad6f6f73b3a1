import numpy as np


def filtered_probs(logits, temperature=1.0, top_k=None, top_p=1.0, min_p=0.0):
    """The probabilities of the tokens on the last axis, after temperature, top-k, top-p and min-p."""
    raise NotImplementedError


def sample_token(probs, u):
    """For each row the first token at which the running sum of the probabilities exceeds u."""
    raise NotImplementedError
