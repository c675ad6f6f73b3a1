"""What the names of a submission stand for: aliases followed from the imports, without running anything.

`Names` is built once for a tree and answers one question: which dotted paths of imported modules (or of
builtins) may this expression be? It follows imports, assignments, tuple unpacking, loops over literal tuples,
`:=`, defaults of parameters, conditional expressions and `getattr` with a literal name. It does not follow
values through calls, containers and attributes of objects; `grader.rules` refuses modules that go there.

A name stands for everything that is ever bound to it, whatever the order of statements; which bindings it sees is
the business of `grader.rule_scopes`.
"""

from __future__ import annotations

import ast
import builtins
import collections
from collections.abc import Iterable, Iterator

from grader.rule_modules import is_module, real, star_names
from grader.rule_scopes import Use, Variable, bindings, bound_by

MAX_PATHS = 8
MAX_PARTS = 6
"""Beyond these a name stands for its roots alone ("torch"): coarser, never less. They bound the work for hostile
source, such as `x = x.next` under a thousand names."""

MAX_PATH = 200
"""Characters of a path: no library has longer ones, and what is cut off lies below the rest."""

MAX_STRINGS = 64
MAX_STRING = 100
"""Alternatives that `Names.strings` tells, and characters of each."""

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

_RECORDS = frozenset({"collections.namedtuple", "typing.NamedTuple"})
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
        self._known_strings: dict[tuple[int, int], list[tuple[str, bool]]] = {}
        self._links = 0
        self._steps = 0
        self._starred: dict[str, set[str]] = {}
        self._expand_stars()
        self._propagate()
        self.own_attributes = self._own_attributes(tree)

    @property
    def exhausted(self) -> bool:
        """True when following the names took too many steps; then paths and strings may be missing."""
        return self._steps >= MAX_STEPS

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

    def strings(self, node: ast.expr) -> list[tuple[str, bool]]:
        """The strings that `node` may be: (text, True), or (its beginning, False) where the rest is unknown.

        At most MAX_STRINGS, each of at most MAX_STRING characters; beyond that, [("", False)].
        """
        found = self._strings(node, 6)
        self._steps += len(found)
        return found if self._steps < MAX_STEPS else [("", False)]

    def is_library_value(self, node: ast.expr) -> bool:
        """True when `node` is certainly a value that a library made: `torch.exp(x)`, `(x @ np.eye(3)).T`."""
        found = self._library_values.get(id(node))
        if found is None:
            self._library_values[id(node)] = False  # for `x = x + 1`: nothing is known yet
            found = self._library_values[id(node)] = self._is_library_value(node)
        return found

    # -- aliases

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
            names = [text for text, whole in self.strings(node.args[1]) if whole]
            return {real(f"{path}.{name}") for path in self.paths(node.args[0]) for name in names}
        return {path for part in _parts(node) for path in self.paths(part)}

    def _unbound(self, name: str) -> set[str]:
        builtin = {f"builtins.{name}"} if hasattr(builtins, name) else set()
        return self._starred.get(name) or builtin

    def _expand_stars(self) -> None:
        """What each name brings; one that was bound before a star import is replaced by it."""
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

    # -- strings

    def _strings(self, node: ast.expr, depth: int) -> list[tuple[str, bool]]:
        found = self._known_strings.get((id(node), depth))
        if found is None:
            found = self._known_strings[id(node), depth] = self._find_strings(node, depth)
        return found

    def _find_strings(self, node: ast.expr, depth: int) -> list[tuple[str, bool]]:
        unknown = [("", False)]
        if depth <= 0:
            return unknown
        if isinstance(node, ast.Constant):
            return [_cut(node.value)] if isinstance(node.value, str) else unknown
        if isinstance(node, ast.JoinedStr):
            return self._joined(node.values, depth)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self._joined([node.left, node.right], depth)
        if isinstance(node, ast.FormattedValue) and node.conversion == -1 and node.format_spec is None:
            return self._strings(node.value, depth - 1)
        if isinstance(node, ast.IfExp):
            return self._strings(node.body, depth - 1) + self._strings(node.orelse, depth - 1)
        variable = self._only(node) if isinstance(node, ast.Name) else None
        if variable is None or variable.opaque or len(variable.values) > MAX_STRINGS:
            return unknown
        # A name costs three levels: names of names of names are followed no further, and no list explodes.
        found = [item for value in variable.values for item in self._strings(value, depth - 3)]
        return found if 0 < len(found) <= MAX_STRINGS else unknown

    def _joined(self, parts: list[ast.expr], depth: int) -> list[tuple[str, bool]]:
        """Every beginning followed by every continuation, up to the first unknown part."""
        found = [("", True)]
        for part in parts:
            after = self._strings(part, depth - 1)
            done = [item for item in found if not item[1]]
            longer = [_cut(text + more, whole) for text, open_ in found if open_ for more, whole in after]
            found = list(dict.fromkeys(done + longer))
            if len(found) > MAX_STRINGS:
                return [("", False)]
            if not any(whole for _, whole in found):
                break
        return found

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
            found = bool(variable.values) and all(self.is_library_value(value) for value in variable.values)
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
                elif called & _RECORDS:
                    own.update(word for text in self._texts(node) for word in text.replace(",", " ").split())
        return frozenset(own)

    def _texts(self, call: ast.Call) -> Iterator[str]:
        """The strings in the arguments of a call that makes a record; a call in them that makes another has its own."""
        pending: list[ast.AST] = [*call.args, *call.keywords]
        while pending:
            node = pending.pop()
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif not (isinstance(node, ast.Call) and self.paths(node.func) & _RECORDS):
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


def _cut(text: str, whole: bool = True) -> tuple[str, bool]:
    """A string of `Names.strings`; the end of a long one does not matter, for no attribute is called so."""
    return (text, whole) if len(text) <= MAX_STRING else (text[:MAX_STRING], False)


def _is_function_of_a_library(path: str) -> bool:
    """True for `torch.exp` and `torch.Tensor`, not for `torch.nn.ModuleList`: an instance of it may hold anything."""
    root, _, rest = path.partition(".")
    last = rest.split(".")[-1]
    return root in ("torch", "numpy", "scipy") and (path in _TENSOR_CLASSES or last[:1].islower())
