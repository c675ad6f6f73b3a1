"""Honest, hand-written solutions in many styles: no rule may accuse one of them.

A false accusation is the worst thing that a rule can do: it takes all points from a right answer. Whoever finds one
adds it here.
"""

from __future__ import annotations

import ast
import textwrap

import pytest

from grader.catalogue.exercise import Catalogue, Exercise
from grader.installed import shipped
from grader.report import Violation
from grader.rules.source import Rules, violations

SOFTMAX = {
    "plain": (
        "numpy",
        """
        import numpy as np
        def softmax(x, axis=-1):
            e = np.exp(x - np.max(x, axis=axis, keepdims=True))
            return e / e.sum(axis=axis, keepdims=True)
        """,
    ),
    "from_imports": (
        "numpy",
        """
        from numpy import exp, max as amax, ndarray
        def stable_softmax(x: ndarray, axis: int = -1) -> ndarray:
            shifted = x - amax(x, axis=axis, keepdims=True)
            numerator = exp(shifted)
            return numerator / numerator.sum(axis, keepdims=True)
        """,
    ),
    "star_import": (
        "numpy",
        """
        from numpy import *
        def softmax(x, axis=-1):
            z = exp(x - max(x, axis=axis, keepdims=True))
            return z / sum(z, axis=axis, keepdims=True)
        """,
    ),
    "via_own_log_softmax": (
        "numpy",
        """
        import numpy
        def logsumexp(x, axis):
            m = numpy.max(x, axis=axis, keepdims=True)
            return m + numpy.log(numpy.sum(numpy.exp(x - m), axis=axis, keepdims=True))
        def log_softmax(x, axis=-1):
            return x - logsumexp(x, axis)
        def softmax(x, axis=-1):
            return numpy.exp(log_softmax(x, axis))
        """,
    ),
    "class_with_methods": (
        "torch",
        """
        import torch
        class Softmax:
            def __init__(self, dim=-1):
                self.dim = dim
                self.softmax = self.forward
            def log_softmax(self, x):
                m = x.amax(dim=self.dim, keepdim=True)
                return x - m - (x - m).exp().sum(dim=self.dim, keepdim=True).log()
            def forward(self, x):
                return self.log_softmax(x).exp()
            def __call__(self, x):
                return self.forward(x)
        def softmax(x, dim=-1):
            layer = Softmax(dim)
            return layer.softmax(x)
        """,
    ),
    "module": (
        "torch",
        """
        import torch
        from torch import nn, Tensor
        class Softmax(nn.Module):
            def __init__(self, dim: int = -1) -> None:
                super().__init__()
                self.dim = dim
            def forward(self, input: Tensor) -> Tensor:
                shifted = input - input.max(dim=self.dim, keepdim=True).values
                exps = torch.exp(shifted)
                return exps / exps.sum(dim=self.dim, keepdim=True)
        softmax = Softmax()
        def stable_softmax(x, axis=-1):
            return Softmax(axis)(x)
        """,
    ),
    "autograd_function": (
        "torch",
        """
        import torch
        class SoftmaxFunction(torch.autograd.Function):
            @staticmethod
            def forward(ctx, x, dim):
                y = (x - x.amax(dim, keepdim=True)).exp_()
                y /= y.sum(dim, keepdim=True)
                ctx.save_for_backward(y)
                ctx.dim = dim
                return y
            @staticmethod
            def backward(ctx, grad):
                y, = ctx.saved_tensors
                return y * (grad - (grad * y).sum(ctx.dim, keepdim=True)), None
        softmax = SoftmaxFunction.apply
        """,
    ),
    "loops": (
        "python",
        """
        from math import exp
        def softmax(xs):
            top = max(xs)
            exps = [exp(x - top) for x in xs]
            total = sum(exps)
            return [e / total for e in exps]
        """,
    ),
    "functional_style": (
        "numpy",
        """
        from __future__ import annotations
        import operator
        from functools import partial, reduce
        import numpy as np
        keep = dict(keepdims=True)
        _max, _sum = partial(np.max, **keep), partial(np.sum, **keep)
        softmax = lambda x, axis=-1: (lambda e: e / _sum(e, axis=axis))(np.exp(x - _max(x, axis=axis)))
        product = reduce(operator.mul, (1, 2, 3), 1)
        """,
    ),
    "dispatch_on_type": (
        "torch",
        '''
        """softmax for arrays and tensors: torch.softmax is not used, F.softmax neither."""
        import numpy as np
        import torch
        xp = np
        def softmax(x, axis=-1, lib=np):
            lib = torch if isinstance(x, torch.Tensor) else np
            if type(x).__name__ == "Tensor" and hasattr(x, "softmax") and x.__class__.__name__:
                m = torch.amax(x, axis, keepdim=True)
            else:
                m = lib.max(x, axis, keepdims=True)
            e = lib.exp(x - m)
            return e / e.sum(axis, keepdims=True) if lib is xp else e / e.sum(axis, keepdim=True)
        ''',
    ),
    "tries_itself_out": (
        "torch",
        """
        import torch
        def softmax(x, dim=-1):
            e = (x - x.amax(dim, keepdim=True)).exp()
            return e / e.sum(dim, keepdim=True)
        if __name__ == "__main__":
            import os, sys
            import matplotlib.pyplot as plt
            import torch.nn.functional as F
            x = torch.randn(3, 4)
            assert torch.allclose(softmax(x), F.softmax(x, -1)) and torch.allclose(softmax(x), x.softmax(-1))
            print(eval("1 + 1"), file=open(os.devnull, "w"))
        """,
    ),
    "online": (
        "numpy",
        """
        import numpy as np
        from dataclasses import dataclass, field
        from typing import NamedTuple
        @dataclass
        class State:
            m: float = -np.inf
            s: float = 0.0
            history: list = field(default_factory=list)
        class Pair(NamedTuple):
            m: float
            s: float
        def update(state, chunk):
            m = max(state.m, chunk.max())
            s = state.s * np.exp(state.m - m) + np.exp(chunk - m).sum()
            return State(m, s)
        def softmax(chunks):
            state = State()
            for chunk in chunks:
                state = update(state, chunk)
            return [np.exp(c - state.m) / state.s for c in chunks]
        """,
    ),
    "float32_and_masks": (
        "numpy",
        """
        import numpy as np
        import warnings
        def softmax(x, axis=-1, where=None):
            with np.errstate(divide="ignore"), warnings.catch_warnings():
                top = np.max(x, axis=axis, keepdims=True, initial=-np.inf, where=True if where is None else where)
                out = np.subtract(x, top)
                np.exp(out, out=out)
                out /= np.add.reduce(out, axis=axis, keepdims=True)
            assert np.allclose(out.sum(axis), 1), f"softmax of {x!r}"
            return out.astype(x.dtype, copy=False)
        """,
    ),
}

