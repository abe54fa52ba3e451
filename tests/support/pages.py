"""Reads the pages of the site as a browser's parser would, for the tests that walk them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from html import unescape
from pathlib import Path

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Document:
    """The elements of one page in their order, and the places of those of each tag and class."""

    def __init__(self):
        self.elements = []
        self.tags = defaultdict(list)
        self.classes = defaultdict(list)

    def add(self, element):
        self.tags[element.tag].append(element.start)
        if classes := element.attributes.get("class"):
            for name in set(classes.split()):
                self.classes[name].append(element.start)
        self.elements.append(element)


class Element:
    """An element; ``start`` and ``end`` are where it and what it holds stand in the document."""

    __slots__ = ("attributes", "children", "document", "end", "start", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], document: Document):
        self.tag = tag
        self.attributes = attributes
        self.children: list = []
        self.document = document
        self.start = len(document.elements)
        self.end = self.start + 1
        document.add(self)

    @property
    def text(self) -> str:
        """Everything that is written within, scripts and styles left out."""
        if self.tag in ("script", "style"):
            return ""
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    def walk(self):
        """The element and all within it, in their order."""
        return self.document.elements[self.start : self.end]

    def all(self, tag="", cls="", **attributes):
        """The elements within that have this tag, class and attributes, in their order."""
        if tag or cls:
            known = self.document.tags[tag] if tag else self.document.classes[cls]
            places = known[bisect_left(known, self.start) : bisect_left(known, self.end)]
            found = [self.document.elements[place] for place in places]
        else:
            found = self.walk()
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        for element in found:
            own = element.attributes
            if cls and cls not in own.get("class", "").split():
                continue
            if all(own.get(name) == value for name, value in wanted.items()):
                yield element

    def one(self, tag="", cls="", **attributes):
        found = list(self.all(tag, cls, **attributes))
        assert len(found) == 1, (tag, cls, attributes, len(found))
        return found[0]


OWN = r"""((?:\s+[^\s=<>"/]+(?:="[^"]*"|=\w+)?)*)"""
PART = re.compile(
    rf"([^<]+)|</(\w+)>|<(script|style){OWN}>(.*?)</\3>|<(\w+){OWN}\s*(/?)>|<!doctype html>",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r'([^\s=]+)(?:="([^"]*)"|=(\w+))?')


class UnreadableError(ValueError):
    """What a page holds at some place is none of the parts that ours are made of."""


def read(path: Path) -> Element:
    """Return the root of a page; every element must be closed where it should be.

    Ours are made of elements, with their attributes in double quotes mostly, and texts: they are
    read in half the time of what a parser takes that reads any page.
    """
    text, at = path.read_text(encoding="utf-8"), 0
    document = Document()
    root = here = Element("document", {}, document)
    above = []

    def begun(tag, own):
        found = ATTRIBUTE.findall(own) if own else ()
        attributes = {name.lower(): unescape(quoted or bare) for name, quoted, bare in found}
        element = Element(tag.lower(), attributes, document)
        here.children.append(element)
        return element

    for part in PART.finditer(text):
        if part.start() != at:
            break
        at = part.end()
        said, closed, raw, raws, code, tag, own, alone = part.groups()
        if said:
            here.children.append(unescape(said) if "&" in said else said)
        elif closed:
            assert here.tag == closed.lower(), f"</{closed}> closes <{here.tag}>"
            here.end = len(document.elements)
            here = above.pop()
        elif tag:
            element = begun(tag, own)
            if element.tag not in VOID and not alone:
                above.append(here)
                here = element
        elif raw:
            begun(raw, raws).children += [code] if code else []
    if at != len(text):
        raise UnreadableError(f"{path}: {text[at : at + 80]!r}")
    assert here is root, [element.tag for element in (*above, here)]
    root.end = len(document.elements)
    return root
