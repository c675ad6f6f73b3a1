"""Problems in an exercise that an author can overlook and a program can see: part of `dlgrade verify`."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from grader.catalogue.exercise import Exercise
from grader.catalogue.promises import PROMISES
from grader.syntax import tree_of
from grader.worker import wire

# Generators that the run seed does not reach.
_CHANCE = re.compile(
    r"\bnp\.random\.(?!Generator\b|default_rng\(\w)|\bdefault_rng\(\)|\brandom\.(random|randint|choice|shuffle|seed)\("
    r"|\btorch\.rand|\btime\.(time|perf_counter)\(|\buuid\b|\bsecrets\b"
)
_NUMBER = re.compile(r"\d+\.\d+|\d{3,}|\d+e-?\d+")


def lint(exercise: Exercise) -> Iterator[str]:
    """A sentence for each thing that should not be."""
    yield from _leftovers(exercise)
    for path in exercise.tests:
        text = path.read_text(encoding="utf-8")
        yield from (f"{path.name}:{line}: {problem}" for line, problem in _test_problems(text))
    yield from _written_twice(exercise)
    yield from _told_values(exercise)
    yield from _unpinned(exercise)
    yield from _promised(exercise)
    yield from _seen_from_inside(exercise)


def _leftovers(exercise: Exercise) -> Iterator[str]:
    for folder in (exercise.folder, exercise.solutions):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".md", ".toml") and "TODO" in path.read_text(encoding="utf-8"):
                yield f"{path.relative_to(folder.parent)} still says TODO"


def _written_twice(exercise: Exercise) -> Iterator[str]:
    public, hidden = (_helpers(tree_of(path.read_text(encoding="utf-8"))) for path in exercise.tests)
    for name in sorted(public.keys() & hidden.keys()):
        if public[name] == hidden[name]:
            yield f"{name} is written in both test files; in test_hidden.py, import it: from test_public import {name}"


def _helpers(tests: ast.Module) -> dict[str, str]:
    """The code of each function and class beside the tests, without its docstring, and of each constant."""
    found: dict[str, str] = {}
    for node in tests.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("test_"):
            node.body = node.body[ast.get_docstring(node) is not None :]
            found[node.name] = ast.unparse(node)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = ast.unparse(node.value)
    return found


def _test_problems(text: str) -> Iterator[tuple[int, str]]:
    lines = text.split("\n")
    for number, code in enumerate(_code(text), start=1):
        if found := _CHANCE.search(code):
            yield number, f'"{found[0]}" is chance that the run seed does not reach; use rng'
        if "breakpoint()" in code:
            yield number, "breakpoint() is still there; it serves `dlgrade check --debug` only"
    tree = tree_of(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "atol" and not _has_reason(node.value):
            near = lines[max(0, node.lineno - 3) : node.lineno]
            if not any("#" in line for line in near):
                yield node.lineno, "an absolute tolerance without a comment that gives its reason"


def _code(text: str) -> list[str]:
    """The lines of the source, with blanks where strings and comments stand."""
    lines = text.split("\n")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in (tokenize.STRING, tokenize.COMMENT):
            continue
        (first, start), (last, end) = token.start, token.end
        for number in range(first, last + 1):
            line = lines[number - 1]
            begin, stop = start if number == first else 0, end if number == last else len(line)
            lines[number - 1] = line[:begin] + " " * (stop - begin) + line[stop:]
    return lines


def _told_values(exercise: Exercise) -> Iterator[str]:
    """Numbers of a hidden test that its own sentence or hint gives away, and the statement does not."""
    path = exercise.tests[1]
    for function in tree_of(path.read_text(encoding="utf-8")).body:
        if not isinstance(function, ast.FunctionDef):
            continue
        texts = " ".join(text for decorator in function.decorator_list for text in _strings(decorator))
        used = set(_numbers(ast.Module(function.body, [])))
        for number in sorted(set(_NUMBER.findall(texts))):
            if float(number) in used and number not in exercise.statement():
                yield f'{path.name}:{function.lineno}: the text of a hidden case gives away "{number}"'


def _unpinned(exercise: Exercise) -> Iterator[str]:
    """Names that tests rely on and the statement does not give: attributes, exceptions, dtypes."""
    tests = "\n".join(path.read_text(encoding="utf-8") for path in exercise.tests)
    signatures = " ".join(
        f"{entry.name} {entry.signature} {' '.join(entry.methods)} {' '.join(entry.methods.values())}"
        for entry in exercise.entries
    )
    needed = _relied_on(tree_of(tests), exercise.reference.read_text(encoding="utf-8"))
    for lang in ("en", "zh"):
        given = exercise.statement(lang) + signatures
        for name in sorted(needed):
            if not _says(given, name) and not (name in wire.DTYPES and _says(given, "dtype")):
                yield f'the tests rely on "{name}", and the statement ({lang}) does not say it'


def _seen_from_inside(exercise: Exercise) -> Iterator[str]:
    """Functions and methods that no case calls but through the adapter, in the submission's own process."""
    if exercise.adapter is None:
        return
    driven = {name for path in exercise.tests for name in _driven(tree_of(path.read_text(encoding="utf-8")))}
    for entry in exercise.entries:
        for name in entry.methods or (entry.name,):
            if name not in driven:
                yield (
                    f'every case for "{name}" goes through adapter.py, which runs beside the submission and can be '
                    "forged; let one call it itself"
                )