ATTENTION = {
    "function": (
        "torch",
        """
        import math, torch
        def attention(q, k, v, mask=None):
            scores = q @ k.transpose(-2, -1) / math.sqrt(q.size(-1))
            if mask is not None:
                scores = scores.masked_fill(~mask, float("-inf"))
            return torch.softmax(scores, dim=-1) @ v
        """,
    ),
    "annotated": (
        "torch",
        """
        import torch
        import torch.nn.functional as F
        def scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0):
            logits = torch.einsum("...qd,...kd->...qk", query, key) * query.shape[-1] ** -0.5
            if attn_mask is not None:
                logits = logits + attn_mask
            weights = F.dropout(F.softmax(logits, -1), dropout_p)
            return torch.einsum("...qk,...kd->...qd", weights, value)
        """,
    ),
    "multi_head": (
        "torch",
        """
        import torch
        import torch.nn as nn
        class MultiheadAttention(nn.Module):
            def __init__(self, embed_dim, num_heads, dropout=0.0, bias=True):
                super(MultiheadAttention, self).__init__()
                self.num_heads = num_heads
                self.head_dim = embed_dim // num_heads
                for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
                    setattr(self, name, nn.Linear(embed_dim, embed_dim, bias=bias))
                self.attention = self.scaled_dot_product_attention
                self.dropout = nn.Dropout(dropout)
                self.register_buffer("mask", torch.tril(torch.ones(8, 8)))
            def split(self, x):
                b, t, _ = x.shape
                return x.view(b, t, self.num_heads, self.head_dim).transpose(1, 2)
            def scaled_dot_product_attention(self, q, k, v):
                w = (q @ k.mT / self.head_dim ** 0.5).softmax(-1)
                return self.dropout(w) @ v
            def forward(self, x):
                q, k, v = (self.split(getattr(self, name)(x)) for name in ("q_proj", "k_proj", "v_proj"))
                y = self.attention(q, k, v).transpose(1, 2).flatten(2)
                return self.out_proj(y)
        """,
    ),
    "config_object": (
        "torch",
        """
        import math
        import torch
        from torch import nn
        from types import SimpleNamespace
        from torch.nn import functional as F
        class CausalSelfAttention(nn.Module):
            def __init__(self, config):
                super().__init__()
                self.c_attn = nn.Linear(config.n_embd, 3 * config.n_embd, bias=config.bias)
                self.attn_dropout = nn.Dropout(config.dropout)
                self.dropout = config.dropout
                self.attention = config.attention
            def forward(self, x):
                q, k, v = self.c_attn(x).chunk(3, dim=-1)
                att = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
                att = self.attn_dropout(F.softmax(att, dim=-1))
                return att @ v
        config = SimpleNamespace(n_embd=4, bias=True, dropout=0.0, attention="plain")
        """,
    ),
    "numpy_backward": (
        "numpy",
        """
        import numpy as np
        def attention_forward(Q, K, V):
            d = Q.shape[-1]
            S = Q @ np.swapaxes(K, -1, -2) / np.sqrt(d)
            P = np.exp(S - S.max(-1, keepdims=True)); P /= P.sum(-1, keepdims=True)
            return P @ V, (Q, K, V, P)
        def attention_backward(dO, cache):
            Q, K, V, P = cache
            dV = np.swapaxes(P, -1, -2) @ dO
            dP = dO @ np.swapaxes(V, -1, -2)
            dS = P * (dP - (dP * P).sum(-1, keepdims=True)) / np.sqrt(Q.shape[-1])
            return dS @ K, np.swapaxes(dS, -1, -2) @ Q, dV
        """,
    ),
    "flash": (
        "torch",
        """
        import torch
        def flash_attention(q, k, v, block=64):
            out, m = torch.zeros_like(q), q.new_full((*q.shape[:-1], 1), float("-inf"))
            l = torch.zeros_like(m)
            for start in range(0, k.shape[-2], block):
                s = q @ k[..., start:start + block, :].mT * q.shape[-1] ** -0.5
                new = torch.maximum(m, s.amax(-1, keepdim=True))
                p, scale = torch.exp(s - new), torch.exp(m - new)
                l = l * scale + p.sum(-1, keepdim=True)
                out, m = out * scale + p @ v[..., start:start + block, :], new
            return out / l
        """,
    ),
}

