"""Layer 1 of the rules of an exercise: what a submission may not use, found in its source before anything runs.

`violations` is the whole interface. What is forbidden is data: the operations in `grader.rules.families`, the ways
around them in `grader.rules.closed`. What a name stands for is the business of `grader.rules.names`. docs/rules.md
tells what this finds, what the layer at run time (`grader.worker.deny`) adds, and what no rule can stop.
"""

# ruff: noqa: N802, N815 (a handler carries the name of its node, as in `ast.NodeVisitor`)

from __future__ import annotations

import ast
import difflib
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grader.errors import UsageError
from grader.report import Violation
from grader.rules import closed
from grader.rules.classes import Classes
from grader.rules.closed import covers
from grader.rules.families import FAMILIES, LIBRARIES, Family, expand
from grader.rules.instances import Instances
from grader.rules.modules import STAR_MODULES, is_hidden, is_module, names_that_lead_elsewhere, real
from grader.rules.names import Names
from grader.rules.scopes import pairs
from grader.rules.strings import Pattern, Words
from grader.texts import Text

MAX_VIOLATIONS = 50
MAX_TEXT = 200
"""Characters of the offending line that a violation carries."""

MAX_FOUND = 80

_DOTTED_ADVICE = Text("Solve this exercise without it.", "本题要求不使用它。")
_DUNDER = re.compile(r"__\w+__\Z")
_ATTRIBUTE_BUILTINS = frozenset({"builtins.getattr", "builtins.setattr", "builtins.delattr"})
_ATTRIBUTE_GETTERS = frozenset({"operator.attrgetter", "operator.methodcaller"})
_ATTRIBUTE_METHODS = frozenset({"__setattr__", "__delattr__", "__getattr__"})
_WRAPPERS = frozenset({"functools.wraps", "functools.update_wrapper"})
_MADE_FOR_WITH = frozenset({"warnings.catch_warnings", "contextlib.redirect_stdout", "contextlib.redirect_stderr"})
_EXIT_STACKS = frozenset({"contextlib.ExitStack", "contextlib.AsyncExitStack"})
_ONLY_TYPES = frozenset({"types.FunctionType", "types.LambdaType"})
_ONLY_CALLED = (
    dict.fromkeys(_ATTRIBUTE_BUILTINS | _ATTRIBUTE_GETTERS | _WRAPPERS, "dynamic-attribute")
    | dict.fromkeys(_ONLY_TYPES | {"dataclasses.dataclass"}, "dynamic-code")
    | dict.fromkeys(_MADE_FOR_WITH, "internals")
)
"""Names that are fine in their usual place but must not be handed on; with the rule that this would break."""


@dataclass(frozen=True)
class Rules:
    """The rules of an exercise. Where nothing is forbidden and nothing allowed, it has none.

    Attributes:
        forbid: names of families, or dotted paths ("numpy.linalg.norm").
        allow: dotted paths that are not a violation, with all below them; a module may then be imported, too. A
            method is allowed as "torch.Tensor.sort" or "numpy.ndarray.sort".
        framework: "python", "numpy" or "torch"; only "torch" may import torch.
    """

    forbid: Sequence[str]
    allow: Sequence[str]
    framework: str


def _prefixes(path: str) -> Iterator[str]:
    """The path, and what it lies below: "a.b.c", "a.b", "a"."""
    while path:
        yield path
        path = path.rpartition(".")[0]


_CLOSED = {path: rule for rule, paths in closed.CLOSED.items() for path in paths}
_AROUND_OPEN = {above for path in closed.OPEN for above in _prefixes(path)} - {*closed.OPEN}
"""The paths above an open path: getting there is not a violation."""


