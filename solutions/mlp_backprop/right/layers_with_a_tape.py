import numpy as np


class Layer:
    def __init__(self, w, b):
        self.w, self.b = np.array(w), np.array(b)

    def forward(self, x):
        self.x = x
        return np.dot(x, self.w.T) + self.b

    def backward(self, dy):
        self.dw, self.db = np.dot(dy.T, self.x), np.sum(dy, 0)
        return np.dot(dy, self.w)

    def move(self, lr):
        self.w -= lr * self.dw
        self.b -= lr * self.db


class Net:
    def __init__(self, w1, b1, w2, b2):
        self.first, self.second = Layer(w1, b1), Layer(w2, b2)

    def forward(self, x):
        self.z = self.first.forward(x)
        return self.second.forward((self.z + np.abs(self.z)) / 2)

    def loss_backward(self, x, labels):
        logits = self.forward(x)
        logits = logits - np.max(logits, axis=1, keepdims=True)
        log_total = np.log(np.sum(np.exp(logits), axis=1))
        d = np.exp(logits - log_total[:, None])
        loss = 0.0
        for n, label in enumerate(labels):
            loss += log_total[n] - logits[n, label]
            d[n, label] -= 1.0
        dz = self.second.backward(d / len(labels))
        dz[self.z <= 0] = 0
        self.first.backward(dz)
        return loss / len(labels)


def mlp_forward(x, w1, b1, w2, b2):
    return Net(w1, b1, w2, b2).forward(x)


def mlp_gradients(x, labels, w1, b1, w2, b2):
    net = Net(w1, b1, w2, b2)
    loss = net.loss_backward(x, labels)
    return loss, net.first.dw, net.first.db, net.second.dw, net.second.db


def mlp_train(x, labels, w1, b1, w2, b2, lr, steps):
    net, losses = Net(w1, b1, w2, b2), np.empty(steps)
    for t in range(steps):
        losses[t] = net.loss_backward(x, labels)
        net.first.move(lr)
        net.second.move(lr)
    return losses, net.first.w, net.first.b, net.second.w, net.second.b
