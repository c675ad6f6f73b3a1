"""The statements as pages of the site: hooks of mkdocs (`hooks` in mkdocs.yml), which `make docs` runs.

Statements are written once, beside their exercises, and read in a terminal too: their formulas are plain text. Here
each gets a page in both languages, which links to the other, and a place in the navigation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.catalogue.exercise import Catalogue, Exercise
from grader.catalogue.listing import listed
from grader.catalogue.topics import difficulty_name, topic_name
from grader.installed import shipped
from grader.render.wrapping import unfold
from grader.texts import LANGUAGES

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

LANGUAGE_NAMES = {"en": "English", "zh": "中文"}
SECTION = "Exercises"
_SOURCE = re.compile(r"\.\./exercises/(\w+)/README((?:\.zh)?)\.md")


@dataclass(frozen=True)
class Statement:
    """A page: where in the site it is, what the navigation calls it, and its Markdown."""

    uri: str
    title: str
    markdown: str


def statements(lang: str) -> Iterator[Statement]:
    """The pages in one language, the easiest exercise first."""
    for exercise in listed(Catalogue(shipped())):
        yield Statement(_uri(exercise.slug, lang), exercise.title.localized(lang), _markdown(exercise, lang))


def _uri(slug: str, lang: str) -> str:
    return f"exercises/{slug}{'.zh' if lang == 'zh' else ''}.md"


def _markdown(exercise: Exercise, lang: str) -> str:
    """The statement with the facts of the exercise below its title."""
    title, _, text = unfold(exercise.statement(lang)).partition("\n")
    text = text.replace("```python\n>>>", "```pycon\n>>>")  # so the copy button leaves prompts and answers out
    (other,) = (language for language in LANGUAGES if language != lang)
    facts = [
        f"[{LANGUAGE_NAMES[other]}]({_uri(exercise.slug, other).removeprefix('exercises/')})",
        difficulty_name(exercise.difficulty).localized(lang),
        exercise.framework,
        *(topic_name(topic).localized(lang) for topic in exercise.topics),
    ]
    return f"{title}\n\n{' · '.join(facts)}\n\n```sh\ndlgrade start {exercise.slug}\n```\n{text}"


def on_config(config: MkDocsConfig) -> None:
    """Put the pages into the navigation, below those that mkdocs.yml has in the section of the exercises."""
    (section,) = (entry for entry in config.nav or [] if SECTION in entry)
    section[SECTION] += navigation()


def navigation() -> list[dict[str, Any]]:
    """A section for each language."""
    return [
        {name: [{statement.title: statement.uri} for statement in statements(lang)]}
        for lang, name in LANGUAGE_NAMES.items()
    ]


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Give mkdocs the pages, which are in no folder."""
    from mkdocs.structure.files import File

    for lang in LANGUAGES:
        for statement in statements(lang):
            files.append(File.generated(config, statement.uri, content=statement.markdown))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """A link to a statement, which in the repository leads to its file, leads to its page."""
    return within_the_site(markdown)


def within_the_site(markdown: str) -> str:
    """The text with links to statements as the site has them."""
    return _SOURCE.sub(r"exercises/\1\2.md", markdown)
