"""Which lines of a notebook's cells make up an answer: those that define it, and what they need of the others.

Needs `ast` and `symtable` of untrusted text: `grader.submission.notebook_probe` asks it in a child with limits.
"""

from __future__ import annotations

import ast
import builtins
import re
import symtable
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from grader.submission.parse_probe import measure

_AT_ONCE = ("listcomp", "setcomp", "dictcomp", "genexpr")
_LATER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)


@dataclass
class _Block:
    """Statements that share lines, mostly one: the names that they bind, change, and need.

    now: needed where they stand. later: needed where their functions are called. imports: what they bind are modules,
    whose methods change nothing of ours. star: they bind names that only a run tells.
    """

    cell: int
    first: int
    last: int
    binds: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)
    now: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    imports: bool = False
    star: bool = False
    future: bool = False
    defines: bool = False


Lines = list[tuple[int, int, int]]
"""Runs of lines: the cell's index, the first line and the last one."""


def chosen(cells: Sequence[str], tagged: Sequence[int], names: Sequence[str]) -> Lines:
    """The lines of the answer, in the order in which they are to stand.

    Of tagged cells every line; else the statements that define `names`, or, if there are none, every function and
    class. With them goes what they need: of a name that is bound several times the last binding before it is needed, as
    a notebook that is run from top to bottom has it.
    """
    blocks: list[_Block] = []
    broken: list[int] = []
    for index, source in enumerate(cells):
        found = _blocks(index, source)
        if found is None:
            broken.append(index)
        else:
            blocks += found
    whole = set(tagged) or {index for index in broken if _mentions(cells[index], names)}
    roots = [number for number, block in enumerate(blocks) if block.cell in whole]
    fixed = set[str]().union(*(blocks[number].binds for number in roots)) if tagged else set[str]()
    search = _Search(blocks, fixed)
    for number in roots:
        search.take(number, len(blocks))
    if not tagged:
        known = {name for name in names if search.bound(name)}
        for name in known:
            search.need(name, len(blocks))
        if not known and not whole:
            for number, block in enumerate(blocks):
                if block.defines:
                    search.take(number, len(blocks))
    parts = [block for number, block in enumerate(blocks) if number in search.taken and block.cell not in whole]
    first = [(block.cell, block.first, block.last) for block in parts if block.future]
    rest = [(block.cell, block.first, block.last) for block in parts if not block.future]
    for index in whole:
        future = [block for block in blocks if block.cell == index and block.future]
        first += [(index, block.first, block.last) for block in future]
        rest += _between(index, future, cells[index].count("\n") + 1)
    # What comes from __future__ must be first in a module, which other cells' lines would precede.
    return [*sorted(first), *sorted(rest)]


def _between(index: int, without: Sequence[_Block], last: int) -> Lines:
    """The lines of a cell, but for those blocks."""
    begin, runs = 1, []
    for block in without:
        runs.append((index, begin, block.first - 1))
        begin = block.last + 1
    return [run for run in (*runs, (index, begin, last)) if run[1] <= run[2]]


