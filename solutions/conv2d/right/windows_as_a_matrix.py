import numpy as np


def conv2d_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    columns, size = unfold(x, w, stride, padding, dilation, groups)
    y = np.stack([part @ kernels.T for part, kernels in zip(columns, matrices(w, groups))])
    y = y.reshape(groups, len(x), *size, -1)
    return np.moveaxis(y, (1, 0, 4), (0, 1, 2)).reshape(len(x), -1, *size) + b.reshape(1, -1, 1, 1)


def conv2d_backward(dy, x, w, stride=1, padding=0, dilation=1, groups=1):
    columns, _ = unfold(x, w, stride, padding, dilation, groups)
    places, _ = unfold(np.arange(1.0, x.size + 1).reshape(x.shape), w, stride, padding, dilation, groups)
    dx, dw = np.zeros(x.size + 1), []
    for part, place, kernels, d in zip(columns, places, matrices(w, groups), np.split(dy, groups, axis=1)):
        rows = np.moveaxis(d, 1, -1).reshape(len(part), -1)
        dw.append(rows.T @ part)
        dx += np.bincount(place.ravel().astype(int), (rows @ kernels).ravel(), x.size + 1)
    return dx[1:].reshape(x.shape), np.concatenate(dw).reshape(w.shape), np.einsum("nfhw->f", dy)


def matrices(w, groups):
    return np.split(w.reshape(len(w), -1), groups)


def unfold(x, w, stride, padding, dilation, groups):
    """For each group a matrix with a row for each window; and the output's height and width."""
    s, p, d = (v if isinstance(v, tuple) else (v, v) for v in (stride, padding, dilation))
    x = np.pad(x, [(0, 0), (0, 0), (p[0], p[0]), (p[1], p[1])])
    span = [d[k] * (w.shape[2 + k] - 1) + 1 for k in (0, 1)]
    view = np.lib.stride_tricks.sliding_window_view(x, span, axis=(2, 3))
    view = view[:, :, :: s[0], :: s[1], :: d[0], :: d[1]]
    size = view.shape[2:4]
    return [np.moveaxis(part, 1, 3).reshape(-1, w[0].size) for part in np.split(view, groups, axis=1)], size
