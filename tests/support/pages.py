"""Reads the pages of the site as a browser's parser would, for the tests that walk them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    children: list = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything that is written within, scripts and styles left out."""
        if self.tag in ("script", "style"):
            return ""
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    def walk(self):
        left = [self]
        while left:
            element = left.pop()
            yield element
            left += [child for child in reversed(element.children) if type(child) is Element]

    def all(self, tag="", cls="", **attributes):
        """The elements within that have this tag, class and attributes, in their order."""
        for element in self.walk():
            own = element.attributes
            if tag and element.tag != tag:
                continue
            if cls and cls not in own.get("class", "").split():
                continue
            if all(own.get(k.replace("_", "-")) == v for k, v in attributes.items()):
                yield element

    def one(self, tag="", cls="", **attributes):
        found = list(self.all(tag, cls, **attributes))
        assert len(found) == 1, (tag, cls, attributes, len(found))
        return found[0]


class _Parser(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = Element("document", {})
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.open[-1].children.append(Element(tag, {n: v or "" for n, v in attrs}))

    def handle_endtag(self, tag):
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def read(path: Path) -> Element:
    """Return the root of a page; every element must be closed where it should be."""
    parser = _Parser()
    parser.feed(path.read_text(encoding="utf-8"))
    parser.close()
    assert parser.open == [parser.root], [element.tag for element in parser.open]
    return parser.root