def _mentions(source: str, names: Sequence[str]) -> bool:
    """Whether a cell that Python cannot read seems to define one of the names."""
    defined = re.findall(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", source, re.M)
    return not set(names).isdisjoint(defined)


class _Search:
    """What is taken of the blocks so far, and what it needs in turn."""

    def __init__(self, blocks: Sequence[_Block], fixed: set[str]) -> None:
        self._blocks, self._fixed = blocks, fixed
        self._binders: dict[str, list[int]] = defaultdict(list)
        self._changers: dict[str, list[int]] = defaultdict(list)
        self._stars = [number for number, block in enumerate(blocks) if block.star]
        for number, block in enumerate(blocks):
            for name in block.binds:
                self._binders[name].append(number)
            for name in block.changes:
                self._changers[name].append(number)
        self._seen: set[tuple[int, int]] = set()
        self.taken: set[int] = {number for number, block in enumerate(blocks) if block.future}

    def bound(self, name: str) -> bool:
        """Whether some block binds it."""
        return name in self._binders

    def take(self, number: int, time: int) -> None:
        """Take a block, with what it needs when its functions are called at `time`: before that block."""
        pending = [(number, time)]
        while pending:
            one = pending.pop()
            if one in self._seen:
                continue
            self._seen.add(one)
            self.taken.add(one[0])
            block = self._blocks[one[0]]
            for name in block.now:
                pending += self._sources(name, one[0])
            for name in block.later:
                pending += self._sources(name, one[1])

    def need(self, name: str, time: int) -> None:
        """Take what binds a name before `time`."""
        for number, when in self._sources(name, time):
            self.take(number, when)

    def _sources(self, name: str, time: int) -> Iterator[tuple[int, int]]:
        """The last block before `time` that binds it, and those behind that one that change it."""
        if name in self._fixed:
            return
        binder = max((number for number in self._binders[name] if number < time), default=None)
        if binder is None:
            if not hasattr(builtins, name):
                yield from ((number, time) for number in self._stars if number < time)
            return
        yield binder, time
        if not self._blocks[binder].imports:
            yield from ((number, time) for number in self._changers[name] if binder < number < time)


# ---------------------------------------------------------------- a cell's statements


def _blocks(index: int, source: str) -> list[_Block] | None:
    """The blocks of a cell; None if Python cannot read it."""
    try:
        tree = ast.parse(source)
        if not measure(tree).get("ok"):
            return None
        lines = source.split("\n")
        return [_block(index, nodes, lines) for nodes in _sharing_lines(tree.body)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _span(node: ast.stmt) -> tuple[int, int]:
    decorators = getattr(node, "decorator_list", [])
    return min(node.lineno, *(one.lineno for one in decorators), node.lineno), node.end_lineno or node.lineno


def _sharing_lines(body: Sequence[ast.stmt]) -> Iterator[list[ast.stmt]]:
    group: list[ast.stmt] = []
    for node in body:
        if group and _span(node)[0] > _span(group[-1])[1]:
            yield group
            group = []
        group.append(node)
    if group:
        yield group


def _block(index: int, nodes: Sequence[ast.stmt], lines: Sequence[str]) -> _Block:
    first, last = _span(nodes[0])[0], _span(nodes[-1])[1]
    block = _Block(index, first, last, imports=all(isinstance(node, _IMPORTS) for node in nodes))
    if all(map(_never_runs, nodes)):
        return block
    table = symtable.symtable("\n".join(lines[first - 1 : last]), "<cell>", "exec")
    for symbol in table.get_symbols():
        name = symbol.get_name()
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace():
            block.binds.add(name)
        if symbol.is_referenced():
            block.now.add(name)
    for child in table.get_children():
        _of_scope(child, block, later=False)
    for node in nodes:
        _of_statement(node, block)
    return block


def _never_runs(node: ast.stmt) -> bool:
    """Whether it is `if __name__ == "__main__":`, which the judge does not run."""
    return isinstance(node, ast.If) and any(
        isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(node.test)
    )


def _of_scope(table: symtable.SymbolTable, block: _Block, *, later: bool) -> None:
    """The global names that a function's or a class's body needs."""
    later = later or (table.get_type() == "function" and table.get_name() not in _AT_ONCE)
    names = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
    (block.later if later else block.now).update(names)
    for child in table.get_children():
        _of_scope(child, block, later=later)


def _of_statement(node: ast.stmt, block: _Block) -> None:
    """What no table of symbols tells: what is changed in place, and what keeps part of its earlier value."""
    if isinstance(node, ast.ImportFrom):
        block.future |= node.module == "__future__"
        block.star |= any(alias.name == "*" for alias in node.names)
    block.defines |= isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    plain = isinstance(node, _LATER + _IMPORTS + (ast.Assign, ast.AnnAssign))
    if not plain:  # it may bind a name or not, or adds to it
        block.now |= block.binds
    block.changes |= _given_methods(node)
    effects = (one.value for one in _here(node) if isinstance(one, ast.Expr))
    called = {id(value.func) for value in effects if isinstance(value, ast.Call)}
    for part in _here(node):
        target = part
        while isinstance(target, ast.Attribute | ast.Subscript):
            target = target.value
        if target is part or not isinstance(target, ast.Name):
            continue
        # A method that is called for its effect changes what it is of: `table.append(3)`.
        if isinstance(getattr(part, "ctx", None), ast.Store | ast.Del) or id(part) in called:
            block.changes.add(target.id)


def _given_methods(node: ast.stmt) -> set[str]:
    """The classes that a statement adds to: `setattr(Model, "f", f)`, or a method behind `@add_to_class(Model)`."""
    calls = [one for one in getattr(node, "decorator_list", ()) if isinstance(one, ast.Call)]
    call = node.value if isinstance(node, ast.Expr) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "setattr":
        calls.append(call)
    return {call.args[0].id for call in calls if call.args and isinstance(call.args[0], ast.Name)}


def _here(node: ast.AST) -> Iterator[ast.AST]:
    """The statement and its parts, without the bodies of functions and classes."""
    pending = [node]
    while pending:
        part = pending.pop()
        yield part
        if not isinstance(part, _LATER):
            pending += ast.iter_child_nodes(part)
