"""
verdict = "WA"
caught_by = ["two_optimisers", "same_settings"]
en = "A mutable default argument holds the velocities: all optimisers share them."
zh = "速度存在可变的默认参数里：所有优化器共用一份。"
"""



class SGD:
    def __init__(self, lr=1e-2, momentum=0.0, weight_decay=0.0, nesterov=False, kept={}):
        self.lr, self.momentum, self.weight_decay, self.nesterov = lr, momentum, weight_decay, nesterov
        self.kept = kept

    def step(self, params, grads):
        updated = []
        for i, (p, grad) in enumerate(zip(params, grads)):
            g = grad + self.weight_decay * p
            key = i, p.shape
            v = self.kept[key] = self.momentum * self.kept.get(key, 0.0) + g
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
