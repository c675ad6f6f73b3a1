"""The leak linter: whether a file for students holds what must stay with the instructor.

Secret are the seed with its salt and hash, the names of hidden tests, what they write out (strings and numbers that are
not trivial), and any run of tokens of a solution or of the hidden tests that no public file has. A file is read as it
is, and a notebook also with its strings decoded, metadata and outputs included. What has been renamed or written in
other words is not found.
"""

from __future__ import annotations

import ast
import json
import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from grader.catalogue.exercise import Exercise
from grader.catalogue.promises import PROMISES
from grader.errors import UsageError
from grader.klass.seed import Seed
from grader.syntax import tree_of
from grader.texts import LANGUAGES, Text

# Runs of so many tokens are somebody's code; shorter ones are everybody's. Tests share more among each other.
_SOLUTION_TOKENS, _TEST_TOKENS = 8, 14
# A run needs so many different words: brackets and commas are everybody's.
_WORDS = 4
# A string is telling from this length on; a single word, such as the name of a dtype, from the other one.
_LEAST_CHARS, _LEAST_WORD = 8, 14
_LEAST_DIGITS = 5
_SHOWN = 20

# Learners see a case's sentence and hint, and the name of what is compared.
_TOLD_CALLS, _TOLD_ARGUMENTS = ("case", "workload"), ("what", "what_zh")

_TOKEN = re.compile(r"\w+|[^\w\s]")
_WORD = re.compile(r"[A-Za-z_]\w*")
_NUMBER = re.compile(r"(?<![\w.])(?:0[xX][0-9a-fA-F]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?)(?!\w)")
_JSON_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_KNOWN_NUMBERS = frozenset(float(f"{value:.{digits}g}") for value in (math.pi, math.e) for digits in range(5, 18))


@dataclass(frozen=True)
class Leak:
    """A place in a file, and what it gives away. line: from 1; 0 for what has no lines."""

    file: str
    line: int
    what: Text

    def __str__(self) -> str:
        """In English, as a compiler says it."""
        return f"{self.file}:{self.line}: {self.what.en}"


@dataclass(frozen=True)
class Secrets:
    """Everything that must not be in a release; each with the words for it.

    runs: by their number of tokens.
    """

    seed: dict[str, Text]
    names: dict[str, Text] = field(default_factory=dict)
    strings: dict[str, Text] = field(default_factory=dict)
    numbers: dict[float, Text] = field(default_factory=dict)
    runs: dict[int, dict[tuple[str, ...], Text]] = field(default_factory=dict)

    @classmethod
    def of(cls, exercises: Iterable[Exercise], seed: Seed) -> Secrets:
        """Those of an assignment."""
        found = cls(_seed_words(seed), runs={_SOLUTION_TOKENS: {}, _TEST_TOKENS: {}})
        together = list(exercises)
        public = _Public.of(together)
        for exercise in together:
            _add_exercise(found, exercise, public)
        return found

    @property
    def of_answers(self) -> Secrets:
        """Those that the reference's answers in public cases cannot hold; their words and numbers are public."""
        return Secrets(self.seed, self.names, runs=self.runs)

    @property
    def of_students(self) -> Secrets:
        """Those that a student's own work cannot hold by chance: a right answer is like the solution."""
        return Secrets(self.seed, self.names)


def leaks_of(name: str, content: bytes, secrets: Secrets) -> list[Leak]:
    """What the file gives away, in the order of its lines."""
    text = content.decode("utf-8", "replace")
    views = [_View(text, [0], [1], whole=True)]
    if name.endswith((".ipynb", ".json")):
        views.append(_strings_of(text))
    found = {leak for view in views for leak in _leaks(name, view, secrets)}
    return sorted(found, key=lambda leak: (leak.line, leak.what.en))


def refuse(leaks: list[Leak]) -> None:
    """Return if there are none.

    Raises:
        UsageError: with file, line and what leaks, of the first ones.
    """
    if not leaks:
        return
    shown = leaks[:_SHOWN]
    more = len(leaks) - len(shown)
    lines = {
        lang: "\n".join(f"  {one.file}:{one.line}: {one.what.localized(lang)}" for one in shown)
        for lang in ("en", "zh")
    }
    raise UsageError(
        Text(
            f"Nothing was released, for it would give away what must stay with you:\n{lines['en']}"
            + (f"\n  ... and {more} more" if more else ""),
            f"没有发布任何内容，因为其中有必须保密的东西：\n{lines['zh']}"
            + (f"\n  ……以及另外 {more} 处" if more else ""),
        ),
        Text(
            "Take it out of the public files, or change the hidden test. What is in git's history stays there: "
            "begin a new repository.",
            "请把它从公开文件中去掉，或修改隐藏测试。git 历史中的内容删不掉：请新建一个仓库。",
        ),
    )


