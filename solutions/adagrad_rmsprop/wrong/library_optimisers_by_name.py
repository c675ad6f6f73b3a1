"""
verdict = "RV"
caught_by = []
en = "torch's optimisers, reached through an alias and getattr. This exercise asks you to write them."
zh = "通过别名和 getattr 调用了 torch 的优化器。这道题要求自己实现。"
"""

import torch

ready = getattr(torch, "opt" + "im")


class _Torch:
    def step(self, params, grads):
        if self.optimizer is None:
            self.params = [torch.nn.Parameter(torch.tensor(p)) for p in params]
            self.optimizer = self.make(self.params)
        for mine, p, grad in zip(self.params, params, grads):
            mine.data = torch.tensor(p)
            mine.grad = torch.tensor(grad)
        self.optimizer.step()
        return [mine.detach().numpy().copy() for mine in self.params]


class Adagrad(_Torch):
    def __init__(self, lr=1e-2, eps=1e-10):
        self.optimizer, self.make = None, lambda params: ready.Adagrad(params, lr=lr, eps=eps)


class RMSProp(_Torch):
    def __init__(self, lr=1e-2, alpha=0.99, eps=1e-8):
        self.optimizer, self.make = None, lambda params: ready.RMSprop(params, lr=lr, alpha=alpha, eps=eps)


class AdaDelta(_Torch):
    def __init__(self, lr=1.0, rho=0.9, eps=1e-6):
        self.optimizer, self.make = None, lambda params: ready.Adadelta(params, lr=lr, rho=rho, eps=eps)
