"""
verdict = "RV"
caught_by = []
en = "torch.optim.SGD does it. This exercise asks you to write it."
zh = "交给了 torch.optim.SGD。这道题要求自己实现。"
"""

import torch


class SGD:
    def __init__(self, lr=1e-2, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.lr, self.options = lr, {"momentum": momentum, "weight_decay": weight_decay, "nesterov": nesterov}
        self.optimizer = None

    def step(self, params, grads):
        if self.optimizer is None:
            self.params = [torch.nn.Parameter(torch.tensor(p)) for p in params]
            self.optimizer = torch.optim.SGD(self.params, lr=self.lr, **self.options)
        for mine, p, grad in zip(self.params, params, grads):
            mine.data = torch.tensor(p)
            mine.grad = torch.tensor(grad)
        self.optimizer.step()
        return [mine.detach().numpy().copy() for mine in self.params]
