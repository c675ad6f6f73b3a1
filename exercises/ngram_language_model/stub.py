class NgramModel:
    def __init__(self, n, k=0.0):
        raise NotImplementedError

    def fit(self, sentences):
        """Learn the counts of the sentences, and forget all others."""
        raise NotImplementedError

    def prob(self, token, context):
        """The probability of token after context."""
        raise NotImplementedError

    def perplexity(self, sentences):
        """exp of the mean negative logarithm of the probabilities of all tokens."""
        raise NotImplementedError
