"""A folder in which every file is odd in another way: all are judged to the end, and nothing is a fault of ours."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from grader import cli
from grader.catalogue.exercise import Catalogue
from grader.catalogue.public_tests import text_of
from grader.installed import shipped
from grader.render.summary import names_of, print_line, print_summary
from grader.report import Report
from grader.submission.refused import REASONS, Refused

SOFTMAX = Catalogue(shipped())["stable_softmax"]
RIGHT = SOFTMAX.reference.read_text(encoding="utf-8")
MARKED = f"# dlgrade: stable_softmax\n{RIGHT}"
NUMPY, SYSTEM = "import numpy as np\n", "import ctypes, os, sys\n"


def body(code: str, before: str = "") -> str:
    """A submission whose function does this."""
    lines = "".join(f"    {line}\n" for line in code.strip().splitlines())
    return f"{NUMPY}{before}\n\ndef stable_softmax(x, axis=-1):\n{lines}"


def softmax(then: str, before: str = "") -> str:
    """A submission that has the right answer `y`, and then does this."""
    return body(
        f"z = np.exp(x - x.max(axis=axis, keepdims=True))\ny = z / z.sum(axis=axis, keepdims=True)\n{then}", before
    )


# The beginning of a file's name, its content, and what becomes of it.
SUBMISSIONS: dict[str, tuple[str | bytes, str]] = {
    # right, and odd
    "plain": (RIGHT, "AC"),
    "the same again": (RIGHT, "AC"),
    "bom": (b"\xef\xbb\xbf" + RIGHT.encode(), "AC"),
    "crlf": (RIGHT.replace("\n", "\r\n").encode(), "AC"),
    "latin1_declared": ("# coding: latin-1\n# größer\n".encode("latin-1") + RIGHT.encode(), "AC"),
    "escapes": (softmax(r"print('\x1b[2J\x1b]0;owned\x07\r\u202e')" + "\nreturn y"), "AC"),
    "main_guard": (f'{RIGHT}\n\nif __name__ == "__main__":\n    raise SystemExit("not run")\n', "AC"),
    "new\nline": (RIGHT, "AC"),
    "esc\x1b[2J\x1b[1A\u202e": (RIGHT, "AC"),
    "byte\udcff\udc80": (RIGHT, "AC"),
    'it\'s "quoted" $HOME `id`': (RIGHT, "AC"),
    "学生的作业🎓": (RIGHT, "AC"),
    "long" * 50: (RIGHT, "AC"),
    # wrong
    "list_of_rows": (softmax("return y if x.ndim == 1 else list(y)"), "WA"),
    "strings": (softmax("return y.astype(str)"), "WA"),
    "no_return": (softmax("print(y)"), "WA"),
    "huge_int": (body("return 10 ** 400"), "WA"),
    "raises": (body("raise ValueError('\\x1b[2J' * 1000)"), "RTE"),
    "recursion": (body("return stable_softmax(x)"), "RTE"),
    "untouched": (SOFTMAX.stub.read_text(encoding="utf-8"), "RTE"),
    "forbidden": (softmax("from scipy.special import softmax\nreturn softmax(x, axis)"), "RV"),
    "system": (softmax("os.system('id')\nreturn y", SYSTEM), "RV"),
    # cannot be loaded
    "whitespace": (" \n\t\n\n", "CE"),
    "comment": ("# nothing yet\n", "CE"),
    "nul": (b"import numpy\n\0\n", "CE"),
    "latin1": ("# größte Zahl\n".encode("latin-1") + RIGHT.encode(), "CE"),
    "utf16": (RIGHT.encode("utf-16"), "CE"),
    "rot13": (f"# coding: rot13\n{RIGHT}", "CE"),
    "newer_python": (softmax('print(f"{", ".join("ab")}")\nreturn y'), "CE"),
    "python_2": ("def stable_softmax(x, axis=-1):\n    print 'hello'\n", "CE"),
    "keyword_only": (RIGHT.replace("x, axis", "x, *, axis"), "CE"),
    "signature": (RIGHT.replace("x, axis=-1", "logits"), "CE"),
    "missing": (RIGHT.replace("def stable_softmax", "def softmax"), "CE"),
    "not_callable": ("stable_softmax = 3\n", "CE"),
    "syntax": ("def stable_softmax(x, axis=-1:\n    return x\n", "CE"),
    "tabs": ("def stable_softmax(x, axis=-1):\n\tif x is None:\n        return 1\n\treturn 2\n", "CE"),
    "nested": ("x = " + "(" * 5000 + ")" * 5000 + "\n", "CE"),
    "raises_at_import": (f"{RIGHT}\n\nassert stable_softmax is None, 'tried out'\n", "CE"),
    "pdf_inside": (b"%PDF-1.7\n\x00\xff\xfe", "CE"),
    "notebook_inside": (json.dumps({"cells": [], "metadata": 1}), "CE"),
}

# As SUBMISSIONS, for an exercise in which nothing is forbidden.
FREE: dict[str, tuple[str | bytes, str]] = {
    "objects": (softmax("return y.astype(object)"), "WA"),
    "nan": (softmax("return y * np.nan"), "WA"),
    "bytearray": (softmax("return bytearray(y.tobytes())"), "WA"),
    "itself": (body("y = []\ny.append(y)\nreturn y"), "PE"),
    "rigged_equality": (
        softmax("return Y(y)", "class Y(list):\n    def __eq__(self, other):\n        return True\n"),
        "WA",
    ),
    "rigged_array": (
        softmax("return Y()", f"{SYSTEM}class Y:\n    def __array__(self, *_, **__):\n        os._exit(0)\n"),
        "WA",
    ),
    "generator": (softmax("return (row for row in y)"), "WA"),
    "patched_numpy": (
        softmax("return y + 1", "np.testing.assert_allclose = np.allclose = lambda *_, **__: True\n"),
        "WA",
    ),
    "exits": (body("sys.exit(0)", SYSTEM), "RTE"),
    "leaves": (body("os._exit(0)", SYSTEM), "RTE"),
    "kills_parent": (body("os.kill(os.getppid(), 9)\nos.kill(1, 9)\nreturn x", SYSTEM), "WA"),
    "kills_all": (body("os.kill(-1, 9)", SYSTEM), "RTE"),
    "segfault": (body("ctypes.string_at(0)", SYSTEM), "RTE"),
    "closes_everything": (body("os.closerange(0, 1024)\nreturn x", SYSTEM), "RTE"),
    "endless": (body("while True:\n    try:\n        np.ones(9)\n    except BaseException:\n        pass"), "TLE"),
    "endless_print": (body("while True:\n    print('x' * 10_000)"), "OLE"),
    "too_large_at_once": (body("return np.ones((1 << 17, 1 << 17))"), "RTE"),
    "memory": (body("kept = []\nwhile True:\n    kept.append(b'x' * (1 << 24))"), "MLE"),
    "large_answer": (body("return np.zeros(1 << 24)"), "OLE"),
    "import": (f"import nonsuch\n{RIGHT}", "CE"),
    "exits_at_import": (f"import sys\n{RIGHT}\n\nsys.exit('done')\n", "CE"),
    "endless_at_import": (f"{RIGHT}\n\nwhile True: ...\n", "TLE"),
    "reads_input": (f"{RIGHT}\n\nn = int(input('n? '))\n", "CE"),
}


def _notebook(*cells: str) -> str:
    return json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": cell} for cell in cells]})


# Notebooks of two cells: the second tries the answer out, and fails at it.
TRIED = "x = [1.0, 2.0]\nassert stable_softmax(x) is None\n!ls"
NOTEBOOKS = {
    "right": (_notebook(RIGHT, TRIED), "AC"),
    "marked": (_notebook(MARKED, TRIED), "AC"),
    "whole": (_notebook(f"{MARKED}\nassert stable_softmax(x) is None"), "CE"),
    "wrong": (_notebook(softmax("return y.astype(str)"), TRIED), "WA"),
    "forbidden": (_notebook(softmax("from scipy.special import softmax\nreturn softmax(x, axis)")), "RV"),
    "syntax": (_notebook("def stable_softmax(x, axis=-1:\n    return x\n"), "CE"),
    "conflict": (_notebook(f"<<<<<<< local\n{RIGHT}\n=======\n>>>>>>> remote"), "CE"),
}


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("stable_softmax.py", RIGHT)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(os.path.relpath(path))  # a path of a socket may have 107 bytes


# Whole names, how each comes to be, and why it is not judged.
OTHERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "stable_softmax_empty.py": (lambda path: path.touch(), "empty"),
    "stable_softmax_huge.py": (lambda path: path.write_bytes(b"#" * 3_000_000), "large"),
    "stable_softmax_sparse.py": (lambda path: (path.touch(), os.truncate(path, 1 << 40)), "large"),
    "answer.ipynb": (lambda path: path.write_text("{}"), "notebook_shape"),
    "broken.ipynb": (lambda path: path.write_text("{"), "notebook"),
    "merged.ipynb": (lambda path: path.write_text("{\n<<<<<<< HEAD\n"), "notebook_conflict"),
    "latin1.ipynb": (lambda path: path.write_bytes(b'{"cells": "\xff"}'), "notebook_encoding"),
    "deep.ipynb": (lambda path: path.write_bytes(b"[" * 100_000), "notebook_deep"),
    "text.ipynb": (lambda path: path.write_text('{"cells": []}'), "notebook_no_code"),
    "two_exercises.ipynb": (
        lambda path: path.write_text(_notebook(f"# dlgrade: free_softmax\n{RIGHT}", MARKED)),
        "notebook_several",
    ),
    "mine.ipynb": (lambda path: path.write_text(_notebook(RIGHT)), "unassigned"),
    "answer.zip": (_zip, "archive"),
    "answer.tar.gz": (lambda path: path.touch(), "archive"),
    "answer.pdf": (lambda path: path.write_bytes(b"%PDF-1.7"), "document"),
    "answer.docx": (_zip, "document"),
    "answer.md": (lambda path: path.write_text(f"```python\n{RIGHT}```\n"), "document"),
    "photo.HEIC": (lambda path: path.touch(), "document"),
    "stable_softmax.cpython-311.pyc": (lambda path: path.touch(), "compiled"),
    "stable_softmax.py.txt": (lambda path: path.write_text(RIGHT), "other_type"),
    "stable_softmax": (lambda path: path.write_text(RIGHT), "other_type"),
    "mine.py": (lambda path: path.write_text(RIGHT), "unassigned"),
    "free_softmax_and_stable_softmax.py": (lambda path: path.write_text(RIGHT), "ambiguous"),
    "typo.py": (lambda path: path.write_text("# dlgrade: stable_sofmax\n"), "unknown_exercise"),
    "tests_of_stable_softmax.py": (lambda path: path.write_text(text_of(SOFTMAX, "en")), "tests"),
    "test_stable_softmax_of_mine.py": (lambda path: path.write_text("def test_one(): ...\n"), "tests"),
    "stable_softmax_folder.py": (lambda path: path.mkdir(), "empty_folder"),
    "eve": (lambda path: path.mkdir(), "empty_folder"),
    "mac": (lambda path: (path.mkdir(), (path / ".DS_Store").touch()), "empty_folder"),
    "stable_softmax_pipe.py": (os.mkfifo, "special"),
    "stable_softmax_socket.py": (_socket, "special"),
    "stable_softmax_null.py": (lambda path: path.symlink_to("/dev/zero"), "link"),
    "stable_softmax_broken.py": (lambda path: path.symlink_to("gone"), "link"),
    "stable_softmax_link.py": (lambda path: path.symlink_to(SOFTMAX.reference), "link"),
    "stable_softmax_loop.py": (lambda path: path.symlink_to(path), "link"),
    "link_to_folder": (lambda path: path.symlink_to("/etc"), "link"),
}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exercise of stable softmax as it is shipped, but for its limits; and once more without its rules."""
    root = tmp_path_factory.mktemp("catalogue")
    limits = "\n[limits]\ntime_s = 5\nload_s = 5\nmemory_mib = 128\n"
    for slug in ("stable_softmax", "free_softmax"):
        shutil.copytree(SOFTMAX.folder, root / "exercises" / slug)
        shutil.copytree(SOFTMAX.solutions, root / "solutions" / slug)
        toml = root / "exercises" / slug / "exercise.toml"
        text = toml.read_text(encoding="utf-8")
        assert "[limits]" not in text and 'forbid = ["softmax"]' in text
        text = text.replace('forbid = ["softmax"]', "") if slug == "free_softmax" else text
        toml.write_text(text + limits, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder."""
    folder = tmp_path_factory.mktemp("folder") / "class"
    folder.mkdir()
    for slug, submissions in (("stable_softmax", SUBMISSIONS), ("free_softmax", FREE)):
        for name, (content, _) in submissions.items():
            content = content if isinstance(content, bytes) else content.encode()
            (folder / f"{name}_{slug}.py").write_bytes(content)
    for name, (text, _) in NOTEBOOKS.items():
        (folder / f"{name}_stable_softmax.ipynb").write_text(text, encoding="utf-8")
    for name, (make, _) in OTHERS.items():
        make(folder / name)
    (folder / "a/b/c/d/e").mkdir(parents=True)
    (folder / "a/b/c/d/e/stable_softmax.py").write_text(RIGHT)
    (folder / "ada").mkdir()
    (folder / "ada" / "-odd.py").write_text(MARKED)
    for name in (".hidden.py", "conftest.py", "ada/__init__.py"):
        (folder / name).write_text("raise SystemExit\n")
    shutil.copytree(SOFTMAX.folder, folder / ".git")
    return folder


Said = tuple[int, list[dict[str, object]], str]


@pytest.fixture(scope="module")
def said(handed_in: Path, catalogue: Path) -> Said:
    """What the command says of the folder: its exit code, the records, and what else."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        options = ["--json", "--no-time", "--sandbox", "docker", "--catalogue", str(catalogue)]
        code = cli.run(["check", str(handed_in), *options])
    return code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


pytestmark = [pytest.mark.docker, pytest.mark.slow, pytest.mark.alone]


def test_every_file_has_its_result(handed_in: Path, said: Said) -> None:
    """The verdict that it must get, or the reason for which it is not judged; none twice, none left out, none IE."""
    code, records, err = said
    results = {
        str(record["submission"]).removeprefix(f"{handed_in}/"): record.get("verdict") or record["kind"]
        for record in records
    }
    expected = {f"{name}_stable_softmax.py": verdict for name, (_, verdict) in SUBMISSIONS.items()}
    expected |= {f"{name}_free_softmax.py": verdict for name, (_, verdict) in FREE.items()}
    expected |= {f"{name}_stable_softmax.ipynb": verdict for name, (_, verdict) in NOTEBOOKS.items()}
    expected |= {name: kind for name, (_, kind) in OTHERS.items()}
    expected |= {"a/b/c/d/e": "deep_folder", "ada/-odd.py": "AC"}
    assert len(records) == len(results) and results == expected
    assert code == 1 and "IE" not in results.values()
    assert {line.rpartition("/")[2] for line in err.splitlines()} >= {
        ".hidden.py",
        "conftest.py",
        "__init__.py",
        ".git",
    }


def test_the_stub_is_told_as_such(said: Said) -> None:
    """And nothing else is."""
    untouched = [record["submission"] for record in said[1] if record.get("untouched")]
    assert [str(name).rpartition("/")[2] for name in untouched] == ["untouched_stable_softmax.py"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_and_the_lines_are_whole(said: Said, lang: str) -> None:
    """On 80 columns each takes one line and steers no terminal; the table has a row for each."""
    rows = [_row(record) for record in said[1]]
    names = names_of([row.submission if isinstance(row, Report) else row.name for row in rows])
    stream = io.StringIO()
    console = Console(file=stream, width=80, force_terminal=True, color_system=None)
    for row in rows:
        print_line(row, names, console, lang)
    assert stream.getvalue().count("\n") == len(rows)
    print_summary(rows, names, console, lang)
    text = re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())
    assert all(line.isprintable() or "\u3000" in line for line in text.split("\n"))
    table = text.split("\n")[len(rows) :]
    assert sum(bool(re.search(r"  (AC|WA|RTE|TLE|OLE|MLE|PE|RV|CE) +\d+/\d+", line)) for line in table) == sum(
        isinstance(row, Report) for row in rows
    )


def _row(record: dict[str, object]) -> Report | Refused:
    if "verdict" in record:
        return Report.from_json(record)
    facts = dict.fromkeys(
        ("folder", "error", "size", "limit", "answer", "slugs", "marker", "line", "version", "language"), "..."
    )
    assert record["kind"] in REASONS
    return Refused(str(record["submission"]), str(record["kind"]), **facts)
