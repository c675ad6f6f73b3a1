"""What is wrong with an input, and where: the file, the path to the key, the value."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from typing import Any, NoReturn

from grader.errors import UsageError
from grader.texts import Text

_CHARS = 80
_FORM = Text("The form of an input: docs/input-format.md.", "输入的格式见 docs/input-format.md。")


class Place:
    """A place in an input: the file's name and the path of keys, such as `calls[1].args[0].shape`."""

    def __init__(self, file: str, path: str = "") -> None:
        self.file, self.path = file, path

    def __truediv__(self, key: str | int) -> Place:
        step = f"[{key}]" if isinstance(key, int) else f".{key}" if self.path else key
        return Place(self.file, self.path + step)

    def fail(self, value: Any, wrong: Text, remedy: Text = _FORM) -> NoReturn:
        """Raise the error that names this place and the value.

        Raises:
            UsageError: always.
        """
        shown = _shown(value)
        en, zh = (f", {self.path}", f"，{self.path}") if self.path else ("", "")
        raise UsageError(
            Text(f'"{self.file}"{en}: {shown} {wrong.en}', f"“{self.file}”{zh}：{shown} {wrong.zh}"), remedy
        )


def _shown(value: Any) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        text = f"a {type(value).__name__}"
    return text if len(text) <= _CHARS else text[: _CHARS - 1] + "…"


def choose(name: object, names: Iterable[str]) -> Text:
    """The advice to take one of these names: those that are near, else all."""
    known = list(names)
    near = difflib.get_close_matches(str(name), known, n=3, cutoff=0.6)
    if near:
        return Text(f"Did you mean {', '.join(near)}?", f"你要写的是不是 {'、'.join(near)}？")
    return Text(f"Write one of: {', '.join(known)}.", f"请写以下之一：{'、'.join(known)}。")
