"""The meaning of a submission's names: aliases are followed from the imports, without running anything.

`Names` is built once for a tree and answers one question: which dotted paths of imported modules (or of
builtins) may this expression be? It follows imports, assignments, tuple unpacking, loops over literal tuples,
`:=`, defaults of parameters, conditional expressions and `getattr` with a literal name. It does not follow
values through calls, containers and attributes of objects; `grader.rules.source` refuses modules that go there.

A name stands for everything that is ever bound to it, whatever the order of statements; which bindings it sees is
the business of `grader.rules.scopes`.
"""

from __future__ import annotations

import ast
import builtins
import collections
from collections.abc import Iterable, Iterator

from grader.rules.modules import is_module, real, star_names
from grader.rules.scopes import Use, Variable, bindings, bound_by
from grader.rules.strings import UNKNOWN, Pattern, Strings

MAX_PATHS = 8
MAX_PARTS = 6
"""Beyond these a name stands for its roots alone ("torch"): coarser, never less. They bound the work for hostile
source, such as `x = x.next` under a thousand names."""

MAX_PATH = 200
"""Characters of a path: no library has longer ones, and what is cut off lies below the rest."""

MAX_STEPS = 200_000
"""Evaluations of expressions while names are followed, and alternatives of strings; 1,000 honest lines take about
5,000."""

_MAX_LINKS = 60
"""Variables in a row that `Names.is_library_value` follows: it calls itself for each."""

_TENSOR_METHODS = frozenset(
    {"exp", "log", "sqrt", "abs", "pow", "sin", "cos", "sum", "mean", "amax", "amin", "clamp", "matmul", "mm", "bmm"}
    | {"view", "reshape", "transpose", "permute", "expand", "flatten", "squeeze", "unsqueeze", "contiguous", "clone"}
    | {"float", "double", "half", "astype", "detach", "masked_fill", "tril", "triu"}
)
"""Methods whose result is an array when the submission defines no method of that name."""

_WRITERS = frozenset({"setattr", "vars", "__setattr__", "__dict__"})
"""By these an attribute may get a value without its name in the source."""

RECORDS = frozenset({"collections.namedtuple", "typing.NamedTuple"})
"""Functions that make a class with fields of the names that they are given."""

_TENSOR_CLASSES = frozenset(["torch.Tensor", "numpy.ndarray", "torch.FloatTensor", "torch.nn.Parameter"])


