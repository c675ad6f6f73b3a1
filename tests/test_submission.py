"""Reading, finding, naming and parsing submissions; each refusal is read, word for word where it matters."""

from __future__ import annotations

import ast
import errno
import hashlib
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader import parse_probe
from grader.errors import GraderError, UsageError
from grader.report import LoadFailure
from grader.submission import (
    MAX_BYTES,
    Submission,
    _python_files,
    _refusal,
    decode,
    exercise_of,
    find_submissions,
    parse,
    read_submission,
)


@dataclass
class Slugs:
    """As much of a catalogue as `exercise_of` asks for."""

    slugs: tuple[str, ...] = ("attention", "batchnorm", "conv2d", "gelu", "self_attention", "stable_softmax")


def write(path: Path, content: bytes = b"x = 1\n") -> Path:
    """A file with this content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


# --- read_submission ---


def test_reads_the_bytes_as_they_are(tmp_path: Path) -> None:
    """Line endings and a byte order mark stay; the digest is over exactly these bytes."""
    source = b"\xef\xbb\xbf# dlgrade: gelu\r\nx = 1\r"
    path = write(tmp_path / "a.py", source)
    assert read_submission(path) == Submission(str(path), source, hashlib.sha256(source).hexdigest(), "gelu")


def test_name_is_as_the_user_wrote_it(tmp_path: Path) -> None:
    """The report shows the name that the user typed, not the resolved path."""
    assert read_submission(write(tmp_path / "a.py"), name="./a.py").name == "./a.py"


def test_missing_file_suggests_names_of_its_folder(tmp_path: Path) -> None:
    """A typing error is answered with the files that are there, and hidden ones are not among them."""
    write(tmp_path / "stable_softmax.py")
    write(tmp_path / ".stable_softmaxx.py")
    with pytest.raises(UsageError) as caught:
        read_submission(tmp_path / "stabel_softmax.py", name="stabel_softmax.py")
    assert str(caught.value) == 'There is no file "stabel_softmax.py".\nDid you mean stable_softmax.py?'
    with pytest.raises(UsageError, match=r"(?s)There is no file.*Check the path\."):
        read_submission(tmp_path / "zzz")


@pytest.mark.parametrize("inside", ["absent/a.py", "file.py/a.py"])
def test_missing_folder_is_named(tmp_path: Path, inside: str) -> None:
    """A wrong folder, or a file in a folder's place, is told apart from a wrong file name."""
    write(tmp_path / "file.py")
    path = tmp_path / inside
    with pytest.raises(UsageError) as caught:
        read_submission(path)
    assert f'There is no file "{path}": there is no folder "{path.parent}".' in str(caught.value)


def test_folder_is_refused(tmp_path: Path) -> None:
    """A folder is many submissions; reading one says so."""
    with pytest.raises(UsageError, match="is a folder; one submission is one file"):
        read_submission(tmp_path)


def test_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    """A link could point to any file that the grader may read."""
    link = tmp_path / "link.py"
    link.symlink_to(write(tmp_path / "secret.py"))
    with pytest.raises(UsageError, match=r'link\.py" is a symbolic link; a submission is a regular file'):
        read_submission(link)


def test_link_in_the_folder_part_is_followed(tmp_path: Path) -> None:
    """Only the last component is the learner's; home folders behind links are ordinary."""
    write(tmp_path / "real" / "a.py")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert read_submission(tmp_path / "link" / "a.py").source == b"x = 1\n"


def test_fifo_is_refused_at_once(tmp_path: Path) -> None:
    """Opening a pipe without a writer would wait for ever."""
    os.mkfifo(tmp_path / "pipe.py")
    with pytest.raises(UsageError, match=r'pipe\.py" is a device, a pipe or a socket'):
        read_submission(tmp_path / "pipe.py")


def test_device_is_refused() -> None:
    """A device may be endless."""
    with pytest.raises(UsageError, match='"/dev/zero" is a device, a pipe or a socket'):
        read_submission(Path("/dev/zero"))


