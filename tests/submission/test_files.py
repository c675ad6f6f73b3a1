"""Reading and finding submissions; each refusal is read, word for word where it matters."""

from __future__ import annotations

import errno
import hashlib
import os
import socket
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.limits import MAX_BYTES
from grader.submission.files import Found, _refusal, _search, find_submissions, read_submission
from grader.submission.refused import Refused
from grader.submission.submission import Submission


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
    assert str(caught.value) == 'There is no file "stabel_softmax.py".\nDid you mean stable_softmax.py? Check the path.'
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


@pytest.mark.parametrize(
    "source",
    [
        b"# dlgrade: public tests of gelu\n\nimport numpy\nfrom dlgrade.testing import case\n",
        b"from grader.testing import case",
        b"\n\t from  dlgrade.testing  import (case)\r\n",
        b"import dlgrade.testing\n",
    ],
)
def test_a_file_of_tests_is_refused(tmp_path: Path, source: bytes) -> None:
    """It is known by what it imports, which no answer can; a comment or a string about it is none."""
    with pytest.raises(Refused, match=r'a\.py" is a file of tests'):
        read_submission(write(tmp_path / "a.py", source))
    assert read_submission(
        write(tmp_path / "b.py", b'# as in: from dlgrade.testing import case\nx = "import dlgrade"\n')
    )


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
        (b"\xef\xbb\xbf# dlgrade: gelu\n", "gelu"),
        ("# dlgrade: gelu\r\nx = 1".encode("utf-16"), "gelu"),
        ("# dlgrade: gelu\r\nx = 1".encode("utf-16-be"), "gelu"),
        ("# dlgrade: gelu\nx = 1".encode("utf-32"), "gelu"),
    ],
)
def test_marker(tmp_path: Path, source: bytes, marker: str | None) -> None:
    """The marker is a comment line of its own among the first 20; the first one counts."""
    assert read_submission(write(tmp_path / "a.py", source)).marker == marker


# --- find_submissions ---


def looked_for(*paths: Path) -> tuple[list[str], dict[str, str], list[str]]:
    """The names to be read, those refused with the reason, those passed over; below the first path."""
    found = find_submissions(paths)

    def below(name: str) -> str:
        return name.removeprefix(f"{paths[0]}/")

    refused = {below(refusal.name): refusal.kind for refusal in found.refused}
    assert len(refused) == len(found.refused), "each is told once"
    return [below(str(path)) for path in found.files], refused, [below(name) for name in found.passed_over]


def test_a_folder_yields_its_python_files_sorted(tmp_path: Path) -> None:
    """Of any layout, four folders deep, whatever the case of the suffix."""
    wanted = ["a.py", "ann/gelu.py", "b.PY", "w/x/y/z/deep.py"]
    for name in wanted:
        write(tmp_path / name)
    files, refused, passed_over = looked_for(tmp_path)
    assert files == wanted and not refused and not passed_over


def test_what_nobody_hands_in_is_passed_over_and_named(tmp_path: Path) -> None:
    """Hidden files, caches, environments, pytest's own; and beside an answer its statement and its tests."""
    others = [".a.py", ".git", "__MACOSX", "__init__.py", "__pycache__", "a.md", "conftest.py", "test_a.py"]
    others += ["test_a_public.py"]
    for name in ["a.py", *others]:
        write(tmp_path / name / "x.py" if name in (".git", "__MACOSX", "__pycache__") else tmp_path / name)
    assert looked_for(tmp_path) == (["a.py"], {}, others)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.zip", "archive"),
        ("a.tar.gz", "archive"),
        ("a.RAR", "archive"),
        ("a.pdf", "document"),
        ("a.docx", "document"),
        ("a.md", "document"),
        ("a.jpeg", "document"),
        ("a.pyc", "compiled"),
        ("a.py.txt", "other_type"),
        ("a.py~", "other_type"),
        ("a", "other_type"),
        ("test_a.py", "tests"),
        ("a b\n\x1b[2J\udcff.py.bak", "other_type"),
    ],
)
def test_nothing_in_a_folder_is_left_out_in_silence(tmp_path: Path, name: str, kind: str) -> None:
    """Whoever handed in the wrong kind of file is not missing from the list."""
    write(tmp_path / "b.py")
    write(tmp_path / "ann" / name)
    assert looked_for(tmp_path) == (["b.py"], {f"ann/{name}": kind}, [])


