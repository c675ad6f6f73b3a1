import numpy as np


def max_pool2d(x, kernel_size, stride=None, padding=(0, 0)):
    found = winners(x, kernel_size, stride, padding)
    return np.array([[[[value for value, _, _ in row] for row in plane] for plane in image] for image in found])


def max_pool2d_backward(dy, x, kernel_size, stride=None, padding=(0, 0)):
    dx = np.zeros(x.shape)
    for n, image in enumerate(winners(x, kernel_size, stride, padding)):
        for c, plane in enumerate(image):
            for i, row in enumerate(plane):
                for j, (_, r, s) in enumerate(row):
                    dx[n, c, r, s] += dy[n, c, i, j]
    return dx


def winners(x, kernel_size, stride, padding):
    """Nested lists of (value, row, column): the window is clipped to the image, nothing is padded."""
    kh, kw = kernel_size
    sh, sw = kernel_size if stride is None else stride
    ph, pw = padding
    height, width = x.shape[2:]
    tops = range(-ph, height + ph - kh + 1, sh)
    lefts = range(-pw, width + pw - kw + 1, sw)
    return [[[[best(plane, t, l, kh, kw) for l in lefts] for t in tops] for plane in image] for image in x.tolist()]


def best(plane, top, left, kh, kw):
    found = None
    for r in range(max(top, 0), min(top + kh, len(plane))):
        for s in range(max(left, 0), min(left + kw, len(plane[0]))):
            if found is None or plane[r][s] > found[0]:
                found = (plane[r][s], r, s)
    return found