def test_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket cannot be opened; the sentence is the one for special files."""
    monkeypatch.chdir(tmp_path)  # a socket's path may have 107 bytes at most
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind("s.py")
        with pytest.raises(UsageError, match=r'"s\.py" is a device, a pipe or a socket'):
            read_submission(Path("s.py"))


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (errno.EACCES, '"a.py" may not be read by you.\nChange its permissions: chmod u+r FILE.'),
        (errno.EPERM, '"a.py" may not be read by you.\nChange its permissions: chmod u+r FILE.'),
        (errno.EIO, '"a.py" cannot be read: Input/output error.\nCopy it to another place and try again.'),
        (errno.ELOOP, '"a.py" is a symbolic link; a submission is a regular file.\nName the file that it points to.'),
    ],
)
def test_refusals_of_the_system(code: int, sentence: str) -> None:
    """Each errno has its sentence; tested apart from the file system, for root may read everything."""
    assert str(_refusal(OSError(code, os.strerror(code)), Path("a.py"), "a.py")) == sentence


def test_error_while_reading_is_a_sentence() -> None:
    """A file that opens and then cannot be read: on Linux a process's own memory at address 0 is one."""
    if not Path("/proc/self/mem").exists():
        pytest.skip("needs /proc")
    with pytest.raises(UsageError, match=r'mem" cannot be read: Input/output error'):
        read_submission(Path("/proc/self/mem"))


def test_size_cap(tmp_path: Path) -> None:
    """The largest file is accepted, one byte more is not, and both numbers are named."""
    assert len(read_submission(write(tmp_path / "a.py", b"#" * MAX_BYTES)).source) == MAX_BYTES
    with pytest.raises(UsageError) as caught:
        read_submission(write(tmp_path / "b.py", b"#" * (MAX_BYTES + 1)))
    assert 'b.py" has 1,048,577 bytes; a submission may have 1,048,576.' in str(caught.value)


def test_huge_sparse_file_is_not_read(tmp_path: Path) -> None:
    """A terabyte of holes is refused by its size."""
    path = write(tmp_path / "a.py", b"")
    os.truncate(path, 1 << 40)
    with pytest.raises(UsageError, match=r"1,099,511,627,776 bytes"):
        read_submission(path)


def test_empty_file_is_refused(tmp_path: Path) -> None:
    """Nothing was handed in; the stub is pointed to."""
    with pytest.raises(UsageError, match=r'(?s)a\.py" is empty\..*dlgrade start'):
        read_submission(write(tmp_path / "a.py", b""))


@pytest.mark.parametrize(
    ("source", "marker"),
    [
        (b"# dlgrade: gelu\n", "gelu"),
        (b"#dlgrade:gelu", "gelu"),
        (b"  #  dlgrade:\tgelu  \r\nx", "gelu"),
        (b"\n" * 19 + b"# dlgrade: gelu\n", "gelu"),
        (b"\n" * 20 + b"# dlgrade: gelu\n", None),
        (b"\r" * 20 + b"# dlgrade: gelu\n", None),
        (b"# dlgrade: a\n# dlgrade: b\n", "a"),
        (b"x = 1  # dlgrade: gelu\n", None),
        (b"# dlgrade: two words\n", None),
        (b"# dlgrade:\n", None),
        (b"# dlgrade: \xff\n", "�"),
    ],
)
def test_marker(tmp_path: Path, source: bytes, marker: str | None) -> None:
    """The marker is a comment line of its own among the first 20; the first one counts."""
    assert read_submission(write(tmp_path / "a.py", source)).marker == marker


# --- find_submissions ---


def test_folder_yields_its_python_files_sorted(tmp_path: Path) -> None:
    """Tests, hidden files, packages' own files, environments and other suffixes are not submissions."""
    wanted = ["a.py", "ann/gelu.py", "b.py", "w/x/y/z/deep.py"]
    others = ["test_a.py", "conftest.py", "__init__.py", ".a.py", "a.txt", ".git/a.py", "__pycache__/a.py"]
    others += ["venv/pyvenv.cfg", "venv/a.py", "w/x/y/z/too/deep.py"]
    for name in wanted + others:
        write(tmp_path / name)
    (tmp_path / "loop").symlink_to(tmp_path)
    found = [str(path.relative_to(tmp_path)) for path in find_submissions([tmp_path])]
    assert sorted(found) == wanted
    assert found[:2] == ["a.py", "b.py"]


