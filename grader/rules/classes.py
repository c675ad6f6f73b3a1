"""Checks of class statements: `dataclass` runs code that it writes from the names of fields.

In a class statement those are identifiers. They are anything else where something lays hands on the class before the
decorator does, or on the fields of its bases: a metaclass, a decorator below, an object of `dataclasses.fields`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.rules.names import RECORDS, Names

METACLASSES = frozenset(
    {"builtins.type", "abc.ABCMeta", "enum.EnumType", "typing_extensions.GenericMeta"}
    | {"torch.autograd.function.FunctionMeta", "torch.autograd.variable.VariableMeta"}
)
_DATACLASS = "dataclasses.dataclass"
_HARMLESS_DECORATORS = frozenset({_DATACLASS, "functools.total_ordering", "typing.final", "typing.runtime_checkable"})

Fault = tuple[ast.AST, str]
"""A node that makes code of strings, and how it is spelled."""


class Classes:
    """The class statements of a tree."""

    def __init__(self, tree: ast.Module, names: Names) -> None:
        self._names = names
        nodes = list(ast.walk(tree))
        classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
        self._in_bodies = {id(value) for node in classes for value in _values_of_body(node)}
        extended = any(self._dataclass_at(node) is not None and self._own_bases(node) for node in classes)
        self._fields_matter = extended and any(map(self._may_rename, nodes))

    def faults(self, node: ast.ClassDef) -> Iterator[Fault]:
        """The faults of a class statement: each node that could make code of strings, and how it is spelled."""
        for base in node.bases:
            called = self._names.paths(base.func) if isinstance(base, ast.Call) else frozenset()
            if (self._names.paths(base) | called) & METACLASSES:
                yield base, f"class {node.name}(type)"
        for keyword in node.keywords:
            if keyword.arg is None or (keyword.arg == "metaclass" and not self._is_known_metaclass(keyword.value)):
                yield keyword, "metaclass=..." if keyword.arg else "**..."
        place = self._dataclass_at(node)
        if place is not None:
            for decorator in node.decorator_list[place + 1 :]:
                if not self._paths_of_decorator(decorator) & _HARMLESS_DECORATORS:
                    yield decorator, "a decorator below @dataclass"
            yield from self._unknown_bases(node, {id(node)})

    def fault_of_call(self, node: ast.Call) -> str:
        """How a call is spelled that makes a class, or that lays hands on the fields of one; "" for any other."""
        called = self._names.paths(node.func)
        if called & METACLASSES and len(node.args) + len(node.keywords) != 1:
            return "type(name, bases, attributes)"
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("__new__", "__call__"):
            return "type.__new__" if self._names.paths(node.func.value) & METACLASSES else ""
        loose_field = "dataclasses.field" in called and id(node) not in self._in_bodies
        return "dataclasses.fields" if self._fields_matter and (loose_field or "dataclasses.fields" in called) else ""

    def _dataclass_at(self, node: ast.ClassDef) -> int | None:
        """Where `dataclass` stands among the decorators."""
        for place, decorator in enumerate(node.decorator_list):
            if _DATACLASS in self._paths_of_decorator(decorator):
                return place
        return None

    def _paths_of_decorator(self, node: ast.expr) -> frozenset[str]:
        return self._names.paths(node.func if isinstance(node, ast.Call) else node)

    def _own_bases(self, node: ast.ClassDef) -> list[ast.expr]:
        return [base for base in node.bases if not self._names.is_of_library(_plain(base))]

    def _unknown_bases(self, node: ast.ClassDef, seen: set[int]) -> Iterator[Fault]:
        """Bases of a dataclass, and theirs, of which the source does not tell what made them."""
        for base in self._own_bases(node):
            plain = _plain(base)
            own = self._names.own_classes(plain)
            record = isinstance(plain, ast.Call) and bool(self._names.paths(plain.func) & RECORDS)
            if not own and not record:
                yield base, "an unknown base of a dataclass"
            for other in own:
                if id(other) not in seen:
                    seen.add(id(other))
                    yield from self._unknown_bases(other, seen)

    def _is_known_metaclass(self, node: ast.expr) -> bool:
        return self._names.is_of_library(node) and self._names.paths(node) <= METACLASSES

    def _may_rename(self, node: ast.AST) -> bool:
        """Whether `node` may give a field another name."""
        if isinstance(node, ast.Attribute):
            return not isinstance(node.ctx, ast.Load) and node.attr == "name"
        if not isinstance(node, ast.Call):
            return False
        dunder = isinstance(node.func, ast.Attribute) and node.func.attr == "__setattr__"
        return dunder or "builtins.setattr" in self._names.paths(node.func)


def _values_of_body(node: ast.ClassDef) -> Iterator[ast.expr]:
    """The values that annotated fields are set to in the body of a class."""
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and item.value is not None:
            yield item.value


def _plain(base: ast.expr) -> ast.expr:
    """`Generic` of `Generic[T]`."""
    return base.value if isinstance(base, ast.Subscript) else base
