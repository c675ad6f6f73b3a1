"""
verdict = "WA"
caught_by = ["equal_when_padded"]
en = "Padded images of one size share an array, and only the image is written into it: its border still holds what a larger image left there."
zh = "填充后一样大的图像共用一个数组，每次只写入图像部分：边缘还留着之前更大的图像的内容。"
"""

import numpy as np


def conv2d_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    xg, wg = _by_group(x, w, padding, groups)
    taps = _taps(xg, wg, stride, dilation)
    y = sum(np.einsum("ngchw,gfc->ngfhw", xg[seen], wg[..., i, j]) for i, j, seen in taps)
    return y.reshape(len(x), len(w), *y.shape[3:]) + b[:, None, None]


def conv2d_backward(dy, x, w, stride=1, padding=0, dilation=1, groups=1):
    xg, wg = _by_group(x, w, padding, groups)
    dyg = dy.reshape(len(dy), groups, -1, *dy.shape[2:])
    dxg, dwg = np.zeros_like(xg), np.empty_like(wg)
    for i, j, seen in _taps(xg, wg, stride, dilation):
        dxg[seen] += np.einsum("ngfhw,gfc->ngchw", dyg, wg[..., i, j])
        dwg[..., i, j] = np.einsum("ngfhw,ngchw->gfc", dyg, xg[seen])
    top, left = _pair(padding)
    dx = dxg[..., top : top + x.shape[2], left : left + x.shape[3]]
    return dx.reshape(x.shape), dwg.reshape(w.shape), dy.sum(axis=(0, 2, 3))


_padded = {}


def _taps(xg, wg, stride, dilation):
    """For each kernel element (i, j): the padded pixels that it meets, one for each output pixel."""
    (sh, sw), (dil_h, dil_w) = _pair(stride), _pair(dilation)
    kh, kw = wg.shape[-2:]
    out_h = (xg.shape[-2] - dil_h * (kh - 1) - 1) // sh + 1
    out_w = (xg.shape[-1] - dil_w * (kw - 1) - 1) // sw + 1
    for i, j in np.ndindex(kh, kw):
        rows = slice(i * dil_h, i * dil_h + out_h * sh, sh)
        columns = slice(j * dil_w, j * dil_w + out_w * sw, sw)
        yield i, j, np.s_[..., rows, columns]


def _by_group(x, w, padding, groups):
    """Padded x as (n, group, c, h, w), and the kernels as (group, f, c, kh, kw)."""
    ph, pw = _pair(padding)
    n, c, height, width = x.shape
    shape = n, c, height + 2 * ph, width + 2 * pw
    padded = _padded.setdefault(shape, np.zeros(shape))
    padded[:, :, ph : ph + height, pw : pw + width] = x
    x = padded
    return x.reshape(len(x), groups, -1, *x.shape[2:]), w.reshape(groups, -1, *w.shape[1:])


def _pair(value):
    return value if isinstance(value, tuple) else (value, value)