def test_files_are_taken_as_given(tmp_path: Path) -> None:
    """A file that the user names is a submission whatever it is called; the order stays."""
    first, second = write(tmp_path / "test_b.txt"), write(tmp_path / "a.py")
    assert find_submissions([first, second]) == [first, second]


def test_link_to_a_file_is_found_and_then_refused(tmp_path: Path) -> None:
    """A linked file in a class folder is reported, never passed over in silence."""
    link = tmp_path / "a.py"
    link.symlink_to(tmp_path / "nowhere")
    assert find_submissions([tmp_path]) == [link]
    assert find_submissions([link]) == [link]


def test_folder_without_submissions(tmp_path: Path) -> None:
    """An empty hand-in is an error, not a success with nothing in it."""
    write(tmp_path / "test_a.py")
    with pytest.raises(UsageError, match=r"holds no submission: no \*\.py file"):
        find_submissions([tmp_path])


def test_missing_path(tmp_path: Path) -> None:
    """A path that does not exist is named before anything is judged."""
    with pytest.raises(UsageError, match="There is no file"):
        find_submissions([tmp_path / "absent"])


def test_unreadable_folder(tmp_path: Path) -> None:
    """A folder that cannot be listed is named; here it vanished, since root may list everything."""
    with pytest.raises(UsageError, match=r'folder ".*gone" cannot be read: No such file or directory'):
        _python_files(tmp_path / "gone", 1)


# --- exercise_of ---


def submission(name: str, marker: str | None = None) -> Submission:
    """A submission with this name and marker."""
    return Submission(name, b"x", "", marker)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("gelu.py", "gelu"),
        ("week1/gelu.py", "gelu"),
        ("my_stable_softmax.py", "stable_softmax"),
        ("stable_softmax_v2.py", "stable_softmax"),
        ("stable_softmax (1).py", "stable_softmax"),
        ("stable_softmax2.py", "stable_softmax"),
        ("Stable-Softmax.py", "stable_softmax"),
        ("my_self_attention.py", "self_attention"),
    ],
)
def test_exercise_from_the_file_name(name: str, slug: str) -> None:
    """The stem, or the one slug that stands in it; of "attention" within "self_attention" the longer."""
    assert exercise_of(submission(name), Slugs()) == slug  # type: ignore[arg-type]


def test_marker_goes_before_the_name() -> None:
    """What is written inside the file outranks what it is called."""
    assert exercise_of(submission("gelu.py", "conv2d"), Slugs()) == "conv2d"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "marker", "sentence"),
    [
        ("a.py", "gelus", '"a.py" says `# dlgrade: gelus`, and there is no such exercise.\nDid you mean gelu?'),
        ("a.py", "zzzzz", "there is no such exercise.\n`dlgrade list` shows the exercises."),
        ("conv2d_and_gelu.py", None, '"conv2d_and_gelu.py" names several exercises: conv2d, gelu.\nWrite `# dlgrade'),
        ("batch_norm.py", None, 'Nothing says which exercise "batch_norm.py" answers.\nDid you mean batchnorm? Write'),
        ("zzzzzzzz.py", None, 'Nothing says which exercise "zzzzzzzz.py" answers.\nWrite `# dlgrade: EXERCISE`'),
        ("regelung.py", None, "Nothing says which exercise"),
    ],
)
def test_no_exercise(name: str, marker: str | None, sentence: str) -> None:
    """Near slugs are suggested, and the two ways to name an exercise are told."""
    with pytest.raises(UsageError) as caught:
        exercise_of(submission(name, marker), Slugs())  # type: ignore[arg-type]
    assert sentence in str(caught.value)


# --- parse: encodings ---


@pytest.mark.parametrize(
    "source",
    [
        b"x = 1",
        b"\xef\xbb\xbfx = 1",
        b"\xef\xbb\xbf# coding: utf-8\nx = 1",
        "# 注释\nx = 1".encode(),
        "# coding: gbk\n# 注释\nx = 1".encode("gbk"),
        "# coding: cp936\n# 注释\nx = 1".encode("gbk"),
        "# -*- coding: latin-1 -*-\n# é\nx = 1".encode("latin-1"),
        b"# vim: set fileencoding=utf8 :\nx = 1",
        b"x = 1\r",
        b"x = '\\d'",
        b"\x0cx = 1",
    ],
)
def test_parses(source: bytes) -> None:
    """UTF-8 with or without a byte order mark, and the old encodings that a cookie names."""
    tree = parse(source)
    assert isinstance(tree, ast.Module)
    assert isinstance(tree.body[-1], ast.Assign)