NORMALIZATION = {
    "functions": (
        "numpy",
        """
        import numpy as np
        def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
            axes = (0,) + tuple(range(2, x.ndim))
            if training:
                mean, var = x.mean(axes, keepdims=True), x.var(axes, keepdims=True)
                n = x.size / x.shape[1]
                running_mean += momentum * (mean.ravel() - running_mean)
                running_var += momentum * (var.ravel() * n / (n - 1) - running_var)
            x_hat = (x - mean) / np.sqrt(var + eps)
            return gamma * x_hat + beta, (x_hat, var, gamma)
        def batchnorm_backward(dout, cache):
            x_hat, var, gamma = cache
            return dout, (dout * x_hat).sum(0), dout.sum(0)
        """,
    ),
    "module_named_like_torchs": (
        "torch",
        """
        import torch
        from torch import nn
        class BatchNorm2d(nn.Module):
            def __init__(self, num_features, eps=1e-5, momentum=0.1):
                super().__init__()
                self.weight = nn.Parameter(torch.ones(num_features))
                self.bias = nn.Parameter(torch.zeros(num_features))
                self.register_buffer("running_mean", torch.zeros(num_features))
                self.register_buffer("running_var", torch.ones(num_features))
                self.eps, self.momentum = eps, momentum
            @torch.no_grad()
            def update(self, mean, var):
                self.running_mean.lerp_(mean, self.momentum)
                self.running_var.lerp_(var, self.momentum)
            def batch_norm(self, x, mean, var):
                shape = (1, -1, 1, 1)
                x = (x - mean.view(shape)) * torch.rsqrt(var.view(shape) + self.eps)
                return x * self.weight.view(shape) + self.bias.view(shape)
            def forward(self, x):
                var, mean = torch.var_mean(x, dim=(0, 2, 3), unbiased=False)
                if self.training:
                    self.update(mean, var)
                return self.batch_norm(x, mean, var)
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.layer_norm = BatchNorm2d(4)
                self.norms = nn.ModuleList([BatchNorm2d(4) for _ in range(3)])
            def forward(self, x):
                for norm in self.norms:
                    x = norm.batch_norm(x, x.mean((0, 2, 3)), x.var((0, 2, 3)))
                return self.layer_norm(x)
        """,
    ),
    "rms": (
        "torch",
        """
        import torch
        def rms_norm(x, weight, eps=1e-6):
            dtype = x.dtype
            x = x.float()
            return (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps)).to(dtype) * weight
        class RMSNorm(torch.nn.Module):
            def __init__(self, dim: int, eps: float = 1e-6):
                super().__init__()
                self.eps = eps
                self.weight = torch.nn.Parameter(torch.ones(dim))
            def _norm(self, x):
                return x / x.norm(dim=-1, keepdim=True).clamp_min(self.eps)
            def forward(self, x):
                return rms_norm(x, self.weight, self.eps)
        """,
    ),
    "two_classes": (
        "numpy",
        """
        import numpy as np
        from abc import ABC, abstractmethod
        class Layer(ABC):
            @abstractmethod
            def forward(self, x): ...
            def __call__(self, *args, **kwargs): return self.forward(*args, **kwargs)
        class LayerNorm(Layer):
            __slots__ = ("gamma", "beta", "cache")
            def __init__(self, d): self.gamma, self.beta = np.ones(d), np.zeros(d)
            def forward(self, x, eps=1e-5):
                mu = x.mean(-1, keepdims=True)
                inv = 1 / np.sqrt(((x - mu) ** 2).mean(-1, keepdims=True) + eps)
                self.cache = (x - mu) * inv, inv
                return self.gamma * self.cache[0] + self.beta
            def backward(self, dy):
                xh, inv = self.cache
                g = dy * self.gamma
                return inv * (g - g.mean(-1, keepdims=True) - xh * (g * xh).mean(-1, keepdims=True))
        class GroupNorm(Layer):
            def __init__(self, groups): self.groups, self.layer_norm = groups, LayerNorm(1)
            def forward(self, x):
                n, c, *rest = x.shape
                return self.layer_norm.forward(x.reshape(n, self.groups, -1)).reshape(x.shape)
        """,
    ),
}

