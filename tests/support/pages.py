"""Reads the pages of the site as a browser's parser would, for the tests that walk them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from html.parser import HTMLParser
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
        for name in set(element.attributes.get("class", "").split()):
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


class _Parser(HTMLParser):
    def __init__(self):
        super().__init__()
        self.document = Document()
        self.root = Element("document", {}, self.document)
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        element = self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs}, self.document)
        self.open[-1].children.append(element)
        return element

    def handle_endtag(self, tag):
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop().end = len(self.document.elements)

    def handle_data(self, data):
        self.open[-1].children.append(data)

    def updatepos(self, i, j):
        """Count no lines: nothing asks where something stands."""
        return j


def read(path: Path) -> Element:
    """Return the root of a page; every element must be closed where it should be."""
    parser = _Parser()
    parser.feed(path.read_text(encoding="utf-8"))
    parser.close()
    assert parser.open == [parser.root], [element.tag for element in parser.open]
    parser.root.end = len(parser.document.elements)
    return parser.root
