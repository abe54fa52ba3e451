"""What the page for code of one's own shows: words, and the concepts to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from parity.describing.concept import Concept
from reports.site.text.words import group_title
from reports.site.writing.words import as_json, for_scripts, with_code


@dataclass(frozen=True)
class OwnCode:
    """The page's part in one language.

    Attributes:
        words: what it says.
        groups: (title, [(name, title), ...]) of the concepts.
        no_script: what is needed to judge here.
        from_file: what to do where the page was opened as a file.
        data: the same words for the script.
    """

    words: dict[str, str]
    groups: list[tuple[str, list[tuple[str, str]]]]
    no_script: Markup
    from_file: Markup
    data: Markup


def own_code(concepts: Sequence[Concept], language: str) -> OwnCode:
    """Return what the page shows for ``concepts``, in the order of the course."""
    words = for_scripts(language)
    groups = [
        (group_title(group, language), [(c.name, c.title[language]) for c in own])
        for group, own in groupby(concepts, lambda concept: concept.group)
    ]
    command, contract = "parity check my_layers.py", "parity contract batch_norm"
    return OwnCode(
        words=words,
        groups=groups,
        no_script=with_code("no_script", language, command=command, contract=contract),
        from_file=with_code("from_file", language, command="parity site --serve"),
        data=as_json({"words": words}),
    )