@pytest.mark.parametrize(
    ("source", "reason", "line", "error"),
    [
        (b"x = 1\ny = '\0'", "nul", 2, "a NUL byte: this is not a text file"),
        (b"\x7fELF\x02\x01\x01\0", "nul", 1, "a NUL byte"),
        ("x = 1\ny = 2\n# é".encode("latin-1"), "bytes", 3, "'utf-8' codec can't decode byte 0xe9"),
        ("# é".encode("latin-1"), "bytes", 1, "invalid or missing encoding declaration"),
        (b"a\rb\r\nc\n\xff", "bytes", 4, "byte 0xff in position 7"),
        (b"x = '\xed\xa0\x80'\n\n\n", "bytes", 1, "invalid"),
        (b"# coding: utf-7\nx = 1", "cookie", 1, "the encoding 'utf-7' is not accepted"),
        (b"# a\r# coding: utf-7\rx = 1", "cookie", 1, "the encoding 'utf-7' is not accepted"),
        (b"\r# coding: utf-7\rx = 1", "cookie", 1, "the encoding 'utf-7' is not accepted"),
        (b"\n# coding: rot13\nx = 1", "cookie", 1, "the encoding 'rot13' is not accepted"),
        (b"# coding: unicode_escape\nx = 1", "cookie", 1, "'unicode_escape' is not accepted"),
        (b"# coding: klingon\nx = 1", "cookie", 1, "unknown encoding: klingon"),
        (b"\xef\xbb\xbf# coding: gbk\nx = 1", "cookie", 1, "encoding problem: utf-8"),
        (b"# coding: ascii\n\n# \xc3\xa9", "bytes", 3, "'ascii' codec can't decode byte 0xc3"),
    ],
)
def test_encoding_failures(source: bytes, reason: str, line: int, error: str) -> None:
    """What is no text, or text in a code that a reader cannot trust, is CE with its line."""
    failure = parse(source)
    assert isinstance(failure, LoadFailure)
    assert (failure.kind, failure.facts["reason"], failure.facts["line"]) == ("encoding", reason, line)
    assert error in failure.facts["error"]


def test_decode_keeps_line_endings() -> None:
    """The text is what the rules quote lines from."""
    assert decode(b"\xef\xbb\xbfa\r\nb\r") == "a\r\nb\r"


# --- parse: syntax ---


@pytest.mark.parametrize(
    ("source", "line", "column", "text", "error"),
    [
        (b"def f(:\n    pass", 1, 7, "def f(:", "invalid syntax"),
        (b"x = 1\r\nif x\r\n    pass", 2, 5, "if x", "expected ':'"),
        (b"def f():\npass", 2, 1, "pass", "expected an indented block"),
        (b"x = 1\nreturn x", 2, 1, "return x", "'return' outside function"),
        (b"x = (1,\n", 1, 5, "x = (1,", "'(' was never closed"),
        (b"x = " + b"9" * 9999, 1, 0, "x = " + "9" * 396, "Exceeds the limit"),
        ("# coding: gbk\n软 = = 1".encode("gbk"), 2, 5, "软 = = 1", "invalid syntax"),
        (b"print 'x'", 1, 1, "print 'x'", "Missing parentheses"),
    ],
)
def test_syntax_errors(source: bytes, line: int, column: int, text: str, error: str) -> None:
    """Line, column, the line itself (cut) and Python's own words."""
    failure = parse(source)
    assert isinstance(failure, LoadFailure)
    assert failure.kind == "syntax"
    facts = failure.facts
    assert (facts["reason"], facts["line"], facts["column"], facts["text"]) == ("python", line, column, text)
    assert error in facts["error"]


