"""What pages share: one style sheet, a script for each kind of page, the font.

A page asks for as few files as can be: on a phone each takes as long as what it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from parity.files import write_whole

SITE = Path(__file__).parents[1]
STATIC = SITE / "static"
WRITING = SITE / "writing" / "static"
COMPONENTS = (
    "tokens",
    "ground",
    "header",
    "marks",
    "concept",
    "code",
    "questions",
    "tables",
    "print",
)
"""The components of the style sheet, in the order in which a later one may overrule."""

SCRIPTS = {
    "page.js": (STATIC / "js/site.js", STATIC / "js/search.js", WRITING / "offline.js"),
    "concept.js": (
        STATIC / "js/concept.js",
        *(WRITING / f"{name}.js" for name in ("judge", "report", "write")),
    ),
    "check.js": tuple(WRITING / f"{name}.js" for name in ("judge", "report", "mine")),
    "exam.js": (STATIC / "js/memory.js", STATIC / "js/exam.js"),
    "map.js": (STATIC / "js/map.js",),
    "evidence.js": (STATIC / "js/evidence.js",),
}
"""The scripts that a page loads, and what each is joined from; every page loads the first."""


def style() -> str:
    """Return the style sheet of a page that needs nothing else."""
    return "\n".join(_css(STATIC / "css" / f"{name}.css") for name in COMPONENTS)


def script(*names: str) -> str:
    """Return scripts as one."""
    return _joined(STATIC / "js" / f"{name}.js" for name in names)


def write_assets(folder: Path, where: str = "") -> None:
    """Write into ``folder`` what every page loads.

    Args:
        folder: ``assets`` of the site.
        where: the script that says where the judging pages find Python.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sheet = (_css(STATIC / "css" / "fonts.css"), style(), _css(WRITING / "write.css"))
    write_whole(folder / "style.css", "\n".join(sheet).encode())
    # The front page's and the exam's alone.
    write_whole(folder / "map.css", _css(STATIC / "css" / "map.css").encode())
    (folder / "js").mkdir(exist_ok=True)
    for name, files in SCRIPTS.items():
        before = where if WRITING / "judge.js" in files else ""
        write_whole(folder / "js" / name, (before + _joined(files)).encode())
    for part in ("font", "vendor", "moving"):
        for source in sorted(path for path in (STATIC / part).rglob("*") if path.is_file()):
            target = folder / source.relative_to(STATIC)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, source.read_bytes())


def _joined(files: Iterable[Path]) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _css(file: Path) -> str:
    """Return a component without what a browser need not load: comments and indentation."""
    text = file.read_text(encoding="utf-8")
    return re.sub(r"^\s+", "", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL), flags=re.MULTILINE)
