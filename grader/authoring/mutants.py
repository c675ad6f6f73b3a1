"""Single-change mutants of a solution: what a careless copy of it would look like.

A strong set of tests fails each of them (DeMillo, Lipton, Sayward, "Hints on test data selection", 1978). The changes
are those that people make in numerical code: an operator, a constant, a comparison, an axis, min for max, a sign, an
index off by one, a dropped statement, swapped arguments, a coarser dtype, an input that is changed in place.

Written here because mutmut and cosmic-ray run a project's own test command once a mutant, on files on disk; a mutant
of ours is a submission like any other, and runs in the judge in a fraction of a second.
"""

from __future__ import annotations

import ast
import builtins
import copy
from collections.abc import Iterator
from dataclasses import dataclass

from grader.syntax import tree_of


@dataclass(frozen=True)
class Mutant:
    """One changed source.

    id: `function: statement -> changed statement`, as the excuses of an exercise name it.
    """

    id: str
    line: int
    source: str


def mutants(source: str) -> list[Mutant]:
    """All single-change mutants of a module's source, in order of its lines, each id once.

    Raises:
        SyntaxError: it is not valid Python.
    """
    tree = tree_of(source)
    plain = ast.unparse(tree)
    found: dict[str, Mutant] = {}
    seen = {plain}
    for function, body, index in _statements(tree):
        statement = body[index]
        before = _headline(statement)
        for changed in list(_changed(statement, _parameters(function))):
            body[index : index + 1] = changed
            text = ast.unparse(tree)
            body[index : index + len(changed)] = [statement]
            if text in seen or not _compiles(text):
                continue
            seen.add(text)
            after = "; ".join(_headline(one) for one in changed)
            name = f"{_qualified(tree, function)}: {before} -> {after}"
            found.setdefault(name, Mutant(name, statement.lineno, text))
    return sorted(found.values(), key=lambda mutant: mutant.line)


_Function = ast.FunctionDef | ast.Module
_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
}
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_NAMES = {
    "max": "min",
    "maximum": "minimum",
    "amax": "amin",
    "argmax": "argmin",
    "mean": "sum",
    "any": "all",
    "zeros": "ones",
    "zeros_like": "ones_like",
    "floor": "ceil",
    "tril": "triu",
    "cumsum": "cumprod",
    "sin": "cos",
    "std": "var",
    "exp": "expm1",
    "log": "log1p",
    "heappush": "heappop",
}
_NAMES |= {other: name for name, other in _NAMES.items()} | {"round": "floor", "rint": "floor"}
_DTYPES = {"float64": "float32", "float32": "float16", "int64": "int32"}
# Methods whose call can be forgotten; `contiguous` and `numpy` are not among them: torch minds, no value changes.
_WRAPPERS = {"astype", "to", "float", "double", "copy", "clone", "detach", "abs", "sqrt", "transpose", "sort"}
_COMMUTATIVE = {
    "max",
    "min",
    "maximum",
    "minimum",
    "add",
    "multiply",
    "logical_and",
    "logical_or",
    "zip",
    "transpose",
    "promote_types",
}
_MODULES = {"np", "math", "torch", "F", "nn"}
_SMALL = 1e-3  # constants below it are an epsilon
_MANY = 100  # this many rounds, or more: one round more or less is not a mistake


def _statements(tree: ast.Module) -> Iterator[tuple[_Function, list[ast.stmt], int]]:
    """The place of each statement that does something, with the function that it stands in."""

    def walk(owner: _Function, body: list[ast.stmt]) -> Iterator[tuple[_Function, list[ast.stmt], int]]:
        for index, statement in enumerate(body):
            if isinstance(statement, ast.FunctionDef):
                yield owner, body, index  # for its defaults
                yield from walk(statement, statement.body)
            elif isinstance(statement, ast.ClassDef):
                yield from walk(owner, statement.body)
            elif not isinstance(statement, ast.Import | ast.ImportFrom) and not _is_text(statement):
                yield owner, body, index
                for name in ("body", "orelse", "finalbody"):
                    yield from walk(owner, getattr(statement, name, []))
                for handler in getattr(statement, "handlers", []):
                    yield from walk(owner, handler.body)

    return walk(tree, tree.body)


def _changed(statement: ast.stmt, parameters: set[str]) -> Iterator[list[ast.stmt]]:
    """The statement with one thing changed, in each way there is."""
    for place in _expressions(statement):
        for expression in _replacements(place.node):
            yield [place.replaced(statement, expression)]
    yield from _changed_whole(statement, parameters)


def _changed_whole(statement: ast.stmt, parameters: set[str]) -> Iterator[list[ast.stmt]]:
    if isinstance(statement, ast.If | ast.While):
        changed = copy.deepcopy(statement)
        changed.test = ast.UnaryOp(ast.Not(), changed.test)
        yield [changed]
    if isinstance(statement, ast.AugAssign):
        for operator in _OPERATORS.get(type(statement.op), ()):
            changed_sum = copy.deepcopy(statement)
            changed_sum.op = operator()
            yield [changed_sum]
        yield [ast.Assign([statement.target], statement.value, lineno=statement.lineno)]
    if isinstance(statement, ast.Break | ast.Continue | ast.AugAssign) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
    ):
        yield [ast.Pass(lineno=statement.lineno)]
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        if isinstance(target, ast.Subscript | ast.Attribute) or _names(target) & _names(statement.value):
            yield [ast.Pass(lineno=statement.lineno)]
    if isinstance(statement, ast.Assign | ast.Return) and isinstance(statement.value, ast.BinOp):
        left = statement.value.left
        if isinstance(left, ast.Name) and left.id in parameters:
            stored = ast.Name(left.id, ast.Store())
            in_place = ast.AugAssign(stored, statement.value.op, statement.value.right, lineno=statement.lineno)
            rest = copy.deepcopy(statement)
            rest.value = left
            yield [in_place, rest]