DECOMPOSITION = {
    "power_iteration": (
        "numpy",
        """
        import numpy as np
        def top_direction(C, rng, steps=1000):
            v = rng.normal(size=C.shape[0])
            for _ in range(steps):
                w = C @ v
                v = w / np.linalg.norm(w)
            return v, v @ C @ v
        def pca(X, k, seed=0):
            rng = np.random.default_rng(seed)
            X = X - X.mean(axis=0)
            C = X.T @ X / (len(X) - 1)
            out = []
            for _ in range(k):
                v, lam = top_direction(C, rng)
                C = C - lam * np.outer(v, v)
                out.append(v)
            return np.array(out)
        """,
    ),
    "gram_schmidt": (
        "numpy",
        """
        import numpy as np
        def qr(A):
            Q = np.zeros_like(A)
            for j, a in enumerate(A.T):
                u = a - Q[:, :j] @ (Q[:, :j].T @ a)
                Q[:, j] = u / np.sqrt(u @ u)
            return Q, Q.T @ A
        def eig(A, steps=500):
            for _ in range(steps):
                Q, R = qr(A)
                A = R @ Q
            return np.sort(np.diag(A))[::-1]
        class PCA:
            def fit(self, X):
                self.svd = eig(X.T @ X)
                return self
            def cond(self): return self.svd[0] / self.svd[-1]
        def check(X): return PCA().fit(X).svd
        """,
    ),
    "torch": (
        "torch",
        """
        import torch
        def orthonormal(V):
            out = []
            for v in V.T:
                for u in out:
                    v = v - (u @ v) * u
                out.append(v / v.norm())
            return torch.stack(out, 1)
        def subspace_iteration(A, k, generator=None):
            V = torch.randn(A.shape[0], k, generator=generator, dtype=A.dtype)
            for _ in range(300):
                V = orthonormal(A @ V)
            return V
        """,
    ),
}