# --- what is secret ---


def _seed_words(seed: Seed) -> dict[str, Text]:
    salt, _, digest = seed.hash.partition(":")
    return {
        seed.value: Text("the secret seed", "私密种子"),
        seed.value.encode().hex(): Text("the secret seed, in hexadecimal digits", "私密种子（十六进制）"),
        salt: Text("the salt of the secret seed", "私密种子的盐"),
        digest: Text("the hash of the secret seed", "私密种子的哈希"),
    }


@dataclass(frozen=True)
class _Public:
    """Everything that stubs, statements, public tests and hints say, of all exercises; `code` without prose."""

    code: str
    text: str
    words: frozenset[str]
    numbers: frozenset[float]
    runs: dict[int, set[tuple[str, ...]]]

    @classmethod
    def of(cls, exercises: list[Exercise]) -> _Public:
        """Of these exercises."""
        code = [_read(path) for one in exercises for path in (one.stub, one.tests[0])]
        hints = [hint.localized(lang) for one in exercises for hint in one.hints for lang in LANGUAGES]
        statements = [one.statement(lang) for one in exercises for lang in LANGUAGES]
        texts = [*code, *hints, *statements, *map(_example, statements)]
        return cls(
            "\n".join(code),
            "\n".join(texts),
            frozenset(word for text in texts for word in _WORD.findall(text)),
            frozenset(_number(found[0]) for text in texts for found in _NUMBER.finditer(text)),
            {
                length: {run for text in (*texts, *map(_in_json, texts)) for run, _ in _runs(_tokens(text), length)}
                for length in (_SOLUTION_TOKENS, _TEST_TOKENS)
            },
        )


def _add_exercise(secrets: Secrets, exercise: Exercise, public: _Public) -> None:
    """Add what the exercise hides."""
    hidden, slug = _read(exercise.tests[1]), exercise.slug
    for name in _tests(hidden):
        what = Text(f"the name of a hidden test of {slug}", f"{slug} 的隐藏测试名")
        secrets.names.update({one: what for one in _names(name) if one not in public.words})
    for value in _constants(hidden):
        # A statement has many a word, and few sentences of a test.
        if isinstance(value, str) and _telling(value) and value not in (public.code if " " in value else public.text):
            what = Text(f"a string of the hidden tests of {slug}", f"{slug} 的隐藏测试中的字符串")
            secrets.strings[value] = what + f": {value!r:.60}"
        elif isinstance(value, int | float) and _unusual(value) and float(value) not in public.numbers:
            what = Text(f"a number of the hidden tests of {slug}", f"{slug} 的隐藏测试中的数")
            secrets.numbers[float(value)] = what + f": {value!r:.60}"
    for path in (exercise.reference, *exercise.right):
        what = Text(f"code of the solution of {slug} ({path.name})", f"{slug} 的解答（{path.name}）中的代码")
        _add_runs(secrets, _SOLUTION_TOKENS, _read(path), public, what)
    what = Text(f"code of the hidden tests of {slug}", f"{slug} 的隐藏测试中的代码")
    _add_runs(secrets, _TEST_TOKENS, hidden, public, what)


