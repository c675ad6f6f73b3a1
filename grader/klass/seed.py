"""An assignment's secret seed: in a file of its own, which nobody else can read; a report carries its salted hash."""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import tomllib
from dataclasses import dataclass
from pathlib import Path

from grader.catalogue.toml_table import Table
from grader.errors import UsageError
from grader.texts import Text

_LEAST_CHARS = 16  # what is shorter can be found from its hash by trying
_MOST_BYTES = 4096
PAGE = "docs/instructor.md"


@dataclass(frozen=True)
class Seed:
    """A run seed that is never shown, and the salt that its hash is made with."""

    value: str
    salt: str

    def __repr__(self) -> str:
        """Without the seed: it must not come into a log by being printed."""
        return f"Seed({self.hash!r})"

    @property
    def hash(self) -> str:
        """The form that reports may show: "SALT:SHA-256 of salt and seed"."""
        digest = hashlib.sha256(f"dlgrade/seed/1\0{self.salt}\0{self.value}".encode()).hexdigest()
        return f"{self.salt}:{digest}"


def write_seed(path: Path) -> bool:
    """Create the file with a fresh seed, for its owner alone; False, and nothing done, where something is there."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(_TEMPLATE.format(seed=secrets.token_hex(16), salt=secrets.token_hex(8)))
    return True


def read_seed(path: Path) -> Seed:
    """The seed of that file.

    Raises:
        UsageError: there is none, others can read it, or it holds no seed.
    """
    table = Table(path, _parsed(path, _read(path)), page=PAGE)
    seed, salt = table.take("seed", str), table.take("salt", str)
    table.done()
    for key, value, least in (("seed", seed, _LEAST_CHARS), ("salt", salt, 1)):
        if len(value) < least:
            expected = Text(f"a string of at least {least} characters", f"至少 {least} 个字符的字符串")
            found = Text(f"one of {len(value)}", f"只有 {len(value)} 个字符")  # a seed is not told, not even a bad one
            table.fail(key, expected, found)
    return Seed(seed, salt)


def _read(path: Path) -> str:
    """The file's text, by one open: what is checked is what is read."""
    try:
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and stat.S_ISREG(mode) and mode & 0o077:
                raise _readable_by_others(path, mode)
            return file.read(_MOST_BYTES).decode("utf-8")
    except FileNotFoundError:
        raise UsageError(
            Text(f'The secret seed "{path}" is missing.', f"缺少私密种子文件“{path}”。"),
            Text(
                f"Put it back from where you keep it; `dlgrade assignment new {path.stem}` writes a new one, "
                "with which hidden inputs change.",
                f"请从备份恢复；`dlgrade assignment new {path.stem}` 会写出新的种子，但隐藏用例的输入会随之改变。",
            ),
        ) from None
    except OSError as error:
        raise _not_read(path, str(error.strerror)) from None
    except UnicodeDecodeError as error:
        raise _not_read(path, str(error.reason)) from None


def _parsed(path: Path, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:  # its message may quote the line
        raise _not_read(path, "it is not TOML") from None


def _readable_by_others(path: Path, mode: int) -> UsageError:
    return UsageError(
        Text(
            f'The secret seed "{path}" may be read by others: its mode is {stat.S_IMODE(mode):03o}.',
            f"私密种子“{path}”可被他人读取：其权限为 {stat.S_IMODE(mode):03o}。",
        ),
        Text(
            f"Close it: chmod 600 {path}. If a student may have read it, delete it and make a new one.",
            f"请收紧权限：chmod 600 {path}。如果学生可能已读过它，请删除并生成新的种子。",
        ),
    )


def _not_read(path: Path, why: str) -> UsageError:
    return UsageError(
        Text(f'The secret seed "{path}" cannot be read: {why}.', f"无法读取私密种子“{path}”：{why}。"),
        Text('It is a file with two lines: seed = "..." and salt = "...".', '它有两行：seed = "..." 和 salt = "..."。'),
    )


_TEMPLATE = """\
# Secret. Whoever reads this can compute the inputs of the hidden cases. Keep it, for a regrade needs the same seed.
seed = "{seed}"
salt = "{salt}"
"""