CONVOLUTION = {
    "loops": (
        "numpy",
        """
        import numpy as np
        def conv2d(x, w, b=None, stride=1, padding=0):
            x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
            n, c, h, wd = x.shape
            f, _, kh, kw = w.shape
            out = np.zeros((n, f, (h - kh) // stride + 1, (wd - kw) // stride + 1))
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    patch = x[:, :, i * stride:i * stride + kh, j * stride:j * stride + kw]
                    out[:, :, i, j] = np.tensordot(patch, w, axes=([1, 2, 3], [1, 2, 3]))
            return out if b is None else out + b[None, :, None, None]
        """,
    ),
    "windows": (
        "numpy",
        """
        import numpy as np
        from numpy.lib.stride_tricks import as_strided, sliding_window_view
        def conv2d(x, w):
            windows = sliding_window_view(x, w.shape[2:], axis=(2, 3))
            return np.einsum("nchwij,fcij->nfhw", windows, w)
        def conv1d(x, w):
            v = np.lib.stride_tricks.as_strided(x, (len(x) - len(w) + 1, len(w)), x.strides * 2)
            return v @ w
        """,
    ),
    "own_im2col": (
        "torch",
        """
        import torch
        from torch import nn
        def im2col(x, k):
            return x.unfold(2, k, 1).unfold(3, k, 1).permute(0, 2, 3, 1, 4, 5).flatten(3)
        class Conv2d(nn.Module):
            def __init__(self, i, o, k):
                super().__init__()
                self.weight = nn.Parameter(torch.empty(o, i, k, k))
                nn.init.kaiming_uniform_(self.weight)
                self.k = k
            def conv2d(self, x):
                return (im2col(x, self.k) @ self.weight.flatten(1).T).permute(0, 3, 1, 2)
            def forward(self, x): return self.conv2d(x)
        """,
    ),
}

