"""What `verify` sees in an exercise's files without running them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.authoring.lint import lint
from grader.authoring.new import new
from grader.catalogue.exercise import Catalogue
from grader.catalogue.promises import PROMISES
from grader.errors import UsageError
from grader.installed import shipped

Linted = Callable[[str, str, str], list[str]]


@pytest.fixture
def linted(tmp_path: Path) -> Linted:
    """A new exercise without its TODOs, with one text of one file replaced: what is said of it."""
    for path in list(new("doubled", tmp_path, "python")):
        path.write_text(path.read_text().replace("TODO", "done"))

    def change(name: str, old: str, new_text: str) -> list[str]:
        (path,) = tmp_path.rglob(name)
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new_text))
        return list(lint(Catalogue(tmp_path)["doubled"]))

    return change


def test_a_clean_exercise_is_clean(linted: Linted) -> None:
    """Nothing is said where nothing is wrong."""
    assert linted("stub.py", "def", "def") == []


@pytest.mark.parametrize("text", ['"""Not\n    np.random.rand()."""', "pass  # breakpoint(), torch.rand()"])
def test_texts_are_no_code(linted: Linted, text: str) -> None:
    """A string or a comment that names a generator is no chance."""
    assert linted("test_public.py", "    assert_close", f"    {text}\n    assert_close") == []


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        ("def half(x):\n    return x / 2", ["half is written in both test files"]),
        ('def half(x):\n    """Its own."""\n    return x / 2', ["half is written in both test files"]),
        ("def half(x):\n    return x // 2", []),
        ("from test_public import half", []),
    ],
)
def test_a_helper_in_both_test_files_is_named(linted: Linted, hidden: str, said: list[str]) -> None:
    """By its code; what only shares its name is another one."""
    last = "case, workload\n"
    assert linted("test_public.py", last, f"{last}\n\ndef half(x):\n    return x / 2\n") == []
    last = "assert_equal, case\n"
    found = linted("test_hidden.py", last, f"{last}\n\n{hidden}\n")
    assert [line.partition(";")[0] for line in found] == said


@pytest.mark.parametrize("slug", Catalogue(shipped()).slugs)
def test_the_shipped_exercises_are_clean(slug: str) -> None:
    """All of them."""
    assert list(lint(Catalogue(shipped())[slug])) == []


@pytest.mark.parametrize(
    ("name", "old", "new_text", "said"),
    [
        ("README.md", "what to write", "TODO", "README.md still says TODO"),
        ("test_hidden.py", "rng.random(3)", "np.random.rand(3)", '"np.random." is chance'),
        ("test_hidden.py", "rng.random(3)", "np.random.default_rng().random(3)", "chance that the run seed"),
        ("test_public.py", "rng.normal(size=size)", "torch.randn(size)", '"torch.rand" is chance'),
        ("test_public.py", "[2.0, 4.0])", "[2.0, 4.0], atol=1e-3)", "test_public.py:6: an absolute tolerance"),
        ("test_public.py", "    assert_close", "    breakpoint()\n    assert_close", "test_public.py:6: breakpoint()"),
        ("test_public.py", "[2.0, 4.0])", '[2.0, 4.0], dtype="float32")', 'rely on "float32", and the statement (en)'),
        ("test_hidden.py", "    x =", '    assert_raises("OSError", submission.doubled, 0)\n    x =', '"OSError"'),
        ("test_hidden.py", "without values", "above 1e4", 'gives away "1e4"'),
    ],
)
def test_each_oversight_is_named(linted: Linted, name: str, old: str, new_text: str, said: str) -> None:
    """With its file, and its line where it has one."""
    if said.startswith("gives"):
        linted("test_hidden.py", "rng.random(3)", "rng.random(3) * 1e4")
    assert any(said in problem for problem in linted(name, old, new_text))


@pytest.mark.parametrize(
    ("name", "old", "new_text"),
    [
        ("test_public.py", "[2.0, 4.0])", "[2.0, 4.0], atol=0.0)"),
        ("test_public.py", "[2.0, 4.0])", "[2.0, 4.0], atol=1e-3)  # three digits are asked for"),
        ("test_public.py", "[2.0, 4.0])", "[2.0, 4.0], atol=WITHIN)"),
        ("test_hidden.py", "rng.random(3)", "np.random.default_rng(seed).random(3)"),
    ],
)
def test_what_has_its_reason_is_left_alone(linted: Linted, name: str, old: str, new_text: str) -> None:
    """A tolerance of zero, one with a comment or a name; a generator with a seed."""
    assert linted(name, old, new_text) == []


DRIVEN = "submission.doubled("


@pytest.mark.parametrize(
    ("call", "named"),
    [
        ("submission.adapter.doubled(", True),
        ('getattr(submission.adapter, "doubled")(', True),
        ("submission.doubled.keep(", False),
        ('getattr(submission, "doubled")(', False),
    ],
)
def test_an_entry_point_that_only_an_adapter_calls_is_named(tmp_path: Path, call: str, named: bool) -> None:
    """The adapter runs in the submission's process: what it says can be forged."""
    for path in list(new("doubled", tmp_path, "python")):
        path.write_text(path.read_text().replace("TODO", "done"))
    folder = tmp_path / "exercises" / "doubled"
    (folder / "adapter.py").write_text("def doubled(submission, x):\n    return submission.doubled(x)\n")
    for path in (folder / "test_public.py", folder / "test_hidden.py"):
        text = path.read_text()
        assert DRIVEN in text
        path.write_text(text.replace(DRIVEN, call))
    said = [problem for problem in lint(Catalogue(tmp_path)["doubled"]) if "adapter.py" in problem]
    assert said == (
        [
            'every case for "doubled" goes through adapter.py, which runs beside the submission and can be '
            "forged; let one call it itself"
        ]
        if named
        else []
    )


