"""TOML that people wrote: read with every key accounted for, and refused with file, key and expectation."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any, NoReturn

from grader.errors import UsageError
from grader.syntax import tree_of
from grader.texts import LANGUAGES, Said, Text, as_text

_NO_DEFAULT: Any = object()
NOTHING = Text("nothing", "空")


def read_toml(path: Path, missing: Said = "Each exercise folder holds an exercise.toml.") -> dict[str, Any]:
    """A TOML file's tables.

    Args:
        missing: what to do where there is no such file.

    Raises:
        UsageError: it is missing, cannot be read, or is not UTF-8 or TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(Text(f'"{path}" is missing.', f"缺少文件“{path}”。"), missing) from None
    except OSError as error:
        raise UsageError(
            Text(f'"{path}" cannot be read: {error.strerror}.', f"无法读取“{path}”：{error.strerror}。"),
            Text("Check the path and its permissions.", "请检查路径和权限。"),
        ) from None
    except UnicodeDecodeError as error:
        raise UsageError(
            Text(f'"{path}" is not UTF-8: {error}.', f"“{path}”不是 UTF-8：{error}。"),
            Text("Save the file as UTF-8.", "请把文件保存为 UTF-8。"),
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            Text(f'"{path}" is not TOML: {error}.', f"“{path}”不是 TOML：{error}。"),
            Text("Mend the line that it names.", "请修改它所指的那一行。"),
        ) from None


class Table:
    """A TOML table being read: each key is taken once; what is left over is unknown and refused.

    Every method raises UsageError where the file does not hold what it asks for; `page` is the page of docs/ that the
    error names.
    """

    def __init__(
        self, path: Path, values: dict[str, Any], prefix: str = "", page: str = "docs/exercise-format.md"
    ) -> None:
        self.path, self.values, self.prefix, self.page = path, dict(values), prefix, page

    def fail(self, key: str, expected: Said, found: Said) -> NoReturn:
        """Refuse the key; always raises UsageError."""
        name, wanted, there = self.prefix + key, as_text(expected), as_text(found)
        raise UsageError(
            Text(
                f'"{self.path}": key "{name}" should be {wanted.en}; found {there.en}.',
                f"“{self.path}”：键“{name}”应为{wanted.zh}；实际为{there.zh}。",
            ),
            Text(f"{self.page} describes each key.", f"{self.page} 说明了每个键。"),
        )

    def take(self, key: str, kind: type, default: Any = _NO_DEFAULT) -> Any:
        """The value of exactly this kind."""
        value = self.values.pop(key, default)
        if value is _NO_DEFAULT:
            self.fail(key, _KIND_WORDS[kind], NOTHING)
        if type(value) is not kind:
            self.fail(key, _KIND_WORDS[kind], repr(value))
        return value

    def number(self, key: str, default: float) -> float:
        """A number above 0."""
        value = self.values.pop(key, default)
        if type(value) not in (int, float) or not value > 0:
            self.fail(key, Text("a number above 0", "大于 0 的数"), repr(value))
        return float(value)

    def choice(self, key: str, choices: tuple[str, ...], default: Any = _NO_DEFAULT) -> str:
        """One of these strings."""
        value: str = self.take(key, str, default)
        if value not in choices:
            near = difflib.get_close_matches(value, choices, n=1)
            listed = Text("one of ", "下列之一：") + ", ".join(choices)
            self.fail(key, listed, repr(value) + (f" (did you mean {near[0]!r}?)" if near else ""))
        return value

    def strings(self, key: str, default: Any = _NO_DEFAULT) -> list[str]:
        """A list of strings."""
        value = self.take(key, list, list(default) if default is not _NO_DEFAULT else default)
        if not all(isinstance(item, str) for item in value):
            self.fail(key, Text("a list of strings", "字符串列表"), repr(value))
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
        return Table(self.path, values, f"{self.prefix}{key}.", self.page)

    def tables(self, key: str) -> list[Table]:
        """The tables of an array, [] where it is missing."""
        values = self.take(key, list, [])
        if not all(isinstance(item, dict) for item in values):
            self.fail(key, Text(f"[[{key}]] tables", f" [[{key}]] 形式的表"), repr(values))
        return [Table(self.path, item, f"{self.prefix}{key}[{index}].", self.page) for index, item in enumerate(values)]

    def done(self) -> None:
        """Refuse what nobody has taken."""
        for key in self.values:
            raise UsageError(
                Text(
                    f'"{self.path}": key "{self.prefix}{key}" is not known.',
                    f"“{self.path}”：没有键“{self.prefix}{key}”。",
                ),
                Text(f"Check its spelling; {self.page} lists the keys.", f"请检查拼写；{self.page} 列出了所有的键。"),
            )


_KIND_WORDS = {
    bool: Text("a boolean (true or false)", "布尔值（true 或 false）"),
    str: Text("a string", "字符串"),
    int: Text("a whole number", "整数"),
    list: Text("a list", "列表"),
    dict: Text("a table", "表"),
}
