"""Reading, finding and naming submissions; each refusal is read, word for word where it matters."""

from __future__ import annotations

import errno
import hashlib
import os
import socket
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.submission import (
    MAX_BYTES,
    Submission,
    _python_files,
    _refusal,
    exercise_of,
    find_submissions,
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