class Names:
    """The aliases of a tree (of at most a few hundred levels: it is walked recursively).

    Attributes:
        own_attributes: names that the submission gives to attributes of its own classes and objects.
    """

    def __init__(self, tree: ast.Module) -> None:
        bound = bindings(tree)
        self._uses, self._module, self._stars = bound.uses, bound.module, bound.stars
        self._memo: dict[int, frozenset[str]] = {}
        self._library_values: dict[int, bool] = {}
        self._strings = Strings(self._only, self.builtin, _constants(tree))
        self._links = 0
        self._steps = 0
        self._starred: dict[str, set[str]] = {}
        self._expand_stars()
        self._propagate()
        self.own_attributes = self._own_attributes(tree)

    @property
    def exhausted(self) -> bool:
        """True when following the names took too many steps; then paths and strings may be missing."""
        return self._steps + self._strings.steps >= MAX_STEPS

    def is_bound(self, node: ast.Name) -> bool:
        """True when the submission binds the name somewhere in sight of `node`."""
        return bool(self._use(node).variables)

    def paths(self, node: ast.expr) -> frozenset[str]:
        """The dotted paths that `node` may stand for; empty when it is nothing imported and no builtin."""
        found = self._memo.get(id(node))
        if found is None:
            found = self._memo[id(node)] = frozenset(_short(self._evaluate(node)))
        return found

    def implicit(self, node: ast.Name) -> set[str]:
        """The paths of `node` that no import or assignment spells: builtins, and what star imports bring."""
        use = self._use(node)
        found = self._unbound(node.id) if use.falls_through else set()
        return found.union(*(variable.starred for variable in use.variables))

    def strings(self, node: ast.expr) -> list[Pattern]:
        """The strings that `node` may be."""
        return [UNKNOWN] if self.exhausted else self._strings.of(node)

    def builtin(self, node: ast.expr) -> str:
        """The name of the builtin that `node` certainly is, or ""."""
        if not isinstance(node, ast.Name) or self.is_bound(node) or self._starred.get(node.id):
            return ""
        return node.id if hasattr(builtins, node.id) else ""

    def is_parameter(self, node: ast.expr) -> bool:
        """True when nothing but one thing without a value in sight is ever bound to `node`: a parameter, for one."""
        variables = self._use(node).variables if isinstance(node, ast.Name) else ()
        return len(variables) == 1 and variables[0].opaque and variables[0].bindings == 1

    def is_of_library(self, node: ast.expr) -> bool:
        """True when `node` is certainly something imported, or a builtin."""
        return self._is_of_library(node, 6)

    def own_classes(self, node: ast.expr) -> list[ast.ClassDef]:
        """The class statements of which `node` is certainly one; [] where it may be something else."""
        variables = self._use(node).variables if isinstance(node, ast.Name) else ()
        if len(variables) != 1 or variables[0].bindings != len(variables[0].classes) or self.implicit(node):  # type: ignore[arg-type]
            return []
        return variables[0].classes

    def is_library_value(self, node: ast.expr) -> bool:
        """True when `node` is certainly a value that a library made: `torch.exp(x)`, `(x @ np.eye(3)).T`."""
        found = self._library_values.get(id(node))
        if found is None:
            self._library_values[id(node)] = False  # for `x = x + 1`: nothing is known yet
            found = self._library_values[id(node)] = self._is_library_value(node)
        return found

    # -- aliases

    def _is_of_library(self, node: ast.expr, depth: int) -> bool:
        if isinstance(node, ast.Attribute):
            return node.attr != "__class__" and self._is_of_library(node.value, depth)
        if not isinstance(node, ast.Name) or not self.paths(node) or depth <= 0:
            return False
        return all(
            not variable.opaque
            and not variable.loops
            and all(self._is_of_library(value, depth - 1) for value in variable.values)
            for variable in self._use(node).variables
        )

    def _use(self, node: ast.Name) -> Use:
        # A later Python may have names in places that `bindings` does not know: they are taken for unbound.
        return self._uses.get(id(node), Use((), True))

    def _evaluate(self, node: ast.expr) -> Iterable[str]:
        if isinstance(node, ast.Name):
            use = self._use(node)
            found = self._unbound(node.id) if use.falls_through else set()
            return found.union(*(variable.paths for variable in use.variables))
        if isinstance(node, ast.Attribute):
            return {real(f"{path}.{node.attr}") for path in self.paths(node.value)}
        if isinstance(node, ast.Call):
            if "builtins.getattr" not in self.paths(node.func) or len(node.args) < 2:
                return ()
            names = [pattern.begin for pattern in self.strings(node.args[1]) if pattern.end is None]
            return {real(f"{path}.{name}") for path in self.paths(node.args[0]) for name in names}
        return {path for part in _parts(node) for path in self.paths(part)}

    def _unbound(self, name: str) -> set[str]:
        builtin = {f"builtins.{name}"} if hasattr(builtins, name) else set()
        return self._starred.get(name) or builtin

    def _expand_stars(self) -> None:
        """Add the paths that star imports bring; a name bound before a star import is replaced by it."""
        for module, line in self._stars.items():
            for name in star_names(module):
                path = real(f"{module}.{name}")
                self._starred.setdefault(name, set()).add(path)
                variable = self._module.get(name)
                if variable is not None and variable.first_line < line:
                    variable.starred.add(path)

    def _propagate(self) -> None:
        """Give each variable its paths: until nothing changes, each change waking those that read it."""
        variables = {id(variable): variable for use in self._uses.values() for variable in use.variables}
        readers: dict[int, dict[int, Variable]] = {}
        for variable in variables.values():
            for value in variable.values:
                for name in _alias_names(value):
                    for read in self._use(name).variables:
                        readers.setdefault(id(read), {})[id(variable)] = variable
        pending = collections.deque(variables.values())
        waiting = set(variables)
        while pending and not self.exhausted:
            variable = pending.popleft()
            waiting.discard(id(variable))
            self._memo = {}
            paths = _short(
                {real(path) for path in variable.fixed}.union(
                    variable.starred, variable.paths, *(self._evaluate(value) for value in variable.values)
                )
            )
            self._steps += len(variable.values) + len(self._memo)
            if variable.coarse or len(paths) > MAX_PATHS:
                variable.coarse, paths = True, _roots(paths)
            if paths != variable.paths:
                variable.paths = paths
                woken = {key: reader for key, reader in readers.get(id(variable), {}).items() if key not in waiting}
                pending.extend(woken.values())
                waiting.update(woken)
                self._steps += len(woken)

    def _only(self, node: ast.Name) -> Variable | None:
        """The one variable that the name must be, if its values are all in sight."""
        variables = self._use(node).variables
        certain = len(variables) == 1 and not self.implicit(node) and not variables[0].fixed
        return variables[0] if certain else None

    # -- values and attributes

    def _is_library_value(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Call):
            paths = self.paths(node.func)
            if paths:
                return all(_is_function_of_a_library(path) for path in paths)
            if not isinstance(node.func, ast.Attribute):
                return False
            return self.is_library_value(node.func.value) or (
                node.func.attr in _TENSOR_METHODS and node.func.attr not in self.own_attributes
            )
        if isinstance(node, ast.BinOp):
            return self.is_library_value(node.left) or self.is_library_value(node.right)
        if isinstance(node, ast.UnaryOp):
            return self.is_library_value(node.operand)
        if isinstance(node, ast.Subscript):
            return self.is_library_value(node.value)
        if isinstance(node, ast.Attribute):
            return node.attr in ("T", "mT", "data") and self.is_library_value(node.value)
        variable = self._only(node) if isinstance(node, ast.Name) else None
        if variable is None:
            return False
        if variable.opaque:
            return any(path in _TENSOR_CLASSES for item in variable.annotations for path in self.paths(item))
        if self._links >= _MAX_LINKS:
            return False
        if variable.library_value is None:
            self._links += 1
            seen = variable.values and not variable.loops
            found = bool(seen) and all(self.is_library_value(value) for value in variable.values)
            self._links -= 1
            variable.library_value = found
        return variable.library_value

    def _own_attributes(self, tree: ast.Module) -> frozenset[str]:
        """Names that the submission gives to attributes of its own: methods, class and instance attributes."""
        own: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                own.update(name for item in node.body for name in bound_by(item))
                fields = (item.target for item in node.body if isinstance(item, ast.AnnAssign))
                own.update(target.id for target in fields if isinstance(target, ast.Name))
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and not self.paths(node.value):
                own.add(node.attr)
            elif isinstance(node, ast.Call):
                called = self.paths(node.func)
                if "types.SimpleNamespace" in called:
                    own.update(keyword.arg for keyword in node.keywords if keyword.arg)
                elif called & RECORDS:
                    own.update(word for text in self._texts(node) for word in text.replace(",", " ").split())
        return frozenset(own)

    def _texts(self, call: ast.Call) -> Iterator[str]:
        """The strings in the arguments of a call that makes a record; a call in them that makes another has its own."""
        pending: list[ast.AST] = [*call.args, *call.keywords]
        while pending:
            node = pending.pop()
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif not (isinstance(node, ast.Call) and self.paths(node.func) & RECORDS):
                pending.extend(ast.iter_child_nodes(node))


