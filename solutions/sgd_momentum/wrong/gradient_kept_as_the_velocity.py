"""
verdict = "WA"
caught_by = ["standard_inputs_untouched"]
en = "The first gradient's own array is kept as the velocity and changed in place: the caller's gradient changes."
zh = "把第一次的梯度数组本身留作速度并在原地修改：调用者的梯度也跟着变了。"
"""



class SGD:
    def __init__(self, lr=1e-2, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.lr, self.momentum, self.weight_decay, self.nesterov = lr, momentum, weight_decay, nesterov
        self.velocities = None

    def step(self, params, grads):
        if self.velocities is None:
            self.velocities = [None] * len(params)
        updated = []
        for i, (p, grad) in enumerate(zip(params, grads)):
            g = grad + self.weight_decay * p if self.weight_decay else grad
            if self.velocities[i] is None:
                self.velocities[i] = g
            else:
                self.velocities[i] *= self.momentum
                self.velocities[i] += g
            v = self.velocities[i]
            updated.append(p - self.lr * (g + self.momentum * v if self.nesterov else v))
        return updated
