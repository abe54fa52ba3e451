"""A check's answer in a notebook: its HTML is whole, harmless, and says the same."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest
from check_answers import (
    LANGUAGES,
    REPORTS,
    agreeing,
    alone,
    crashed,
    differing,
    flat,
    hostile,
    limited,
    not_understood,
)

from reports.check import sentences
from reports.check.terminal import as_text
from reports.notebooks import check
from reports.notebooks.check import as_html


class Tags(HTMLParser):
    """Reads HTML: checks that it is closed as it is opened, and keeps its text."""

    def __init__(self, html):
        super().__init__()
        self.open, self.seen, self.attributes, self.text = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += attrs
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REPORTS)
def test_html_is_whole_and_stands_alone(name, language):
    tags = Tags(as_html(REPORTS[name](), language))
    assert tags.open == []
    allowed = {"div", "p", "b", "br", "table", "tr", "th", "td", "ul", "ol", "li", "pre", "code"}
    assert set(tags.seen) <= allowed
    assert {name for name, _ in tags.attributes} <= {"style", "lang"}
    assert ("lang", language) in tags.attributes
    assert not any("url(" in value for _, value in tags.attributes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_escapes_what_others_wrote(language):
    html = as_html(hostile(), language)
    assert "<script" not in html
    assert "<b onclick" not in html
    assert "&lt;script&gt;1&lt;/script&gt;" in html
    assert "&amp;amp;" in html
    assert "\x1b" not in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [agreeing, differing, crashed, limited, alone, not_understood])
def test_html_says_what_the_terminal_says(make, language):
    report = make(printed="epoch 1\n")
    shown = flat(" ".join(Tags(as_html(report, language)).text))
    for line in as_text(report, language, width=10_000).splitlines():
        for part in re.split(r" {2,}| · ", line.replace("▸", "  ")):
            part = re.sub(r"^(\d\.|·) ", "", part.strip())
            assert flat(part) in shown, part


def test_html_keeps_code_as_it_is():
    html = as_html(differing(), "en")
    code = re.search(r"<pre[^>]*>(import numpy.*?)</pre>", html, re.DOTALL)[1]
    assert code == sentences.example_code(differing().example)


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


@pytest.mark.parametrize("ground", ["#ffffff", "#1e1e1e", "#111111"])
@pytest.mark.parametrize("colour", [check.GREEN, check.RED, check.AMBER])
def test_colours_can_be_read_on_light_and_dark(colour, ground):
    dark, light = sorted((luminance(colour), luminance(ground)))
    assert (light + 0.05) / (dark + 0.05) > 3.5
