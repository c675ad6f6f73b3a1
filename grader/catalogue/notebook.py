"""An exercise as a notebook: the statement, a cell for the answer, and cells to try it out."""

from __future__ import annotations

import doctest
import json
from typing import Any

from grader.catalogue.exercise import Exercise
from grader.texts import Text

_ANSWER = Text(
    "## Your answer\n\nThe next cell is judged; its tag `{tag}` says so. What it needs of other cells is taken along. "
    "Run it, then the one below it. Or save the notebook, and run in a terminal: `dlgrade check {slug}.ipynb`",
    "## 你的答案\n\n评判的是下一个单元格，它带有标签 `{tag}`。它所需的、写在其他单元格中的代码会一并取用。"
    "请先运行它，再运行它下面的那个。也可以保存笔记本，然后在终端中运行：`dlgrade check {slug}.ipynb`",
)
_SCRATCH = Text(
    "## Try it out\n\nNothing below is judged. The example of the statement:",
    "## 试一试\n\n以下内容不评判。题面中的例子：",
)


def notebook_of(exercise: Exercise, lang: str) -> str:
    """The notebook as JSON, in format 4.5."""
    slug = exercise.slug
    tag = f"dlgrade:{slug}"
    examples = doctest.DocTestParser().get_examples(exercise.statement(lang))
    cells = [
        _cell("statement", "markdown", exercise.statement(lang)),
        _cell("about", "markdown", _ANSWER.localized(lang).format(tag=tag, slug=slug)),
        _cell("answer", "code", exercise.stub.read_text(encoding="utf-8"), tags=[tag]),
        _cell("check", "code", f"%load_ext dlgrade\n%check {slug}"),
        _cell("scratch", "markdown", _SCRATCH.localized(lang)),
        _cell("examples", "code", "".join(one.source for one in examples)),
        _cell("more", "code", ""),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _cell(name: str, kind: str, text: str, **metadata: Any) -> dict[str, Any]:
    cell = {"cell_type": kind, "id": name, "metadata": metadata, "source": text.strip().splitlines(keepends=True)}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})