OTHERS = {
    "pooling": (
        "numpy",
        """
        import numpy as np
        class MaxPool2d:
            def __init__(self, k, stride=None): self.k, self.stride = k, stride or k
            def max_pool2d(self, x): return self.forward(x)
            def forward(self, x):
                w = np.lib.stride_tricks.sliding_window_view(x, (self.k, self.k), axis=(2, 3))
                w = w[:, :, ::self.stride, ::self.stride]
                self.arg = w.reshape(*w.shape[:4], -1).argmax(-1)
                return w.max((-1, -2))
            def backward(self, dy):
                dx = np.zeros((1,))
                np.add.at(dx, 0, dy)
                return dx
        """,
    ),
    "dropout": (
        "numpy",
        """
        import numpy as np
        class Dropout:
            def __init__(self, p=0.5, rng=None):
                self.p, self.rng = p, rng or np.random.default_rng()
                self.dropout = self
            def dropout(self, x): return x
            def __call__(self, x, training=True):
                self.mask = (self.rng.random(x.shape) >= self.p) / (1 - self.p)
                return x * self.mask if training else x
        dropout = Dropout(0.1)
        y = dropout.dropout(np.ones(3))
        """,
    ),
    "autograd": (
        "torch",
        """
        import torch
        from torch import nn
        class Linear:
            def __init__(self, w, b): self.w, self.b, self.grad = w, b, None
            def forward(self, x):
                self.x = x.detach()
                return self.x @ self.w.T + self.b
            def backward(self, dy):
                self.grad = dy.T @ self.x
                return dy @ self.w
        def train(layers, x, t):
            for layer in layers:
                x = layer.forward(x)
            g = x - t
            for layer in reversed(layers):
                g = layer.backward(g)
            with torch.no_grad():
                t = torch.tensor(1.0, requires_grad=False)
            return g
        def step(p):
            return p.data - 0.1 * p.grad
        """,
    ),
    "activation": (
        "numpy",
        """
        import math
        import numpy as np
        erf = np.vectorize(math.erf)
        def relu(x): return np.maximum(x, 0)
        def gelu(x): return 0.5 * x * (1 + erf(x / math.sqrt(2)))
        def gelu_tanh(x): return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3)))
        class GELU:
            relu = staticmethod(relu)
            def __call__(self, x): return self.relu(gelu(x))
        ACTIVATIONS = {"relu": relu, "gelu": gelu}
        """,
    ),
    "optimizer": (
        "numpy",
        """
        import numpy as np
        from collections import defaultdict
        class Adam:
            def __init__(self, params, lr=1e-3, betas=(0.9, 0.999)):
                self.params, self.lr, self.betas, self.t = params, lr, betas, 0
                self.state = defaultdict(lambda: [0.0, 0.0])
            def step(self, grads):
                self.t += 1
                for i, (p, g) in enumerate(zip(self.params, grads)):
                    m, v = self.state[i]
                    m += (1 - self.betas[0]) * (g - m)
                    self.state[i] = [m, v]
        class SGD:
            def minimize(self, f): return f
        def optimize(f): return SGD().minimize(f)
        """,
    ),
    "recurrent": (
        "numpy",
        """
        import numpy as np
        def sigmoid(x): return np.where(x >= 0, 1, np.exp(-np.abs(x))) / (1 + np.exp(-np.abs(x)))
        def lstm_cell(x, h, c, W, U, b):
            i, f, g, o = np.split(x @ W.T + h @ U.T + b, 4, axis=-1)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            return sigmoid(o) * np.tanh(c), c
        class LSTM:
            def lstm(self, xs, h, c): return [lstm_cell(x, h, c, *self.p) for x in xs]
            def __getitem__(self, i): return getattr(self, f"weight_{i}")
        """,
    ),
    "sigmoid": (
        "numpy",
        """
        import numpy as np
        def sigmoid(x):
            out = np.empty_like(x)
            pos = x >= 0
            out[pos] = 1 / (1 + np.exp(-x[pos]))
            z = np.exp(x[~pos])
            out[~pos] = z / (1 + z)
            return out
        def tanh(x): return 2 * sigmoid(2 * x) - 1
        class Act:
            @classmethod
            def tanh(cls, x): return tanh(x)
            def both(self, x): return self.tanh(x), sigmoid(x), Act.tanh(x)
        """,
    ),
    "tanh": (
        "numpy",
        """
        import numpy as np
        def tanh(x): return np.sign(x) * (1 - np.exp(-2 * np.abs(x))) / (1 + np.exp(-2 * np.abs(x)))
        """,
    ),
    "loss": (
        "torch",
        """
        import torch
        import torch.nn.functional as F
        from torch import nn
        class CrossEntropyLoss(nn.Module):
            def __init__(self, reduction="mean"):
                super().__init__()
                self.reduction = reduction
                self.nll_loss = lambda lp, t: -lp.gather(1, t[:, None]).mean()
            def forward(self, logits, target):
                return self.nll_loss(F.log_softmax(logits, 1), target)
        def cross_entropy(logits, target): return CrossEntropyLoss()(logits, target)
        def train(model, x, y):
            loss = cross_entropy(model(x), y)
            loss.backward()
            return loss.item()
        """,
    ),
    "sorting": (
        "python",
        """
        def partition(a, lo, hi):
            pivot, i = a[hi], lo
            for j in range(lo, hi):
                if a[j] < pivot:
                    a[i], a[j] = a[j], a[i]
                    i += 1
            a[i], a[hi] = a[hi], a[i]
            return i
        def sort(a, lo=0, hi=None):
            hi = len(a) - 1 if hi is None else hi
            if lo < hi:
                p = partition(a, lo, hi)
                sort(a, lo, p - 1); sort(a, p + 1, hi)
            return a
        class Sorter:
            def sort(self, a): return sort(a)
            def topk(self, a, k): return self.sort(a)[:k]
        """,
    ),
    "collections": (
        "python",
        """
        from __future__ import annotations
        from dataclasses import dataclass
        from typing import Optional
        from collections.abc import Iterator
        @dataclass(eq=False)
        class Node:
            value: int
            next: Optional["Node"] = None
        def reverse(head: Node | None) -> Node | None:
            previous, node = None, head
            while node:
                node.next, previous, node = previous, node, node.next
            return previous
        def walk(node) -> Iterator[Node]:
            while node:
                yield node
                node = node.next
            match node:
                case None: return
                case Node(value=v, next=n): return
                case [first, *rest] | {"a": first, **rest}: return
                case int(x): return
        """,
    ),
    "sampling": (
        "numpy",
        """
        import numpy as np
        def sample(p, rng):
            return int((np.cumsum(p) < rng.random()).sum())
        class Sampler:
            def choice(self, p, rng): return sample(p, rng)
            def __iter__(self): return iter([])
        def run(p, rng): return Sampler().choice(p, rng)
        """,
    ),
    "embedding": (
        "torch",
        """
        import torch
        from torch import nn
        class Embedding(nn.Module):
            def __init__(self, n, d):
                super().__init__()
                self.weight = nn.Parameter(torch.randn(n, d))
                for i in range(3):
                    setattr(self, f"extra{i}", nn.Identity())
            def embedding(self, ids): return self.weight[ids]
            def forward(self, ids): return self.embedding(ids)
        def scatter(grad, ids, n): return torch.zeros(n, grad.shape[-1]).index_add_(0, ids, grad)
        """,
    ),
}

