"""The child of one session: loads the submission and answers calls, one at a time, until it is killed.

Nothing here is trusted, for it shares its process with the submission. It converts between the wire and live
objects, and keeps those that have no place on the wire in a table, by handle. Each frame that it sends echoes
the nonce of the last frame that it received.

What can be put out of the submission's reach cheaply is: before it is loaded this file has bound the functions that it
calls, its modules have builtins of their own (`grader.judge.far.bundle`), and nothing of ours is in `sys.modules`.
Whoever walks up the frames still finds all of it; so what is seen in here alone is evidence, and no exercise rests on
it.

Each request is a dict with "op" and its arguments; `Server` has one method for each op (`_OPERATIONS`). The answer is
{"value": ...} or {"raised": {...}} or, in between, {"callback": id, "args": (...)}.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import os
import random
import sys
import traceback
import types
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from math import isnan, nan
from typing import Any, TypeVar

import numpy as np
from numpy import asarray, ascontiguousarray, frombuffer, zeros  # by name: a submission may replace those of numpy

from grader.worker import wire
from grader.worker.deny import Denial

SUBMISSION, ADAPTER = "submission.py", "adapter.py"
_MESSAGE_CHARS = 2000
_FRAMES = 20
Packed = TypeVar("Packed")


def serve(pipe: Pipe, options: dict[str, Any]) -> None:
    """Answer requests until the end of input.

    Args:
        pipe: from and to the judge.
        options: "framework" (what arrays become), "output_bytes" (the most that an answer may take).
    """
    server = PipedServer(pipe, options["framework"], options["output_bytes"])
    while True:
        answer = server.answer(pipe.receive(server.build), wire.encode)
        pipe.send(*answer)


class Pipe:
    """Frames in and out, with the nonce of the last frame in."""

    def __init__(self, data_in: int, data_out: int) -> None:
        self.data_in, self.data_out = data_in, data_out
        self.nonce = b""

    def body(self) -> bytearray:
        """The next frame in, without its prefix."""
        (length,) = wire.PREFIX.unpack(self._exactly(wire.PREFIX.size))
        return self._exactly(length)

    def receive(self, build: wire.Build) -> Any:
        """The value of the next frame; answers from now on echo its nonce."""
        self.nonce, value = wire.decode(self.body(), build)
        return value

    def send(self, header: bytes, buffers: list[bytes | bytearray | memoryview]) -> None:
        """A frame out, after what was printed."""
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):  # the submission may have closed or replaced it
                stream.flush()  # the supervisor relays prints before the answer that follows them
        view = memoryview(wire.frame(self.nonce, header, buffers))
        while view:
            view = view[os.write(self.data_out, view) :]

    def _exactly(self, length: int) -> bytearray:
        data = bytearray(length)
        view = memoryview(data)
        while view:
            count = os.readv(self.data_in, [view])
            if count == 0:
                os._exit(0)
            view = view[count:]
        return data


class Server(ABC):
    """The code and its objects, and what can be asked of them."""

    def __init__(self, framework: str, output_bytes: int) -> None:
        self.framework, self.output_bytes = framework, output_bytes
        self.objects: dict[int, Any] = {}
        self.watched: list[tuple[tuple[Any, ...], dict[str, Any], Any]] = []
        self.torch: Any = sys.modules.get("torch")
        self.denial: Any = None
        self.graphs: dict[int, tuple[Any, list[Any], Any]] = {}  # by slot, of the last forward: target, leaves, value

    def answer(self, request: dict[str, Any], packed: Callable[..., Packed]) -> Packed:
        """One answer to one request, whatever the submission raises.

        Args:
            packed: makes the answer ready for the judge, with the arguments of `wire.encode`.
        """
        return self._answered(request, packed)[1]

    def _answered(self, request: dict[str, Any], packed: Callable[..., Packed]) -> tuple[Any, Packed]:
        """What the request brought, and the answer."""
        value = _LACKING
        try:
            value = _OPERATIONS[request.pop("op")](self, **request)
            return value, packed({"value": value}, self.adapt, cap=self.output_bytes)
        except wire.TooLarge:
            return value, packed({"too_large": self.output_bytes}, self.adapt)
        except wire.WireError as error:
            return value, packed({"unsendable": str(error)}, self.adapt)
        except BaseException as error:
            if isinstance(error, MemoryError):
                traceback.clear_frames(error.__traceback__)  # to tell of it takes memory that the call still holds
            return value, packed({"raised": _describe(error)}, self.adapt)

    # -- operations

    def op_batch(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Make these requests, one after another; the answer to each, as it was then.

        {"lacking": True} is the answer to one that needs what an earlier one did not bring.
        """
        brought: list[Any] = []
        answers: list[dict[str, Any]] = []
        for request in requests:
            value = _LACKING
            try:
                filled = _filled(request, brought)
            except BaseException:  # an object of the submission's may raise anything when it is looked into
                answers.append({"lacking": True})
            else:
                value, answer = self._answered(filled, functools.partial(wire.hand_over, build=_as_it_is))
                answers.append(answer)
            brought.append(self.objects[value.number] if type(value) is _Kept else value)
        return answers

    def op_load(self, source: bytes, adapter: bytes | None, entries: list[Any], seed: int) -> dict[str, Any]:
        """Run the source in a new module, in the place of any that was there; say of each entry point what it is."""
        random.seed(seed)
        np.random.seed(seed % 2**32)
        if self.torch is not None:
            # Of this device only: for every other one `torch.manual_seed` would keep a stack trace.
            self.torch.default_generator.manual_seed(seed)
        submission = types.ModuleType("submission")
        submission.__dict__["__file__"] = SUBMISSION
        sys.modules["submission"] = submission
        self.objects = {0: submission}
        self.watched.clear()
        if adapter is not None:  # first, so that it binds what it imports before the submission can replace it
            module = types.ModuleType("adapter")
            module.__dict__["__builtins__"] = __builtins__
            exec(_compiled(adapter, ADAPTER), module.__dict__)
            self.objects[1] = _Bound(module, submission)
        exec(_compiled(source, SUBMISSION), submission.__dict__)
        names = [name for name in vars(submission) if type(name) is str and not name.startswith("_")]
        return {
            "names": names[:1000],
            "entries": {name: _signatures(submission, name, methods) for name, methods in entries},
        }

    def op_deny(
        self, kernels: list[str], functions: list[str], norms: list[str], note: Callable[[str], object]
    ) -> None:
        """From now on these operations of torch and of numpy raise; for the rule check."""
        self.denial = Denial(note)
        self.denial.functions(functions, norms)
        if kernels:
            self.denial.kernels(kernels)

    def op_probe(self) -> None:
        """Try one of them."""
        self.denial.probe()

    def op_get(self, target: Any, name: str) -> Any:
        """An attribute."""
        return getattr(target, name)

    def op_set(self, target: Any, name: str, value: Any) -> None:
        """Set one."""
        setattr(target, name, value)

    def op_call(
        self,
        target: Any,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        want: str,
        *,
        watch: bool = False,
        layout: str = "",
    ) -> Any:
        """Call `target`; `want` is "value", or "handle" (keep the result here).

        With `watch`, what it was given and what it returned stay here, for `op_watched`. A `layout` is that of every
        array among the arguments, by `_laid_out`.
        """
        if layout:
            args, kwargs = self._laid_out(args, layout), self._laid_out(kwargs, layout)
        value = target(*args, **kwargs)
        if watch:
            self.watched.append((args, kwargs, value))
        return self._keep(value) if want == "handle" else value

    def op_keep(self, value: Any, *, layout: str = "") -> _Kept:
        """Keep here what would cross by value: an argument that is asked for again after a call."""
        return self._keep(self._laid_out(value, layout) if layout else value)

    def op_same(self, first: Any, second: Any) -> bool:
        """Whether they are one object."""
        return first is second

    def op_fetch(self, target: Any) -> Any:
        """The object itself, by value where it has a place on the wire."""
        return target

    def op_watched(self) -> list[tuple[tuple[Any, ...], dict[str, Any], Any]]:
        """The arguments and the results of the watched calls, as they are now."""
        return list(self.watched)

    def op_overwrite(self, what: str) -> None:
        """Change every array and every list among the watched calls' arguments ("given") or results ("returned")."""
        for args, kwargs, value in self.watched:
            for item in (*args, *kwargs.values()) if what == "given" else (value,):
                self._overwrite(item)

    def op_repeat(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any], times: int) -> None:
        """Call `target` this many times; nobody needs the results."""
        for _ in range(times):
            target(*args, **kwargs)

    def op_forget(self) -> None:
        """Let go of every object that was kept; the modules stay."""
        self.watched.clear()
        self.graphs.clear()
        self.objects = {number: kept for number, kept in self.objects.items() if number in (0, 1)}

    def op_null(self, args: tuple[Any, ...]) -> Any:
        """Nothing, at the cost of a call: what a timing takes off."""
        return args[0] if args else None

    def op_examples(self, text: str) -> str:
        """Run the >>> lines of a text with the module's names in scope; what is not true."""
        import doctest

        scope = {**vars(self.objects[0]), "np": np, "torch": self.torch}
        lines = ["" if line.startswith("```") else line for line in text.splitlines()]
        flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
        test = doctest.DocTestParser().get_doctest("\n".join(_closed(lines)), scope, "example", None, 0)
        said: list[str] = []
        doctest.DocTestRunner(verbose=False, optionflags=flags).run(test, out=said.append)
        return "".join(said)

    def op_named_parameters(self, target: Any) -> dict[str, Any]:
        """A torch module's parameters by name."""
        return dict(target.named_parameters())

    def op_forward(
        self,
        target: Any,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        *,
        slot: int = 0,
        watch: bool = False,
        layout: str = "",
    ) -> Any:
        """Call a torch `target` so that `op_backward` can go on from there; `watch` and `layout` as in `op_call`."""
        leaves = [_leaf(self.torch, arg) for arg in args]
        if layout:
            leaves, kwargs = self._laid_out(leaves, layout), self._laid_out(kwargs, layout)
        value = target(*leaves, **kwargs)
        self.graphs[slot] = target, leaves, value
        if watch:
            self.watched.append((tuple(leaves), kwargs, value))
        return value

    def op_backward(self, grad: Any, *, slot: int = 0, watch: bool = False) -> dict[str, Any]:
        """The vector-Jacobian products of the slot's last forward, for its float arguments and for the parameters.

        None where no gradient flows, or there could be none.
        """
        torch = self.torch
        target, leaves, value = self.graphs[slot]
        wanted = {index: leaf for index, leaf in enumerate(leaves) if _differentiable(torch, leaf)}
        owner = getattr(target, "__self__", target)
        parameters = dict(owner.named_parameters()) if isinstance(owner, torch.nn.Module) else {}
        trained = {name: parameter for name, parameter in parameters.items() if parameter.requires_grad}
        outputs, grads = (value, grad) if isinstance(grad, tuple) else ((value,), (grad,))
        # The gradient of sum(output * grad), which is the same: for `grad_outputs` torch imports sympy (0.45 s).
        total = sum((output * weight).sum() for output, weight in zip(outputs, grads, strict=True))
        sources = [*wanted.values(), *trained.values()]
        found = [None] * len(sources)
        if total.requires_grad and sources:
            found = torch.autograd.grad(total, sources, allow_unused=True)
        by_index = dict(zip(wanted, found, strict=False))
        answer = {
            "args": [by_index.get(index) for index in range(len(leaves))],
            "parameters": dict(zip(trained, found[len(wanted) :], strict=True)),
        }
        if watch:
            self.watched.append(((), {}, answer))
        return answer

    def _overwrite(self, item: Any) -> None:
        """Fill the arrays in `item` with what none of them begins with, and empty its lists."""
        if isinstance(item, list | tuple | dict):
            for part in item.values() if isinstance(item, dict) else item:
                self._overwrite(part)
            if isinstance(item, list):
                item.clear()
        elif isinstance(item, np.ndarray) and item.size and item.flags.writeable and item.dtype.kind in "biufc":
            item.fill(_other(item.flat[0].item()))
        elif self.torch is not None and isinstance(item, self.torch.Tensor) and item.numel():
            with contextlib.suppress(RuntimeError):  # an expanded one, whose elements are one place in memory
                item.detach().fill_(_other(item.flatten()[0].item()))

    def _laid_out(self, item: Any, layout: str) -> Any:
        """`item` with equal arrays in the place of its own, but for objects that stay here.

        They are "fortran" (the first axis lies closest in memory), "strided" (every second element of wider rows),
        "reversed" (each axis from its end, which torch cannot), or "read_only" (which torch has not).
        """
        if isinstance(item, list | tuple):
            parts = [self._laid_out(part, layout) for part in item]
            return parts if isinstance(item, list) else tuple(parts)
        if isinstance(item, dict):
            return {key: self._laid_out(part, layout) for key, part in item.items()}
        if type(item) is np.ndarray and item.ndim:
            return _laid_array(item, layout)
        if self.torch is not None and type(item) is self.torch.Tensor and item.ndim:
            return _laid_tensor(item, layout)
        return item

    # -- objects and the wire

    def _keep(self, value: Any) -> _Kept:
        number = len(self.objects) + 2
        self.objects[number] = value
        return _Kept(number, _type_name(value))

    def adapt(self, value: Any) -> Any:
        """`value` in a form that the wire carries (a subclass of a built-in type as that type), else a handle."""
        kind = type(value)
        if kind is _Kept:
            return wire.Handle(value.number, value.type_name)
        if kind is wire.Array or kind is wire.Handle:  # of an answer in a batch
            return value
        if kind is np.ndarray or (isinstance(value, np.generic) and not isinstance(value, str | bytes)):
            array = asarray(value)
            if wire.name_of(array.dtype) in wire.DTYPES and array.ndim <= wire.MAX_NDIM:
                return self._numpy("numpy" if kind is np.ndarray else "scalar", array)
        elif self.torch is not None and kind in (self.torch.Tensor, self.torch.nn.Parameter):
            if value.layout is self.torch.strided and value.device.type == "cpu":
                return self._tensor(value)
        else:
            for builtin in (int, float, str, bytes, list, tuple, dict):  # IntEnum, namedtuple, OrderedDict ...
                if issubclass(kind, builtin):
                    return builtin(value)
        kept = self._keep(value)
        return wire.Handle(kept.number, kept.type_name)

    def _numpy(self, kind: str, array: np.ndarray[Any, Any]) -> wire.Array:
        if array.nbytes > self.output_bytes:
            raise wire.TooLarge("an array beyond the cap")
        little = ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        return wire.Array(kind, wire.name_of(array.dtype), array.shape, False, little.tobytes())

    def _tensor(self, tensor: Any) -> wire.Array | wire.Handle:
        torch = self.torch
        dtype = str(tensor.dtype).removeprefix("torch.")
        if dtype not in wire.DTYPES or tensor.ndim > wire.MAX_NDIM:
            kept = self._keep(tensor)
            return wire.Handle(kept.number, kept.type_name)
        if tensor.numel() * tensor.element_size() > self.output_bytes:  # before an expanded view takes memory
            raise wire.TooLarge("a tensor beyond the cap")
        plain = tensor.detach().resolve_conj().resolve_neg().contiguous()
        bits = plain.view(torch.int16) if dtype == "bfloat16" else plain
        return wire.Array("torch", dtype, tuple(tensor.shape), tensor.requires_grad, bits.numpy().tobytes())

    def build(self, item: wire.Item) -> Any:
        """The object for an item off the wire: the framework's array, the object of that handle, or a function.

        Of what is not there yet (`wire.Earlier`) the item itself.
        """
        if isinstance(item, wire.Earlier):
            return item
        if isinstance(item, wire.Handle):
            return self.objects[item.id]
        if isinstance(item, wire.Callback):
            return opaque(functools.partial(self.call_back, item.id))
        bits = frombuffer(bytearray(item.data), dtype=wire.DTYPES[item.dtype]).reshape(item.shape)
        if item.kind != "torch":
            array = wire.float32_from_bfloat16(bits) if item.dtype == "bfloat16" else bits
            return array if item.kind == "numpy" else array[()]
        tensor = self.torch.from_numpy(bits.view(np.int16) if item.dtype == "bfloat16" else bits)
        if item.dtype == "bfloat16":
            tensor = tensor.view(self.torch.bfloat16)
        return tensor.requires_grad_(True) if item.requires_grad else tensor

    def call_back(self, number: int, *args: Any) -> Any:
        """Call the judge's function of that number; its answer.

        Raises:
            ValueError: it could not take the arguments.
        """
        answer = self.ask_judge(number, args)
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer["value"]

    @abstractmethod
    def ask_judge(self, number: int, args: tuple[Any, ...]) -> dict[str, Any]:
        """Have the judge call its function of this number: {"value": ...}, or {"error": sentence}."""


