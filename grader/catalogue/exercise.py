"""Exercises as data: find them, and read what their files say."""

from __future__ import annotations

import ast
import difflib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from grader.catalogue.paths import NAME as PATHS
from grader.catalogue.paths import Ways, read_ways
from grader.catalogue.promises import PROMISES
from grader.catalogue.slugs import slugs_in
from grader.catalogue.toml_table import Table, read_toml
from grader.digest import digest_of
from grader.errors import UsageError
from grader.syntax import tree_of
from grader.texts import Text
from grader.verdict import Verdict

FORMAT = 1
FRAMEWORKS = ("python", "numpy", "torch")
DIFFICULTIES = ("easy", "medium", "hard")


@dataclass(frozen=True)
class Entry:
    """A name that a submission must define: a function, or a class with the methods that the tests call.

    `signature` and the values of `methods` read like Python's, without `self`: "(x, axis=-1)".
    """

    name: str
    kind: str
    signature: str
    methods: Mapping[str, str]


@dataclass(frozen=True)
class CaseLimits:
    """The limits of one case: seconds of wall clock at least, times the reference's, and memory in bytes."""

    time_s: float = 10.0
    time_factor: float = 20.0
    load_s: float = 20.0
    memory_bytes: int = 1024 * 1024 * 1024
    output_bytes: int = 64 * 1024 * 1024


@dataclass(frozen=True)
class Mistake:
    """A labelled wrong submission: the verdict that it must get, the cases that must catch it, and why."""

    name: str
    path: Path
    verdict: Verdict
    caught_by: tuple[str, ...]
    explanation: Text

    @property
    def source(self) -> bytes:
        """The file as it is."""
        return self.path.read_bytes()


@dataclass(frozen=True)
class Exercise:
    """One exercise, read and checked. Paths are absolute."""

    slug: str
    folder: Path
    solutions: Path
    title: Text
    topics: tuple[str, ...]
    difficulty: str
    framework: str
    entries: tuple[Entry, ...]
    limits: CaseLimits
    tolerances: Mapping[str, tuple[float, float]]
    rules: tuple[str, ...]
    allow: tuple[str, ...]
    hints: tuple[Text, ...]
    conventions: tuple[Text, ...]
    source: str
    promises: tuple[str, ...] = ()
    pure_methods: frozenset[str] = frozenset()
    digest: str = field(compare=False, default="")

    def statement(self, lang: str = "en") -> str:
        """The statement, in Markdown."""
        return (self.folder / ("README.zh.md" if lang == "zh" else "README.md")).read_text(encoding="utf-8")

    @property
    def stub(self) -> Path:
        """The file that a learner starts from."""
        return self.folder / "stub.py"

    @property
    def target(self) -> str:
        """What must be importable where it is judged: "numpy" or "torch"."""
        return "torch" if self.framework == "torch" else "numpy"

    @property
    def tests(self) -> tuple[Path, Path]:
        """The public test file and the hidden one."""
        return self.folder / "test_public.py", self.folder / "test_hidden.py"

    @property
    def adapter(self) -> Path | None:
        """`adapter.py`, where the exercise has one."""
        path = self.folder / "adapter.py"
        return path if path.exists() else None

    @property
    def bench(self) -> Path | None:
        """`bench.json`, the input that `dlgrade bench` measures, where the exercise has one; it decides no verdict."""
        path = self.folder / "bench.json"
        return path if path.exists() else None

    @property
    def public_files(self) -> list[Path]:
        """The files that a learner may see."""
        names = ("exercise.toml", "README.md", "README.zh.md", "stub.py", "test_public.py", "adapter.py", "bench.json")
        return [path for name in names if (path := self.folder / name).exists()]

    @property
    def transcript(self) -> Path | None:
        """The reference's answers in the public cases, in a release: it has neither the reference nor hidden tests."""
        return _transcript(self.solutions)

    @property
    def reference(self) -> Path:
        """Our solution."""
        return self.solutions / "reference.py"

    @property
    def right(self) -> tuple[Path, ...]:
        """Right answers in other styles."""
        return tuple(sorted((self.solutions / "right").glob("*.py")))

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The labelled wrong submissions, by name."""
        return tuple(read_mistake(path) for path in sorted((self.solutions / "wrong").glob("*.py")))


class Catalogue:
    """A folder with `exercises/` and `solutions/`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        if not (root / "exercises").is_dir():
            raise UsageError(
                Text(
                    f'There is no catalogue at "{root}": it has no folder "exercises".',
                    f"“{root}”处没有题库：其中没有文件夹“exercises”。",
                ),
                Text(
                    "Name a folder that holds exercises/ and solutions/ with --catalogue PATH.",
                    "请用 --catalogue PATH 指定一个含有 exercises/ 和 solutions/ 的文件夹。",
                ),
            )

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        """The names of all exercises, sorted."""
        return slugs_in(self.root)

    @cached_property
    def ways(self) -> Ways:
        """The paths through the exercises, their prerequisites, and where they are asked.

        Raises:
            UsageError: `exercises/paths.toml` is malformed.
        """
        return read_ways(self.root / "exercises" / PATHS, self.slugs)

    def files(self, slug: str) -> Iterator[Path]:
        """Everything that belongs to the exercise, but for what Python has compiled."""
        for part in ("exercises", "solutions"):
            for path in (self.root / part / slug).rglob("*"):
                if path.is_file() and "__pycache__" not in path.parts:
                    yield path

    def __iter__(self) -> Iterator[Exercise]:
        return (self[slug] for slug in self.slugs)

    def __getitem__(self, slug: str) -> Exercise:
        if slug not in self.slugs:
            near = difflib.get_close_matches(slug, self.slugs, n=3, cutoff=0.5)
            meant = Text(f"Did you mean {', '.join(near)}?", f"你要找的是不是 {'、'.join(near)}？")
            listed = Text("`dlgrade list` shows the exercises.", "`dlgrade list` 会列出所有题目。")
            raise UsageError(Text(f'There is no exercise "{slug}".', f"没有题目“{slug}”。"), meant if near else listed)
        return read_exercise(self.root / "exercises" / slug, self.root / "solutions" / slug)


