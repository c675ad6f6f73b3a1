"""A notebook's code becomes a module whose lines know their cells; what is no notebook says so."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from grader.limits import MAX_BYTES, NOTEBOOK_BYTES
from grader.submission.files import read_submission
from grader.submission.notebook import cells_of, is_notebook, module_of
from grader.submission.refused import Refused

ANSWER = "def f(x):\n    return x"


def code(source: str | list[str], *tags: str, **metadata: Any) -> dict[str, Any]:
    """A code cell of version 4."""
    return {"cell_type": "code", "source": source, "outputs": [], "metadata": {"tags": list(tags), **metadata}}


def notebook(*cells: object, **more: object) -> bytes:
    """A notebook of version 4."""
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **more}).encode()


TEXT = {"cell_type": "markdown", "source": ["# a title"], "metadata": {}}
OUTPUT = {"output_type": "display_data", "data": {"image/png": "A" * 1000}, "metadata": {}}
V3 = {"cell_type": "code", "language": "python", "input": ["def f(x):\n", "    return x"], "outputs": []}


@pytest.mark.parametrize(
    "data",
    [
        notebook(code(ANSWER)),
        notebook(code(ANSWER.splitlines(keepends=True))),
        b"\xef\xbb\xbf" + notebook(code(ANSWER.replace("\n", "\r\n"))),
        notebook(code(ANSWER), metadata={"colab": {"provenance": []}, "kernelspec": {"name": "python3"}}),
        notebook(code(ANSWER, id="x", colab={"base_uri": "https://colab.research.google.com/"}, cellView="form")),
        notebook(code(ANSWER, vscode={"languageId": "python"}), code("ls", vscode={"languageId": "shellscript"})),
        notebook({"cell_type": "code", "source": ANSWER}),
        notebook(code(ANSWER), metadata={"kernelspec": {"name": "irene", "display_name": "my environment"}}),
        notebook(code(ANSWER), metadata={"language_info": {"name": "python", "version": "3.12"}}),
        json.dumps({"nbformat": 3, "metadata": {}, "worksheets": [{"cells": [V3]}]}).encode(),
        json.dumps({"nbformat": 3, "worksheets": [{"cells": []}, {"cells": [V3, V3 | {"language": "bash"}]}]}).encode(),
        json.dumps({"cells": [code(ANSWER)]}, indent=1).encode(),
    ],
)
def test_the_forms_of_a_notebook(data: bytes) -> None:
    """Versions 3 and 4, Jupyter's, Colab's and VS Code's: the code in Python is found."""
    module = module_of(cells_of(data, "a.ipynb"), "f", ["f"])
    assert module.source.decode() == f"# coding: utf-8\n{ANSWER}\n"


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"{", "notebook", "column"),
        (b'{"cells": [' + b"1" * 5000 + b"]}", "notebook", "integer"),
        (b"\xff\xfe{}", "notebook_encoding", "UTF-8"),
        (notebook(code(ANSWER)).decode().encode("utf-16"), "notebook_encoding", "UTF-8"),
        (b"[]", "notebook_shape", "list of cells"),
        (b"{}", "notebook_shape", "list of cells"),
        (b'{"cells": 3}', "notebook_shape", "list of cells"),
        (b'{"cells": [3]}', "notebook_shape", "list of cells"),
        (notebook(code(3)), "notebook_shape", "list of cells"),  # type: ignore[arg-type]
        (notebook(code(ANSWER), nbformat="4"), "notebook_shape", "list of cells"),
        (notebook(code(ANSWER), nbformat=5), "notebook_version", "format 5"),
        (notebook(code("1"), metadata={"kernelspec": {"language": "R"}}), "notebook_language", "in R,"),
        (notebook(code("1"), metadata={"language_info": {"name": "julia"}}), "notebook_language", "in julia,"),
        (notebook(code("1"), metadata={"kernelspec": {"name": "ir"}}), "notebook_language", "in R,"),
        (notebook(code("1"), metadata={"kernelspec": {"name": "julia-1.9"}}), "notebook_language", "in Julia,"),
        (b"\n\n<!DOCTYPE html>\n<html lang='en'>", "notebook_page", "a web page"),
        (notebook(), "notebook_no_code", "without code"),
        (notebook(TEXT, code(" \n")), "notebook_no_code", "without code"),
        (notebook(code("#" * (MAX_BYTES + 1))), "notebook_code", "1,048,577 characters"),
        (b"[" * 100_000, "notebook_deep", "too deeply"),
        (b'{"cells":' + b"[" * 2_000_000, "notebook_deep", "too deeply"),
        (
            b'{\n "cells": [\n<<<<<<< HEAD\n {},\n=======\n {"a": 1}\n>>>>>>> theirs\n ]\n}',
            "notebook_conflict",
            "line 3",
        ),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, kind: str, said: str) -> None:
    """Each has its word, and a sentence that tells what to look at."""
    with pytest.raises(Refused) as caught:
        cells_of(data, "a.ipynb")
    assert caught.value.kind == kind and said in caught.value.message and caught.value.remedy


