"""Our references beside implementations that others trust, on random inputs, in float64."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from grader.catalogue.exercise import Catalogue
from grader.installed import shipped

Pairs = list[tuple[Any, Any]]
"""What the reference answers, and what the other one does."""


def _linear(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Both passes, beside `torch.nn.functional.linear` and its gradients."""
    pairs: Pairs = []
    for leading in ((), (5,), (2, 0), (2, 3, 4)):
        dy, x, w, b = (rng.normal(size=shape) for shape in ((*leading, 3), (*leading, 6), (3, 6), (3,)))
        y, gradients = _with_gradients(torch, torch.nn.functional.linear, dy, x, w, b)
        pairs += [(ours.linear_forward(x, w, b), y), *zip(ours.linear_backward(dy, x, w), gradients, strict=True)]
    return pairs


def _mlp(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """The loss and its gradients beside autograd, the training beside `torch.optim.SGD`."""
    x, labels = rng.normal(size=(6, 3)), rng.integers(0, 4, size=6)
    params = [rng.normal(size=shape) for shape in ((5, 3), (5,), (4, 5), (4,))]
    theirs = [torch.nn.Parameter(torch.tensor(p)) for p in params]
    optimizer, losses, pairs = torch.optim.SGD(theirs, lr=0.1), [], []
    linear, found = torch.nn.functional.linear, ours.mlp_gradients(x, labels, *params)
    for _ in range(4):
        optimizer.zero_grad()
        logits = linear(torch.relu(linear(torch.tensor(x), *theirs[:2])), *theirs[2:])
        loss = torch.nn.functional.cross_entropy(logits, torch.tensor(labels))
        loss.backward()
        if not losses:
            pairs += zip(found[1:], (p.grad.numpy().copy() for p in theirs), strict=True)
        losses.append(loss.item())
        optimizer.step()
    trained = ours.mlp_train(x, labels, *params, 0.1, 4)
    return [*pairs, *zip(trained, (np.array(losses), *(p.detach().numpy() for p in theirs)), strict=True)]


def _residual(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """One block, with and without a projection, and a stack, beside autograd."""
    pairs: Pairs = []
    linear = torch.nn.functional.linear

    def block(x: Any, w1: Any, b1: Any, w2: Any, b2: Any, *projection: Any) -> Any:
        return linear(torch.relu(linear(x, w1, b1)), w2, b2) + (linear(x, *projection) if projection else x)

    for outputs, projected in ((3, False), (2, True)):
        shapes = [(5, 3), (4, 3), (4,), (outputs, 4), (outputs,), (outputs, 3)][: 6 if projected else 5]
        x, *parameters = (rng.normal(size=shape) for shape in shapes)
        dy = rng.normal(size=(5, outputs))
        y, gradients = _with_gradients(torch, block, dy, x, *parameters)
        found = ours.residual_backward(dy, x, *parameters)
        pairs += [(ours.residual_forward(x, *parameters), y), *zip(found, gradients, strict=False)]
    x, dy = rng.normal(size=(2, 5, 3))
    blocks = [tuple(rng.normal(size=shape) for shape in ((h, 3), (h,), (3, h), (3,))) for h in (4, 2, 6)]
    there = torch.tensor(x, requires_grad=True)
    out = there
    for parameters in blocks:
        out = block(out, *(torch.tensor(p) for p in parameters))
    out.backward(torch.tensor(dy))
    dx = there.grad.numpy()
    return [*pairs, *zip(ours.stack_backward(dy, x, blocks), (dx, dx - dy), strict=True)]


def _gradient_flow(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """The norms of the gradients that autograd finds."""
    pairs: Pairs = []
    for name, activation in (("linear", lambda z: z), *((n, getattr(torch, n)) for n in ("relu", "tanh", "sigmoid"))):
        weights = [rng.normal(size=shape) for shape in ((5, 3), (4, 5), (2, 4))]
        x, dy = rng.normal(size=(6, 3)), rng.normal(size=(6, 2))

        def network(*weights: Any, x: Any = x, activation: Any = activation) -> Any:
            a = torch.tensor(x)
            for w in weights:
                a = activation(a @ w.T)
            return a

        _, gradients = _with_gradients(torch, network, dy, *weights)
        norms = np.array([np.linalg.norm(g) for g in gradients])
        pairs.append((ours.gradient_norms(x, dy, weights, name), norms))
    return pairs


def _rnn(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Both passes beside `torch.nn.RNN`; truncated ones beside states that are detached between the chunks."""
    pairs: Pairs = []
    x, h0, dhs = rng.normal(size=(7, 3, 2)), rng.normal(size=(3, 4)), rng.normal(size=(7, 3, 4))
    weights = [rng.normal(size=shape) for shape in ((2, 4), (4, 4), (4,))]
    rnn = torch.nn.RNN(2, 4).double()
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0")
    rnn.bias_hh_l0.data.zero_()
    for name, value in zip(names, weights, strict=True):
        getattr(rnn, name).data = torch.tensor(value.T.copy())
    for window in (None, 3, 1, 9):
        rnn.zero_grad()
        there, state, outputs = torch.tensor(x, requires_grad=True), torch.tensor(h0[None], requires_grad=True), []
        h = state
        for start in range(0, 7, window or 7):
            hs, h = rnn(there[start : start + (window or 7)], h)
            outputs.append(hs)
            h = h.detach()
        torch.cat(outputs).backward(torch.tensor(dhs))
        gradients = [there.grad, state.grad[0], *(getattr(rnn, name).grad.numpy().T for name in names)]
        pairs.append((ours.rnn_forward(x, h0, *weights), torch.cat(outputs).detach()))
        pairs += zip(ours.rnn_backward(dhs, x, h0, *weights, window), gradients, strict=True)
    return pairs


def _initialisers(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Fans and gains beside those of `torch.nn.init`; weights beside the bounds and deviations of its own, to 2 %."""
    init, pairs = torch.nn.init, []
    for shape in ((5, 7), (8, 5, 3), (8, 5, 3, 2), (6, 4, 1, 1), (2, 3, 2, 4, 3)):
        pairs.append((ours.fans(shape), init._calculate_fan_in_and_fan_out(torch.empty(shape))))
    for name in ("linear", "sigmoid", "tanh", "relu"):
        pairs.append((ours.gain_of(name), init.calculate_gain(name)))
    for slope in (0.01, 0.2, 1.0):
        pairs.append((ours.gain_of("leaky_relu", slope), init.calculate_gain("leaky_relu", slope)))
    for shape in ((200, 500), (60, 50, 5, 5)):
        for mode in ("fan_in", "fan_out"):
            there = init.kaiming_normal_(torch.empty(shape), mode=mode).std().item()
            pairs.append((round(ours.kaiming(shape, 1, mode=mode).std() / there / 0.04), 25))
        there = init.xavier_uniform_(torch.empty(shape)).abs().max().item()
        pairs.append((round(np.abs(ours.xavier(shape, 1)).max() / there / 0.04), 25))
    return pairs


def _sgd_momentum(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside `torch.optim.SGD`, over several steps."""
    pairs: Pairs = []
    for momentum, decay, nesterov in ((0.0, 0.0, False), (0.9, 0.0, False), (0.8, 0.1, False), (0.7, 0.2, True)):
        params = [rng.normal(size=shape) for shape in ((3,), (2, 4))]
        theirs = [torch.nn.Parameter(torch.tensor(p)) for p in params]
        optimizer = torch.optim.SGD(theirs, lr=0.1, momentum=momentum, weight_decay=decay, nesterov=nesterov)
        sgd = ours.SGD(0.1, momentum, decay, nesterov)
        for _ in range(4):
            grads = [rng.normal(size=p.shape) for p in params]
            for parameter, grad in zip(theirs, grads, strict=True):
                parameter.grad = torch.tensor(grad)
            optimizer.step()
            params = sgd.step(params, grads)
            pairs += [(p, parameter.detach().numpy().copy()) for p, parameter in zip(params, theirs, strict=True)]
    return pairs


def _relu(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Both passes, at 0 too, beside `torch.relu` and its gradient."""
    x, dy = rng.integers(-2, 3, size=(4, 5)).astype(float), rng.normal(size=(4, 5))
    y, (dx,) = _with_gradients(torch, torch.relu, dy, x)
    relu = ours.ReLU()
    return [(relu.forward(x), y), (relu.backward(dy), dx)]


def _l1_l2_update(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside `softshrink`, and the gradients that autograd finds of the penalties."""
    w, grad, lr, strength = rng.normal(size=(3, 5)), rng.normal(size=(3, 5)), 0.4, 0.9
    w[0, 0] = 0.0
    pairs: Pairs = []
    for update, penalty in (
        (ours.l2_update, lambda weights: strength / 2 * (weights**2).sum()),
        (ours.l1_subgradient_update, lambda weights: strength * weights.abs().sum()),
    ):
        _, (found,) = _with_gradients(torch, penalty, 1.0, w)
        pairs.append((update(w, grad, lr, strength), w - lr * (grad + found)))
    shrunk = torch.nn.functional.softshrink(torch.tensor(w - lr * grad), lr * strength).numpy()
    return [*pairs, (ours.l1_proximal_update(w, grad, lr, strength), shrunk)]


def _grad_clip(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside `clip_grad_norm_` and `clip_grad_value_`; the former adds 1e-6 to the norm that it divides by."""
    pairs: Pairs = []
    for limit in (0.3, 1.0, 50.0):
        grads = [rng.normal(size=shape) for shape in ((3,), (2, 4), (1, 2, 3))]
        by_norm, by_value = ([torch.nn.Parameter(torch.zeros(g.shape)) for g in grads] for _ in range(2))
        for parameter, g in zip(by_norm + by_value, grads * 2, strict=True):
            parameter.data = torch.tensor(g)
            parameter.grad = torch.tensor(g)
        norm = float(torch.nn.utils.clip_grad_norm_(by_norm, limit))
        torch.nn.utils.clip_grad_value_(by_value, limit)
        clipped, found = ours.clip_by_global_norm(grads, limit)
        without_constant = (norm + 1e-6) / norm if norm > limit else 1.0
        pairs += [(found, norm)]
        pairs += [(mine, p.grad.numpy() * without_constant) for mine, p in zip(clipped, by_norm, strict=True)]
        values = ours.clip_by_value(grads, limit)
        pairs += [(mine, p.grad.numpy()) for mine, p in zip(values, by_value, strict=True)]
    return pairs


def _sigmoid_tanh(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Both functions and their gradients, beside torch's."""
    pairs: Pairs = []
    for name in ("sigmoid", "tanh"):
        x, dy = rng.normal(size=(2, 4, 5)) * 3
        y, (dx,) = _with_gradients(torch, getattr(torch, name), dy, x)
        pairs += [(getattr(ours, name)(x), y), (getattr(ours, f"{name}_backward")(dy, x), dx)]
    return pairs


def _gelu(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Both forms and their gradients, beside torch's."""
    pairs: Pairs = []
    for form in ("none", "tanh"):
        x, dy = rng.normal(size=(2, 4, 5)) * 2
        y, (dx,) = _with_gradients(torch, partial(torch.nn.functional.gelu, approximate=form), dy, x)
        pairs += [(ours.gelu(x, form), y), (ours.gelu_backward(dy, x, form), dx)]
    return pairs


def _swish(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """SiLU beside torch's, and other values of beta beside autograd."""
    x, dy = rng.normal(size=(2, 4, 5)) * 3
    y, (dx,) = _with_gradients(torch, torch.nn.functional.silu, dy, x)
    pairs: Pairs = [(ours.swish(x), y), (ours.swish_backward(dy, x)[0], dx)]
    for beta in (1.0, -0.5, 2.0):
        y, gradients = _with_gradients(torch, lambda a, b: a * torch.sigmoid(b * a), dy, x, np.array(beta))
        pairs += [(ours.swish(x, beta), y), *zip(ours.swish_backward(dy, x, beta), gradients, strict=True)]
    return pairs


def _layernorm(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Both passes, beside `torch.nn.functional.layer_norm` and its gradients."""
    pairs: Pairs = []
    for leading, group in (((4,), (6,)), ((2, 3), (5,)), ((3,), (2, 4)), ((), (7,))):
        dy, x = rng.normal(size=(*leading, *group)), rng.normal(3.0, 2.0, size=(*leading, *group))
        gamma, beta, eps = rng.normal(size=group), rng.normal(size=group), float(rng.uniform(1e-6, 0.5))

        def theirs(x: Any, gamma: Any, beta: Any, group: tuple[int, ...] = group, eps: float = eps) -> Any:
            return torch.nn.functional.layer_norm(x, group, gamma, beta, eps)

        y, gradients = _with_gradients(torch, theirs, dy, x, gamma, beta)
        found = ours.layernorm_backward(dy, x, gamma, eps)
        pairs += [(ours.layernorm_forward(x, gamma, beta, eps), y), *zip(found, gradients, strict=True)]
    return pairs


def _with_gradients(torch: Any, function: Callable[..., Any], dy: Any, *arguments: Any) -> tuple[Any, list[Any]]:
    """What a function of torch's answers, and its gradients with respect to all arguments."""
    tensors = [torch.tensor(argument, requires_grad=True) for argument in arguments]
    y = function(*tensors)
    y.backward(torch.tensor(dy, dtype=y.dtype))
    return y.detach().numpy(), [tensor.grad.numpy() for tensor in tensors]


def _log_softmax(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside `torch.logsumexp` and `torch.log_softmax`, which answer a slice of -inf with NaN in the latter."""
    pairs: Pairs = []
    for shape, axis in (((5,), 0), ((3, 4), 0), ((2, 3, 4), 1), ((2, 3, 4), -1)):
        x = rng.normal(size=shape) * 100
        x.flat[::5] = -np.inf
        there = torch.tensor(x)
        pairs += [
            (ours.logsumexp(x, axis, keepdims), torch.logsumexp(there, axis, keepdims)) for keepdims in (False, True)
        ]
        pairs += [(ours.log_softmax(x, axis), torch.log_softmax(there, axis))]
    return pairs


def _cross_entropy(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside `torch.nn.functional.cross_entropy` and its gradient; torch answers NaN where nothing counts."""
    pairs: Pairs = []
    for weighted, ignore_index, smoothing in ((False, -100, 0.0), (True, 2, 0.0), (False, 0, 0.3), (True, -100, 0.2)):
        logits, targets = rng.normal(size=(8, 4)) * 10, rng.integers(0, 4, size=8)
        targets[:2] = ignore_index
        weight = rng.uniform(0.5, 3.0, size=4) if weighted else None
        there = torch.tensor(logits, requires_grad=True)
        loss = torch.nn.functional.cross_entropy(
            there,
            torch.tensor(targets),
            None if weight is None else torch.tensor(weight),
            ignore_index=ignore_index,
            label_smoothing=smoothing,
        )
        loss.backward()
        options = (weight, ignore_index, smoothing)
        pairs += [(ours.cross_entropy(logits, targets, *options), loss.detach())]
        pairs += [(ours.cross_entropy_backward(logits, targets, *options), there.grad)]
    return pairs


def _bce_with_logits(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside `torch.nn.functional.binary_cross_entropy_with_logits` and its gradient."""
    pairs: Pairs = []
    for weights in (None, (3,), (4, 1)):
        logits, targets = rng.normal(size=(4, 3)) * 10, rng.uniform(size=(4, 3))
        pos_weight = None if weights is None else rng.uniform(0.2, 5.0, size=weights)
        there = torch.tensor(logits, requires_grad=True)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            there, torch.tensor(targets), pos_weight=None if pos_weight is None else torch.tensor(pos_weight)
        )
        loss.backward()
        pairs += [(ours.bce_with_logits(logits, targets, pos_weight), loss.detach())]
        pairs += [(ours.bce_with_logits_backward(logits, targets, pos_weight), there.grad)]
    return pairs


def _softmax_backward(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside the gradient of `torch.softmax`."""
    pairs: Pairs = []
    for shape, axis in (((5,), 0), ((3, 4), 0), ((2, 3, 4), 1), ((2, 3, 4), -1)):
        dy, x = rng.normal(size=shape), torch.tensor(rng.normal(size=shape) * 5, requires_grad=True)
        y = torch.softmax(x, axis)
        y.backward(torch.tensor(dy, dtype=y.dtype))
        pairs += [(ours.softmax_backward(dy, y.detach().numpy(), axis), x.grad)]
    return pairs


def _transformer_param_count(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside the parameters of a model of `torch.nn.TransformerEncoderLayer`; gates and narrow keys have none there."""
    nn, pairs = torch.nn, []
    for width, heads, layers, ff, max_len, bias, tied in (
        (12, 1, 1, 20, 5, True, True),
        (12, 4, 3, 50, 9, False, False),
    ):
        layer = nn.TransformerEncoderLayer(width, heads, ff, bias=True)
        stack = nn.TransformerEncoder(layer, layers, norm=nn.LayerNorm(width), enable_nested_tensor=False)
        head = nn.Linear(width, 31, bias=False)
        model = nn.ModuleList([nn.Embedding(31, width), nn.Embedding(max_len, width), stack, head])
        if tied:
            head.weight = model[0].weight
        sizes = {name: p.numel() for name, p in model.named_parameters()}
        if not bias:
            sizes = {n: size for n, size in sizes.items() if "norm" in n or "bias" not in n}
        counts = ours.transformer_param_count(31, width, heads, layers, ff, max_len, bias=bias, tied=tied)
        norms = sum(size for name, size in sizes.items() if "norm" in name)
        pairs += [(counts["total"], sum(sizes.values())), (counts["norm"], norms)]
    return pairs


def _masks(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside torch's causal masks, and its attention with our mask."""
    pairs: Pairs = []
    for n in (1, 4):
        theirs = torch.nn.Transformer.generate_square_subsequent_mask(n)
        pairs += [(ours.causal_mask(n), theirs == 0.0)]
    for n, m in ((1, 5), (3, 5), (5, 5)):
        lengths = torch.tensor([5, 3, 4])
        mask = ours.combine_masks(ours.causal_mask(n, m), ours.padding_mask(lengths, m))
        pairs += [(mask.any(dim=-2), torch.arange(m) < lengths[:, None])]
        q, k, v = (torch.tensor(rng.normal(size=(3, 2, length, 4))) for length in (n, m, m))
        weights = torch.softmax(ours.mask_scores(q @ k.mT / 2.0, mask), dim=-1)
        attention = torch.nn.functional.scaled_dot_product_attention(q, k, v, mask[:, None])
        pairs += [(weights @ v, attention)]
    return pairs


def _rope(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside torch's exponential of the generator of the rotation, and the gradient of that."""
    pairs: Pairs = []
    for features, offset, base in ((2, 0, 10000.0), (6, 3, 10000.0), (8, 40, 500.0)):
        x, dy = rng.normal(size=(2, 2, 4, features))
        speeds = torch.tensor([float(base) ** (-2 * i / features) for i in range(features // 2)], dtype=torch.float64)
        turn = torch.tensor([[0.0, -1.0], [1.0, 0.0]], dtype=torch.float64)
        generator = torch.block_diag(*(speed * turn for speed in speeds))
        positions = torch.arange(offset, offset + 4, dtype=torch.float64)
        matrices = torch.linalg.matrix_exp(positions[:, None, None] * generator)
        y, (dx,) = _with_gradients(torch, lambda x, m=matrices: torch.einsum("tij,btj->bti", m, x), dy, x)
        there = torch.tensor(x, requires_grad=True)
        turned = ours.rope(there, offset, base)
        turned.backward(torch.tensor(dy))
        pairs += [(turned.detach(), y), (there.grad, dx)]
    return pairs


def _cross_attention(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside `torch.nn.MultiheadAttention`, whose padding mask is True where ours is False."""
    pairs: Pairs = []
    for features, heads, context_features in ((6, 2, 6), (8, 4, 3)):
        theirs = torch.nn.MultiheadAttention(
            features, heads, batch_first=True, kdim=context_features, vdim=context_features, dtype=torch.float64
        )
        mine = ours.CrossAttention(features, heads, context_features).double()
        weight = {name: torch.tensor(rng.normal(size=p.shape)) for name, p in mine.named_parameters()}
        mine.load_state_dict(weight)
        state = theirs.state_dict()
        state["in_proj_bias"] = torch.cat([weight[f"{name}_proj.bias"] for name in "qkv"])
        state |= {f"out_proj.{part}": weight[f"out_proj.{part}"] for part in ("weight", "bias")}
        if context_features == features:
            state["in_proj_weight"] = torch.cat([weight[f"{name}_proj.weight"] for name in "qkv"])
        else:
            state |= {f"{name}_proj_weight": weight[f"{name}_proj.weight"] for name in "qkv"}
        theirs.load_state_dict(state)
        x, context = (torch.tensor(rng.normal(size=size)) for size in ((2, 3, features), (2, 5, context_features)))
        real = torch.arange(5) < torch.tensor([[5], [2]])
        expected, _ = theirs(x, context, context, key_padding_mask=~real)
        pairs += [(mine(x, context, real[:, None]).detach(), expected.detach())]
    return pairs


def _transformer_encoder_block(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside `torch.nn.TransformerEncoderLayer` on the same weights, whose mask is True where ours is False."""
    pairs: Pairs = []
    for norm_first in (False, True):
        theirs = torch.nn.TransformerEncoderLayer(
            6, 2, 10, dropout=0.0, batch_first=True, norm_first=norm_first, dtype=torch.float64
        )
        mine = ours.TransformerEncoderBlock(6, 2, 10, norm_first).double()
        weight = {name: torch.tensor(rng.normal(size=p.shape)) for name, p in mine.named_parameters()}
        mine.load_state_dict(weight)
        state = {name: value for name, value in weight.items() if "proj" not in name}
        for part in ("weight", "bias"):
            state[f"self_attn.in_proj_{part}"] = torch.cat([weight[f"{name}_proj.{part}"] for name in "qkv"])
            state[f"self_attn.out_proj.{part}"] = weight[f"out_proj.{part}"]
        theirs.load_state_dict(state)
        x, mask = torch.tensor(rng.normal(size=(2, 4, 6))), torch.ones(4, 4, dtype=torch.bool).tril()
        pairs += [(mine(x).detach(), theirs(x).detach())]
        pairs += [(mine(x, mask).detach(), theirs(x, src_mask=~mask).detach())]
    return pairs


def _dpo_loss(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside the sums of `cross_entropy`, and `binary_cross_entropy_with_logits` of the margins."""
    logits, tokens = torch.tensor(rng.normal(size=(3, 6, 5))), torch.tensor(rng.integers(0, 5, size=(3, 6)))
    mask = torch.tensor([[False, False, True, True, True, False], [False] * 6, [False] + [True] * 5])
    each = torch.nn.functional.cross_entropy(logits[:, :-1].mT, tokens[:, 1:], reduction="none")
    four = torch.tensor(-20 + 9 * rng.normal(size=(4, 7)))
    margins = 0.3 * (four[0] - four[2] - four[1] + four[3])
    expected = torch.nn.functional.binary_cross_entropy_with_logits(margins, torch.ones_like(margins))
    return [
        (ours.sequence_logps(logits, tokens, mask), -(each * mask[:, 1:]).sum(1)),
        (ours.dpo_loss(*four, beta=0.3), expected),
    ]


def _ptq_int8(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside torch's observers, whose scales are float32, and its fake quantisation; torch's symmetric scale differs."""
    observers, pairs = torch.ao.quantization.observer, []
    for loc in (0.0, 0.7, 9.0):
        x = np.round(rng.normal(loc, size=(4, 50)) * 64) / 64  # so that widths are the same in float32
        observer = observers.MinMaxObserver(torch.qint8, torch.per_tensor_affine)
        observer(torch.tensor(x))
        scale, zero_point = observer.calculate_qparams()
        found = ours.calibrate(x, symmetric=False)
        pairs += [(np.float32(found[0]), scale.item()), (found[1], zero_point.item())]
        coarse = (1 / 32, found[1])  # a scale that float32 holds exactly
        back = ours.dequantize(ours.quantize(x, *coarse), *coarse)
        pairs += [(back, torch.fake_quantize_per_tensor_affine(torch.tensor(x), *coarse, -128, 127))]
    return pairs


def _focal_loss(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside autograd through the formula on torch's log-softmax; with gamma = 0 beside torch's cross-entropy."""
    functional, pairs = torch.nn.functional, []
    for gamma, weighted in ((0.0, True), (0.5, False), (2.0, True)):
        logits, targets, alpha = rng.normal(size=(8, 4)) * 3, rng.integers(0, 4, size=8), rng.uniform(0.5, 3.0, size=4)
        there = torch.tensor(logits, requires_grad=True)
        log_p = -functional.cross_entropy(there, torch.tensor(targets), reduction="none")
        weights = torch.tensor(alpha[targets] if weighted else np.ones(8))
        loss = -(weights * (1 - log_p.exp()) ** gamma * log_p).mean()
        loss.backward()
        options = (logits, targets, gamma, alpha if weighted else None)
        pairs += [(ours.focal_loss(*options), loss.detach()), (ours.focal_loss_backward(*options), there.grad)]
    return pairs


def _attention_backward(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside the gradients of torch's attention, with a mask and without."""
    pairs: Pairs = []
    for leading, n, m, mask in (((), 3, 4, None), ((2, 3), 5, 4, None), ((2,), 4, 4, np.tri(4, dtype=bool))):
        shapes = ((n, 2), (n, 3), (m, 3), (m, 2))
        dy, q, k, v = (rng.normal(size=(*leading, *shape)) for shape in shapes)
        allowed = None if mask is None else torch.tensor(mask)
        attention = partial(torch.nn.functional.scaled_dot_product_attention, attn_mask=allowed)
        _, gradients = _with_gradients(torch, attention, dy, q, k, v)
        pairs += zip(ours.attention_backward(dy, q, k, v, mask), gradients, strict=True)
    return pairs


def _causal_lm_loss(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside torch's cross-entropy of shifted labels, in which what does not count is -100."""
    pairs: Pairs = []
    for left in (False, True):
        logits = torch.tensor(rng.normal(size=(3, 6, 5)), requires_grad=True)
        tokens = torch.tensor(rng.integers(0, 5, size=(3, 6)))
        mask = torch.arange(6) < torch.tensor([6, 2, 4])[:, None]
        mask = mask.flip(1) if left else mask
        labels = tokens[:, 1:].masked_fill(~(mask[:, 1:] & mask[:, :-1]), -100)
        loss = torch.nn.functional.cross_entropy(logits[:, :-1].mT, labels)
        (there,) = torch.autograd.grad(loss, logits)
        found = ours.causal_lm_loss(logits, tokens, mask)
        (here,) = torch.autograd.grad(found, logits)
        pairs += [(found.detach(), loss.detach()), (here, there)]
    return pairs


def _sampling(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside `torch.topk`, `torch.sort` and `torch.searchsorted`, put together as the libraries for generation do."""
    pairs: Pairs = []
    for temperature, k, top_p, min_p in (
        (1.0, 40, 1.0, 0.0),
        (0.7, 8, 0.8, 0.0),
        (1.5, 40, 0.6, 0.1),
        (0.9, 20, 0.95, 0.3),
    ):
        logits = rng.normal(size=(3, 40)) * 2
        x = torch.tensor(logits) / temperature
        x = x.masked_fill(x < x.topk(k).values[:, -1:], -torch.inf)
        p, order = torch.softmax(x, -1).sort(descending=True)
        p[p.cumsum(-1) - p >= top_p] = 0.0
        p[p < min_p * p[:, :1]] = 0.0
        probs = torch.zeros_like(p).scatter(1, order, p / p.sum(-1, keepdim=True))
        pairs.append((ours.filtered_probs(logits, temperature, k, top_p, min_p), probs))
        u = rng.uniform(size=3)
        drawn = torch.searchsorted(probs.cumsum(-1), torch.tensor(u)[:, None], right=True)[:, 0]
        pairs.append((ours.sample_token(probs.numpy(), u), drawn))
    return pairs


def _grouped_query_attention(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside torch's attention with `enable_gqa`, and its gradients."""
    pairs: Pairs = []
    for heads, groups, mask in ((4, 4, None), (6, 2, np.tri(3, 5, 2, dtype=bool)), (3, 1, None)):
        shapes = ((heads, 3, 2), (heads, 3, 4), (groups, 5, 4), (groups, 5, 2))
        dy, q, k, v = (rng.normal(size=(2, *shape)) for shape in shapes)
        allowed = None if mask is None else torch.tensor(mask)
        theirs = partial(torch.nn.functional.scaled_dot_product_attention, attn_mask=allowed, enable_gqa=True)
        mine = partial(ours.grouped_query_attention, mask=allowed)
        y, gradients = _with_gradients(torch, theirs, dy, q, k, v)
        out, found = _with_gradients(torch, mine, dy, q, k, v)
        pairs += [(out, y), *zip(found, gradients, strict=True)]
    return pairs


def _swiglu_ffn(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Output and gradients beside torch's SiLU between two products."""
    pairs: Pairs = []
    for shape in ((4,), (3, 4), (2, 3, 4)):
        ffn, x = ours.SwiGLU(4, 6).double(), torch.tensor(rng.normal(size=shape) * 3, requires_grad=True)
        leaves = [x, ffn.gate_proj.weight, ffn.up_proj.weight, ffn.down_proj.weight]
        theirs = (torch.nn.functional.silu(x @ leaves[1].T) * (x @ leaves[2].T)) @ leaves[3].T
        dy = torch.tensor(rng.normal(size=shape))
        found = ffn(x)
        pairs += [(found.detach(), theirs.detach())]
        pairs += zip(torch.autograd.grad(found, leaves, dy), torch.autograd.grad(theirs, leaves, dy), strict=True)
    return pairs


def _conv_bn_fuse(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """One convolution beside torch's two layers in evaluation: plain, transposed, grouped, of one and of two axes."""
    pairs: Pairs = []
    kinds = ((False, 1, True, True), (False, 2, False, True), (True, 1, True, False), (True, 2, True, True))
    for norm, kernel in (("BatchNorm1d", (3,)), ("BatchNorm2d", (2, 3))):
        for transposed, groups, bias, affine in kinds:
            name = f"Conv{'Transpose' if transposed else ''}{len(kernel)}d"
            layer = getattr(torch.nn, name)(4, 6, kernel, groups=groups, bias=bias).double().requires_grad_(False)
            bn = getattr(torch.nn, norm)(6, eps=1e-3, affine=affine).double().eval().requires_grad_(False)
            bn.running_mean.copy_(torch.tensor(rng.normal(size=6)))
            bn.running_var.copy_(torch.tensor(rng.uniform(0.2, 3.0, size=6)))
            if affine:
                bn.weight.copy_(torch.tensor(rng.normal(size=6)))
                bn.bias.copy_(torch.tensor(rng.normal(size=6)))
            x = torch.tensor(rng.normal(size=(2, 4, *[5] * len(kernel))))
            args = (
                layer.weight,
                layer.bias,
                bn.weight,
                bn.bias,
                bn.running_mean,
                bn.running_var,
                1e-3,
                transposed,
                groups,
            )
            weight, shift = ours.fuse_conv_bn(*args)
            one = getattr(torch.nn.functional, f"conv{'_transpose' if transposed else ''}{len(kernel)}d")
            pairs.append((one(x, weight, shift, groups=groups), bn(layer(x))))
    return pairs


def _adagrad_rmsprop(ours: ModuleType, torch: Any, rng: np.random.Generator) -> Pairs:
    """Beside torch's three optimisers, over several steps."""
    pairs: Pairs = []
    for mine, theirs, options in (
        (ours.Adagrad, torch.optim.Adagrad, {"lr": 0.1, "eps": 1e-3}),
        (ours.RMSProp, torch.optim.RMSprop, {"lr": 0.1, "alpha": 0.8, "eps": 1e-3}),
        (ours.AdaDelta, torch.optim.Adadelta, {"lr": 0.5, "rho": 0.8, "eps": 1e-3}),
    ):
        params = [rng.normal(size=shape) for shape in ((3,), (2, 4))]
        there = [torch.nn.Parameter(torch.tensor(p)) for p in params]
        optimiser, optimizer = mine(**options), theirs(there, **options)
        for _ in range(4):
            grads = [rng.normal(size=p.shape) for p in params]
            for parameter, grad in zip(there, grads, strict=True):
                parameter.grad = torch.tensor(grad)
            optimizer.step()
            params = optimiser.step(params, grads)
            pairs += [(p, parameter.detach().numpy().copy()) for p, parameter in zip(params, there, strict=True)]
    return pairs


BESIDE_TORCH: dict[str, Callable[[ModuleType, Any, np.random.Generator], Pairs]] = {
    "adagrad_rmsprop": _adagrad_rmsprop,
    "attention_backward": _attention_backward,
    "bce_with_logits": _bce_with_logits,
    "causal_lm_loss": _causal_lm_loss,
    "causal_padding_mask": _masks,
    "conv_bn_fuse": _conv_bn_fuse,
    "cross_attention": _cross_attention,
    "cross_entropy": _cross_entropy,
    "dpo_loss": _dpo_loss,
    "focal_loss": _focal_loss,
    "gelu": _gelu,
    "grad_clip": _grad_clip,
    "gradient_flow": _gradient_flow,
    "grouped_query_attention": _grouped_query_attention,
    "l1_l2_update": _l1_l2_update,
    "layernorm": _layernorm,
    "linear_backward": _linear,
    "log_softmax_logsumexp": _log_softmax,
    "mlp_backprop": _mlp,
    "ptq_int8": _ptq_int8,
    "relu_backward": _relu,
    "residual_backward": _residual,
    "rnn_bptt": _rnn,
    "rope": _rope,
    "sgd_momentum": _sgd_momentum,
    "softmax_backward": _softmax_backward,
    "stable_sigmoid_tanh": _sigmoid_tanh,
    "swiglu_ffn": _swiglu_ffn,
    "swish_silu": _swish,
    "top_k_top_p_sampling": _sampling,
    "transformer_encoder_block": _transformer_encoder_block,
    "transformer_param_count": _transformer_param_count,
    "xavier_kaiming_init": _initialisers,
}


@pytest.mark.slow
@pytest.mark.parametrize("slug", BESIDE_TORCH)
def test_the_reference_agrees_with_torch(slug: str) -> None:
    """No convention of ours is a slip: an implementation that we did not write answers the same."""
    torch = pytest.importorskip("torch")
    path = Catalogue(shipped())[slug].solutions / "reference.py"
    spec = importlib.util.spec_from_file_location(f"reference_of_{slug}", path)
    assert spec is not None and spec.loader is not None
    ours = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(ours)
    for actual, expected in BESIDE_TORCH[slug](ours, torch, np.random.default_rng(2026)):
        np.testing.assert_allclose(actual, expected, rtol=1e-9, atol=1e-12)
