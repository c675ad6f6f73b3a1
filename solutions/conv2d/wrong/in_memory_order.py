"""
verdict = "WA"
caught_by = ["standard_any_layout"]
en = "Images and kernels are read in the order of the memory, not of the indices: an array that does not lie row by row is taken apart wrongly."
zh = "图像和卷积核按内存中的顺序读取，而不是按下标的顺序：不是逐行存放的数组会被读错。"
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
    x, w = x.ravel(order="K").reshape(x.shape), w.ravel(order="K").reshape(w.shape)
    x = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    return x.reshape(len(x), groups, -1, *x.shape[2:]), w.reshape(groups, -1, *w.shape[1:])


def _pair(value):
    return value if isinstance(value, tuple) else (value, value)
