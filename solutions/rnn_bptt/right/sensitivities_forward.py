import numpy as np


def rnn_forward(x, h0, w_x, w_h, b):
    h, hs = h0.copy(), []
    for x_t in x:
        h = np.tanh(np.matmul(x_t, w_x) + np.matmul(h, w_h) + b)
        hs.append(h)
    return np.asarray(hs)


def rnn_backward(dhs, x, h0, w_x, w_h, b, window=None):
    """By recursion over the steps: what is behind a step is another, shorter sequence."""
    steps = len(x)

    def behind(t, h):
        """Gradients of steps t and later, with respect to the state before t, and to the weights."""
        stop = steps if window is None else min(steps, (t // window + 1) * window)
        states = [h]
        for s in range(t, stop):
            states.append(np.tanh(x[s] @ w_x + states[-1] @ w_h + b))
        dh, sums, dxs = np.zeros_like(h), [0.0, 0.0, 0.0], []
        for s in range(stop - 1, t - 1, -1):
            after, before = states[s - t + 1], states[s - t]
            dz = np.multiply(dh + dhs[s], 1.0 - np.square(after))
            sums = [a + c for a, c in zip(sums, (x[s].T @ dz, before.T @ dz, dz.sum(0)))]
            dxs.append(dz @ w_x.T)
            dh = dz @ w_h.T
        return dh, sums, dxs[::-1], stop, states[-1]

    dh0, sums, dxs, stop, h = behind(0, h0)
    while stop < steps:
        _, more, later, stop, h = behind(stop, h)
        sums, dxs = [a + c for a, c in zip(sums, more)], dxs + later
    return np.stack(dxs), dh0, *sums
