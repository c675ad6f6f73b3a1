"""What the names of a submission stand for: aliases followed from the imports, without running anything.

`Names` is built once for a tree and answers one question: which dotted paths of imported modules (or of
builtins) may this expression be? It follows imports, assignments, tuple unpacking, loops over literal tuples,
`:=`, defaults of parameters, conditional expressions and `getattr` with a literal name. It does not follow
values through calls, containers and attributes of objects; `grader.rules` refuses modules that go there.

It does not look at the order of statements: a name stands for everything that is ever bound to it. Only where a
name may still be a builtin, or what a star import brought, does the order count (`_Builder._falls_through`).
"""

# ruff: noqa: N802, N815 (a handler carries the name of its node, as in `ast.NodeVisitor`)

from __future__ import annotations

import ast
import builtins
import collections
import functools
import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MAX_PATHS = 8
MAX_PARTS = 6
"""Beyond these a name stands for its roots alone ("torch"): coarser, never less. They bound the work for hostile
source, such as `x = x.next` under a thousand names."""

MAX_STRINGS = 64
"""Alternatives that `Names.strings` tells."""

MAX_STEPS = 200_000
"""Evaluations of expressions while names are followed; 1,000 honest lines take about 5,000."""

_MAX_LINKS = 60
"""Variables in a row that `Names.is_library_value` follows: it calls itself for each."""

STAR_MODULES = frozenset(
    {"math", "cmath", "typing", "collections", "itertools", "functools", "heapq", "bisect", "random", "string"}
    | {"statistics", "fractions", "dataclasses", "abc", "enum", "numbers", "numpy"}
)
"""Modules whose `import *` can be expanded here, since the judge has them and importing them does nothing."""

_TENSOR_METHODS = frozenset(
    {"exp", "log", "sqrt", "abs", "pow", "sin", "cos", "sum", "mean", "amax", "amin", "clamp", "matmul", "mm", "bmm"}
    | {"view", "reshape", "transpose", "permute", "expand", "flatten", "squeeze", "unsqueeze", "contiguous", "clone"}
    | {"float", "double", "half", "astype", "detach", "masked_fill", "tril", "triu"}
)
"""Methods whose result is an array when the submission defines no method of that name."""

_TENSOR_CLASSES = frozenset(["torch.Tensor", "numpy.ndarray", "torch.FloatTensor", "torch.nn.Parameter"])


@dataclass(eq=False)
class Variable:
    """A name in a scope: what is bound to it, and what it stands for.

    `values` holds expressions; `fixed` paths, from imports; `starred` paths that a later star import brings;
    `opaque` is True when something else is bound too (a parameter, a function, a loop over unknown things).
    `paths` is the result; `coarse` says that it was cut to the roots.
    """

    name: str
    values: list[ast.expr] = field(default_factory=list)
    fixed: set[str] = field(default_factory=set)
    starred: set[str] = field(default_factory=set)
    opaque: bool = False
    annotations: list[ast.expr] = field(default_factory=list)
    first_line: int = 1 << 30
    deleted: bool = False
    paths: set[str] = field(default_factory=set)
    coarse: bool = False


@dataclass(frozen=True)
class Use:
    """A name where it is read: the variables that it may be, and whether it may be none of them.

    In the body of a class a name that the class binds may still be the outer one, and so there are two.
    """

    variables: tuple[Variable, ...]
    falls_through: bool


@dataclass(eq=False)
class _Scope:
    kind: str
    parent: _Scope | None
    variables: dict[str, Variable] = field(default_factory=dict)
    declared: dict[str, str] = field(default_factory=dict)