def violations(tree: ast.Module, source: str, rules: Rules) -> tuple[Violation, ...]:
    """Everything in `tree` that breaks the exercise's rules, in the order of the source, at most MAX_VIOLATIONS.

    A block `if __name__ == "__main__":` at the top level is not looked at: it never runs in the sandbox.

    Args:
        tree: of a limited depth, for it is walked recursively.
        source: the text that `tree` was made from.

    Raises:
        UsageError: the rules name a family that does not exist.
    """
    if not rules.forbid and not rules.allow:
        return ()
    live = ast.Module(list(_without_main_block(tree)), [])
    checker = _Checker(live, source, families_of(rules.forbid), tuple(rules.allow), rules.framework)
    checker.check()
    return checker.violations()


def families_of(forbid: Sequence[str]) -> dict[str, Family]:
    """The families in `forbid` with all that they include, by name; a dotted path is a family of its own.

    Raises:
        UsageError: a name without a dot is not a family.
    """
    for name in forbid:
        if name not in FAMILIES and "." not in name:
            near = difflib.get_close_matches(name, FAMILIES, n=3, cutoff=0.5)
            raise UsageError(
                f'[rules] forbid: there is no family "{name}".',
                f"Did you mean {', '.join(near)}?" if near else f"There are: {', '.join(sorted(FAMILIES))}.",
            )
    dotted = {name: Family(Text(name, name), _DOTTED_ADVICE, paths=frozenset({name})) for name in forbid if "." in name}
    return expand(tuple(name for name in forbid if "." not in name)) | dotted


