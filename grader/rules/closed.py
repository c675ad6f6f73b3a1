"""The ways around a rule, as data: what is closed in every exercise that has rules.

An operation that is forbidden by name must not be reached under another: through code made from strings, through
attributes looked up by a computed name, through the insides of Python or of a library, or through a module that
travels as a value.
"""

from __future__ import annotations

from grader.texts import Text

ADVICE = {
    "import": Text(
        "Import only numpy, torch where the exercise uses it, and the parts of Python's own library that compute "
        "(math, itertools, functools, collections, dataclasses, typing ...). Put code that tries out your solution "
        'under `if __name__ == "__main__":`, which is not checked.',
        "这里只能导入 numpy、torch（仅限使用它的题目），以及 Python 标准库中用于计算的部分（math、itertools、"
        "functools、collections、dataclasses、typing 等）。试运行用的代码请放在 "
        '`if __name__ == "__main__":` 之下，那里不检查。',
    ),
    "star-import": Text(
        "Import by name: `import torch`, `from torch import nn`.",
        "请按名字导入：`import torch`、`from torch import nn`。",
    ),
    "dynamic-code": Text(
        "Write the code itself: an exercise with rules is checked by reading it.",
        "请直接写出代码：有规则的题目会通过阅读代码来检查。",
    ),
    "dynamic-attribute": Text(
        "Write the attribute out (`x.name`), or keep the values in a dict or a list.",
        "请直接写出属性（`x.name`），或把值存放在字典或列表中。",
    ),
    "input-output": Text(
        "A solution gets its data as arguments and returns its result; it reads and asks nothing.",
        "解答通过参数得到数据并返回结果，不读取文件，也不等待输入。",
    ),
    "dunder": Text(
        "Use the object itself, not its inner attributes.",
        "请直接使用对象本身，不要访问它的内部属性。",
    ),
    "internals": Text("Use the library's public functions.", "请使用库的公开函数。"),
    "module-as-value": Text(
        "Use a module by its name (`np.exp(x)`); do not pass it on, return it or store it.",
        "请直接用模块名（`np.exp(x)`）；不要传递、返回或存放模块。",
    ),
    "aliases": Text(
        "There are too many aliases of aliases here to follow; use the names themselves.",
        "这里别名套别名太多，无法跟踪；请直接使用原来的名字。",
    ),
}
"""The general rules by name."""

IMPORTS = frozenset(
    {"__future__", "abc", "bisect", "cmath", "collections", "contextlib", "copy", "dataclasses", "decimal", "enum"}
    | {"fractions", "functools", "heapq", "itertools", "json", "logging", "math", "numbers", "numpy", "operator"}
    | {"pprint", "queue", "random", "re", "statistics", "string", "sys", "textwrap", "time", "types", "typing"}
    | {"typing_extensions", "warnings"}
)
"""Modules that may be imported; torch, too, where the exercise's framework is torch."""

CLOSED = {
    "dynamic-code": frozenset(
        {"torch.jit", "torch.compile", "torch.compiler", "torch.export", "torch.fx", "torch.hub", "torch.package"}
        | {"numpy.f2py", "numpy.testing", "numpy.distutils", "dataclasses.make_dataclass", "types.new_class"}
        | {"types.CodeType", "functools.singledispatch"}
        | {"functools.singledispatchmethod", "typing.ForwardRef", "typing.get_type_hints", "enum.global_enum"}
        | {"typing_extensions.get_type_hints", "typing_extensions.get_annotations"}
        | {"typing_extensions.evaluate_forward_ref", "typing.evaluate_forward_ref", "logging.config"}
        | {"dataclasses.Field", "builtins.eval", "builtins.exec", "builtins.compile"}
    ),
    "dynamic-attribute": frozenset({"string.Formatter", "builtins.globals", "builtins.locals", "builtins.vars"}),
    "internals": frozenset(
        {"torch.classes", "torch.library", "torch.onnx", "torch.ops", "torch.overrides", "torch.testing", "torch.utils"}
        | {"torch.ao", "torch.quantization", "torch.masked.maskedtensor", "numpy.ma.core", "numpy.ma.extras"}
        | {"numpy.core", "numpy.ctypeslib", "numpy.lib", "numpy.linalg.lapack_lite", "numpy.ma.testutils"}
    ),
    "input-output": frozenset(
        {"torch.distributed", "torch.from_file", "torch.load", "torch.multiprocessing", "torch.save"}
        | {"torch.serialization", "numpy.fromfile", "numpy.fromregex", "numpy.genfromtxt", "numpy.load"}
        | {"numpy.loadtxt", "numpy.memmap", "numpy.save", "numpy.savetxt", "numpy.savez", "numpy.savez_compressed"}
        | {"builtins.open", "builtins.input", "builtins.breakpoint", "builtins.help"}
    ),
}
"""Paths by the rule that closes them, with all below them. Why the less obvious ones: singledispatch, ForwardRef and
get_type_hints evaluate strings; make_dataclass and global_enum write code or globals, and with a Field of one's own so
does dataclass; Formatter looks attributes up by strings that it is given; torch.ao and numpy.ma.core keep tables of
functions; numpy.load and torch.load run pickles."""

