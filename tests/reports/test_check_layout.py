"""How a check's answer is laid out: widths, line breaks, code broken at commas."""

import ast

import pytest
from check_answers import (
    LANGUAGES,
    REPORTS,
    differing,
    lines_of,
    terminal,
)
from rich.cells import cell_len

from parity.checking.report import Quantity
from parity.describing.concept import Text
from reports.check.line_breaks import code_within, wrap
from reports.check.terminal import as_text


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REPORTS)
def test_nothing_is_wider_than_the_terminal(name, language, width):
    for line in lines_of(terminal(REPORTS[name](), language, width)):
        assert cell_len(line) <= width, line


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", LANGUAGES)
def test_prose_and_table_keep_the_width_in_a_pipe(language, width):
    report = differing(shape=Text("long " * 40, "長い説明" * 30), example=None)
    lines = as_text(report, language, width).splitlines()[1:]  # the headline is one line
    assert max(map(cell_len, lines)) <= width
    assert max(map(cell_len, lines)) > width - 20  # and use it


def test_no_colours_in_a_pipe_and_some_on_a_terminal():
    for name, make in REPORTS.items():
        assert "\x1b" not in as_text(make(), "en"), name
        assert "\x1b[" in terminal(make(), "en", 80), name


def test_a_table_too_wide_for_the_terminal_puts_the_case_below():
    rows = [Quantity("a" * 30, 1.0, "differ", "b" * 20, 0, 1, 1.0, 1e-9)]
    text = "\n".join(lines_of(terminal(differing(quantities=rows, first_wrong=None), "en", 60)))
    assert f"\n      {'b' * 20}: off by 1.0e+00" in text


@pytest.mark.parametrize("width", [7, 20, 41, 80])
def test_japanese_is_broken_where_japanese_breaks(width):
    text = "学習時はそのままで、推論時に 1 - rate を掛ける。(フレームワークは)1 - rate で割る。" * 3
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    if width > 7:
        assert not any(line[0] in "、。)" for line in lines)
        assert not any(line[-1] == "(" for line in lines)
        assert not any(line.endswith((" 1", " 1 -")) for line in lines)
        assert min(cell_len(line) for line in lines[:-1]) > width - 12


def test_english_is_broken_between_words():
    assert wrap("one two three", 8) == ["one two", "three"]
    assert wrap("a b  c", 80) == ["a b  c"]
    assert wrap("", 10) == [""]
    assert wrap("x" * 12, 5) == ["xxxxx", "xxxxx", "xx"]
    assert wrap("x" * 12, 5, folded=False) == ["x" * 12]


@pytest.mark.parametrize("width", [38, 44, 80])
def test_long_code_is_broken_at_commas_and_means_the_same(width):
    code = (
        "x = np.array([[0.5, -1.25, 3.5], [1.5, 0.75, -2.25]])\n"
        "layer = Layer(np.array([1.0, 2.0]), {'a, b': (1, 2)}, name='one, two, three')"
    )
    broken = code_within(code, width)
    assert ast.dump(ast.parse(broken)) == ast.dump(ast.parse(code))
    assert max(map(len, broken.splitlines())) <= width
    assert "[1.5, 0.75, -2.25]" in broken  # between the rows, not within one


def test_code_that_cannot_be_broken_stays():
    for code in (
        "y = " + "'" + "a, " * 50 + "'",
        "x = (1, " + "2, " * 50,
        "if x:\n" + " " * 90 + "y, z",
    ):
        assert code_within(code, 60) == code