class _Checker:
    """One walk over the tree; `found` holds the rule and the spelling of each violation by line and column offset.

    A node is judged by its parent where the parent knows better: the parent is visited first, and puts the ids
    of its children into `_good_modules` (a module is followed from here), `_good_calls` (called, arguments judged) or
    `_good_methods` (a call of it is judged as what it does).
    """

    def __init__(
        self, tree: ast.Module, source: str, families: dict[str, Family], allow: tuple[str, ...], framework: str
    ) -> None:
        self.found: dict[tuple[int, int], tuple[str, str]] = {}
        self._tree, self._names = tree, Names(tree)
        self._families, self._allow = families, allow
        self._lines = re.split(r"\r\n|\r|\n", source)
        self._imports = closed.IMPORTS | ({"torch"} if framework == "torch" else set())
        # The first family that has a name counts, so it is put in last.
        rows = list(families.items())[::-1]
        self._methods = {name: rule for rule, family in rows for name in family.methods}
        self._words = {name: rule for rule, family in rows for name in family.names}
        self._paths = {path: rule for rule, family in rows for path in family.paths}
        self._norms = {path: rule for rule, family in rows for path in family.norms}
        self._keywords = {name: rule for rule, family in rows for name in family.keywords}
        self._dangerous: dict[str, Words] = {}
        self._rules: dict[str, str] = {}
        self._classes, self._instances = Classes(tree, self._names), Instances(tree, self._names)
        self._read = {item.id for item in ast.walk(tree) if isinstance(item, ast.Name) and not _is_stored(item)}
        self._good_modules: set[int] = set()
        self._good_calls: set[int] = set()
        self._good_methods: set[int] = set()
        self._in_class = False
        self._extends_array = False
        self._names_matter = False
        self._catches = False

    def check(self) -> None:
        """Fill `found`."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.ClassDef):
                bases = [path for base in node.bases for path in self._names.paths(base)]
                self._extends_array |= any(path in ("torch.Tensor", "numpy.ndarray") for path in bases)
            self._names_matter |= _makes_code_of_names(node)
            self._catches |= self._may_hold_exception(node)
        self._visit(self._tree)
        for read in self._instances.reads:
            self._judge_name(read.node, read.owner, read.name, "vars", reads=True)
        if self._names.exhausted:
            self.found[1, 0] = "aliases", ""

    def violations(self) -> tuple[Violation, ...]:
        """The violations found, in the order of the source, at most MAX_VIOLATIONS."""
        first = sorted(self.found.items())[:MAX_VIOLATIONS]
        return tuple(self._violation(*position, *what) for position, what in first)

    def _visit(self, node: ast.AST) -> None:
        handler = getattr(self, f"_see_{type(node).__name__}", None)
        if handler is not None:
            handler(node)
        outer = self._in_class
        if isinstance(node, ast.ClassDef):
            self._in_class = True
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            self._in_class = False
        for child in ast.iter_child_nodes(node):
            self._visit(child)
        self._in_class = outer

    # -- imports

    def _see_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            rule = self._rule_of_path(alias.name) or self._rule_of_import(alias.name)
            self._judge_import(alias, rule, alias.name, f"import {alias.name}", alias.asname or "")

    def _see_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            path = f"{module}.{alias.name}"
            if alias.name == "*":
                rule = self._rule_of_import(module) or ("" if module in STAR_MODULES else "star-import")
            else:
                rule = self._rule_of_path(path) or self._rule_of_import(path)
            self._judge_import(alias, rule, module, f"from {module} import {alias.name}", alias.asname or alias.name)

    def _judge_import(self, alias: ast.alias, rule: str, module: str, found: str, bound: str) -> None:
        root = module.split(".")[0]
        unused = (bound or root) not in self._read and bound != "*" and not self._in_class
        if rule == "import" and unused and root in sys.stdlib_module_names - self._imports:
            rule = ""  # a line that was forgotten
        if rule:
            self._add(alias, rule, found)
        elif self._in_class:  # then it is an attribute of the class, and no name that could be followed
            self._add(alias, "module-as-value", found)
        else:
            self._check_binding(alias, bound)

    def _rule_of_import(self, path: str) -> str:
        allowed = any(covers(path, item) or covers(item, path) for item in self._allow)
        return "" if allowed or path.split(".")[0] in self._imports else "import"

    # -- paths

    def _rule_of_path(self, path: str) -> str:
        """The rule that a dotted path breaks, by any of its parts; "" for none."""
        if path not in self._rules:  # hostile source asks for the same few paths a million times
            self._rules[path] = self._find_rule_of_path(path)
        return self._rules[path]

    def _find_rule_of_path(self, path: str) -> str:
        if any(covers(item, path) for item in self._allow):
            return ""
        spelled = self._rule_as_spelled(path)
        what = real(path)
        if spelled or what == path:
            return spelled
        # A name that is something else: it is judged as that, and may not leave the modules that are open.
        return self._rule_as_spelled(what) or ("" if what.split(".")[0] in self._imports else "import")

    def _rule_as_spelled(self, path: str) -> str:
        prefixes = list(_prefixes(path))
        parts = path.split(".")
        rule = next((self._paths[item] for item in prefixes if item in self._paths), "")
        if not rule and parts[0] in LIBRARIES:
            rule = next((found for part in parts[1:] if (found := self._word(part))), "")
        opened = any(item in closed.OPEN for item in prefixes)
        if not rule and not opened and path not in _AROUND_OPEN:
            rule = next((_CLOSED[item] for item in prefixes if item in _CLOSED), "")
        if rule or opened or parts[0] not in self._imports:
            return rule
        if any(part in closed.HIDDEN_MODULES for part in parts[1:]):
            return "import"
        private = any(part.startswith("_") and not _DUNDER.match(part) for part in parts[1:])
        return "internals" if private or any(map(is_hidden, prefixes)) else ""

    def _word(self, name: str) -> str:
        """The family that has a function, class or submodule of this name; "" for none. `relu_` is `relu`."""
        return self._words.get(name) or self._words.get(_stem(name), "")

    # -- names and attributes

    def _see_Attribute(self, node: ast.Attribute) -> None:
        self._good_modules.add(id(node.value))
        fine = id(node) in self._instances.fine or id(node) in self._good_methods
        rule = "" if fine else self._rule_of_attribute(node.value, node.attr)
        if node.attr == "__class__" and not isinstance(node.ctx, ast.Load):  # to read it is `type(x)` in other words
            rule = "dunder"
        if rule:
            self._add(node, rule, _spelling(node))
        else:
            self._check_value(node)

    def _rule_of_attribute(self, owner: ast.expr, name: str) -> str:
        """The rule that `owner.name` breaks, or ""."""
        if name in closed.HIDDEN_ANYWHERE and not self._names.paths(owner) & {"operator"}:
            return "internals"
        if _DUNDER.match(name) and name not in closed.DUNDERS:
            return "dunder"
        paths = sorted(path for path in self._names.paths(owner) if not covers("builtins", path))
        rule = next(filter(None, (self._rule_of_path(f"{path}.{name}") for path in paths)), "")
        if rule or (paths and self._names.is_of_library(owner)):
            return rule
        if name == "obj":
            return "" if name in self._names.own_attributes and not self._catches else "internals"
        rule = self._methods.get(_stem(name), "")
        if not rule or self._method_allowed(name):
            return ""
        own = name in self._names.own_attributes and name not in self._keywords
        return "" if own and self._may_be_own(owner) else rule

    def _may_be_own(self, owner: ast.expr) -> bool:
        """False where the object is certainly not one of the submission's own classes."""
        if isinstance(owner, ast.Call) and "builtins.super" in self._names.paths(owner.func):
            return not self._extends_array
        return not self._names.is_library_value(owner) and not self._names.paths(owner)

    def _method_allowed(self, name: str) -> bool:
        return any(item in (f"torch.Tensor.{name}", f"numpy.ndarray.{name}") for item in self._allow)

    def _see_Name(self, node: ast.Name) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._check_binding(node, node.id)
        elif not self._names.is_bound(node) and _DUNDER.match(node.id) and node.id not in closed.READABLE:
            self._add(node, "dynamic-code" if node.id == "__import__" else "dunder", node.id)
        else:
            rules = (self._rule_of_path(path) for path in sorted(self._names.implicit(node)))
            rule = next(filter(None, rules), "")
            if rule and id(node) not in self._instances.fine:
                self._add(node, rule, node.id)
            else:
                self._check_value(node)

    def _check_value(self, node: ast.expr) -> None:
        """Judge a name or attribute for where it goes: modules stay names, and some functions are only called."""
        for path in sorted(self._names.paths(node)):
            if path in _ONLY_CALLED and id(node) not in self._good_calls:
                self._add(node, _ONLY_CALLED[path], _spelling(node))
            elif is_module(path) and id(node) not in self._good_modules:
                self._add(node, "module-as-value", _spelling(node))

    def _may_hold_exception(self, node: ast.AST) -> bool:
        """Whether an AttributeError may become a value here: it has the object, a module perhaps, in `obj`."""
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return node.name in ("__exit__", "__aexit__")
        if isinstance(node, ast.Attribute | ast.Name):
            return bool(self._names.paths(node) & _EXIT_STACKS)
        if not isinstance(node, ast.ExceptHandler) or node.name is None:
            return False
        kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type] if node.type else []
        names = [self._names.builtin(kind) for kind in kinds]
        return any(name in ("", "AttributeError", "Exception", "BaseException") for name in names)

    # -- where a module, followed by `Names`, may go

    def _see_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._follow(target, node.value)
        for target in node.targets:  # `a = self.b = torch`: one target that is not followed spoils it
            if not isinstance(target, ast.Name | ast.Tuple | ast.List):
                self._good_modules.discard(id(node.value))

    def _see_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._follow(node.target, node.value)

    def _follow(self, target: ast.expr, value: ast.expr | None) -> None:
        if self._in_class or value is None:
            return
        if isinstance(target, ast.Name):
            self._good_modules.add(id(value))
        elif isinstance(target, ast.Tuple | ast.List):
            for part, item in zip(target.elts, pairs(target, value), strict=True):
                self._follow(part, item)

    def _see_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._check_value(node)
        self._follow(node.target, node.value)

    def _see_IfExp(self, node: ast.IfExp) -> None:
        if id(node) in self._good_modules:
            self._good_modules.update((id(node.body), id(node.orelse)))

    def _see_BoolOp(self, node: ast.BoolOp) -> None:
        if id(node) in self._good_modules:
            self._good_modules.update(map(id, node.values))

    def _see_Compare(self, node: ast.Compare) -> None:
        if all(isinstance(item, ast.Is | ast.IsNot) for item in node.ops):  # `==` would call an own `__eq__`
            self._good_modules.update(map(id, [node.left, *node.comparators]))
            self._see_types([node.left, *node.comparators])

    def _see_For(self, node: ast.For | ast.comprehension) -> None:
        if isinstance(node.iter, ast.Tuple | ast.List | ast.Set):
            for item in node.iter.elts:
                self._follow(node.target, item)

    _see_comprehension = _see_For

    def _see_arguments(self, node: ast.arguments) -> None:
        self._good_modules.update(id(item) for item in [*node.defaults, *node.kw_defaults])

    def _see_Expr(self, node: ast.Expr) -> None:
        self._good_modules.add(id(node.value))

    # -- calls

    def _see_Call(self, node: ast.Call) -> None:
        called = self._names.paths(node.func)
        if called & _ATTRIBUTE_BUILTINS:
            self._good_calls.add(id(node.func))
            self._see_attribute_call(node, reads="builtins.getattr" in called)
        elif called & _ATTRIBUTE_GETTERS:
            self._good_calls.add(id(node.func))
            self._see_getter(node, node.args if "operator.attrgetter" in called else node.args[:1])
        elif "builtins.hasattr" in called:
            self._good_modules.update(map(id, node.args[:1]))
        elif called & _WRAPPERS:
            self._good_calls.add(id(node.func))
            self._see_wrapper(node, most=1 if "functools.wraps" in called else 2)
        elif called & {"builtins.isinstance", "builtins.issubclass"}:
            self._see_types(node.args[1:])
        elif isinstance(node.func, ast.Attribute) and node.func.attr in _ATTRIBUTE_METHODS:
            self._see_attribute_method(node, node.func)
        for path in called & self._norms.keys():
            self._see_norm(node, path)
        found = self._classes.fault_of_call(node)
        if found:
            self._add(node, "dynamic-code", found)
        for keyword in node.keywords:
            self._see_argument(keyword)

    def _see_norm(self, node: ast.Call, path: str) -> None:
        """Judge the order of a norm where it is written, and a matrix certain; the check at run time sees the rest."""
        orders = [*node.args[1:2], *(item.value for item in node.keywords if item.arg in ("ord", "p"))]
        certain = ("'nuc'", "2", "-2") if path.endswith("matrix_norm") else ("'nuc'",)
        if any(ast.unparse(order) in certain for order in orders):
            self._add(node, self._norms[path], f"{_spelling(node.func)}(..., {ast.unparse(orders[0])})")

    def _see_attribute_method(self, node: ast.Call, method: ast.Attribute) -> None:
        """`object.__setattr__(self, name, value)` and `super().__setattr__(name, value)` are `setattr`."""
        by_super = isinstance(method.value, ast.Call) and self._names.builtin(method.value.func) == "super"
        if by_super and node.args:
            owner, name = method.value, node.args[0]
        elif self._names.builtin(method.value) == "object" and len(node.args) > 1 and method.attr != "__getattr__":
            owner, name = node.args[:2]
        else:
            return
        self._good_methods.add(id(method))
        # What `super().__getattr__` finds is what a class of one's own, or of a library, gives away by its name.
        self._judge_name(node, owner, name, method.attr, reads=False)

    def _see_wrapper(self, node: ast.Call, most: int) -> None:
        """`wraps(f)` copies a name and a docstring; with more arguments, whatever it is told to."""
        starred = any(isinstance(item, ast.Starred) for item in node.args)
        if node.keywords or starred or len(node.args) > most:
            self._add(node, "dynamic-attribute", f"{_spelling(node.func)}(...)")

    def _see_types(self, nodes: Iterable[ast.expr]) -> None:
        """Types that something is compared with, and that are used for nothing else."""
        for node in nodes:
            parts = node.elts if isinstance(node, ast.Tuple) else [node]
            self._good_calls.update(id(part) for part in parts if self._names.paths(part) & _ONLY_TYPES)

    def _see_withitem(self, node: ast.withitem) -> None:
        call = node.context_expr
        if isinstance(call, ast.Call) and self._names.paths(call.func) & _MADE_FOR_WITH:
            self._good_calls.add(id(call.func))

    def _see_attribute_call(self, node: ast.Call, *, reads: bool) -> None:
        """`getattr(owner, name)` is `owner.name`; a computed name must have a beginning that leads nowhere."""
        if len(node.args) < 2 or any(isinstance(item, ast.Starred) for item in node.args[:2]):
            self._add(node, "dynamic-attribute", f"{_spelling(node.func)}(...)")
            return
        owner, name = node.args[:2]
        self._good_modules.add(id(owner))
        self._judge_name(node, owner, name, _spelling(node.func), reads=reads)

    def _judge_name(self, node: ast.expr, owner: ast.expr, name: ast.expr, by: str, *, reads: bool) -> None:
        """Judge an attribute of `owner` that is read or written by a string."""
        if not reads and not self._names_matter:
            return  # what is written is the submission's own, and a name that is computed here is read nowhere
        for pattern in self._names.strings(name):
            if pattern.end is not None:
                rule = "dynamic-attribute" if self._may_lead_out(pattern, owner) else ""
            elif reads:
                rule = self._rule_of_attribute(owner, pattern.begin)
            else:
                rule = "dunder" if _DUNDER.match(pattern.begin) and pattern.begin not in closed.DEFINABLE else ""
            if rule:
                self._add(node, rule, f"{by}({_spelling(owner)}, {_shown(pattern)})")

    def _see_getter(self, node: ast.Call, names: Sequence[ast.expr]) -> None:
        """`attrgetter("a.b")`, `methodcaller("a")`: the object is not known."""
        for argument in names:
            for pattern in self._names.strings(argument):
                parts = pattern.begin.split(".") if pattern.end is None else []
                rules = map(self._rule_of_any, parts) if parts else ["dynamic-attribute"]
                for rule in filter(None, rules):
                    self._add(node, rule, f"{_spelling(node.func)}({_shown(pattern)})")

    def _rule_of_any(self, name: str) -> str:
        """The rule that an attribute of this name breaks on an object of which nothing is known."""
        if name in closed.HIDDEN_ANYWHERE:
            return "internals"
        if _DUNDER.match(name) and name not in closed.DUNDERS:
            return "dunder"
        if name == "obj" and self._catches:
            return "internals"
        if name in self._names.own_attributes or self._method_allowed(name):
            return ""
        return "internals" if name == "obj" else self._word(name)

    def _may_lead_out(self, pattern: Pattern, owner: ast.expr) -> bool:
        """Whether a name that is known in part may be forbidden: on a library's object, or on one that is not known."""
        begin, end = pattern.begin, pattern.end or ""
        if (begin in ("", "_") or begin.startswith("__")) and (end in ("", "_") or end.endswith("__")):
            return True
        return any(
            words.match(begin, end) or words.match(begin, end.removesuffix("_"))
            for words in (self._words_below(path) for path in self._names.paths(owner) or ("",))
        )

    def _words_below(self, path: str) -> Words:
        """The words that a name known in part must not match: on the object at `path`, or, for "", on any object."""
        if path not in self._dangerous:
            forbidden = (item for item in _CLOSED if item.startswith(f"{path}."))
            below = {item[len(path) + 1 :].split(".")[0] for item in forbidden} | names_that_lead_elsewhere(path)
            words = {*self._words, *below} if path else {*self._methods, *(["obj"] if self._catches else [])}
            self._dangerous[path] = Words({*words, *closed.HIDDEN_ANYWHERE})
        return self._dangerous[path]

    def _see_argument(self, node: ast.keyword) -> None:
        no = isinstance(node.value, ast.Constant) and node.value.value is False
        if node.arg in self._keywords and not no:
            self._add(node, self._keywords[node.arg], f"{node.arg}=...")

    # -- definitions and patterns

    def _see_ClassDef(self, node: ast.ClassDef) -> None:
        self._check_binding(node, node.name)
        for decorator in node.decorator_list:
            # `dataclass` writes code from the names of fields: in a class statement those are identifiers.
            self._good_calls.add(id(decorator.func if isinstance(decorator, ast.Call) else decorator))
        for part, found in self._classes.faults(node):
            self._add(part, "dynamic-code", found)

    def _see_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._check_binding(node, node.name)

    _see_AsyncFunctionDef = _see_FunctionDef

    def _see_arg(self, node: ast.arg) -> None:
        self._check_binding(node, node.arg)

    def _see_MatchAs(self, node: ast.MatchAs | ast.MatchStar | ast.ExceptHandler) -> None:
        self._check_binding(node, node.name or "")

    _see_MatchStar = _see_ExceptHandler = _see_MatchAs

    def _see_MatchMapping(self, node: ast.MatchMapping) -> None:
        self._check_binding(node, node.rest or "")

    def _see_MatchClass(self, node: ast.MatchClass) -> None:
        """`case Point(x=a)` reads the attribute `x`; `case Point(a)` one that the class names."""
        for name in node.kwd_attrs:
            rule = self._rule_of_any(name)
            if rule:
                self._add(node, rule, name)
        if node.patterns and not self._names.paths(node.cls) and self._words.keys() & self._names.own_attributes:
            self._add(node, "dynamic-attribute", _spelling(node.cls))

    def _check_binding(self, node: ast.AST, name: str) -> None:
        if _DUNDER.match(name) and name not in closed.DEFINABLE:
            self._add(node, "dunder", name)

    # -- the record

    def _add(self, node: ast.AST, rule: str, found: str) -> None:
        place = int(getattr(node, "lineno", 1)), int(getattr(node, "col_offset", 0))
        self.found.setdefault(place, (rule, found))

    def _violation(self, line: int, offset: int, rule: str, found: str) -> Violation:
        text = self._line(line)
        column = len(text.encode("utf-8", "replace")[:offset].decode("utf-8", "ignore")) + 1
        advice = self._families[rule].advice if rule in self._families else closed.ADVICE[rule]
        return Violation(line, column, text[:MAX_TEXT], rule, found[:MAX_FOUND], advice)

    def _line(self, number: int) -> str:
        return self._lines[number - 1]