def read_exercise(folder: Path, solutions: Path) -> Exercise:
    """Read `exercise.toml` in `folder`.

    Raises:
        UsageError: the file is not TOML, or a key is missing, unknown or of the wrong kind.
    """
    path = folder / "exercise.toml"
    table = Table(path, read_toml(path))
    version = table.take("format", int)
    if version != FORMAT:
        raise UsageError(
            f'"{path}" has format {version}; this program reads format {FORMAT}.',
            "Upgrade dlgrade." if version > FORMAT else "Write format = 1.",
        )
    title = table.text("title")
    difficulty = table.choice("difficulty", DIFFICULTIES)
    framework = table.choice("framework", FRAMEWORKS)
    topics = tuple(table.strings("topics"))
    entries = tuple(_read_entry(entry) for entry in table.tables("entry"))
    if not entries:
        table.fail("entry", "at least one [[entry]] table with name and signature", "none")
    limits = _read_limits(table.table("limits"))
    tolerances = _read_tolerances(table.table("tolerances"))
    rules = table.table("rules")
    forbid, allow = tuple(rules.strings("forbid", ())), tuple(rules.strings("allow", ()))
    rules.done()
    hints = tuple(item.whole_text() for item in table.tables("hint"))
    conventions = tuple(item.whole_text() for item in table.tables("convention"))
    promises, pure_methods = _read_promises(table.table("promises"), entries)
    if _transcript(solutions):  # they are tried with the reference and with hidden tests
        promises = ()
    source = table.take("source", str)
    table.done()
    return Exercise(
        slug=folder.name,
        folder=folder,
        solutions=solutions,
        title=title,
        topics=topics,
        difficulty=difficulty,
        framework=framework,
        entries=entries,
        limits=limits,
        tolerances=tolerances,
        rules=forbid,
        allow=allow,
        hints=hints,
        conventions=conventions,
        promises=promises,
        pure_methods=pure_methods,
        source=source,
        digest=_digest(folder, solutions),
    )


def _transcript(solutions: Path) -> Path | None:
    """The transcript that is there in the reference's place."""
    path = solutions / "transcript.bin"
    return path if path.exists() and not (solutions / "reference.py").exists() else None


class Parameter(NamedTuple):
    """A parameter of a pinned signature."""

    name: str
    has_default: bool
    keyword_only: bool


