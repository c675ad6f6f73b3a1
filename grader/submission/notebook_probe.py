"""Run as a script in a child process: what is in a notebook, and which of its lines are an answer.

The folder that holds `grader` and the work are the arguments. "cells": on stdin are a notebook's bytes, to stdout goes
what `cells` makes of them. "chosen": on stdin is a JSON object, the arguments of `grader.submission.needed.chosen`, to
stdout go the lines. What takes more than the limits ends this process and not the command: 100 bytes of JSON can hold
a nest of lists, 100 MB of it a hundred million of them.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any

CPU_S = 10
MEMORY_BYTES = 1 << 30
"""Limits: a notebook of 100 MB, nearly all of it pictures, needs 0.5 s and 400 MB."""

_CONFLICT = re.compile(rb"^<{7}(?=[ \r\n])", re.M)
_PAGE = re.compile(rb"\s*<(?:!doctype|html|head|body|!--)", re.I)
# Kernels whose language some notebooks leave out, by how their names begin; any other name may be an environment's.
_KERNELS = {"ir": "R", "julia": "Julia", "xcpp": "C++", "bash": "Bash", "octave": "Octave", "javascript": "JavaScript"}
_NEWEST = 4
_MARK = "dlgrade"


class NotRead(Exception):  # a word and its facts, which the parent makes an error of
    """Why a notebook cannot be read: a kind of `grader.submission.refused`, with its facts."""

    def __init__(self, kind: str, **facts: str) -> None:
        super().__init__(kind)
        self.kind, self.facts = kind, facts


def cells(data: bytes) -> dict[str, Any]:
    """{"cells": [[number, source, mark or null], ...]}: the code cells, by their place among all cells, from 1.

    The mark of a cell is the exercise that its tag names, "" for the tag `dlgrade` alone, null without one.
    Or {"refused": kind, "facts": {...}}.
    """
    try:
        return {"cells": list(_code_cells(_read(data)))}
    except NotRead as why:
        return {"refused": why.kind, "facts": why.facts}
    except (RecursionError, MemoryError):
        return {"refused": "notebook_deep", "facts": {}}


def _read(data: bytes) -> dict[str, Any]:
    """The notebook's object, if it is one of a version and a language that are known."""
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotRead("notebook_encoding") from None
    except ValueError as error:
        if _PAGE.match(data):
            raise NotRead("notebook_page") from None
        conflict = _CONFLICT.search(data)
        if conflict is not None:
            raise NotRead("notebook_conflict", line=str(data.count(b"\n", 0, conflict.start()) + 1)) from None
        raise NotRead("notebook", error=str(error)[:200]) from None
    version = notebook.get("nbformat", _NEWEST) if isinstance(notebook, dict) else 0
    if not isinstance(version, int) or not isinstance(notebook, dict):
        raise NotRead("notebook_shape")
    if version > _NEWEST:
        raise NotRead("notebook_version", version=str(version))
    language = _language(notebook)
    if language and "python" not in language.casefold():
        raise NotRead("notebook_language", language=language[:40])
    return notebook


def _language(notebook: dict[str, Any]) -> str:
    """The kernel's language; "" where the notebook does not say."""
    metadata = _object(notebook.get("metadata"))
    for section, member in (("language_info", "name"), ("kernelspec", "language")):
        language = _object(metadata.get(section)).get(member)
        if isinstance(language, str) and language:
            return language
    name = _object(metadata.get("kernelspec")).get("name")
    kernel = re.match(r"[a-z]+", name.casefold()) if isinstance(name, str) else None
    return _KERNELS.get(kernel[0], "") if kernel else ""


def _code_cells(notebook: dict[str, Any]) -> Any:
    """Each code cell's number, source and mark; version 3 has its cells in worksheets, and other names."""
    if isinstance(notebook.get("worksheets"), list):
        found = [cell for sheet in notebook["worksheets"] for cell in _list(_object(sheet).get("cells"))]
    else:
        found = _list(notebook.get("cells"))
    if not all(isinstance(cell, dict) for cell in found):
        raise NotRead("notebook_shape")
    code = [(number, cell) for number, cell in enumerate(found, start=1) if cell.get("cell_type") == "code"]
    for number, cell in code:
        if "python" in _cell_language(cell).casefold():
            yield number, _source(cell), _mark(cell)


def _cell_language(cell: dict[str, Any]) -> str:
    """The cell's own language, which version 3 and VS Code name; else it is the notebook's."""
    named = (cell.get("language"), _object(_object(cell.get("metadata")).get("vscode")).get("languageId"))
    return next((one for one in named if isinstance(one, str) and one), "python")


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    parts = source if isinstance(source, list) else [source]
    if not all(isinstance(part, str) for part in parts):
        raise NotRead("notebook_shape")
    return "".join(parts)


def _mark(cell: dict[str, Any]) -> str | None:
    for tag in _list(_object(cell.get("metadata")).get("tags", [])):
        name, _, slug = tag.partition(":") if isinstance(tag, str) else ("", "", "")
        if name.strip() == _MARK:
            return slug.strip()[:100]
    return None


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise NotRead("notebook_shape")
    return value


def main() -> None:
    """Read, limit, answer."""
    sys.path.append(sys.argv[1])
    from grader.submission.needed import chosen
    from grader.submission.parse_probe import set_limits

    set_limits(CPU_S, MEMORY_BYTES)
    data = sys.stdin.buffer.read()
    answer = cells(data) if sys.argv[2] == "cells" else {"lines": chosen(**json.loads(data))}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