def _without_main_block(tree: ast.Module) -> Iterable[ast.stmt]:
    """The statements of the module, for `if __name__ == "__main__":` those of its `else`."""
    for statement in tree.body:
        if isinstance(statement, ast.If) and _is_main_test(statement.test):
            yield from statement.orelse
        else:
            yield statement


def _makes_code_of_names(node: ast.AST) -> bool:
    """Whether `node` makes names of attributes matter: `dataclass` writes code with them, `case A(x)` reads them."""
    if isinstance(node, ast.Import):
        return any(alias.name == "dataclasses" for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return node.module == "dataclasses"
    return isinstance(node, ast.MatchClass) and bool(node.patterns)


def _is_main_test(test: ast.expr) -> bool:
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq):
        return False
    sides = [test.left, test.comparators[0]]
    names = [side.id for side in sides if isinstance(side, ast.Name)]
    values = [side.value for side in sides if isinstance(side, ast.Constant)]
    return names == ["__name__"] and values == ["__main__"]


def _is_stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _stem(name: str) -> str:
    """`relu_` works in place and is `relu`."""
    return name.removesuffix("_")


def _shown(pattern: Pattern) -> str:
    """A string as far as it is known."""
    return repr(pattern.begin) if pattern.end is None else "..."


def _spelling(node: ast.AST) -> str:
    """How the code reads, shortened: "F.softmax", "(...).softmax"."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_spelling(node.value)}.{node.attr}"
    return "(...)"
