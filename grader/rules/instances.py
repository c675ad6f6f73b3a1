"""The dict of an object of one's own, as `vars(self)` and `self.__dict__`: where it is used as an honest class uses it.

Written and asked for a literal name it is nothing but an attribute. As a whole it would tell the insides of whatever a
method is called with: `A.f(type)`. So it is given away only in a method that is never called but as `x.f()`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from grader.rules.names import Names

_WRITES = frozenset({"update", "clear", "keys"})
_BY_KEY = frozenset({"get", "pop", "setdefault"})
_CLASS_METHODS = frozenset({"__new__", "__init_subclass__", "__class_getitem__"})


class Read(NamedTuple):
    """An attribute that is read by its name from the dict of its object."""

    node: ast.expr
    owner: ast.expr
    name: ast.expr


class Instances:
    """The dicts of objects in a tree.

    Attributes:
        fine: the ids of the names `vars` and of the attributes `__dict__` that are used as they may be.
        reads: attributes that are read through them.
    """

    def __init__(self, tree: ast.Module, names: Names) -> None:
        self.fine: set[int] = set()
        self.reads: list[Read] = []
        self._names = names
        nodes = list(ast.walk(tree))
        self._loose = set(_loose_names(nodes))
        for node in nodes:
            if isinstance(node, ast.ClassDef):
                for method in node.body:
                    if isinstance(method, ast.FunctionDef) and not _is_of_the_class(method):
                        self._look_at(method)

    def _look_at(self, method: ast.FunctionDef) -> None:
        """Find the dict of the method's own object."""
        first = [*method.args.posonlyargs, *method.args.args][:1]
        parents = {id(child): node for node in ast.walk(method) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(method):
            if isinstance(node, ast.Call) and self._names.builtin(node.func) == "vars" and len(node.args) == 1:
                owner, named = node.args[0], id(node.func)
            elif isinstance(node, ast.Attribute) and node.attr == "__dict__":
                owner, named = node.value, id(node)
            else:
                continue
            own = isinstance(owner, ast.Name) and [owner.id] == [argument.arg for argument in first]
            if own and self._names.is_parameter(owner) and self._is_fine(node, owner, parents, method):
                self.fine.add(named)

    def _is_fine(self, node: ast.expr, owner: ast.expr, parents: dict[int, ast.AST], method: ast.FunctionDef) -> bool:
        parent = parents[id(node)]
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            return True
        if isinstance(parent, ast.Subscript) and parent.value is node:
            if isinstance(parent.ctx, ast.Load):
                self.reads.append(Read(parent, owner, parent.slice))
            return True
        if isinstance(parent, ast.Compare) and all(isinstance(item, ast.In | ast.NotIn) for item in parent.ops):
            return True
        if isinstance(parent, ast.For | ast.comprehension) and parent.iter is node:
            return True
        call = parents.get(id(parent))
        if isinstance(parent, ast.Attribute) and isinstance(call, ast.Call) and call.func is parent:
            if parent.attr in _BY_KEY and call.args:
                self.reads.append(Read(call, owner, call.args[0]))
            if parent.attr in _WRITES | _BY_KEY:
                return True
        return self._is_only_called_bare(method)

    def _is_only_called_bare(self, method: ast.FunctionDef) -> bool:
        """Whether the method can have no other object than its own: nothing takes it from its class."""
        plain = not method.decorator_list
        if len(method.decorator_list) == 1 and "fget" not in self._loose:
            plain = self._names.builtin(method.decorator_list[0]) == "property"
        arguments = method.args
        alone = len(arguments.posonlyargs) + len(arguments.args) == 1
        others = arguments.kwonlyargs or arguments.vararg or arguments.kwarg
        loose = f"{method.name}()" if method.decorator_list else method.name
        return plain and alone and not others and not {loose, f"{method.name}!"} & self._loose


def _loose_names(nodes: list[ast.AST]) -> Iterator[str]:
    """Names by which a method may be taken from its class.

    "f": read as an attribute, other than called without arguments. "f!": as a name or a string, which are for any.
    """
    called_bare = {
        id(node.func) for node in nodes if isinstance(node, ast.Call) and not node.args and not node.keywords
    }
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and id(node) not in called_bare:
            yield node.attr
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield f"{node.id}!"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield f"{node.value}!"


def _is_of_the_class(method: ast.FunctionDef) -> bool:
    """Whether its first argument is a class, or anything."""
    decorators = {item.id for item in method.decorator_list if isinstance(item, ast.Name)}
    return method.name in _CLASS_METHODS or bool(decorators & {"classmethod", "staticmethod"})