def test_what_is_no_file_is_refused_where_it_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links, whole or broken or in a circle, pipes and sockets, whatever they are called."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.py")
    links = {"broken.py": "nowhere", "file.txt": "a.py", "folder.py": ".", "loop.py": "loop.py"}
    for name, target in links.items():
        (tmp_path / name).symlink_to(target)
    os.mkfifo("pipe.py")
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind("socket")
        files, refused, _ = looked_for(tmp_path)
    assert files == ["a.py"]
    assert refused == dict.fromkeys(links, "link") | {"pipe.py": "special", "socket": "special"}


def test_a_folder_in_which_nothing_was_handed_in_is_told(tmp_path: Path) -> None:
    """An empty one, one of which all is passed over, and one that lies too deep: somebody is missing."""
    for name in ("a.py", "bob/.DS_Store", "venv/pyvenv.cfg", "venv/lib/a.py", "w/x/y/z/too/deep.py"):
        write(tmp_path / name)
    (tmp_path / "eve").mkdir()
    (tmp_path / "x.py").mkdir()
    files, refused, passed_over = looked_for(tmp_path)
    assert files == ["a.py"] and passed_over == ["bob/.DS_Store", "venv"]
    assert refused == {
        **dict.fromkeys(["bob", "eve", "x.py"], "empty_folder"),
        "w/x/y/z/too": "deep_folder",
    }


def test_an_empty_folder_is_told_as_such(tmp_path: Path) -> None:
    """An empty hand-in is no success with nothing in it."""
    (refusal,) = find_submissions([tmp_path]).refused
    assert (refusal.name, refusal.kind) == (str(tmp_path), "empty_folder")


def test_files_are_taken_as_given(tmp_path: Path) -> None:
    """A file that the user names is read whatever it is called, unless its name says what else it is."""
    first, second, third = write(tmp_path / "test_b.txt"), write(tmp_path / "a.py"), write(tmp_path / "b.zip")
    found = find_submissions([first, second, third])
    assert found.files == [first, second] and [refusal.kind for refusal in found.refused] == ["archive"]


def test_the_statement_is_told_from_other_documents(tmp_path: Path) -> None:
    """Beside an answer it is the statement, and the answer is named."""
    statement = write(tmp_path / "gelu.md")
    assert [refusal.kind for refusal in find_submissions([statement]).refused] == ["document"]
    answer = write(tmp_path / "gelu.py")
    (refusal,) = find_submissions([statement]).refused
    assert refusal.kind == "statement" and str(answer) in refusal.remedy


def test_a_missing_path_stops_no_other(tmp_path: Path) -> None:
    """What does not exist is refused, with names like it."""
    path = write(tmp_path / "alice.py")
    found = find_submissions([tmp_path / "alcie.py", path, tmp_path / "gone" / "a.py"])
    assert found.files == [path]
    assert [(refusal.kind, refusal.remedy) for refusal in found.refused] == [
        ("missing", "Did you mean alice.py? Check the path."),
        ("no_folder", "Check the path."),
    ]


def test_an_unreadable_folder_is_told(tmp_path: Path) -> None:
    """A folder that cannot be listed is named; here it vanished, since root may list everything."""
    found = Found()
    _search(tmp_path / "gone", 1, found)
    assert [refusal.kind for refusal in found.refused] == ["unreadable_folder"]


def test_a_disk_is_no_folder_of_submissions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More files than any class has are refused before they are read."""
    monkeypatch.setattr("grader.submission.files.MAX_FILES", 3)
    for number in range(4):
        write(tmp_path / f"{number}.txt")
    with pytest.raises(UsageError, match="holds more than 3 files"):
        find_submissions([tmp_path])
