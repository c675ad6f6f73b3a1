"""A text for people, in the languages that the project speaks."""

from __future__ import annotations

import os
from dataclasses import dataclass

LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Text:
    """One sentence or paragraph in English and Chinese."""

    en: str
    zh: str

    def in_(self, lang: str) -> str:
        """The text in `lang` ("en" or "zh")."""
        return self.zh if lang == "zh" else self.en

    def to_json(self) -> dict[str, str]:
        """As a JSON object: {"en": ..., "zh": ...}."""
        return {"en": self.en, "zh": self.zh}


def default_language() -> str:
    """The language of the system, unless DLGRADE_LANG names another: "en" or "zh"."""
    spoken = os.environ.get("DLGRADE_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh" if spoken.lower().startswith("zh") else "en"
