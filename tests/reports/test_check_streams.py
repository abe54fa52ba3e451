"""What is printed of a check's answer is harmless, and the stream can show it."""

import io
import sys

import pytest
from check_answers import LANGUAGES, REPORTS, agreeing, hostile, terminal
from rich.console import Console

from parity.describing.concept import Text
from reports.check.terminal import as_text, print_report
from reports.notebooks.check import as_html


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_of_others_is_no_markup_and_moves_no_terminal(language):
    for sent in (as_text(hostile(), language), terminal(hostile(), language, 200)):
        assert sent.count("[bold]x[/bold] [/] [link=a] <b onclick") >= 6
        assert "\x1b[31mred" not in sent
        assert "\x07" not in sent
        assert "\r" not in sent


@pytest.mark.parametrize(
    ("encoding", "language", "expected"),
    [
        ("cp932", "ja", "OK BatchNormalization は batch_norm として"),
        ("cp1252", "en", "OK BatchNormalization agrees with"),
        ("cp1252", "ja", "OK BatchNormalization agrees with"),
        ("ascii", "en", "OK BatchNormalization agrees with"),
        ("utf-8", "ja", "✔ BatchNormalization は batch_norm として"),
    ],
)
def test_every_encoding_has_signs_of_its_own(encoding, language, expected, monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, write_through=True))
    print_report(agreeing(), language)  # to the console that the command line uses
    assert raw.getvalue().decode(encoding).startswith(expected)


@pytest.mark.parametrize("encoding", ["cp932", "cp1252", "ascii"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REPORTS)
def test_what_the_stream_cannot_show_is_replaced(name, language, encoding):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
    report = REPORTS[name]()
    report.remarks.append(Text("half ½ and \ud800 ✓", "半分 ½ と \ud800 ✓"))
    print_report(report, language, Console(file=stream, width=80))
    shown = raw.getvalue().decode(encoding)
    assert r"\ud800" in shown
    marks = {"agrees": "OK ", "differs": "X ", "error": "! "}
    marks["passed"] = "- " if encoding != "cp1252" else "– "
    assert marks[report.verdict] == shown[: shown.index(" ") + 1]


def test_the_locale_decides_where_no_language_is_given(monkeypatch):
    for variable in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    for lang, language in (("ja_JP.UTF-8", "ja"), ("en_US.UTF-8", "en")):
        monkeypatch.setenv("LANG", lang)
        assert str(agreeing()) == as_text(agreeing(), language)
        assert agreeing()._repr_html_() == as_html(agreeing(), language)