CORPUS = [
    pytest.param(family, framework, source, id=f"{family}-{style}")
    for family, styles in [
        ("softmax", SOFTMAX),
        ("attention", ATTENTION),
        ("normalization", NORMALIZATION),
        ("decomposition", DECOMPOSITION),
        ("convolution", CONVOLUTION),
    ]
    for style, (framework, source) in styles.items()
] + [pytest.param(family, framework, source, id=family) for family, (framework, source) in OTHERS.items()]


def judged(source: bytes, forbid: tuple[str, ...], allow: tuple[str, ...], framework: str) -> tuple[Violation, ...]:
    """The violations of a source."""
    text = source.decode()
    return violations(ast.parse(text), text, Rules(forbid, allow, framework))


@pytest.mark.parametrize(("family", "framework", "source"), CORPUS)
def test_honest_code_is_not_accused(family: str, framework: str, source: str) -> None:
    """Own functions, methods, attributes and classes may bear the forbidden names."""
    assert judged(textwrap.dedent(source).encode(), (family,), (), framework) == ()


EXERCISES = list(Catalogue(shipped()))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)
def test_right_answers_of_the_catalogue_are_not_accused(exercise: Exercise) -> None:
    """The reference, the stub and every right answer in another style keep the rules of their exercise."""
    for path in (exercise.reference, exercise.stub, *exercise.right):
        if path.exists():
            found = judged(path.read_bytes(), exercise.rules, exercise.allow, exercise.framework)
            assert found == (), path