_OPERATIONS: Mapping[str, Callable[..., Any]] = types.MappingProxyType(
    {name.removeprefix("op_"): method for name, method in vars(Server).items() if name.startswith("op_")}
)


class PipedServer(Server):
    """The server of a child: the judge is at the other end of its pipe."""

    def __init__(self, pipe: Pipe, framework: str, output_bytes: int) -> None:
        super().__init__(framework, output_bytes)
        self.pipe = pipe

    def ask_judge(self, number: int, args: tuple[Any, ...]) -> dict[str, Any]:
        """The callback goes out in the place of an answer; the next frame in answers it."""
        self.pipe.send(*wire.encode({"callback": number, "args": args}, self.adapt, cap=self.output_bytes))
        answer: dict[str, Any] = self.pipe.receive(self.build)
        return answer


def opaque(function: Callable[..., Any]) -> Callable[..., Any]:
    """A callable that does what `function` does and tells nothing of it.

    A function has a closure and globals, a method its object, a partial all that it holds. The wrapper of `lru_cache`,
    which keeps nothing at this size, is built in and has no attribute for what it calls, but for the one removed here.
    """
    hidden = functools.lru_cache(maxsize=0)(function)
    vars(hidden).clear()
    return hidden


@functools.lru_cache(maxsize=4)  # a child for code of ours loads the same again and again
def _compiled(source: bytes, name: str) -> types.CodeType:
    return compile(source, name, "exec", dont_inherit=True)