class Names:
    """The scopes, bindings and aliases of a tree (of at most a few hundred levels: it is walked recursively).

    Attributes:
        own_attributes: names that the submission gives to attributes of its own classes and objects.
        exhausted: True when following the names took too many steps; then paths may be missing.
    """

    def __init__(self, tree: ast.Module, *, max_steps: int = MAX_STEPS) -> None:
        builder = _Builder(tree)
        self._uses = builder.resolve()
        self._stars = builder.stars
        self._module = builder.module
        self._memo: dict[int, frozenset[str]] = {}
        self._library_values: dict[int, bool] = {}
        self._links = 0
        self._expand_stars()
        self.exhausted = not self._propagate(max_steps)
        self.own_attributes = self._own_attributes(tree)

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

        At most MAX_STRINGS; beyond that, [("", False)].
        """
        return self._strings(node, 6)

    def is_library_value(self, node: ast.expr) -> bool:
        """True when `node` is certainly a value that a library made: `torch.exp(x)`, `(x @ np.eye(3)).T`."""
        found = self._library_values.get(id(node))
        if found is None:
            self._library_values[id(node)] = False  # for `x = x + 1`: nothing is known yet
            found = self._library_values[id(node)] = self._is_library_value(node)
        return found

    # -- aliases

    def _use(self, node: ast.Name) -> Use:
        # A later Python may have names in places that `_Builder` does not know: they are taken for unbound.
        return self._uses.get(id(node), Use((), True))

    def _evaluate(self, node: ast.expr) -> Iterable[str]:
        if isinstance(node, ast.Name):
            use = self._use(node)
            found = self._unbound(node.id) if use.falls_through else set()
            return found.union(*(variable.paths for variable in use.variables))
        if isinstance(node, ast.Attribute):
            return {f"{path}.{node.attr}" for path in self.paths(node.value)}
        if isinstance(node, ast.Call):
            if "builtins.getattr" not in self.paths(node.func) or len(node.args) < 2:
                return ()
            names = [text for text, whole in self.strings(node.args[1]) if whole]
            return {f"{path}.{name}" for path in self.paths(node.args[0]) for name in names}
        return {path for part in _parts(node) for path in self.paths(part)}

    def _unbound(self, name: str) -> set[str]:
        starred = {f"{module}.{name}" for module, _ in self._stars if name in star_names(module)}
        return starred or ({f"builtins.{name}"} if hasattr(builtins, name) else set())

    def _expand_stars(self) -> None:
        """A name bound before a star import is replaced by what the import brings."""
        for module, line in self._stars:
            for name in star_names(module) & self._module.variables.keys():
                variable = self._module.variables[name]
                if variable.first_line < line:
                    variable.starred.add(f"{module}.{name}")

    def _propagate(self, max_steps: int) -> bool:
        """Give each variable its paths: until nothing changes, each change waking those that read it.

        False when that took more than `max_steps` evaluations.
        """
        variables = {id(variable): variable for use in self._uses.values() for variable in use.variables}
        readers: dict[int, dict[int, Variable]] = {}
        for variable in variables.values():
            for value in variable.values:
                for name in _alias_names(value):
                    for read in self._use(name).variables:
                        readers.setdefault(id(read), {})[id(variable)] = variable
        pending = collections.deque(variables.values())
        waiting = set(variables)
        steps = 0
        while pending and steps < max_steps:
            variable = pending.popleft()
            waiting.discard(id(variable))
            self._memo = {}
            paths = _short(
                variable.fixed.union(
                    variable.starred, variable.paths, *(self._evaluate(value) for value in variable.values)
                )
            )
            steps += len(variable.values) + len(self._memo)
            if variable.coarse or len(paths) > MAX_PATHS:
                variable.coarse, paths = True, {path.split(".")[0] for path in paths}
            if paths != variable.paths:
                variable.paths = paths
                woken = {key: reader for key, reader in readers.get(id(variable), {}).items() if key not in waiting}
                pending.extend(woken.values())
                waiting.update(woken)
                steps += len(woken)
        self._memo = {}
        return not pending

    def _only(self, node: ast.Name) -> Variable | None:
        """The one variable that the name must be, if its values are all in sight."""
        variables = self._use(node).variables
        certain = len(variables) == 1 and not self.implicit(node) and not variables[0].fixed
        return variables[0] if certain else None

    # -- strings

    def _strings(self, node: ast.expr, depth: int) -> list[tuple[str, bool]]:
        unknown = [("", False)]
        if depth <= 0:
            return unknown
        if isinstance(node, ast.Constant):
            return [(node.value, True)] if isinstance(node.value, str) else unknown
        if isinstance(node, ast.JoinedStr):
            return self._joined(node.values, depth)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self._joined([node.left, node.right], depth)
        if isinstance(node, ast.FormattedValue) and node.conversion == -1 and node.format_spec is None:
            return self._strings(node.value, depth - 1)
        if isinstance(node, ast.IfExp):
            return self._strings(node.body, depth - 1) + self._strings(node.orelse, depth - 1)
        variable = self._only(node) if isinstance(node, ast.Name) else None
        if (
            variable is None
            or variable.opaque
            or variable.fixed
            or variable.starred
            or len(variable.values) > MAX_STRINGS
        ):
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
            found = done + [(text + more, whole) for text, open_ in found if open_ for more, whole in after]
            if len(found) > MAX_STRINGS:
                return [("", False)]
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
        self._links += 1
        found = bool(variable.values) and all(self.is_library_value(value) for value in variable.values)
        self._links -= 1
        return found

    def _own_attributes(self, tree: ast.Module) -> frozenset[str]:
        """Names that the submission gives to attributes of its own: methods, class and instance attributes."""
        own: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                own.update(name for item in node.body for name in _bound_by(item))
                fields = (item.target for item in node.body if isinstance(item, ast.AnnAssign))
                own.update(target.id for target in fields if isinstance(target, ast.Name))
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and not self.paths(node.value):
                own.add(node.attr)
            elif isinstance(node, ast.Call):
                called = self.paths(node.func)
                if "types.SimpleNamespace" in called:
                    own.update(keyword.arg for keyword in node.keywords if keyword.arg)
                elif called & {"collections.namedtuple", "typing.NamedTuple"}:
                    texts = [item.value for item in ast.walk(node) if isinstance(item, ast.Constant)]
                    own.update(
                        word for text in texts if isinstance(text, str) for word in text.replace(",", " ").split()
                    )
        return frozenset(own)


@functools.cache
def star_names(module: str) -> frozenset[str]:
    """What `from module import *` brings, for a module of STAR_MODULES; nothing for others."""
    if module not in STAR_MODULES:
        return frozenset()
    loaded = importlib.import_module(module)
    return frozenset(getattr(loaded, "__all__", None) or (name for name in dir(loaded) if not name.startswith("_")))


class _Builder:
    """One walk over the tree: scopes, bindings, and which scope each name stands in."""

    def __init__(self, tree: ast.Module) -> None:
        self.module = _Scope("module", None)
        self.stars: list[tuple[str, int]] = []
        self._reads: list[tuple[ast.Name, _Scope]] = []
        self._outer: list[tuple[_Scope, str, ast.expr | None, int]] = []
        self._firm = _firm_bindings(tree)
        for statement in tree.body:
            self._visit(statement, self.module)

    def resolve(self) -> dict[int, Use]:
        """The use of each `ast.Name`, by the id of the node."""
        for scope, name, value, line in self._outer:
            variable = self._look_up(scope, name)
            if variable is not None:
                _add(variable, value, line)
        return {id(name): self._use(name, scope) for name, scope in self._reads}

    def _use(self, node: ast.Name, scope: _Scope) -> Use:
        found = [self._look_up(scope, node.id)]
        if scope.kind == "class" and found[0] is not None and scope.parent is not None:
            found.append(self._look_up(scope.parent, node.id))
        variables = tuple(variable for variable in found if variable is not None)
        last = found[-1]
        falls = last is None or (last is self.module.variables.get(node.id) and self._falls_through(node, scope, last))
        return Use(variables, falls)

    def _falls_through(self, node: ast.Name, scope: _Scope, variable: Variable) -> bool:
        """Whether a name that the module binds may be read before that, or although that never happens."""
        firm = self._firm.get(node.id)
        if firm is None or variable.deleted:
            return True
        inside_function = scope.kind != "module"
        return node.lineno < (firm.inside if inside_function else firm.outside)

    def _look_up(self, scope: _Scope, name: str) -> Variable | None:
        declared = scope.declared.get(name)
        if declared == "global":
            return self.module.variables.get(name)
        if declared is None and name in scope.variables:
            return scope.variables[name]
        outer = scope.parent
        while outer is not None:
            if outer.declared.get(name) == "global":
                return self.module.variables.get(name)
            if outer.kind != "class" and name in outer.variables:
                return outer.variables[name]
            outer = outer.parent
        return None

    # -- binding

    def _bind(self, scope: _Scope, name: str, value: ast.expr | str | None, line: int) -> Variable:
        """Bind a name to an expression, to a path, or to something unknown (None)."""
        declared = scope.declared.get(name)
        if declared == "nonlocal":  # the outer function may bind it further down
            self._outer.append((scope, name, value if isinstance(value, ast.expr) else None, line))
            return Variable(name)
        owner = self.module if declared == "global" else scope
        variable = owner.variables.setdefault(name, Variable(name))
        _add(variable, value, line)
        return variable

    def _bind_target(self, scope: _Scope, target: ast.expr, value: ast.expr | None) -> None:
        """`target = value`, tuples pairwise; what cannot be paired is unknown."""
        if isinstance(target, ast.Name):
            self._bind(scope, target.id, value, target.lineno)
        elif isinstance(target, ast.Starred):
            self._bind_target(scope, target.value, None)
        elif isinstance(target, ast.Tuple | ast.List):
            for part, item in zip(target.elts, pairs(target, value), strict=True):
                self._bind_target(scope, part, item)

    def _bind_loop(self, scope: _Scope, target: ast.expr, items: ast.expr) -> None:
        """`for target in items`: over a literal tuple, list or set the target is each of its elements."""
        elements = items.elts if isinstance(items, ast.Tuple | ast.List | ast.Set) else []
        for item in elements:
            self._bind_target(scope, target, None if isinstance(item, ast.Starred) else item)
        if not elements:
            self._bind_target(scope, target, None)

    # -- walking

    def _visit(self, node: ast.AST, scope: _Scope) -> None:
        handler = getattr(self, f"_visit_{type(node).__name__}", None)
        if handler is not None:
            handler(node, scope)
        else:
            self._visit_children(node, scope)

    def _visit_children(self, node: ast.AST, scope: _Scope) -> None:
        for child in ast.iter_child_nodes(node):
            self._visit(child, scope)

    def _visit_Name(self, node: ast.Name, scope: _Scope) -> None:
        self._reads.append((node, scope))
        if isinstance(node.ctx, ast.Del):
            self._bind(scope, node.id, None, node.lineno).deleted = True

    def _visit_Global(self, node: ast.Global, scope: _Scope) -> None:
        scope.declared.update(dict.fromkeys(node.names, "global"))

    def _visit_Nonlocal(self, node: ast.Nonlocal, scope: _Scope) -> None:
        scope.declared.update(dict.fromkeys(node.names, "nonlocal"))

    def _visit_Import(self, node: ast.Import, scope: _Scope) -> None:
        for alias in node.names:
            path = alias.name if alias.asname else alias.name.split(".")[0]
            self._bind(scope, alias.asname or path, path, node.lineno)

    def _visit_ImportFrom(self, node: ast.ImportFrom, scope: _Scope) -> None:
        for alias in node.names:
            if alias.name == "*":
                self.stars.append((node.module or "", node.lineno))
            else:
                self._bind(scope, alias.asname or alias.name, f"{node.module or ''}.{alias.name}", node.lineno)

    def _visit_Assign(self, node: ast.Assign, scope: _Scope) -> None:
        self._visit_children(node, scope)
        for target in node.targets:
            self._bind_target(scope, target, node.value)

    def _visit_AnnAssign(self, node: ast.AnnAssign, scope: _Scope) -> None:
        self._visit_children(node, scope)
        self._bind_target(scope, node.target, node.value)

    def _visit_AugAssign(self, node: ast.AugAssign, scope: _Scope) -> None:
        self._visit_children(node, scope)
        self._bind_target(scope, node.target, None)

    def _visit_NamedExpr(self, node: ast.NamedExpr, scope: _Scope) -> None:
        self._visit_children(node, scope)
        while scope.kind == "comprehension" and scope.parent is not None:
            scope = scope.parent
        self._bind_target(scope, node.target, node.value)

    def _visit_For(self, node: ast.For | ast.AsyncFor, scope: _Scope) -> None:
        self._visit_children(node, scope)
        self._bind_loop(scope, node.target, node.iter)

    _visit_AsyncFor = _visit_For

    def _visit_withitem(self, node: ast.withitem, scope: _Scope) -> None:
        self._visit_children(node, scope)
        if node.optional_vars is not None:
            self._bind_target(scope, node.optional_vars, None)

    def _visit_ExceptHandler(self, node: ast.ExceptHandler, scope: _Scope) -> None:
        self._visit_children(node, scope)
        if node.name:
            self._bind(scope, node.name, None, node.lineno)

    def _visit_MatchAs(self, node: ast.MatchAs | ast.MatchStar, scope: _Scope) -> None:
        self._visit_children(node, scope)
        if node.name:
            self._bind(scope, node.name, None, node.lineno)

    _visit_MatchStar = _visit_MatchAs

    def _visit_MatchMapping(self, node: ast.MatchMapping, scope: _Scope) -> None:
        self._visit_children(node, scope)
        if node.rest:
            self._bind(scope, node.rest, None, node.lineno)

    def _visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: _Scope) -> None:
        self._bind(scope, node.name, None, node.lineno)
        for part in [*node.decorator_list, *([node.returns] if node.returns else [])]:
            self._visit(part, scope)
        inner = _Scope("function", scope)
        self._visit_parameters(node.args, scope, inner)
        for statement in node.body:
            self._visit(statement, inner)

    _visit_AsyncFunctionDef = _visit_FunctionDef

    def _visit_Lambda(self, node: ast.Lambda, scope: _Scope) -> None:
        inner = _Scope("function", scope)
        self._visit_parameters(node.args, scope, inner)
        self._visit(node.body, inner)

    def _visit_parameters(self, node: ast.arguments, scope: _Scope, inner: _Scope) -> None:
        """Defaults and annotations belong to the outer scope, the names to the inner one."""
        plain = [*node.posonlyargs, *node.args]
        defaults = [None] * (len(plain) - len(node.defaults)) + list(node.defaults)
        starred = [item for item in (node.vararg, node.kwarg) if item]
        rows = [*zip(plain, defaults, strict=True), *zip(node.kwonlyargs, node.kw_defaults, strict=True)]
        for argument, default in [*rows, *((item, None) for item in starred)]:
            variable = self._bind(inner, argument.arg, default, argument.lineno)
            variable.opaque = True
            if default is not None:
                self._visit(default, scope)
            if argument.annotation is not None:
                self._visit(argument.annotation, scope)
                if argument not in starred:
                    variable.annotations.append(argument.annotation)

    def _visit_ClassDef(self, node: ast.ClassDef, scope: _Scope) -> None:
        self._bind(scope, node.name, None, node.lineno)
        for part in [*node.decorator_list, *node.bases, *node.keywords]:
            self._visit(part, scope)
        inner = _Scope("class", scope)
        for statement in node.body:
            self._visit(statement, inner)

    def _visit_comprehension_expression(self, node: ast.AST, scope: _Scope) -> None:
        """The first iterable belongs to the outer scope; everything else to a scope of its own."""
        generators: list[ast.comprehension] = node.generators  # type: ignore[attr-defined]
        inner = _Scope("comprehension", scope)
        for position, generator in enumerate(generators):
            self._visit(generator.iter, inner if position else scope)
            self._bind_loop(inner, generator.target, generator.iter)
            for part in [generator.target, *generator.ifs]:
                self._visit(part, inner)
        for name in ("elt", "key", "value"):
            result: ast.expr | None = getattr(node, name, None)
            if result is not None:
                self._visit(result, inner)

    _visit_ListComp = _visit_SetComp = _visit_DictComp = _visit_GeneratorExp = _visit_comprehension_expression


@dataclass(frozen=True)
class _Firm:
    """From which line on a name of the module is certainly bound, for code outside of functions and inside."""

    outside: int
    inside: int


def _firm_bindings(tree: ast.Module) -> dict[str, _Firm]:
    """The names that a statement of the module itself binds, whatever conditions and loops do.

    Code in a function may run as soon as a statement of the module calls something. So what is bound before the
    first statement that does more than define and import is firm in every function, wherever it stands.
    """
    firm: dict[str, _Firm] = {}
    quiet = True
    for statement in tree.body:
        plain_function = isinstance(statement, ast.FunctionDef) and _calls_nothing(statement)
        docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        after = (statement.end_lineno or statement.lineno) + 1
        quiet = quiet and (plain_function or docstring or isinstance(statement, ast.Import | ast.ImportFrom))
        inside = 0 if quiet else statement.lineno if plain_function else after
        for name in _bound_by(statement):
            firm.setdefault(name, _Firm(after, inside))
    return firm


def pairs(target: ast.Tuple | ast.List, value: ast.expr | None) -> list[ast.expr | None]:
    """For each element of `target` the expression that `target = value` gives it, or None where it is unknown."""
    count = len(target.elts)
    if not isinstance(value, ast.Tuple | ast.List) or len(value.elts) != count:
        return [None] * count
    starred = any(isinstance(item, ast.Starred) for item in [*target.elts, *value.elts])
    return [None] * count if starred else list(value.elts)


def _calls_nothing(function: ast.FunctionDef) -> bool:
    """Whether defining `function` runs no code: no decorators, no calls in its defaults and annotations."""
    parts = [function.args, *([function.returns] if function.returns else [])]
    calls = any(isinstance(node, ast.Call) for part in parts for node in ast.walk(part))
    return not function.decorator_list and not calls


def _add(variable: Variable, value: ast.expr | str | None, line: int) -> None:
    if isinstance(value, str):
        variable.fixed.add(value)
    elif value is not None:
        variable.values.append(value)
    else:
        variable.opaque = True
    variable.first_line = min(variable.first_line, line)


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
    """The paths, those with too many parts cut to their root."""
    return {path if path.count(".") < MAX_PARTS else path.split(".")[0] for path in paths}


def _bound_by(statement: ast.stmt) -> list[str]:
    """The names that a statement gives to the module or the class whose body it stands in."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return [alias.asname or alias.name.split(".")[0] for alias in statement.names]
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets = [statement.target]
    return [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]


def _is_function_of_a_library(path: str) -> bool:
    """True for `torch.exp` and `torch.Tensor`, not for `torch.nn.ModuleList`: an instance of it may hold anything."""
    root, _, rest = path.partition(".")
    last = rest.split(".")[-1]
    return root in ("torch", "numpy", "scipy") and (path in _TENSOR_CLASSES or last[:1].islower())
