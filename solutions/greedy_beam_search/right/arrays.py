import numpy as np


def greedy_search(next_log_probs, end, max_length):
    tokens = []
    for _ in range(max_length):
        tokens.append(int(np.argmax(next_log_probs(tuple(tokens)))))
        if tokens[-1] == end:
            break
    return tokens


def beam_search(next_log_probs, end, max_length, width, alpha):
    beam = np.zeros((1, 0), dtype=int)  # in lexicographic order
    totals = np.zeros(1)
    results = []
    for length in range(1, max_length + 1):
        if len(beam) == 0:
            break
        log_probs = np.array([next_log_probs(tuple(row.tolist())) for row in beam])
        flat = (totals[:, None] + log_probs).ravel()
        # The flat index runs through the extensions in lexicographic order, and the sort is stable.
        order = np.argsort(-flat, kind="stable")[:width]
        order = np.sort(order[np.isfinite(flat[order])])
        parents, tokens = np.divmod(order, log_probs.shape[1])
        beam, totals = np.column_stack([beam[parents], tokens]), flat[order]
        over = (tokens == end) | (length == max_length)
        results += zip(map(tuple, beam[over].tolist()), (totals[over] / length**alpha).tolist())
        beam, totals = beam[~over], totals[~over]
    return sorted(results, key=lambda result: (-result[1], result[0]))[:width]