_LACKING = object()
"""In the place of what a request brought that raised, or was not made."""


def _filled(value: Any, brought: list[Any]) -> Any:
    """`value` with what earlier requests brought in the place of their numbers.

    Raises:
        LookupError: one of them brought nothing, or nothing at that place (or whatever an object there raises).
    """
    if type(value) is wire.Earlier:
        found = brought[value.number]
        for key in value.path:
            found = found[key]
        if found is _LACKING:
            raise LookupError
        return found
    if type(value) is list or type(value) is tuple:
        return type(value)(_filled(item, brought) for item in value)
    if type(value) is dict:
        return {key: _filled(item, brought) for key, item in value.items()}
    return value


def _as_it_is(item: wire.Item) -> wire.Item:
    return item


class _Kept:
    """An object that stays in the table, whatever its type."""

    def __init__(self, number: int, type_name: str) -> None:
        self.number, self.type_name = number, type_name[:200]


class _Bound:
    """The adapter's functions, with the submission's module as their first argument."""

    def __init__(self, adapter: types.ModuleType, submission: types.ModuleType) -> None:
        self._adapter, self._submission = adapter, submission

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return functools.partial(getattr(self._adapter, name), self._submission)


def _laid_array(array: np.ndarray[Any, Any], layout: str) -> np.ndarray[Any, Any]:
    if layout == "fortran":
        return array.copy(order="F")
    if layout == "strided":
        view = zeros((*array.shape[:-1], 2 * array.shape[-1] + 1), dtype=array.dtype)[..., 1::2]
        view[...] = array
        return view
    if layout == "reversed":
        backwards = (slice(None, None, -1),) * array.ndim
        return array[backwards].copy()[backwards]
    array.flags.writeable = False  # it is this call's alone
    return array


