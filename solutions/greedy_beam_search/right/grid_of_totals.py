import numpy as np


def greedy_search(next_log_probs, end, max_length):
    out = []
    for _ in range(max_length):
        out.append(int(np.argmax(next_log_probs(tuple(out)))))
        if out[-1] == end:
            return out
    return out


def beam_search(next_log_probs, end, max_length, width, alpha):
    beam, totals, pool = [()], np.zeros(1), []
    for _ in range(max_length):
        if not beam:
            break
        grid = totals[:, None] + np.array([next_log_probs(t) for t in beam])
        order = np.argsort(-grid.ravel(), kind="stable")  # beam is kept in tuple order
        chosen = [divmod(int(i), grid.shape[1]) for i in order[:width] if np.isfinite(grid.ravel()[i])]
        new = sorted(((*beam[i], j), grid[i, j]) for i, j in chosen)
        pool += [h for h in new if h[0][-1] == end]
        new = [h for h in new if h[0][-1] != end]
        beam, totals = [t for t, _ in new], np.array([s for _, s in new])
    pool += zip(beam, totals)
    scored = [(t, float(s / len(t) ** alpha)) for t, s in pool]
    return sorted(scored, key=lambda h: (-h[1], h[0]))[:width]
