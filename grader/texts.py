"""A text for people, in the languages that the project speaks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeAlias

LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Text:
    """One sentence or paragraph in English and Chinese."""

    en: str
    zh: str

    def localized(self, lang: str) -> str:
        """The text in `lang` ("en" or "zh")."""
        return self.zh if lang == "zh" else self.en

    def to_json(self) -> dict[str, str]:
        """As a JSON object: {"en": ..., "zh": ...}."""
        return {"en": self.en, "zh": self.zh}

    def __add__(self, other: Text | str) -> Text:
        """Both languages, each with the other's text behind it."""
        behind = as_text(other)
        return Text(self.en + behind.en, self.zh + behind.zh)

    def __radd__(self, other: str) -> Text:
        """Both languages with the same text in front of them."""
        return Text(other + self.en, other + self.zh)


Said: TypeAlias = "Text | str"
"""A text for a person; a `str` is the same in every language: a path, another program's words."""

Tell: TypeAlias = Callable[[Said], None]
"""Takes what goes on, for whoever waits."""

_chosen: ContextVar[str] = ContextVar("language", default="")


def as_text(said: Said) -> Text:
    """The text, a `str` in both languages."""
    return said if isinstance(said, Text) else Text(said, said)


def joined(texts: Iterable[Text]) -> Text:
    """Several sentences as one text: English sets them apart by spaces, Chinese does not."""
    parts = list(texts)
    return Text(" ".join(part.en for part in parts), "".join(part.zh for part in parts))


def choose_language(lang: str) -> None:
    """Set the language of everything that the command says from now on."""
    _chosen.set(lang)


def default_language() -> str:
    """The language that was chosen, else that of DLGRADE_LANG, else that of the system: "en" or "zh"."""
    if _chosen.get():
        return _chosen.get()
    spoken = os.environ.get("DLGRADE_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh" if spoken.lower().startswith("zh") else "en"