def _replacements(node: ast.expr) -> Iterator[ast.expr]:
    """The expressions that one slip could have put in the place of `node`."""
    if isinstance(node, ast.BinOp):
        for operator in _OPERATORS.get(type(node.op), ()):
            yield ast.BinOp(node.left, operator(), node.right)
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
        if isinstance(node.operand, ast.Constant) and isinstance(node.op, ast.USub):
            yield from (ast.UnaryOp(ast.USub(), ast.Constant(value)) for value in _constants(node.operand.value))
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.Compare):
        for index, comparison in enumerate(node.ops):
            for other in _COMPARISONS.get(type(comparison), ()):
                yield ast.Compare(node.left, [*node.ops[:index], other(), *node.ops[index + 1 :]], node.comparators)
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)
    elif isinstance(node, ast.Constant):
        yield from (ast.Constant(value) for value in _constants(node.value))
    elif isinstance(node, ast.Attribute):
        other_name = (_NAMES | _DTYPES).get(node.attr)
        if other_name:
            yield ast.Attribute(node.value, other_name, node.ctx)
    elif isinstance(node, ast.Call):
        yield from _calls(node)


def _calls(node: ast.Call) -> Iterator[ast.expr]:
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if isinstance(function, ast.Name) and hasattr(builtins, _NAMES.get(name, "")):
        yield ast.Call(ast.Name(_NAMES[name], ast.Load()), node.args, node.keywords)
    if isinstance(function, ast.Attribute) and name in _WRAPPERS:
        if not (isinstance(function.value, ast.Name) and function.value.id in _MODULES):
            yield function.value
        elif len(node.args) == 1:
            yield node.args[0]
    if len(node.args) >= 2 and name not in _COMMUTATIVE and not any(map(_is_fixed, node.args[:2])):
        yield ast.Call(function, [node.args[1], node.args[0], *node.args[2:]], node.keywords)
    for index, keyword in enumerate(node.keywords):
        if not (isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, bool)):
            yield ast.Call(function, node.args, node.keywords[:index] + node.keywords[index + 1 :])


def _constants(value: object) -> Iterator[bool | int | float]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int) and abs(value) < _MANY:
        yield value + 1
        yield value - 1
    elif isinstance(value, int):
        yield 1
    elif isinstance(value, float):
        yield value * 10 if 0 < value < _SMALL else value * 2 if value else 1.0
        yield 0.0 if value else -1.0


@dataclass(frozen=True)
class _Place:
    """An expression of a statement, by the way that leads to it."""

    node: ast.expr
    way: tuple[tuple[str, int | None], ...]

    def replaced(self, statement: ast.stmt, expression: ast.expr) -> ast.stmt:
        """A copy of the statement with `expression` here."""
        changed = copy.deepcopy(statement)
        node: ast.AST = changed
        for field, index in self.way[:-1]:
            node = _child(node, field, index)
        field, index = self.way[-1]
        if index is None:
            setattr(node, field, expression)
        else:
            getattr(node, field)[index] = expression
        return changed


def _expressions(node: ast.AST, way: tuple[tuple[str, int | None], ...] = ()) -> Iterator[_Place]:
    """Every expression below `node` that is not an annotation, a text, or part of another statement."""
    skipped = {"annotation", "returns", "decorator_list", "body", "orelse", "finalbody", "handlers", "type_comment"}
    for field, value in ast.iter_fields(node):
        if field in skipped and not isinstance(node, ast.IfExp | ast.Lambda):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.JoinedStr):
                continue
            if field == "args" and _is_inferred(node, child):
                continue
            step = (*way, (field, index))
            if isinstance(child, ast.expr):
                yield _Place(child, step)
            if not isinstance(child, ast.UnaryOp) or not isinstance(child.operand, ast.Constant):
                yield from _expressions(child, step)


def _child(node: ast.AST, field: str, index: int | None) -> ast.AST:
    value = getattr(node, field)
    child: ast.AST = value if index is None else value[index]
    return child


def _headline(statement: ast.stmt) -> str:
    """The statement in one line, without what is below it."""
    return " ".join(ast.unparse(statement).split("\n", 1)[0].split())


def _qualified(tree: ast.Module, function: _Function) -> str:
    if isinstance(function, ast.Module):
        return "module"
    for owner in ast.walk(tree):
        if isinstance(owner, ast.ClassDef) and function in owner.body:
            return f"{owner.name}.{function.name}"
    return function.name


def _parameters(function: _Function) -> set[str]:
    if isinstance(function, ast.Module):
        return set()
    return {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)} - {"self"}


def _names(node: ast.AST) -> set[str]:
    return {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _is_inferred(call: ast.AST, argument: ast.AST) -> bool:
    """Whether it is the -1 of a reshape: numpy takes any other negative number for it."""
    name = getattr(getattr(call, "func", None), "attr", "")
    return name in ("reshape", "view") and isinstance(argument, ast.UnaryOp) and isinstance(argument.op, ast.USub)


def _is_fixed(argument: ast.expr) -> bool:
    """Whether nobody could mistake its place: a text, or *arguments."""
    return isinstance(argument, ast.Starred) or isinstance(getattr(argument, "value", None), str)


def _compiles(text: str) -> bool:
    try:
        compile(text, "mutant", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True
