import math

import numpy as np


def mlp_forward(x, w1, b1, w2, b2):
    logits = np.empty((len(x), len(b2)))
    for n, row in enumerate(x.tolist()):
        h = hidden(row, w1, b1)[1]
        for k in range(len(b2)):
            logits[n, k] = sum(w * a for w, a in zip(w2[k].tolist(), h)) + float(b2[k])
    return logits


def hidden(row, w1, b1):
    z = [sum(w * v for w, v in zip(weights.tolist(), row)) + float(b) for weights, b in zip(w1, b1)]
    return z, [max(v, 0.0) for v in z]


def mlp_gradients(x, labels, w1, b1, w2, b2):
    dw1, db1, dw2, db2 = (np.zeros(p.shape) for p in (w1, b1, w2, b2))
    loss, logits, n = 0.0, mlp_forward(x, w1, b1, w2, b2), len(x)
    for row, label, scores in zip(x.tolist(), labels.tolist(), logits.tolist()):
        z, h = hidden(row, w1, b1)
        top = max(scores)
        e = [math.exp(s - top) for s in scores]
        total = math.fsum(e)
        loss += (math.log(total) + top - scores[label]) / n
        for k in range(len(b2)):
            d = (e[k] / total - (k == label)) / n
            db2[k] += d
            for j in range(len(b1)):
                dw2[k, j] += d * h[j]
                if z[j] > 0:
                    db1[j] += d * w2[k, j]
                    for i in range(len(row)):
                        dw1[j, i] += d * w2[k, j] * row[i]
    return loss, dw1, db1, dw2, db2


def mlp_train(x, labels, w1, b1, w2, b2, lr, steps):
    params, losses = [np.array(p) for p in (w1, b1, w2, b2)], []
    for _ in range(steps):
        loss, *gradients = mlp_gradients(x, labels, *params)
        losses.append(loss)
        for p, g in zip(params, gradients):
            p -= lr * g
    return np.array(losses, dtype=float), *params