def signature_parameters(signature: str) -> list[Parameter]:
    """The parameters of a pinned signature."""
    function = tree_of(f"def f{signature}: ...").body[0]
    assert isinstance(function, ast.FunctionDef)
    arguments = function.args
    required = len(arguments.args) - len(arguments.defaults)
    positional = [Parameter(item.arg, index >= required, False) for index, item in enumerate(arguments.args)]
    keyword = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return positional + [Parameter(item.arg, default is not None, True) for item, default in keyword]


def read_mistake(path: Path) -> Mistake:
    """Read the header of a file in `wrong/`: the module's docstring is TOML.

    Raises:
        UsageError: the file does not start with such a docstring, or a key is wrong.
    """
    try:
        header = ast.get_docstring(tree_of(path.read_text(encoding="utf-8")), clean=True) or ""
    except SyntaxError:
        header = _raw_header(path)
    try:
        values = tomllib.loads(header)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            f'The header of "{path}" is not TOML: {error}.',
            "Start the file with a docstring that holds verdict, caught_by, en and zh.",
        ) from None
    table = Table(path, values)
    mistake = Mistake(
        name=path.stem,
        path=path,
        verdict=Verdict(table.choice("verdict", tuple(verdict.value for verdict in Verdict))),
        caught_by=tuple(table.strings("caught_by", ())),
        explanation=Text(table.take("en", str), table.take("zh", str)),
    )
    table.done()
    return mistake


def _raw_header(path: Path) -> str:
    """The docstring of a file that does not parse (a mistake may be a syntax error)."""
    parts = path.read_text(encoding="utf-8").split('"""')
    return parts[1] if len(parts) > 2 and not parts[0].strip() else ""


def _read_entry(table: Table) -> Entry:
    entry = Entry(
        name=table.take("name", str),
        kind=table.choice("kind", ("function", "class"), "function"),
        signature=table.signature("signature", table.take("signature", str)),
        methods={
            name: table.signature(f"methods.{name}", signature)
            for name, signature in table.take("methods", dict, {}).items()
        },
    )
    table.done()
    return entry


def _read_limits(table: Table) -> CaseLimits:
    default = CaseLimits()
    limits = CaseLimits(
        time_s=table.number("time_s", default.time_s),
        time_factor=table.number("time_factor", default.time_factor),
        load_s=table.number("load_s", default.load_s),
        memory_bytes=int(table.number("memory_mib", default.memory_bytes >> 20) * (1 << 20)),
        output_bytes=int(table.number("output_mib", default.output_bytes >> 20) * (1 << 20)),
    )
    table.done()
    return limits


def _read_tolerances(table: Table) -> dict[str, tuple[float, float]]:
    """Per dtype name: (rtol, scale-relative atol); they replace the defaults of `grader.judge.compare`."""
    result = {}
    for dtype in list(table.values):
        pair = table.take(dtype, list)
        if len(pair) != 2 or not all(isinstance(item, int | float) and item >= 0 for item in pair):
            table.fail(dtype, "[rtol, atol], two numbers that are not negative", repr(pair))
        result[dtype] = (float(pair[0]), float(pair[1]))
    return result


def _read_promises(table: Table, entries: tuple[Entry, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The names of those that are given, in the order of `PROMISES`, and the methods that are pure; none without it."""
    methods = {method for entry in entries for method in entry.methods}
    pure = table.strings("pure_methods", ())
    for method in pure:
        if method not in methods:
            table.fail(
                "pure_methods", f"names of methods ({', '.join(sorted(methods)) or 'there are none'})", repr(method)
            )
    given = tuple(name for name in PROMISES if table.take(name, bool, False))
    table.done()
    if {"answers_stay", "new_arrays"} <= set(given):
        table.fail("answers_stay", "left out, for new_arrays promises it too", "both")
    if pure and "any_order_of_calls" not in given:
        table.fail("pure_methods", "given with any_order_of_calls only", repr(pure))
    return given, frozenset(pure)


def _digest(folder: Path, solutions: Path) -> str:
    """SHA-256 over the names and contents of everything that can change a verdict."""
    files = [folder / name for name in ("exercise.toml", "test_public.py", "test_hidden.py", "adapter.py")]
    return digest_of(
        (path.name, path.read_bytes())
        for path in [*files, solutions / "reference.py", solutions / "transcript.bin"]
        if path.exists()
    )