def _add_runs(secrets: Secrets, length: int, secret: str, public: _Public, what: Text) -> None:
    for run, _ in _runs(_tokens(secret), length):
        if run not in public.runs[length] and len({token for token in run if _WORD.fullmatch(token)}) >= _WORDS:
            secrets.runs[length].setdefault(run, what)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _tests(source: str) -> list[str]:
    return [
        node.name
        for node in ast.walk(tree_of(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    ]


def _names(test: str) -> Iterator[str]:
    """The test's name, and the case's id unless it could be any word."""
    yield test
    case = test.removeprefix("test_")
    if "_" in case and len(case) >= _LEAST_CHARS and case not in PROMISES:
        yield case


def _constants(source: str) -> Iterator[str | int | float]:
    """Strings and numbers of a test file, without the words that learners are told anyway."""
    waiting: list[ast.AST] = [tree_of(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str | int | float):
            yield node.value
        told = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _TOLD_CALLS
        if not told and not (isinstance(node, ast.keyword) and node.arg in _TOLD_ARGUMENTS):
            waiting.extend(ast.iter_child_nodes(node))


def _example(statement: str) -> str:
    """The lines of its examples as they stand in a notebook's cell, one after another."""
    lines = (line.strip() for line in statement.splitlines())
    return "\n".join(line[3:].lstrip() for line in lines if line.startswith((">>>", "...")))


def _in_json(text: str) -> str:
    """The text's lines as a notebook's file has them."""
    return "\n".join(json.dumps(f"{line}\n", ensure_ascii=False) + "," for line in text.splitlines())


def _telling(value: str) -> bool:
    word = value.strip()
    return len(word) >= (_LEAST_WORD if _WORD.fullmatch(word) else _LEAST_CHARS)


def _unusual(value: float) -> bool:
    """Whether nobody else would think of the number: five digits at least, near no power of two."""
    try:
        size = abs(float(value))
    except OverflowError:
        return True
    if not math.isfinite(size) or size in _KNOWN_NUMBERS:
        return False
    mantissa = repr(size).partition("e")[0].replace(".", "").strip("0")
    near = any(math.frexp(size + step)[0] == 0.5 for step in (-1, 0, 1))
    return len(mantissa) >= _LEAST_DIGITS and not near


# --- where it is looked for ---


@dataclass(frozen=True)
class _View:
    """A file's text, and the line in the file at which each part of it begins; `whole`: the text has the lines."""

    text: str
    starts: list[int]
    lines: list[int]
    whole: bool = False

    def line(self, at: int) -> int:
        """The line in the file of a character of the text."""
        if self.whole:
            return self.text.count("\n", 0, at) + 1
        return self.lines[bisect_right(self.starts, at) - 1]


def _strings_of(text: str) -> _View:
    """The strings of a JSON text, one after the other, as they read."""
    parts, starts, lines = [], [0], [1]
    length = line = seen = 0
    for found in _JSON_STRING.finditer(text):
        line += text.count("\n", seen, found.start())
        seen = found.start()
        try:
            part = json.loads(found[0], strict=False)
        except ValueError:
            continue
        starts.append(length)
        lines.append(line + 1)
        part += "" if part.endswith("\n") else "\n"
        parts.append(part)
        length += len(part)
    return _View("".join(parts), starts, lines)


def _leaks(name: str, view: _View, secrets: Secrets) -> Iterator[Leak]:
    folded = view.text.casefold()
    for value, what in secrets.seed.items():
        for found in re.finditer(re.escape(value.casefold()), folded):
            yield Leak(name, view.line(found.start()), what)
    for value, what in secrets.strings.items():
        for form in {value, repr(value)[1:-1], json.dumps(value)[1:-1]}:
            at = view.text.find(form)
            if at >= 0:
                yield Leak(name, view.line(at), what)
    for found in _WORD.finditer(view.text):
        if found[0] in secrets.names:
            yield Leak(name, view.line(found.start()), secrets.names[found[0]] + f": {found[0]}")
    for found in _NUMBER.finditer(view.text):
        if (number := _number(found[0])) in secrets.numbers:
            yield Leak(name, view.line(found.start()), secrets.numbers[number])
    tokens = _tokens(view.text) if any(secrets.runs.values()) else []
    for length, runs in secrets.runs.items():
        yield from _found_runs(name, view, tokens, length, runs)


def _found_runs(
    name: str, view: _View, tokens: list[tuple[str, int]], length: int, runs: Mapping[tuple[str, ...], Text]
) -> Iterator[Leak]:
    """The places at which such a run begins, one for what hangs together."""
    hits = [(number, at, runs[run]) for number, (run, at) in enumerate(_runs(tokens, length)) if run in runs]
    for before, (number, at, what) in pairwise([(-2 * length, 0, Text("", "")), *hits]):
        if number > before[0] + length:
            yield Leak(name, view.line(at), what)


def _tokens(text: str) -> list[tuple[str, int]]:
    return [(found[0], found.start()) for found in _TOKEN.finditer(text)]


def _runs(tokens: list[tuple[str, int]], length: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """Each run of so many tokens, and the character at which it begins."""
    words = [token for token, _ in tokens]
    for at in range(len(words) - length + 1):
        yield tuple(words[at : at + length]), tokens[at][1]


def _number(written: str) -> float:
    plain = written.replace("_", "")
    try:
        return float(int(plain, 16)) if plain[:2].lower() == "0x" else float(plain)
    except (ValueError, OverflowError):
        return math.nan
