"""Scopes and bindings of a submission: which variables each name may be, by Python's own rules for scopes.

`bindings` walks a tree once. It does not look at the order of statements, but in one question: where may a name that
the module binds still be a builtin, or what a star import brought (`_falls_through`)?
"""

# ruff: noqa: N802, N815 (a handler carries the name of its node, as in `ast.NodeVisitor`)

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import NamedTuple


class Loop(NamedTuple):
    """The values that a loop binds: the elements of `items`, or with `place` the item of each element at that place."""

    items: ast.expr
    place: int | None


@dataclass(eq=False)
class Variable:
    """A name in a scope: what is bound to it, and what it stands for.

    `values` holds expressions; `loops` what loops bind; `classes` class statements; `fixed` paths, from imports;
    `starred` paths that a later star import brings; `opaque` is True when something else is bound too (a parameter, a
    function). `bindings` counts them all. `only_read` is True while nothing but loops and subscripts reads it.
    `paths` is the result; `coarse` says that it was cut to the roots. `library_value` is what
    `Names.is_library_value` found.
    """

    name: str
    values: list[ast.expr] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    classes: list[ast.ClassDef] = field(default_factory=list)
    fixed: set[str] = field(default_factory=set)
    starred: set[str] = field(default_factory=set)
    opaque: bool = False
    bindings: int = 0
    only_read: bool = True
    annotations: list[ast.expr] = field(default_factory=list)
    first_line: int = 1 << 30
    deleted: bool = False
    paths: set[str] = field(default_factory=set)
    coarse: bool = False
    library_value: bool | None = None


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
    seen: dict[str, Variable | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Bindings:
    """The bindings of a tree.

    Attributes:
        uses: of each `ast.Name`, by its id.
        module: the module's variables.
        stars: the modules of its star imports, each with the last line.
    """

    uses: dict[int, Use]
    module: dict[str, Variable]
    stars: dict[str, int]


_LOOKING = frozenset({"zip", "enumerate", "sorted", "reversed", "list", "tuple", "set", "iter"})
"""Builtins that leave what they are given as it is."""


def bindings(tree: ast.Module) -> Bindings:
    """Walk `tree` (recursively: it must be of limited depth)."""
    builder = _Builder(tree)
    return Bindings(builder.resolve(), builder.module.variables, builder.stars)


class _Builder:
    """One walk over the tree: scopes, bindings, and which scope each name stands in."""

    def __init__(self, tree: ast.Module) -> None:
        self.module = _Scope("module", None)
        self.stars: dict[str, int] = {}
        self._reads: list[tuple[ast.Name, _Scope]] = []
        self._outer: list[tuple[_Scope, str, ast.expr | Loop | None, int]] = []
        self._looked_at: set[int] = set()
        self._calls: list[tuple[ast.Name, _Scope, list[ast.expr]]] = []
        self._firm = _firm_bindings(tree)
        for statement in tree.body:
            self._visit(statement, self.module)

    def resolve(self) -> dict[int, Use]:
        """The use of each `ast.Name`, by the id of the node."""
        for scope, name, value, line in self._outer:
            outer = self._look_up(scope, name)
            if outer is not None:
                _add(outer, value, line)
        for function, scope, arguments in self._calls:
            if self._look_up(scope, function.id) is None:
                self._looked_at.update(map(id, arguments))
        uses = {id(name): self._use(name, scope) for name, scope in self._reads}
        for read, _ in self._reads:
            if isinstance(read.ctx, ast.Load) and id(read) not in self._looked_at:
                for variable in uses[id(read)].variables:
                    variable.only_read = False
        return uses

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
        """The variable that a name means in a scope; asked only when everything is bound."""
        if name not in scope.seen:
            scope.seen[name] = self._find(scope, name)
        return scope.seen[name]

    def _find(self, scope: _Scope, name: str) -> Variable | None:
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

    def _bind(self, scope: _Scope, name: str, value: ast.expr | Loop | str | None, line: int) -> Variable:
        """Bind a name to an expression, to what a loop gives, to a path, or to something unknown (None)."""
        declared = scope.declared.get(name)
        if declared == "nonlocal":  # the outer function may bind it further down
            self._outer.append((scope, name, None if isinstance(value, str) else value, line))
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
        self._look_at(items, scope)
        elements = items.elts if isinstance(items, ast.Tuple | ast.List | ast.Set) else []
        for item in elements:
            self._bind_target(scope, target, None if isinstance(item, ast.Starred) else item)
        if elements:
            return
        parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
        for place, part in enumerate(parts):
            if isinstance(part, ast.Name):
                loop = Loop(items, None if part is target else place)
                self._bind(scope, part.id, loop, part.lineno)
            else:
                self._bind_target(scope, part, None)

    def _look_at(self, items: ast.expr, scope: _Scope) -> None:
        """Note the names in `items` that a loop over them does not change."""
        if isinstance(items, ast.Call) and isinstance(items.func, ast.Attribute) and not items.args:
            items = items.func.value if items.func.attr in ("items", "keys", "values") else items
        if isinstance(items, ast.Name):
            self._looked_at.add(id(items))
        elif isinstance(items, ast.Call) and isinstance(items.func, ast.Name) and items.func.id in _LOOKING:
            self._calls.append((items.func, scope, items.args))

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

    def _visit_Subscript(self, node: ast.Subscript, scope: _Scope) -> None:
        self._visit_children(node, scope)
        if isinstance(node.ctx, ast.Load):
            self._looked_at.add(id(node.value))

    def _visit_Compare(self, node: ast.Compare, scope: _Scope) -> None:
        self._visit_children(node, scope)
        if all(isinstance(item, ast.In | ast.NotIn) for item in node.ops):
            self._looked_at.update(map(id, node.comparators))

    def _visit_Call(self, node: ast.Call, scope: _Scope) -> None:
        self._visit_children(node, scope)
        if isinstance(node.func, ast.Name) and node.func.id == "len":
            self._calls.append((node.func, scope, node.args))

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
                self.stars[node.module or ""] = node.lineno
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
        self._bind(scope, node.name, None, node.lineno).classes.append(node)
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
        for name in bound_by(statement):
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


def _add(variable: Variable, value: ast.expr | Loop | str | None, line: int) -> None:
    variable.bindings += 1
    if isinstance(value, Loop):
        variable.loops.append(value)
    elif isinstance(value, str):
        variable.fixed.add(value)
    elif value is not None:
        variable.values.append(value)
    else:
        variable.opaque = True
    variable.first_line = min(variable.first_line, line)


def bound_by(statement: ast.stmt) -> list[str]:
    """The names that a statement gives to the module or the class whose body it stands in."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return [alias.asname or alias.name.split(".")[0] for alias in statement.names]
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets = [statement.target]
    return [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]
