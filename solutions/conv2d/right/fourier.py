import numpy as np


class Plan:
    """Everything at stride 1 on a circle big enough that nothing wraps around."""

    def __init__(self, x, w, stride, padding, dilation, groups):
        self.groups = groups
        self.steps = np.broadcast_to(stride, 2)
        self.pads = np.broadcast_to(padding, 2)
        self.gaps = np.broadcast_to(dilation, 2)
        self.size = tuple(int(n) for n in np.array(x.shape[2:]) + 2 * self.pads)
        spans = self.gaps * (np.array(w.shape[2:]) - 1) + 1
        self.out = tuple(int(n) for n in (np.array(self.size) - spans) // self.steps + 1)
        self.inside = np.s_[..., self.pads[0] : self.pads[0] + x.shape[2], self.pads[1] : self.pads[1] + x.shape[3]]
        self.taps = np.s_[..., : spans[0] : self.gaps[0], : spans[1] : self.gaps[1]]
        ends = [n * s for n, s in zip(self.out, self.steps)]
        self.seen = np.s_[..., : ends[0] : self.steps[0], : ends[1] : self.steps[1]]

    def spectrum(self, a, where):
        board = np.zeros((*a.shape[:2], *self.size))
        board[where] = a
        return np.fft.rfft2(board)

    def back(self, a, where):
        return np.fft.irfft2(a, s=self.size)[where]

    def split(self, a):
        return a.reshape(len(a), self.groups, -1, *a.shape[2:])


def conv2d_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    plan = Plan(x, w, stride, padding, dilation, groups)
    fx = plan.split(plan.spectrum(x, plan.inside))
    fw = plan.spectrum(w, plan.taps)
    fw = fw.reshape(groups, -1, *fw.shape[1:])
    y = plan.back(np.einsum("ngchw,gfchw->ngfhw", fx, fw.conj()), plan.seen)
    return y.reshape(len(x), len(w), *plan.out) + b[:, np.newaxis, np.newaxis]


def conv2d_backward(dy, x, w, stride=1, padding=0, dilation=1, groups=1):
    plan = Plan(x, w, stride, padding, dilation, groups)
    fx, fd = plan.split(plan.spectrum(x, plan.inside)), plan.split(plan.spectrum(dy, plan.seen))
    fw = plan.spectrum(w, plan.taps)
    fw = fw.reshape(groups, -1, *fw.shape[1:])
    dx = plan.back(np.einsum("ngfhw,gfchw->ngchw", fd, fw), plan.inside)
    dw = plan.back(np.einsum("ngchw,ngfhw->gfchw", fx, fd.conj()), plan.taps)
    return dx.reshape(x.shape), dw.reshape(w.shape), np.array([dy[:, f].sum() for f in range(len(w))])
