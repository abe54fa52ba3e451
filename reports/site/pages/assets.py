"""What pages share: the style sheet, joined from its components, the scripts, the font."""

from __future__ import annotations

import re
from pathlib import Path

from parity.files import write_whole

STATIC = Path(__file__).parents[1] / "static"
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


def style() -> str:
    """Return the style sheet of a page that needs nothing else."""
    return "\n".join(_css(name) for name in COMPONENTS)


def script(*names: str) -> str:
    """Return scripts as one."""
    return "\n".join((STATIC / "js" / f"{n}.js").read_text(encoding="utf-8") for n in names)


def write_assets(folder: Path) -> None:
    """Write into ``folder`` what every page loads."""
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / "style.css", f"{_css('fonts')}\n{style()}".encode())
    write_whole(folder / "map.css", _css("map").encode())  # the front page's and the exam's alone
    for part in ("js", "font", "vendor", "moving"):
        for source in sorted(path for path in (STATIC / part).rglob("*") if path.is_file()):
            target = folder / source.relative_to(STATIC)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, source.read_bytes())


def _css(name: str) -> str:
    """Return a component without what a browser need not load: comments and indentation."""
    text = (STATIC / "css" / f"{name}.css").read_text(encoding="utf-8")
    return re.sub(r"^\s+", "", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL), flags=re.MULTILINE)
