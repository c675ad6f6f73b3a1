def greedy_search(next_log_probs, end, max_length):
    """The tokens that the model finds most probable, one after another. Returns a list of ints."""
    raise NotImplementedError


def beam_search(next_log_probs, end, max_length, width, alpha):
    """Up to `width` hypotheses, the best one first. Returns a list of pairs (tokens, score)."""
    raise NotImplementedError