@pytest.mark.slow
def test_a_bomb_ends_a_child_and_not_the_command() -> None:
    """JSON that becomes fifty times as much in memory is refused, and takes no memory here."""
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Refused) as caught:
        cells_of(b'{"cells": [' + b"{}," * (20 << 20) + b"{}]}", "a.ipynb")
    assert caught.value.kind in ("notebook_deep", "notebook_shape")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # KiB: the text itself, and its copy


@pytest.mark.slow
def test_outputs_are_no_code(tmp_path: Path) -> None:
    """With 50 MB of outputs it is read in seconds; a file beyond all measure is not read at all."""
    path = tmp_path / "a.ipynb"
    path.write_bytes(notebook(code(ANSWER) | {"outputs": [OUTPUT] * 50_000}))
    assert path.stat().st_size > 50_000_000
    began = time.monotonic()
    assert [cell.source for cell in read_submission(path).cells] == [ANSWER]
    assert time.monotonic() - began < 10
    with path.open("wb") as file:
        file.truncate(NOTEBOOK_BYTES + 1)
    with pytest.raises(Refused) as caught:
        read_submission(path)
    assert caught.value.kind == "notebook_large"


@pytest.mark.parametrize(
    ("cells", "slug", "taken"),
    [
        ([code("a = 1"), code(ANSWER, "dlgrade"), code(ANSWER)], "f", (2,)),
        ([code(ANSWER, "x", "dlgrade:g"), code(ANSWER, "dlgrade:f")], "f", (2,)),
        ([code(ANSWER, "dlgrade:g"), code(ANSWER, "dlgrade")], "f", (2,)),
        ([code(f"# dlgrade: f\n{ANSWER}"), code(ANSWER)], "f", (1,)),
        ([code(f"%%check f --no-time\n{ANSWER}"), code(ANSWER), code(f"%%check g\n{ANSWER}")], "f", (1,)),
        ([code("#@title Setup { display-mode: 'form' }\n%%bash\ndef f(x) {"), code(ANSWER)], "f", (2,)),
        ([code("from google.colab import drive\ndrive.mount('/x')"), code(ANSWER), code("await f(1)")], "f", (2,)),
        ([TEXT, code("a = 1"), code(ANSWER)], "f", (3,)),
        ([code(f"%matplotlib inline\nx = 1\n{ANSWER}")], "f", (1,)),
    ],
)
def test_which_cells_are_judged(cells: list[object], slug: str, taken: tuple[int, ...]) -> None:
    """Those with the exercise's tag or comment, else with the tag alone, else those that define the answer."""
    told = module_of(cells_of(notebook(*cells), "a.ipynb"), slug, ["f"]).told
    assert told.cells == taken


def test_each_line_knows_its_cell() -> None:
    """Through what is left out between them; our own first line has none."""
    cells = cells_of(notebook(TEXT, code("%pip install x\nimport a\nz = 1"), code(f"\n{ANSWER} + a.b")), "a.ipynb")
    module = module_of(cells, "f", ["f"])
    assert module.source.decode().split("\n")[1:4] == ["import a", *f"{ANSWER} + a.b".split("\n")]
    assert module.places == ((0, 0), (2, 2), (3, 2), (3, 3))
    assert [(one.cell, one.line, one.text) for one in module.told.left_out] == [(2, 1, "%pip install x")]


def test_no_comment_changes_how_the_module_is_read() -> None:
    """A cookie in a cell is a comment, as in the notebook."""
    source = f"# -*- coding: utf-7 -*-\n{ANSWER}  # größer"
    module = module_of(cells_of(notebook(code(source, "dlgrade")), "a.ipynb"), "f", ["f"])
    assert "größer" in module.source.decode() and module.source.startswith(b"# coding: utf-8\n# -*- coding: utf-7")


@pytest.mark.slow
def test_hostile_cells_are_left_to_the_parser() -> None:
    """What would crash or stall Python's parser is taken as it is, and told as of any file."""
    for source in ("x = " + "(" * 50_000, "import " + ".".join("a" * 30_000)):
        cells = cells_of(notebook(code(f"{source}\n{ANSWER}", "dlgrade")), "a.ipynb")
        assert ANSWER in module_of(cells, "f", ["f"]).source.decode()


def test_a_text_is_known_as_a_notebook() -> None:
    """For programs that hand in texts; no answer in Python begins so."""
    assert is_notebook(notebook(code(ANSWER))) and is_notebook(b"\xef\xbb\xbf\n" + notebook())
    assert not is_notebook(ANSWER.encode()) and not is_notebook(b"{'a': 1}")