OPEN = frozenset(
    {"torch.utils.data", "torch.utils.checkpoint", "torch.utils.dlpack", "numpy.lib.array_utils", "numpy.lib.mixins"}
    | {"numpy.lib.scimath", "numpy.lib.stride_tricks", "numpy.lib.NumpyVersion"}
    | {f"numpy.testing.assert_{name}" for name in ("allclose", "array_almost_equal", "array_equal", "array_less")}
    | {f"numpy.testing.assert_{name}" for name in ("", "almost_equal", "array_max_ulp", "equal")}
    | {f"torch.nn.modules.utils._{name}" for name in ("ntuple", "single", "pair", "triple", "quadruple")}
    | {f"heapq._{name}_max" for name in ("heapify", "heappop", "heapreplace")}
)
"""Exceptions from CLOSED, and private names that everybody uses."""

HIDDEN_MODULES = frozenset(
    {"asyncio", "atexit", "builtins", "code", "codecs", "concurrent", "copyreg", "ctypes", "dis"}
    | {"faulthandler", "fcntl", "gc", "importlib", "inspect", "io", "linecache", "marshal", "mmap"}
    | {"multiprocessing", "os", "pathlib", "pdb", "pickle", "pkgutil", "posix", "runpy", "shutil", "socket"}
    | {"subprocess", "sys", "tempfile", "threading", "traceback", "weakref", "zipimport"}
)
"""Modules that others hold as an attribute: `torch.sys` is `sys`."""

HIDDEN_ANYWHERE = frozenset(
    {"f_back", "f_builtins", "f_code", "f_globals", "f_locals", "func_code", "func_globals", "tb_frame", "tb_next"}
    | {"ag_code", "ag_frame", "cr_await", "cr_code", "cr_frame", "gi_code", "gi_frame", "gi_yieldfrom", "_evaluate"}
    | {"_C", "_VF", "_VariableFunctions", "_refs", "_prims", "aten", "attrgetter", "methodcaller", "import_module"}
    | {"_convert_", "cffi", "ctypes", "exc_info"}
)
"""Attributes that lead out of the submission's own code, whatever object they are asked of."""

_BINARY = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "divmod"]
_BINARY += ["and", "or", "xor", "lshift", "rshift"]
_OTHER = ["neg", "pos", "abs", "invert", "lt", "le", "eq", "ne", "gt", "ge", "round", "trunc", "floor", "ceil", "int"]
_OTHER += ["float", "complex", "bool", "index", "len", "iter", "next", "reversed", "contains", "getitem", "setitem"]
_OTHER += ["delitem", "missing", "length_hint", "call", "enter", "exit", "aenter", "aexit", "aiter", "anext", "await"]
_OTHER += ["hash", "repr", "str", "bytes", "format", "init", "new", "del", "post_init", "init_subclass", "set_name"]
_OTHER += ["class", "copy", "deepcopy", "array", "name", "qualname", "doc", "version", "all", "slots", "author"]
_OTHER += ["module", "wrapped"]

DUNDERS = frozenset(f"__{side}{name}__" for name in _BINARY for side in ("", "r", "i")) | {
    f"__{name}__" for name in _OTHER
}
"""Double-underscore attributes that may be read of any object: the operators and the harmless rest."""

DEFINABLE = (DUNDERS - {"__name__", "__class__", "__module__", "__wrapped__"}) | frozenset(
    {"__getattr__", "__setattr__", "__delattr__", "__get__", "__set__", "__delete__", "__class_getitem__", "__dir__"}
    | {"__array_priority__", "__array_ufunc__", "__array_finalize__", "__array_wrap__", "__getstate__", "__setstate__"}
)
"""Double-underscore names that a submission may define. Not `__name__`, for the block `if __name__ == "__main__":`
is not looked at; nor what makes other code look names up or run them: `__match_args__`, `__annotations__` ..."""

READABLE = frozenset({"__name__", "__doc__", "__file__", "__debug__"})
"""Double-underscore names that exist without being defined, and may be read."""

PUBLIC = {
    "sys": frozenset(
        {"byteorder", "float_info", "float_repr_style", "getrecursionlimit", "getsizeof", "hash_info", "int_info"}
        | {
            "hexversion",
            "implementation",
            "intern",
            "maxsize",
            "maxunicode",
            "platform",
            "setrecursionlimit",
            "stderr",
            "stdout",
            "version",
            "version_info",
        }
    ),
}
"""The names that may be used of a module whose other names are not for a solution."""

DOCUMENTED = {
    "contextlib": frozenset({"AsyncContextDecorator"}),
    "enum": frozenset({"show_flag_values"}),
    "re": frozenset({"DEBUG"}),
    "typing": frozenset({"CT_co", "KT", "T", "T_co", "T_contra", "VT", "VT_co", "V_co"}),
    "warnings": frozenset({"WarningMessage"}),
}
"""Names that a module of Python's own documents, or that do no harm, and that it does not list in `__all__`."""


def covers(above: str, path: str) -> bool:
    """True when `path` is `above` or below it."""
    return path == above or path.startswith(f"{above}.")
