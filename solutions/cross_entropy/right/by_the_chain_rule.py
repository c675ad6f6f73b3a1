import numpy as np


class _Graph:
    """Forward keeps what backward needs: the loss is -sum(q * log_p), and log_p = z - log(sum(exp(z)))."""

    def __init__(self, logits, targets, weight, ignore_index, label_smoothing):
        self.shape, self.dtype = logits.shape, logits.dtype
        self.rows = np.nonzero(targets != ignore_index)[0]
        t, classes = targets[self.rows], logits.shape[1]
        w = np.ones(classes) if weight is None else weight
        self.q = np.tile(w * (label_smoothing / classes), (len(t), 1)).astype(float)
        np.add.at(self.q, (np.arange(len(t)), t), w[t] * (1.0 - label_smoothing))
        total = float(np.take(w, t).sum())
        self.q = self.q / total if total else np.zeros_like(self.q)
        x = np.take(logits, self.rows, axis=0)
        self.z = x - np.amax(x, axis=1, keepdims=True)
        self.e = np.exp(self.z)
        self.sum = np.sum(self.e, axis=1, keepdims=True)
        self.log_p = self.z - np.log(self.sum)

    def loss(self):
        return -np.sum(self.q * self.log_p, where=self.q != 0)

    def gradient(self):
        dlog_p = -self.q
        dsum = -np.sum(dlog_p, axis=1, keepdims=True) / self.sum
        dz = dlog_p + self.e * dsum
        out = np.zeros(self.shape, self.dtype)
        out[self.rows] = dz
        return out


def cross_entropy(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    with np.errstate(invalid="ignore"):
        return _Graph(logits, targets, weight, ignore_index, label_smoothing).loss()


def cross_entropy_backward(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    return _Graph(logits, targets, weight, ignore_index, label_smoothing).gradient()
