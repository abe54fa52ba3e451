"""Turns a drawn sheet into markup: compact, in the page's colours, ready to stand in a page."""

from __future__ import annotations

import io
import re
from contextlib import AbstractContextManager
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG

from reports.site.drawing.sheet import VARIABLES, Sheet

SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "dl-parity",
    "svg.image_inline": True,
    "path.simplify": True,
    "path.simplify_threshold": 0.1,
    "path.snap": False,
    "path.sketch": None,
    "path.effects": [],
    "font.family": ["DejaVu Sans"],
    "text.usetex": False,
    "axes.unicode_minus": True,
}
"""What is fixed, whatever the reader's own matplotlibrc says."""

NAMESPACE = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+\.\d+")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
REFERENCE = re.compile(r"url\(#([^)]+)\)")
TRANSPARENT_TEXT = "#000000"
DROPPED = {"stroke-dashoffset: 0", "opacity: 1", "stroke-linejoin: round", "stroke-linecap: butt"}


def markup(sheet: Sheet, prefix: str) -> str:
    """Return what stands within the <svg> element; keys stand for the words.

    Every id begins with ``prefix``.

    Raises:
        ValueError: for a colour that no variable stands for, or an embedded image.
    """
    buffer = io.StringIO()
    canvas = FigureCanvasSVG(sheet.figure)
    canvas.print_svg(buffer, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    drawn = ElementTree.fromstring(buffer.getvalue())
    writer = _Writer(prefix)
    writer.children(drawn)
    return "".join(writer.parts)


def settings() -> AbstractContextManager[None]:
    """Return the context in which sheets are drawn and turned into markup."""
    return matplotlib.rc_context(SETTINGS)


class _Writer:
    """Writes elements without what a page has no use for."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.parts: list[str] = []
        self.ids: dict[str, str] = {}

    def children(self, element: ElementTree.Element) -> None:
        open_style = ""
        for child in _leaves(element):
            tag = child.tag.removeprefix(NAMESPACE)
            if tag == "text":
                style, markup = self.text(child)
                if style != open_style:
                    self.parts.append("</g>" * bool(open_style) + f"<g {style}>")
                    open_style = style
                self.parts.append(markup)
                continue
            if open_style:
                self.parts.append("</g>")
                open_style = ""
            if tag == "path":
                self.path(child)
            elif tag == "clipPath":
                self.clip(child)
            else:
                raise ValueError(f"A figure holds a <{tag}>, for which there is no rule.")
        if open_style:
            self.parts.append("</g>")

    def text(self, element: ElementTree.Element) -> tuple[str, str]:
        """Return the attributes that texts share, and the text."""
        found = _declarations(element.get("style", ""))
        font = found.get("font", "")
        size = re.search(r"([\d.]+)px", font)
        style = f'font-size="{_short(size.group(1)) if size else 11}"'
        if "bold" in font or "700" in font:
            style += ' font-weight="600"'
        if (anchor := found.get("text-anchor", "start")) != "start":
            style += f' text-anchor="{anchor}"'
        style += f' style="fill:{_coloured(found["fill"])}"'
        x, y = _short(element.get("x", "0")), _short(element.get("y", "0"))
        return style, f'<text x="{x}" y="{y}">{escape(element.text or "")}</text>'

    def path(self, element: ElementTree.Element) -> None:
        d = _path_data(element.get("d", ""))
        found = element.get("style", "")
        kept = [part.strip() for part in found.split(";") if part.strip()]
        style = ";".join(part.replace(": ", ":") for part in kept if part not in DROPPED)
        style = _coloured(NUMBER.sub(lambda m: _short(m.group(), 2), style))
        clip = ""
        if reference := REFERENCE.search(element.get("clip-path", "")):
            clip = f' clip-path="url(#{self.identity(reference.group(1))})"'
        if d and style != "fill:none":
            self.parts.append(f'<path d="{d}"{clip} style="{style}"/>')

    def clip(self, element: ElementTree.Element) -> None:
        rect = element[0]
        sides = " ".join(
            f'{side}="{_short(rect.get(side, "0"))}"' for side in ("x", "y", "width", "height")
        )
        identity = self.identity(element.get("id", ""))
        self.parts.append(f'<clipPath id="{identity}"><rect {sides}/></clipPath>')

    def identity(self, drawn: str) -> str:
        """Return an id that no other figure has."""
        return self.ids.setdefault(drawn, f"{self.prefix}-{len(self.ids) + 1}")


def _leaves(element: ElementTree.Element) -> list[ElementTree.Element]:
    """Return what is drawn, without the groups around it."""
    found = []
    for child in element:
        tag = child.tag.removeprefix(NAMESPACE)
        if tag in ("g", "defs"):
            found += _leaves(child)
        elif tag not in ("metadata", "style") and not tag.startswith("{"):
            found.append(child)
    return found


def _declarations(style: str) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def _short(value: str, digits: int = 1) -> str:
    text = f"{float(value):.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _path_data(d: str) -> str:
    """Return a path's data in tenths of a pixel, without needless spaces."""
    short = re.sub(r"-?\d+(\.\d+)?(e-?\d+)?", lambda m: _short(m.group()), d)
    return re.sub(r"\s*([A-Za-z])\s*", r"\1", " ".join(short.split()))


def _coloured(style: str) -> str:
    def variable(match: re.Match[str]) -> str:
        colour = match.group().lower()
        if colour not in VARIABLES:
            raise ValueError(f"The figure has the colour {colour}, but it must be a variable.")
        return f"var({VARIABLES[colour]})"

    return COLOUR.sub(variable, style)


def attribute(text: str) -> str:
    """Return a text as a quoted attribute."""
    return quoteattr(text)