def _laid_tensor(tensor: Any, layout: str) -> Any:
    plain = tensor.detach()
    if layout == "fortran":
        axes = tuple(reversed(range(plain.ndim)))
        plain = plain.permute(axes).contiguous().permute(axes)
    elif layout == "strided":
        view = plain.new_zeros((*plain.shape[:-1], 2 * plain.shape[-1] + 1))[..., 1::2]
        plain = view.copy_(plain)
    return plain.requires_grad_(tensor.requires_grad)


def _closed(lines: list[str]) -> Iterator[str]:
    """The >>> lines of Markdown with what they print; other lines become empty, which ends an expected output."""
    inside = False
    for line in lines:
        inside = line.startswith((">>>", "...")) or (inside and bool(line.strip()))
        yield line if inside else ""


def _type_name(value: Any) -> str:
    """For messages: the type's name, with its module unless that is the submission's; of an array, what is in it."""
    kind = type(value)
    if kind is np.ndarray:
        elements = {"U": "strings", "S": "strings", "T": "strings", "O": "objects"}.get(value.dtype.kind)
        return f"numpy.ndarray of {elements or value.dtype}"
    named = kind.__module__ not in ("builtins", "submission", "adapter")
    return f"{kind.__module__}.{kind.__qualname__}" if named else kind.__name__


