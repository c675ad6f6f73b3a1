"""Tables that people keep: CSV as spreadsheets write it in any country."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError
from grader.klass.assignment import key_of
from grader.texts import Text

_DELIMITERS = ",;\t|"
_MOST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True)
class Sheet:
    """A table: its headings as they are compared ("E-Mail_Address" is "e mail address"), and its rows.

    Each row that is not empty comes with the number of its line.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]


def read_sheet(path: Path) -> Sheet:
    """The table in a file.

    Raises:
        UsageError: it cannot be read, is too large, not UTF-8, or no CSV.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(
            Text(f'"{path}" cannot be read: {error.strerror}.', f"无法读取“{path}”：{error.strerror}。"),
            Text("Name a CSV file that you may read.", "请指定一个可读取的 CSV 文件。"),
        ) from None
    if len(content) > _MOST_BYTES:
        raise UsageError(
            Text(f'"{path}" has more than {_MOST_BYTES:,} bytes.', f"“{path}”超过 {_MOST_BYTES:,} 字节。"),
            Text("Name the table of one class.", "请指定一个班级的表格。"),
        )
    return sheet_of(content, str(path))


def sheet_of(content: bytes, name: str) -> Sheet:
    """The table in these bytes: UTF-8 with or without a byte order mark; commas, semicolons, tabs.

    Raises:
        UsageError: it is not UTF-8, or no CSV.
    """
    advice = Text('Save it as "CSV UTF-8" in the spreadsheet.', "请在表格软件中另存为“CSV UTF-8”。")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, byte = content.count(b"\n", 0, error.start) + 1, f"0x{content[error.start]:02X}"
        raise UsageError(
            Text(
                f'"{name}" is not UTF-8: line {line} holds the byte {byte}.',
                f"“{name}”不是 UTF-8：第 {line} 行有字节 {byte}。",
            ),
            advice,
        ) from None
    before = 0
    if re.match(r"sep=.\r?\n", text):  # a line of Excel's own
        before, text = 1, text.partition("\n")[2]
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        headings = tuple(key_of(re.sub(r"[_\-.:*]+", " ", cell)) for cell in next(reader, []))
        rows = tuple((reader.line_num + before, row) for row in reader if any(cell.strip() for cell in row))
    except csv.Error as error:
        raise UsageError(Text(f'"{name}" is no CSV: {error}.', f"“{name}”不是 CSV：{error}。"), advice) from None
    return Sheet(headings, rows)
