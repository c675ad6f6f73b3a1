"""The learner's file: nothing of theirs is overwritten unasked, and it keeps what is its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.catalogue.exercise import Catalogue, Exercise
from grader.catalogue.start import marked_stub, start
from grader.errors import UsageError
from grader.installed import shipped
from grader.limits import MAX_BYTES
from grader.page.draft import NO_FILE, Conflict, read_draft, save


@pytest.fixture
def exercise() -> Exercise:
    """An exercise."""
    return Catalogue(shipped())["stable_softmax"]


def test_without_a_file_it_is_the_stub_and_makes_none(exercise: Exercise, tmp_path: Path) -> None:
    """Whoever looks at an exercise leaves nothing; the first save makes the file that `dlgrade start` would."""
    draft = read_draft(exercise, tmp_path)
    assert (draft.text, draft.tag, list(tmp_path.iterdir())) == (marked_stub(exercise), NO_FILE, [])
    saved = save(exercise, tmp_path, draft.text, NO_FILE)
    assert saved == read_draft(exercise, tmp_path) and [*tmp_path.iterdir()] == [tmp_path / "stable_softmax.py"]
    assert not next(iter(start(exercise, tmp_path, "en")))[1], "it is the file that is there"


def test_a_save_on_an_older_state_changes_nothing(exercise: Exercise, tmp_path: Path) -> None:
    """The state of now comes with the refusal, so that a learner can choose."""
    first = save(exercise, tmp_path, "one\n", NO_FILE)
    first.path.write_text("another editor's\n")
    with pytest.raises(Conflict) as caught:
        save(exercise, tmp_path, "two\n", first.tag)
    assert caught.value.now.text == first.path.read_text() == "another editor's\n"
    assert save(exercise, tmp_path, "two\n", caught.value.now.tag).text == first.path.read_text() == "two\n"
    assert [*tmp_path.iterdir()] == [first.path]


def test_a_file_that_comes_meanwhile_is_not_overwritten(exercise: Exercise, tmp_path: Path) -> None:
    """Nor does one that was removed come back unasked."""
    path = tmp_path / "stable_softmax.py"
    path.write_text("mine\n")
    with pytest.raises(Conflict):
        save(exercise, tmp_path, "page's\n", NO_FILE)
    tag = read_draft(exercise, tmp_path).tag
    path.unlink()
    with pytest.raises(Conflict) as caught:
        save(exercise, tmp_path, "page's\n", tag)
    assert not caught.value.now.exists and not path.exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a\r\nb\r\n", b"a\r\nc\r\n"),
        (b"\xef\xbb\xbfa\nb\n", b"\xef\xbb\xbfa\nc\n"),
        (b"a\nb", b"a\nc"),
        ("ä\nb".encode(), "ä\nc".encode()),
    ],
    ids=["windows", "mark", "no end", "letters"],
)
def test_it_keeps_its_ends_of_lines_and_its_mark(
    exercise: Exercise, tmp_path: Path, before: bytes, after: bytes
) -> None:
    """An editor in a browser knows one kind of line; the file's own stays, and so do its rights."""
    path = tmp_path / "stable_softmax.py"
    path.write_bytes(before)
    path.chmod(0o640)
    draft = read_draft(exercise, tmp_path)
    save(exercise, tmp_path, draft.text, draft.tag)
    assert path.read_bytes() == before, "nothing was changed"
    save(exercise, tmp_path, draft.text.replace("b", "c"), draft.tag)
    assert path.read_bytes() == after and path.stat().st_mode & 0o777 == 0o640


def test_a_link_is_neither_read_nor_written(exercise: Exercise, tmp_path: Path) -> None:
    """As with every submission: it may lead to anything."""
    secret = tmp_path / "secret"
    secret.write_text("secret\n")
    (tmp_path / "stable_softmax.py").symlink_to(secret)
    draft = read_draft(exercise, tmp_path)
    assert draft.why_not is not None and draft.text == ""
    with pytest.raises(UsageError):
        save(exercise, tmp_path, "x", draft.tag)
    assert secret.read_text() == "secret\n"


@pytest.mark.parametrize("kind", ["notebook", "not utf-8", "pipe", "folder", "large"])
def test_what_cannot_be_edited_says_why_and_is_left_alone(exercise: Exercise, tmp_path: Path, kind: str) -> None:
    """A notebook belongs to Jupyter; a file in another encoding would not come back the same."""
    path = tmp_path / ("stable_softmax.ipynb" if kind == "notebook" else "stable_softmax.py")
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.write_bytes({"notebook": b"{}", "not utf-8": b"# \xff\n", "large": b"#" * (MAX_BYTES + 1)}[kind])
    draft = read_draft(exercise, tmp_path)
    assert draft.path == path and draft.why_not is not None and draft.why_not.zh
    with pytest.raises(UsageError):
        save(exercise, tmp_path, "x", draft.tag)
    assert [*tmp_path.iterdir()] == [path]


def test_a_text_larger_than_any_submission_is_refused(exercise: Exercise, tmp_path: Path) -> None:
    """The judge would refuse it too."""
    with pytest.raises(UsageError, match=str(MAX_BYTES)):
        save(exercise, tmp_path, "#" * (MAX_BYTES + 1), NO_FILE)
    assert not [*tmp_path.iterdir()]


def test_a_folder_that_cannot_be_written_to_is_told(exercise: Exercise, tmp_path: Path) -> None:
    """By its name, with what to look at."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="could not be written"):
        save(exercise, tmp_path / "file", "x", NO_FILE)
