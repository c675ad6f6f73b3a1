"""The history as one JSON file, and back: to another machine, or into a history that has attempts of its own."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from grader.errors import UsageError
from grader.progress.attempt import Attempt
from grader.progress.history import opened
from grader.texts import Tell, Text

FORMAT = "dlgrade/history/1"


def export_to(file: Path, tell: Tell) -> int:
    """Write the file, which must be new; how many attempts it has.

    Raises:
        UsageError: it is there already, or cannot be written.
    """
    with opened(tell) as history:
        attempts = history.attempts()
        digests = dict.fromkeys(one.sha256 for one in attempts)
        sources = {digest: _packed(source) for digest in digests if (source := history.source(digest)) is not None}
        hints = history.hints()
    record = {
        "format": FORMAT,
        "attempts": [one.to_json() for one in attempts],
        "sources": sources,
        "hints": hints,
    }
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened_file:
            json.dump(record, opened_file, ensure_ascii=False, indent=1)
            opened_file.write("\n")
    except OSError as error:
        raise UsageError(
            Text(f'"{file}" could not be written: {error.strerror}.', f"无法写入“{file}”：{error.strerror}。"),
            Text("Name a file that does not exist yet.", "请指定一个还不存在的文件。"),
        ) from None
    return len(attempts)


def import_from(file: Path, tell: Tell) -> tuple[int, int]:
    """Add what the file has: how many of its attempts were new, and how many were known.

    Raises:
        UsageError: it cannot be read, or is no such file.
    """
    data = _read(file)
    attempts, broken = [], 0
    for entry in _list(data.get("attempts")):
        try:
            attempts.append(Attempt.from_json(entry))
        except (KeyError, TypeError, ValueError):
            broken += 1
    sources = list(filter(None, map(_unpacked, _dict(data.get("sources")).items())))
    broken += len(_dict(data.get("sources"))) - len(sources)
    hints = {slug: step for slug, step in _dict(data.get("hints")).items() if type(step) is int and 0 < step < 100}
    with opened(tell, write=True) as history:
        new = history.add(attempts, sources)
        history.remember_hints(hints)
    if broken:
        tell(
            Text(
                f'{broken} entries of "{file}" are damaged, and were passed over.',
                f"“{file}”中有 {broken} 项已损坏，已跳过。",
            )
        )
    return new, len(attempts) - new


def _read(file: Path) -> dict[str, Any]:
    try:
        data = json.loads(file.read_bytes())
    except OSError as error:
        raise UsageError(
            Text(f'"{file}" could not be read: {error.strerror}.', f"无法读取“{file}”：{error.strerror}。"),
            Text("Name a file that `dlgrade history export` wrote.", "请指定由 `dlgrade history export` 写出的文件。"),
        ) from None
    except (ValueError, RecursionError) as error:
        raise _no_history(file, str(error)) from None
    version = data.get("format") if isinstance(data, dict) else None
    if version == FORMAT:
        return dict(data)
    if isinstance(version, str) and version.startswith(FORMAT.rpartition("/")[0]):
        raise UsageError(
            Text(
                f'"{file}" has the format {version!r}; this program reads {FORMAT!r}.',
                f"“{file}”的格式是 {version!r}；本程序读取 {FORMAT!r}。",
            ),
            Text("Nothing was changed. Update dlgrade.", "没有改动任何内容。请更新 dlgrade。"),
        )
    raise _no_history(file, f"its format is {version!r}")


def _no_history(file: Path, why: str) -> UsageError:
    return UsageError(
        Text(f'"{file}" is no exported history: {why}.', f"“{file}”不是导出的历史记录：{why}。"),
        Text("Name a file that `dlgrade history export` wrote.", "请指定由 `dlgrade history export` 写出的文件。"),
    )


def _packed(source: bytes) -> dict[str, str]:
    """As text, where it is text."""
    try:
        return {"text": source.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(source).decode()}


def _unpacked(entry: tuple[str, Any]) -> bytes | None:
    """The source, if it is what its digest says."""
    digest, packed = entry
    packed = _dict(packed)
    try:
        text = packed.get("text")
        source = text.encode("utf-8") if isinstance(text, str) else base64.b64decode(packed["base64"], validate=True)
    except (KeyError, TypeError, UnicodeEncodeError, binascii.Error):
        return None
    return source if hashlib.sha256(source).hexdigest() == digest else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
