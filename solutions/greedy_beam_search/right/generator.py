NEVER = float("-inf")


def extensions(beam, next_log_probs):
    for tokens, total in beam.items():
        for token, log_prob in enumerate(next_log_probs(tokens)):
            if log_prob != NEVER:
                yield tokens + (token,), total + log_prob


def best(hypotheses, count):
    """A dictionary in order: first by value, falling, then by key."""
    ordered = sorted(sorted(hypotheses), key=lambda pair: pair[1], reverse=True)
    return dict(ordered[:count])


def steps(next_log_probs, end, max_length, width):
    """What is over after each step, and at last what is left."""
    beam = {(): 0.0}
    for _ in range(max_length):
        kept = best(extensions(beam, next_log_probs), width)
        yield {tokens: total for tokens, total in kept.items() if tokens[-1] == end}
        beam = {tokens: total for tokens, total in kept.items() if tokens[-1] != end}
    yield beam


def beam_search(next_log_probs, end, max_length, width, alpha):
    scores = {}
    for over in steps(next_log_probs, end, max_length, width):
        scores.update((tokens, total * len(tokens) ** -alpha) for tokens, total in over.items())
    return list(best(scores.items(), width).items())


def greedy_search(next_log_probs, end, max_length):
    [(tokens, _)] = beam_search(next_log_probs, end, max_length, 1, 0.0)
    return list(tokens)
