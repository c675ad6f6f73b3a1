import numpy as np


def max_pool2d(x, kernel_size, stride=None, padding=(0, 0)):
    """The maximum is separable: first within the rows, then within the columns."""
    sh, sw = stride or kernel_size
    across = np.stack([x[..., a:b].max(axis=-1) for a, b in spans(x.shape[3], kernel_size[1], sw, padding[1])], axis=-1)
    down = spans(x.shape[2], kernel_size[0], sh, padding[0])
    return np.stack([across[:, :, a:b].max(axis=2) for a, b in down], axis=2)


def max_pool2d_backward(dy, x, kernel_size, stride=None, padding=(0, 0)):
    sh, sw = stride or kernel_size
    dx = np.zeros(x.shape)
    images, channels = np.ogrid[: x.shape[0], : x.shape[1]]
    for i, (top, bottom) in enumerate(spans(x.shape[2], kernel_size[0], sh, padding[0])):
        for j, (left, right) in enumerate(spans(x.shape[3], kernel_size[1], sw, padding[1])):
            window = x[:, :, top:bottom, left:right]
            winner = window.reshape(*x.shape[:2], -1).argmax(axis=-1)
            row, column = np.unravel_index(winner, window.shape[2:])
            dx[images, channels, top + row, left + column] += dy[:, :, i, j]
    return dx


def spans(length, window, step, pad):
    """The part of each window that lies inside, as (start, end)."""
    return [(max(a, 0), min(a + window, length)) for a in range(-pad, length + pad - window + 1, step)]