def _other(value: Any) -> Any:
    """Another number than this one, that an array which holds it can hold as well."""
    if isinstance(value, bool | int):
        return type(value)(not value)
    return 0.0 if isnan(abs(value)) else nan


def _leaf(torch: Any, arg: Any) -> Any:
    return arg.detach().clone().requires_grad_(True) if _is_float(torch, arg) else arg


def _is_float(torch: Any, arg: Any) -> bool:
    return isinstance(arg, torch.Tensor) and arg.is_floating_point()


def _differentiable(torch: Any, arg: Any) -> bool:
    return isinstance(arg, torch.Tensor) and arg.requires_grad


def _signatures(module: types.ModuleType, name: str, methods: list[str]) -> dict[str, Any] | None:
    """The entry point's kind, parameters and methods; None when the module has no such name."""
    if name not in vars(module):
        return None
    value = vars(module)[name]
    is_class = isinstance(value, type)
    return {
        "kind": "class" if is_class else "function" if callable(value) else type(value).__name__,
        "parameters": _parameters(value),
        "methods": {
            method: _parameters(getattr(value, method), bound=is_class) if hasattr(value, method) else None
            for method in methods
        },
    }


def _parameters(value: Any, *, bound: bool = False) -> list[list[Any]] | str:
    """[name, kind, has a default] of each parameter, or "unknown" where Python cannot tell (C functions)."""
    try:
        found = list(inspect.signature(value).parameters.values())
    except (TypeError, ValueError):
        return "unknown"
    if bound and found and found[0].kind in (found[0].POSITIONAL_ONLY, found[0].POSITIONAL_OR_KEYWORD):
        found = found[1:]  # self
    return [[item.name, item.kind.name, item.default is not item.empty] for item in found[:50]]


def _describe(error: BaseException) -> dict[str, Any]:
    """The exception in plain data: type, its nearest built-in type, message, and the submission's own lines."""
    try:
        message = str(error)[:_MESSAGE_CHARS]
    except BaseException:
        message = "(the exception has no readable message)"
    builtin = next((kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"), "Exception")
    frames = [
        [frame.lineno or 0, frame.name[:200]]
        for frame in traceback.extract_tb(error.__traceback__, limit=-200)
        if frame.filename == SUBMISSION
    ]
    where = {}
    if isinstance(error, SyntaxError):
        where = {"line": error.lineno or 0, "column": error.offset or 0}
    return {
        "type": type(error).__name__[:200],
        "builtin": builtin,
        "message": message,
        "frames": frames[-_FRAMES:],
        **where,
    }
