"""Ways around the rules that were tried, each closed; and honest code that looks like one of them, each free."""

# ruff: noqa: E501 (a row of a table is a line)

from __future__ import annotations

import ast

import pytest

from grader.rules.source import Rules, violations

NUMPY = Rules(["softmax", "decomposition", "sorting"], [], "numpy")
TORCH = Rules(["attention", "softmax"], [], "torch")
DISGUISE = "class Own:\n    logaddexp = svd = softmax = obj = None\n"
"""With it every attribute of these names is believed to be the submission's own, so that a value is enough."""


def rules_of(source: str, rules: Rules) -> list[str]:
    """The rules that a source breaks."""
    return [item.rule for item in violations(ast.parse(source), source, rules)]


AROUND = {
    # modules under another name
    "a module's own builtins": "import enum\nf = enum.bltns.eval('1')",
    "the same, imported": "from enum import bltns as b\nb.eval('1')",
    "numpy in a module of numpy": "import numpy as np\nbox = [np.polynomial.chebyshev.np]\nbox[0].logaddexp",
    "numpy far down": "import numpy as np\nbox = [np.polynomial.chebyshev.pu.np.polynomial.legendre.np]",
    "numpy.ma's own": "import numpy as np\nbox = [np.ma.core.np]\nbox[0].logaddexp",
    "a module, imported from another": "from numpy.polynomial.chebyshev import np as library\nbox = [library]",
    "sys in dataclasses": "import dataclasses\ndataclasses.sys.modules['numpy']",
    "sys in warnings": "import warnings\nbox = [warnings.sys]",
    "modules of sys": "import sys\nsys.modules['numpy']",
    "modules of sys, imported": "from sys import modules",
    "frames of sys": "import sys\nsys._getframe()",
    "a looked up module": "import enum\ngetattr(enum, f'bl{name}').eval('1')",
    "a looked up function": "import enum\ngetattr(enum, f'{name}tns')",
    "a module by a known end": "import numpy as np\ngetattr(np, f'{name}ath')",
    "codecs in json": "import json\njson.codecs.open('x')",
    "functools in re": "import re\nre.functools.singledispatch(f)",
    "inspect in dataclasses": "import dataclasses\ndataclasses.inspect.getmembers",
    "the table of copy": "import copy\ncopy.dispatch_table",
    "numpy's table of functions": "import numpy as np\nnp.ma.core.ufunc_fills",
    "numpy's own LAPACK": "import numpy as np\nnp.linalg.lapack_lite.dgelsd",
    "bisect in statistics": "import statistics\nstatistics.bisect_left([], 1)",
    "heapq in queue": "import queue\nqueue.heappush([], 1)",
    # what looks at attributes by strings
    "wraps with names": "import functools\n@functools.wraps(f, assigned=['__globals__'])\ndef g(): pass",
    "wraps with names, by place": "import functools\nfunctools.wraps(f, ['__globals__'])(own)",
    "wraps with stars": "import functools\nfunctools.wraps(*given)(own)",
    "wraps with a dict": "import functools\nfunctools.wraps(f, **{'assigned': ['a']})(own)",
    "wraps, handed on": "import functools\nfunctools.partial(functools.wraps, assigned=['a'])(f)(own)",
    "wraps in a list": "from functools import wraps\nw = [wraps][0]",
    "wraps of another module": "import contextlib\ncontextlib.wraps(f, ['a'])(own)",
    "update_wrapper with names": "import functools\nfunctools.update_wrapper(own, f, ['__globals__'])",
    "hints that are evaluated": "import typing_extensions as t\nt.get_annotations(f, eval_str=True)",
    "hints that are evaluated, imported": "from typing_extensions import get_annotations",
    "forward references": "from typing_extensions import evaluate_forward_ref",
    "members of a module": "import enum\nclass E(enum.Enum): pass\nE._convert_('F', 'numpy', lambda n: n == name)",
    "members, looked up": "import enum\nclass E(enum.Enum): pass\ngetattr(E, f'_conv{x}')",
    "members by a string": "from operator import methodcaller\nmethodcaller('_convert_', 'F', 'numpy', f)(E)",
    # objects that hold a module
    "the module of a context": "import warnings\nwarnings.catch_warnings()._module.sys",
    "the module of a context, below": "import warnings\nclass W(warnings.catch_warnings): pass",
    "the module of a context, handed on": "from warnings import catch_warnings\nmap(catch_warnings, [1])",
    "a stream of another name": "import contextlib\nclass R(contextlib.redirect_stdout):\n    _stream = 'modules'",
    "a stream of another name, set": "import contextlib\nr = contextlib.redirect_stderr(own)\nr._stream = 'modules'",
    "the object of an exception": "import numpy as np\ntry: np.nothing\nexcept AttributeError as e: box = e.obj",
    "the object, in disguise": DISGUISE
    + "import numpy as np\ntry: np.nothing\nexcept AttributeError as e: box = e.obj.svd",
    "the object, kept": DISGUISE + "try: np.nothing\nexcept Exception as e: keep.append(e)\nkeep[0].obj",
    "the object at the exit": DISGUISE + "class C:\n    def __exit__(self, t, v, tb): keep.append(v.obj)",
    "the object on a stack": DISGUISE + "import contextlib\nwith contextlib.ExitStack() as s: s.push(f)\nkeep[0].obj",
    "the object by a string": "from operator import attrgetter\nattrgetter('obj')(e)",
    "the object by a pattern": "match e:\n    case AttributeError(obj=m): m",
    "the object by a computed name": "try: f()\nexcept Exception as e: getattr(e, f'o{x}j')",
    "an exception by a record": "import logging\nclass H(logging.Handler):\n    def emit(self, r): keep.append(r.exc_info)",
    "the interface of a generator": "import numpy as np\nnp.random.PCG64().cffi",
    # classes that are made of strings
    "a metaclass": "class A(metaclass=lambda n, b, d: own): pass",
    "a metaclass of one's own": "from dataclasses import dataclass\n@dataclass\nclass A(metaclass=M): pass",
    "a metaclass among others": "import abc\nM = abc.ABCMeta if x else own\nclass A(metaclass=M): pass",
    "keywords of a class": "class A(**{'metaclass': own}): pass",
    "a decorator below dataclass": "from dataclasses import dataclass\n@dataclass\n@own\nclass A:\n    x: int",
    "a decorator below dataclass(...)": "import dataclasses\n@dataclasses.dataclass(eq=False)\n@(lambda c: own)\nclass A: pass",
    "a base from a call": "from dataclasses import dataclass\n@dataclass\nclass A(own()): pass",
    "a base from a list": "from dataclasses import dataclass\n@dataclass\nclass A([B][0]): pass",
    "a base of a base": "from dataclasses import dataclass\nclass B(own()): pass\n@dataclass\nclass A(B): pass",
    "a base that is bound twice": "from dataclasses import dataclass\nclass B: pass\nB = own()\n@dataclass\nclass A(B): pass",
    "type of a class": "from dataclasses import dataclass\nT = type(int)\nclass M(T): pass\n@dataclass\nclass A(M('B', (), {})): pass",
    "ABCMeta, called": "import abc\nA = abc.ABCMeta('A', (), {'__annotations__': x})",
    "EnumType, called": "from enum import EnumMeta as M\nM('A', (), x)",
    "type.__new__": "A = type.__new__(type, 'A', (), {'__annotations__': x})",
    "type.__call__": "A = type.__call__(type, 'A', (), {})",
    "torch's metaclass": "import torch\nclass M(torch.autograd.function.FunctionMeta): pass",
    "a field of one's own": "import dataclasses\nclass F(dataclasses.Field): pass",
    "a renamed field": "import dataclasses as d\n@d.dataclass\nclass A:\n    x: int = 0\nd.fields(A)[0].name = code\n@d.dataclass\nclass B(A): pass",
    "a renamed field, kept": "import dataclasses as d\nf = d.field(default=0)\n@d.dataclass\nclass A:\n    x: int = f\nf.name = code\n@d.dataclass\nclass B(A): pass",
    "a renamed field, by setattr": "import dataclasses as d\n@d.dataclass\nclass A:\n    x: int = 0\nsetattr(d.fields(A)[0], 'name', code)\n@d.dataclass\nclass B(A): pass",
    # the dict of an object
    "vars of anything": "def f(x): return vars(x)",
    "vars, handed on": "v = vars",
    "vars of a class": "class A:\n    @classmethod\n    def f(cls): return vars(cls)",
    "vars of a new class": "class A:\n    def __init_subclass__(cls): return vars(cls)",
    "vars of whatever a method gets": "class A:\n    def f(self): return vars(self)\nA.f(type)",
    "vars of whatever, mapped": "class A:\n    def f(self): return dict(vars(self))\nmap(A.f, [type])",
    "vars of whatever, looked up": "class A:\n    def f(self): return vars(self)\ngetattr(A, 'f')(type)",
    "vars of whatever, in the class": "class A:\n    def f(self): return vars(self)\n    g = f",
    "vars of whatever, with arguments": "class A:\n    def f(self, x=1): return vars(self)",
    "vars of whatever, decorated": "class A:\n    @own\n    def f(self): return vars(self)",
    "vars of whatever, by a property": "class A:\n    @property\n    def f(self): return vars(self)\nA.f.fget(type)",
    "vars of another": "class A:\n    def f(self, other): return vars(other)",
    "vars of another, renamed": "class A:\n    def f(self, other):\n        self = other\n        return vars(self)",
    "vars by a forbidden name": "class A:\n    def f(self): return vars(self)['softmax']",
    "vars by an inner name": "class A:\n    def f(self): return vars(self)['__globals__']",
    "vars by any name": "class A:\n    def f(self, n): return vars(self)[n]",
    "vars by any name, got": "class A:\n    def f(self, n): return self.__dict__.get(n)",
    "__dict__ of another": "class A:\n    def f(self, other): return other.__dict__",
    "__setattr__, handed on": "import dataclasses\nmap(object.__setattr__, [A], ['__annotations__'], [x])",
    "__setattr__ of a forged name": "import dataclasses\nobject.__setattr__(A, '__annotations__', x)",
    "__getattribute__": "object.__getattribute__(x, name)",
    "__getattr__ of anything": "x.__getattr__(name)",
    # a library's module, or something else
    "math or an array": "import math\ndef f(x=math): return x.sort()",
    "a module or what a loop gives": "import random\nx = random\nfor x in xs: x.sort()",
    "types as values": "import types\nf = [types.FunctionType][0](code, {})",
    "types, called": "from types import FunctionType as F\nF(code, {})",
    # imports
    "an import that is used": "import concurrent.futures\nconcurrent.futures",
    "an import in a class": "class A:\n    import os",
    "a star import": "from os import *",
    "an import of what is not Python's": "import scipy",
}


