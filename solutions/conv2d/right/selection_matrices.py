import numpy as np


def _index(shape, kshape, stride, padding, dilation):
    a = []
    for ax in (0, 1):
        s, p, d = (v[ax] if isinstance(v, tuple) else v for v in (stride, padding, dilation))
        size, k = shape[2 + ax], kshape[2 + ax]
        n = (size + 2 * p - d * (k - 1) - 1) // s + 1
        a.append(np.arange(n)[:, None] * s + np.arange(k)[None, :] * d - p)
    return a


def _dense(w, groups, c):
    f, cg = w.shape[:2]
    full = np.zeros((f, c) + w.shape[2:])
    for k in range(f):
        g = k // (f // groups)
        full[k, g * cg:(g + 1) * cg] = w[k]
    return full


def _onehot(idx, size):
    return (idx[..., None] == np.arange(size)).astype(float)


def conv2d_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    r, c = _index(x.shape, w.shape, stride, padding, dilation)
    R, C = _onehot(r, x.shape[2]), _onehot(c, x.shape[3])
    xs = np.einsum("nchw,iuh->nciuw", x, R)
    xs = np.einsum("nciuw,jvw->nciujv", xs, C)
    return np.einsum("nciujv,fcuv->nfij", xs, _dense(w, groups, x.shape[1])) + np.reshape(b, (-1, 1, 1))


def conv2d_backward(dy, x, w, stride=1, padding=0, dilation=1, groups=1):
    r, c = _index(x.shape, w.shape, stride, padding, dilation)
    R, C = _onehot(r, x.shape[2]), _onehot(c, x.shape[3])
    xs = np.einsum("nciuw,jvw->nciujv", np.einsum("nchw,iuh->nciuw", x, R), C)
    full = np.einsum("nciujv,nfij->fcuv", xs, dy)
    dw = np.empty(w.shape)
    f, cg = w.shape[:2]
    for k in range(f):
        g = k // (f // groups)
        dw[k] = full[k, g * cg:(g + 1) * cg]
    t = np.einsum("nfij,fcuv->nciujv", dy, _dense(w, groups, x.shape[1]))
    t = np.einsum("nciujv,jvw->nciuw", t, C)
    return np.einsum("nciuw,iuh->nchw", t, R), dw, np.einsum("nfij->f", dy)