def test_an_adapter_by_another_name_is_one(tmp_path: Path) -> None:
    """A test may give it a name first."""
    for path in list(new("doubled", tmp_path, "python")):
        path.write_text(path.read_text().replace("TODO", "done").replace(DRIVEN, "beside.doubled("))
    folder = tmp_path / "exercises" / "doubled"
    (folder / "adapter.py").write_text("def doubled(submission, x):\n    return submission.doubled(x)\n")
    for path in (folder / "test_public.py", folder / "test_hidden.py"):
        lines = path.read_text().split("\n")
        path.write_text(
            "\n".join(
                f"{line}\n    beside = submission.adapter" if line.startswith("def test") else line for line in lines
            )
        )
    assert any("adapter.py" in problem for problem in lint(Catalogue(tmp_path)["doubled"]))


@pytest.mark.parametrize("name", PROMISES)
def test_statement_and_declaration_give_the_same_promises(linted: Linted, name: str) -> None:
    """What the one says and the other does not is named; the sentence that each promise suggests is the promise."""
    phrase, given = PROMISES[name].phrase, f"{name} = true"
    en, zh = (
        "Returns a new list; `x` is left as it was. No call affects another.",
        "返回一个新列表，不得修改 `x`。各次调用互不影响。",
    )
    linted("exercise.toml", "inputs_untouched = true\nnew_arrays = true\nany_order_of_calls = true\n", "")
    linted("README.md", en, "A list.")
    assert linted("README.zh.md", zh, "一个列表。") == []
    (said,) = linted("README.md", "A list.", f"A list. {phrase.en}")
    assert said.startswith("README.md says ") and said.endswith(f"[promises] in exercise.toml lacks {given}")
    (said,) = linted("exercise.toml", "[promises]", f"[promises]\n{given}")
    assert said == f'README.zh.md does not give the promise {name}: write such as "{phrase.zh}"'
    assert linted("README.zh.md", "一个列表。", f"一个列表。{phrase.zh}") == []


@pytest.mark.parametrize("slug", ["Doubled", "2x", "a-b", "../x", "class", ""])
def test_a_name_that_cannot_be_one_is_refused(tmp_path: Path, slug: str) -> None:
    """And nothing is written."""
    with pytest.raises(UsageError, match="cannot be an exercise's name"):
        list(new(slug, tmp_path, "python"))
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_written_over(tmp_path: Path) -> None:
    """A second `new` of one name is refused."""
    assert len(list(new("doubled", tmp_path, "numpy"))) == 9
    with pytest.raises(UsageError, match="already exists"):
        list(new("doubled", tmp_path, "numpy"))
