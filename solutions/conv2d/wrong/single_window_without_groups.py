"""
verdict = "WA"
caught_by = ["many_geometries"]
en = "When a single window fits, all channels of the kernels are taken from the first channels of the image: the groups are ignored."
zh = "只有一个窗口时，所有卷积核都取图像最前面的几个通道：忽略了分组。"
"""

import numpy as np


def conv2d_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    xg, wg = _by_group(x, w, padding, groups)
    if xg.shape[-2:] == w.shape[2:] and _pair(dilation) == (1, 1):  # a matrix product will do
        seen = xg[:, 0].reshape(len(x), -1)
        return (seen @ w.reshape(len(w), -1).T + b)[:, :, None, None]
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
    x = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    return x.reshape(len(x), groups, -1, *x.shape[2:]), w.reshape(groups, -1, *w.shape[1:])


def _pair(value):
    return value if isinstance(value, tuple) else (value, value)