def _driven(tests: ast.Module) -> Iterator[str]:
    """The attributes that tests ask of a submission themselves, by name or by `getattr`; workloads are not cases."""
    for function in tests.body:
        if isinstance(function, ast.FunctionDef) and any(
            "workload" in ast.dump(one) for one in function.decorator_list
        ):
            continue
        others = {"reference"} | {
            target.id
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and getattr(node.value, "attr", "") == "adapter"
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(function):
            asked = _asked(node)
            if asked is None or getattr(asked, "attr", "") == "adapter" or getattr(asked, "id", "") in others:
                continue
            # Which of the strings are names, only the run knows.
            yield from [node.attr] if isinstance(node, ast.Attribute) else _strings(function)


def _asked(node: ast.AST) -> ast.expr | None:
    """Whose attribute it asks for; None where it asks for none."""
    if isinstance(node, ast.Attribute):
        return node.value
    by_name = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "getattr"
    return node.args[0] if by_name and isinstance(node, ast.Call) and node.args else None


def _says(text: str, name: str) -> bool:
    return re.search(rf"(?<![A-Za-z0-9_]){re.escape(name)}(?![A-Za-z0-9_])", text) is not None


def _promised(exercise: Exercise) -> Iterator[str]:
    """Promises that the statement makes and exercise.toml does not give, and the other way round."""
    for lang, name in (("en", "README.md"), ("zh", "README.zh.md")):
        text = " ".join(exercise.statement(lang).split())
        for promise in PROMISES.values():
            said = re.search(promise.said.localized(lang), text, re.IGNORECASE)
            if said and promise.name not in exercise.promises:
                yield f'{name} says "{said[0]}"; [promises] in exercise.toml lacks {promise.name} = true'
            elif not said and promise.name in exercise.promises:
                such_as = promise.phrase.localized(lang)
                yield f'{name} does not give the promise {promise.name}: write such as "{such_as}"'


def _relied_on(tests: ast.Module, reference: str) -> set[str]:
    own = set(_own_attributes(tree_of(reference)))
    names = set()
    for node in ast.walk(tests):
        if isinstance(node, ast.Attribute) and node.attr in own:
            names.add(node.attr)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "assert_raises":
            names |= {str(arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant)}
        if isinstance(node, ast.keyword) and node.arg == "dtype" and isinstance(node.value, ast.Constant):
            names.add(str(node.value.value))
    return names


def _own_attributes(tree: ast.Module) -> Iterator[str]:
    """NAME of each self.NAME = ..., unless it is private."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Store):
            continue
        if getattr(node.value, "id", "") == "self" and not node.attr.startswith("_"):
            yield node.attr


def _strings(node: ast.AST) -> list[str]:
    return [child.value for child in ast.walk(node) if isinstance(child, ast.Constant) and isinstance(child.value, str)]


def _numbers(tree: ast.AST) -> Iterator[float]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            yield float(node.value)


def _has_reason(node: ast.expr) -> bool:
    """Zero needs none; a name has it where it is defined."""
    return isinstance(node, ast.Name) or (isinstance(node, ast.Constant) and node.value == 0)
