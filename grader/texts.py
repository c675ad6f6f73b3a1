"""A text for people, in the languages that the project speaks."""

from __future__ import annotations

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
