def train(text, vocab_size):
    """Learn from a text which pairs of tokens to merge. Returns a list of pairs, in the order of learning."""
    raise NotImplementedError


def encode(text, merges):
    """The tokens of a text, a list of ints."""
    raise NotImplementedError


def decode(ids, merges):
    """The text of a list of tokens."""
    raise NotImplementedError