def _parts(node: ast.expr) -> list[ast.expr]:
    """The expressions of which `node` is one, whichever way a condition goes."""
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.BoolOp):
        return node.values
    if isinstance(node, ast.NamedExpr):
        return [node.value]
    return []


def _alias_names(node: ast.expr) -> Iterator[ast.Name]:
    """The names on which `Names.paths(node)` depends."""
    if isinstance(node, ast.Name):
        yield node
    elif isinstance(node, ast.Attribute):
        yield from _alias_names(node.value)
    elif isinstance(node, ast.Call):
        yield from _alias_names(node.func)
        for argument in node.args[:1]:
            yield from _alias_names(argument)
    for part in _parts(node):
        yield from _alias_names(part)


def _short(paths: Iterable[str]) -> set[str]:
    """The paths, those with too many parts cut to their root, and too long ones to their beginning."""
    return {path[:MAX_PATH] if path.count(".") < MAX_PARTS else path.split(".")[0][:MAX_PATH] for path in paths}


def _roots(paths: Iterable[str]) -> set[str]:
    """The roots of the paths that exist; what may not be imported is refused where it is imported."""
    return {root for root in (path.split(".")[0] for path in paths) if root == "builtins" or is_module(root)}


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    """The values of attributes such as `NAMES = ("q", "k")` in a class, where nothing else in the source has that name.

    Names in capitals only: no object of a library has such an attribute with another value.
    """
    found: dict[str, ast.expr] = {}
    mentioned: collections.Counter[str] = collections.Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for item in node.body:
                if isinstance(item, ast.Assign) and isinstance(item.value, ast.Tuple | ast.Constant):
                    found.update((target.id, item.value) for target in item.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            mentioned[node.id] += 1
        elif isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            mentioned[node.attr] += 2
        elif isinstance(node, ast.keyword) and node.arg:
            mentioned[node.arg] += 2
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            mentioned[node.value] += 2
        elif (isinstance(node, ast.Name) and node.id in _WRITERS) or (
            isinstance(node, ast.Attribute) and node.attr in _WRITERS
        ):
            return {}
    return {name: value for name, value in found.items() if name.isupper() and mentioned[name] == 1}


def _is_function_of_a_library(path: str) -> bool:
    """True for `torch.exp` and `torch.Tensor`, not for `torch.nn.ModuleList`: an instance of it may hold anything."""
    root, _, rest = path.partition(".")
    last = rest.split(".")[-1]
    return root in ("torch", "numpy", "scipy") and (path in _TENSOR_CLASSES or last[:1].islower())
