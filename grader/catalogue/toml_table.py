"""TOML that people wrote: read with every key accounted for, and refused with file, key and expectation."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any

from grader.errors import UsageError
from grader.syntax import tree_of
from grader.texts import LANGUAGES, Text

_NO_DEFAULT: Any = object()


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file's tables.

    Raises:
        UsageError: it is missing, or is not UTF-8 or TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(f'"{path}" is missing.', "Each exercise folder holds an exercise.toml.") from None
    except UnicodeDecodeError as error:
        raise UsageError(f'"{path}" is not UTF-8: {error}.', "Save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f'"{path}" is not TOML: {error}.', "Mend the line that it names.") from None


class Table:
    """A TOML table being read: each key is taken once; what is left over is unknown and refused.

    Every method raises UsageError where the file does not hold what it asks for.
    """

    def __init__(self, path: Path, values: dict[str, Any], prefix: str = "") -> None:
        self.path, self.values, self.prefix = path, dict(values), prefix

    def fail(self, key: str, expected: str, found: str) -> None:
        """Refuse the key; always raises UsageError."""
        raise UsageError(
            f'"{self.path}": key "{self.prefix}{key}" should be {expected}; found {found}.',
            "docs/exercise-format.md describes each key.",
        )

    def take(self, key: str, kind: type, default: Any = _NO_DEFAULT) -> Any:
        """The value of exactly this kind."""
        value = self.values.pop(key, default)
        if value is _NO_DEFAULT:
            self.fail(key, f"a {_KIND_WORDS[kind]}", "nothing")
        if type(value) is not kind:
            self.fail(key, f"a {_KIND_WORDS[kind]}", repr(value))
        return value

    def number(self, key: str, default: float) -> float:
        """A number above 0."""
        value = self.values.pop(key, default)
        if type(value) not in (int, float) or not value > 0:
            self.fail(key, "a number above 0", repr(value))
        return float(value)

    def choice(self, key: str, choices: tuple[str, ...], default: Any = _NO_DEFAULT) -> str:
        """One of these strings."""
        value: str = self.take(key, str, default)
        if value not in choices:
            near = difflib.get_close_matches(value, choices, n=1)
            self.fail(
                key, "one of " + ", ".join(choices), repr(value) + (f" (did you mean {near[0]!r}?)" if near else "")
            )
        return value

    def strings(self, key: str, default: Any = _NO_DEFAULT) -> list[str]:
        """A list of strings."""
        value = self.take(key, list, list(default) if default is not _NO_DEFAULT else default)
        if not all(isinstance(item, str) for item in value):
            self.fail(key, "a list of strings", repr(value))
        return list(value)

    def signature(self, key: str, value: Any) -> str:
        """`value`, if it reads like the parameters of a function."""
        try:
            if not isinstance(value, str) or not value.startswith("("):
                raise SyntaxError
            tree_of(f"def f{value}: ...")
        except SyntaxError:
            self.fail(key, 'a signature such as "(x, axis=-1)"', repr(value))
        return str(value)

    def text(self, key: str) -> Text:
        """A text in each language."""
        table = self.table(key, required=True)
        return table.whole_text()

    def whole_text(self) -> Text:
        """This whole table as a text."""
        text = Text(*(self.take(lang, str) for lang in LANGUAGES))
        self.done()
        return text

    def table(self, key: str, *, required: bool = False) -> Table:
        """A table inside this one; an empty one where it is missing and not required."""
        values = self.take(key, dict, _NO_DEFAULT if required else {})
        return Table(self.path, values, f"{self.prefix}{key}.")

    def tables(self, key: str) -> list[Table]:
        """The tables of an array, [] where it is missing."""
        values = self.take(key, list, [])
        if not all(isinstance(item, dict) for item in values):
            self.fail(key, f"[[{key}]] tables", repr(values))
        return [Table(self.path, item, f"{self.prefix}{key}[{index}].") for index, item in enumerate(values)]

    def done(self) -> None:
        """Refuse what nobody has taken."""
        for key in self.values:
            raise UsageError(
                f'"{self.path}": key "{self.prefix}{key}" is not known.',
                "Check its spelling; docs/exercise-format.md lists the keys.",
            )


_KIND_WORDS = {bool: "boolean (true or false)", str: "string", int: "whole number", list: "list", dict: "table"}
