"""Renders pages: the templates with what every page of a language uses, and files."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from parity.files import write_whole
from reports.site.text.numbers import digits
from reports.site.text.words import TITLES, role_name, word

GAPS = {"en": " ", "ja": ""}
"""What stands between two sentences."""


def write_page(
    environment: Environment, folder: Path, name: str, template: str, **values: Any
) -> Path:
    """Render one page of a language into its file below ``folder``, and return its path."""
    depth = name.count("/")
    text = environment.get_template(template).render(
        here=name, way=_way(name), up="../" * depth, root="../" * (depth + 1), **values
    )
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode())
    return path


WAYS = {
    "exam.html": "exam.html",
    "sheets": "exam.html",
    "check.html": "check.html",
    "evidence.html": "evidence.html",
    "claims.html": "evidence.html",
    "experiments": "evidence.html",
}
"""To which of the four ways in a page or a folder belongs; the others to learning."""


def _way(name: str) -> str:
    return WAYS.get(name.split("/")[0], "index.html")


def _word(language: str, key: str, **values: object) -> str:
    return word(key, language, **values)


def _versions(results: dict[str, Any]) -> str:
    names = {"numpy": "NumPy", "torch": "PyTorch", "keras": "Keras", "tensorflow": "TensorFlow"}
    known = results.get("environment") or {}
    return ", ".join(f"{title} {known[key]}" for key, title in names.items() if key in known)


def environment(language: str, results: dict[str, Any]) -> Environment:
    """Return the templates with what every page of one language uses.

    Args:
        language: ``"en"`` or ``"ja"``.
        results: the content of ``results.json``; its date and versions stand on every page.
    """
    created = str(results.get("created") or "")[:10]
    return _of_language(language, created, _versions(results))


@cache
def _of_language(language: str, created: str, versions: str) -> Environment:
    templates = _environment()
    templates.globals.update(
        language=language,
        other="en" if language == "ja" else "ja",
        t=partial(_word, language),
        gap=GAPS[language],
        titles=TITLES,
        digits=digits,
        role_name=lambda role: role_name(role, language),
        versions=versions,
        created=created,
    )
    return templates


def entrance() -> str:
    """Return the page that leads to the reader's language."""
    return _environment().get_template("entrance.html.j2").render()


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("reports.site"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