@pytest.mark.parametrize("name", AROUND)
def test_a_way_around_breaks_a_rule(name: str) -> None:
    """Whatever it is that it leads to."""
    assert rules_of(AROUND[name], NUMPY if "torch" not in AROUND[name] else TORCH)


BOXES = {
    "a module below nn": "import torch\nbox = [torch.nn.modules.activation]\nbox[0].MultiheadAttention",
    "torch in a module of torch": "import torch\nbox = [torch.nn.functional.torch]",
    "attrgetter in torch": "import torch\ntorch.autograd.profiler_util.attrgetter('a.b')(x)",
    "dataclass in torch": "import torch\ntorch.nn.attention.flex_attention.dataclass(own)",
    "torch's table of modules": "import torch\nlist(torch.ao.quantization.DEFAULT_MODULE_TO_ACT_POST_PROCESS)",
    "hints in torch": "import torch\ntorch.utils.checkpoint.get_type_hints(f)",
    "os in torch": "import torch\nbox = [torch.os]",
}


@pytest.mark.parametrize("name", BOXES)
def test_a_box_of_torch_breaks_a_rule(name: str) -> None:
    """The judge has no torch, and knows what its names are."""
    assert rules_of(BOXES[name], TORCH)


HONEST = {
    "partial": "import functools\nimport numpy as np\nsoftmax = functools.partial(own, base=np.e)\nkeep = functools.partial(np.max, keepdims=True)",
    "wraps": "import functools\ndef d(f):\n    @functools.wraps(f)\n    def g(*a): return f(*a)\n    return g",
    "update_wrapper": "import functools\nclass C:\n    def __init__(self, f): functools.update_wrapper(self, f)\n    def __call__(self, x): return self.__wrapped__(x)",
    "lru_cache": "import functools\n@functools.lru_cache(maxsize=None)\ndef f(n): return n\nf.cache_clear()\nf.__wrapped__(1)",
    "array_utils": "from numpy.lib.array_utils import normalize_axis_index\nimport numpy as np\nnp.lib.array_utils.normalize_axis_tuple(0, 1)",
    "float_info": "import sys\neps = sys.float_info.epsilon\nprint(sys.maxsize, file=sys.stderr)\nsys.setrecursionlimit(10_000)",
    "float_info, imported": "from sys import float_info, maxsize\nfloat_info.max",
    "a forgotten import": "import concurrent.futures\nfrom concurrent.futures import ThreadPoolExecutor\nimport os, sys, gc\nfrom pathlib import Path",
    "vars, updated": "class A:\n    def __init__(self, **k): vars(self).update(k)",
    "vars, written": "class A:\n    def f(self, n, x):\n        vars(self)[n] = x\n        del vars(self)[n]\n        return n in vars(self)",
    "vars, read": "class A:\n    def f(self): return vars(self)['x'], vars(self).get('y', 0), vars(self).setdefault('z', 1)",
    "vars, told": "class A:\n    def __repr__(self): return f'A({vars(self)})'\n    def state(self): return dict(vars(self))\na = A()\na.state()",
    "vars, copied": "import copy\nclass A:\n    def clone(self):\n        other = A()\n        other.__dict__ if 0 else None\n        return copy.deepcopy(vars(self))\nA().clone()".replace(
        "        other.__dict__ if 0 else None\n", ""
    ),
    "vars of a property": "class A:\n    @property\n    def state(self): return {k: v for k, v in vars(self).items()}\nA().state",
    "vars, names of it": "class A:\n    def names(self): return [n for n in vars(self)], list(vars(self).keys())",
    "__dict__": "class A:\n    def __init__(self, **k): self.__dict__.update(k)\n    def f(self): return 'x' in self.__dict__\n    def g(self): self.__dict__ = {}",
    "a frozen dataclass": "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass A:\n    x: int\n    def __post_init__(self): object.__setattr__(self, 'x', 1)",
    "super().__setattr__": "class A:\n    def __setattr__(self, n, v): super().__setattr__(n, v)\n    def __delattr__(self, n): super().__delattr__(n)",
    "super().__getattr__": "import torch\nclass A(torch.nn.Module):\n    def __getattr__(self, n):\n        try: return super().__getattr__(n)\n        except AttributeError: return None",
    "own obj": "class A:\n    def __init__(self, obj): self.obj = obj\n    def f(self): return self.obj",
    "own obj, other exceptions": "class A:\n    obj = 1\ntry: A().obj\nexcept (ValueError, KeyError) as e: print(e)",
    "an exception": "try: f()\nexcept Exception as e:\n    print(e.args, str(e))\n    raise ValueError(str(e)) from e",
    "a warning": "import warnings\nwith warnings.catch_warnings(record=True) as w: warnings.simplefilter('ignore')\nwith warnings.catch_warnings(): pass",
    "print to nowhere": "import contextlib, io\nimport json\nwith contextlib.redirect_stdout(own): print(1)".replace(
        ", io", ""
    ),
    "ABCMeta": "import abc\nclass A(metaclass=abc.ABCMeta):\n    @abc.abstractmethod\n    def f(self): ...",
    "EnumMeta": "import enum\nclass A(enum.Enum, metaclass=enum.EnumMeta):\n    x = enum.auto()\nE = enum.Enum('E', 'a b')",
    "a keyword of a class": "class A:\n    def __init_subclass__(cls, name): cls.label = name\nclass B(A, name='b'): pass",
    "total": "from typing import TypedDict\nclass T(TypedDict, total=False):\n    x: int",
    "dataclasses that inherit": "from dataclasses import dataclass, field\n@dataclass\nclass A:\n    x: list = field(default_factory=list)\n@dataclass\nclass B(A):\n    y: int = 0",
    "a dataclass with fields": "from dataclasses import dataclass, fields, asdict\n@dataclass\nclass A:\n    x: int\n    def names(self): return [f.name for f in fields(self)], asdict(self)",
    "a dataclass, ordered": "from dataclasses import dataclass\nfrom functools import total_ordering\n@dataclass\n@total_ordering\nclass A:\n    x: int\n    def __lt__(self, o): return self.x < o.x",
    "a dataclass of a module": "import torch\nfrom dataclasses import dataclass\nfrom typing import Generic, TypeVar\nT = TypeVar('T')\n@dataclass\nclass A(Generic[T]):\n    x: T\n@dataclass(eq=False)\nclass B(torch.nn.Module):\n    d: int",
    "a mixin": "def mixin(base):\n    class A(base): pass\n    return A\nclass B(mixin(object)): pass",
    "types": "import types\nisinstance(f, (types.FunctionType, types.MethodType)) or type(f) is types.LambdaType",
    "__module__": "type(x).__module__.startswith('torch') and x.__class__.__module__",
    "copying": "class A:\n    def __getstate__(self): return 1\n    def __setstate__(self, s): pass",
    "an array class": "import numpy as np\nclass A(np.ndarray):\n    def __array_finalize__(self, o): pass",
    "numpy.testing": "import numpy as np\nnp.testing.assert_allclose(a, b)\nfrom numpy.testing import assert_array_equal\nassert_array_equal(a, b)",
    "mixins": "from numpy.lib.mixins import NDArrayOperatorsMixin\nclass A(NDArrayOperatorsMixin): pass",
    "emath": "import numpy as np\nnp.emath.sqrt(-1)\nlib = np.emath\nlib.log(1)",
    "dlpack": "import torch\nimport numpy as np\ntorch.from_dlpack(np.ones(2))",
    "names of a tuple": "import torch\nNAMES = ('q_proj', 'k_proj')\nclass A(torch.nn.Module):\n    def f(self, x): return [getattr(self, n)(x) for n in NAMES]",
    "names of letters": "import torch\nclass A(torch.nn.Module):\n    def f(self, x): return [getattr(self, n + '_proj')(x) for n in 'qkv']",
    "names with a known end": "class A:\n    def project(self, which, x): return getattr(self, f'{which}_proj')(x)",
    "names with zip": "class A:\n    def f(self, xs): return [getattr(self, n)(x) for n, x in zip(('query', 'key'), xs)]",
    "an alias of numpy": "import numpy as np\nnp.abs(np.pow(x, 2)) ; np.ma.abs(x) ; np.concat([x])",
    "a private function for pairs": "from torch.nn.modules.utils import _pair\nimport torch\n_pair(3)",
    "a heap of the largest": "import heapq\nheapq._heapify_max(x)",
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_code_that_looks_like_a_way_around_is_free(name: str) -> None:
    """A rule is no wider than its purpose."""
    rules = (
        Rules(["attention"], [], "torch")
        if "torch" in HONEST[name]
        else Rules(["softmax", "decomposition"], [], "numpy")
    )
    assert rules_of(HONEST[name], rules) == []