HOSTILE: dict[str, tuple[bytes, str]] = {
    "open_brackets": (b"[" * MAX_BYTES, "too many nested parentheses"),
    "closed_brackets": (b"[" * (MAX_BYTES // 2) + b"]" * (MAX_BYTES // 2), "too many nested parentheses"),
    "unary": (b"x=" + b"-" * (MAX_BYTES - 3) + b"1", "nested too deeply, or too large, for Python's parser"),
    "lambdas": (b"lambda:" * 100_000 + b"1", "nested too deeply, or too large, for Python's parser"),
    "elifs": (b"if 1:pass\n" + b"elif 1:pass\n" * 80_000, "nested too deeply, or too large, for Python's parser"),
    "attributes": (b"x" + b".a" * 500_000, "nested more than 200 levels deep"),
    "sums": (b"1" + b"+1" * 500_000, "nested more than 200 levels deep"),
    "sums_just_too_many": (b"1" + b"+1" * 200, "nested more than 200 levels deep"),
    "comparisons": (b"1" + b"<1" * 500_000, "more than 250,000 syntax nodes"),
    "lines": (b"x\n" * (MAX_BYTES // 2), "nested too deeply, or too large, for Python's parser"),
    "dotted_import": (b"import " + b"a." * 500_000 + b"a", "nested too deeply, or too large, for Python's parser"),
    "indents": (b"".join(b" " * i + b"if 1:\n" for i in range(200)), "too many levels of indentation"),
    "f_strings": (b"f'''{" + b"-" * 2900 + b'f"""{' + b"-" * 2900 + b'1}"""}' + b"'''", "nested more than 200"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_source_is_bounded(name: str) -> None:
    """Nothing that fits into a submission crashes or stalls the parser: it is CE with a reason."""
    source, error = HOSTILE[name]
    failure = parse(source)
    assert isinstance(failure, LoadFailure)
    assert failure.kind == "syntax"
    assert error in failure.facts["error"]


def test_deepest_accepted_tree() -> None:
    """At the limit of depth Python's own recursive visitor still gets through."""
    tree = parse(b"1" + b"+1" * 196)
    assert isinstance(tree, ast.Module)
    ast.NodeVisitor().visit(tree)


def test_annotations_of_the_prober_do_not_leak() -> None:
    """The child must not lend its own `from __future__ import annotations` to the submission."""
    assert parse_probe.probe(b"x: (y := 1)") == {"ok": True}
    assert "within an annotation" in parse_probe.probe(b"from __future__ import annotations\nx: (y := 1)")["error"]


def child(code: str) -> tuple[str, ...]:
    """A probe that runs this code instead."""
    return (sys.executable, "-c", code)


@pytest.mark.parametrize(
    ("code", "reason", "error"),
    [
        (
            "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile 1: pass",
            "slow",
            "more than 5 seconds",
        ),
        ("import os; os.kill(os.getpid(), 11)", "crash", "parser crashes on it"),
        ("import os; os.abort()", "crash", "parser crashes on it"),
    ],
)
def test_death_of_the_child_is_the_submissions(code: str, reason: str, error: str) -> None:
    """A parser that crashes or stalls says something about the source."""
    failure = parse(b"x", probe=child(code))
    assert isinstance(failure, LoadFailure)
    assert failure.facts["reason"] == reason
    assert error in failure.facts["error"]


@pytest.mark.parametrize(
    ("probe", "error"),
    [
        (child("raise SystemError('broken')"), r"ended with status 1 and no answer(?s:.*)SystemError: broken"),
        (child("import os; os.kill(os.getpid(), 9)"), "ended with status -9 and no answer"),
        (child("import time; time.sleep(60)"), "did not work: .* timed out after"),
        (("/nonexistent/python",), "did not work: .*No such file"),
    ],
)
def test_faults_of_the_child_are_ours(probe: tuple[str, ...], error: str) -> None:
    """No answer for a reason of the machine's is never the learner's fault."""
    with pytest.raises(GraderError, match=error):
        parse(b"x", probe=probe, wall_s=1.0)


class FakeTree:
    """A node with more children than it lists."""

    _fields = ("body",)

    def __init__(self, body: Any) -> None:
        self.body = body


def test_measure_counts_and_descends() -> None:
    """The walk sees lists and single children alike."""
    deep: Any = None
    for _ in range(parse_probe.MAX_DEPTH + 1):
        deep = FakeTree(deep)
    assert parse_probe.measure(deep) == {"reason": "deep"}
    assert parse_probe.measure(FakeTree([FakeTree(None)] * parse_probe.MAX_NODES)) == {"reason": "big"}
    assert parse_probe.measure(FakeTree([FakeTree(None)] * 5)) == {"ok": True}
