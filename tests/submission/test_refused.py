"""What is told of a file that cannot be judged: in both languages, in an error, a table and a record."""

from __future__ import annotations

import json
import string

import pytest

from grader.errors import UsageError
from grader.submission.refused import FORMAT, REASONS, UNNAMED, Refused
from grader.texts import LANGUAGES

FACTS = {"folder": "F", "error": "E", "size": "9", "limit": "8", "answer": "A", "slugs": "S", "marker": "M"}
FACTS |= {"line": "7", "version": "5", "language": "R", "entry": "N", "other": "O"}


@pytest.mark.parametrize("kind", REASONS)
def test_every_kind_is_told_in_both_languages(kind: str) -> None:
    """The error names the file, the table's reason stands beside the name; each has what to do."""
    refusal = Refused("{name}.py", kind, **FACTS)
    assert isinstance(refusal, UsageError) and refusal.exit_code == 2
    for lang in LANGUAGES:
        assert '"{name}.py"' in refusal.said.localized(lang)
        assert "name" not in refusal.reason.localized(lang).replace("named", "").replace("names", "")
        assert refusal.advice.localized(lang)
        assert "{" not in refusal.reason.localized(lang) + refusal.advice.localized(lang)
    assert refusal.reason.en[0].isupper() and refusal.reason.en.endswith(".") and refusal.reason.zh.endswith("。")


def test_the_sentences_ask_for_the_same_facts_in_both_languages() -> None:
    """No fact is lost in translation."""

    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for why in REASONS.values():
        assert names(why.said.en) == names(why.said.zh) and names(why.advice.en) == names(why.advice.zh)
    assert set(UNNAMED) <= set(REASONS)


def test_names_like_it_come_first() -> None:
    """A guess, then what always helps."""
    refusal = Refused("a.py", "unassigned", near=["gelu", "relu"])
    assert refusal.remedy.startswith("Did you mean gelu, relu? Write `# dlgrade: EXERCISE`")
    assert refusal.advice.zh.startswith("你要找的是不是 gelu, relu？请")


def test_the_record() -> None:
    """Versioned, of JSON's own types, with everything that a program needs to count it."""
    record = json.loads(json.dumps(Refused("\udcff.py", "empty").to_json()))
    assert record == {
        "format": FORMAT,
        "submission": "\udcff.py",
        "kind": "empty",
        "reason": {"en": "The file is empty.", "zh": "文件是空的。"},
        "advice": {
            "en": "Start from the stub: `dlgrade start EXERCISE` writes it.",
            "zh": "请从代码框架开始：`dlgrade start EXERCISE` 会写出它。",
        },
    }
