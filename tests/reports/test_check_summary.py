"""The answers to a whole file: one table, and more on what differs."""

import io

import pytest
from check_answers import (
    LANGUAGES,
    agreeing,
    alone,
    crashed,
    differing,
    hostile,
    limited,
    not_understood,
    passed,
)
from rich.cells import cell_len
from rich.console import Console

from parity.checking.report import Cause, Convention, Quantity
from parity.describing.concept import Text
from reports.check.summary import print_summary, summary_text
from reports.check.terminal import as_text

KEEPDIMS = Cause("keepdims_missing", Text("The axis is lost.", "軸が消える。"))
EACH = [
    agreeing(object="Affine", concept="dense"),
    limited(object="softmax_of_matrices", concept="softmax", float32=[]),
    agreeing(
        object="Momentum", concept="momentum",
        conventions=[Convention("dampened", Text("as it is", "そのまま"))],
    ),
    alone(),
    differing(),
    crashed(causes=[KEEPDIMS]),
    not_understood(),
    passed(),
]  # fmt: skip


def printed(reports, language, width, terminal=False, encoding="utf-8"):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
    console = Console(file=stream, width=width, force_terminal=terminal, color_system=None)
    print_summary(reports, "my_layers.py", language, console)
    return raw.getvalue().decode(encoding)


def test_every_definition_has_its_row():
    lines = summary_text(EACH, "my_layers.py", "en", 160).splitlines()
    assert lines[0] == ("my_layers.py: 4 agree, 1 differs, 2 cannot be judged, 1 is not judged")
    assert lines[2].split() == [
        "name", "concept", "verdict", "digits", "first", "wrong,", "or", "why"
    ]  # fmt: skip
    rows = {line.split()[1]: line for line in lines[3:11]}
    assert set(rows) == {report.object for report in EACH}
    assert rows["Affine"].split()[2:] == ["dense", "agrees", "14.9"]
    assert "agrees within its domain" in rows["softmax_of_matrices"]
    assert "agrees in convention dampened" in rows["Momentum"]
    assert "by itself" in rows["TinyNet"]
    assert rows["BatchNormalization"].split()[2:] == ["batch_norm", "differs", "1.3", "dx"]
    assert rows["BatchNormalization"].startswith("✘ ")
    assert "cannot judge" in rows["lstm"]
    assert "it raised ValueError" in rows["lstm"]
    assert rows["plot"].startswith("– plot")
    assert "It returns no array." in rows["plot"]
    assert "keepdims_missing" in "\n".join(lines)


@pytest.mark.parametrize("width", [60, 80, 100, 140])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("terminal", [False, True])
def test_the_table_keeps_the_width(width, language, terminal):
    table = printed(EACH, language, width, terminal).split("\n\n")[1].splitlines()
    assert len(table) > len(EACH)
    assert all(cell_len(line) <= width for line in table), table
    shown = " ".join(" ".join(table).split())
    for report in EACH:
        assert report.object in shown
        assert report.judgement[language] in shown


def test_a_long_reason_and_a_hostile_one_stay_within():
    hostile_one = hostile()
    long = passed(object="f", remarks=[Text("because " * 40, "長い理由" * 40)])
    for language in LANGUAGES:
        sent = printed([agreeing(), hostile_one, long], language, 80, terminal=True)
        assert "\x1b[31m" not in sent
        head = sent.split("\n\n")[1].splitlines()
        assert all(cell_len(line) <= 80 for line in head)


def test_only_what_differs_is_told_at_length_behind_the_table():
    text = printed(EACH, "en", 100)
    assert text.count("\n\n✘ BatchNormalization differs: dx is wrong first") == 1
    assert "The smallest example that still fails" in text
    assert "✔ Affine agrees with" not in text
    assert "parity check my_layers.py::lstm" in text
    assert "parity check" not in printed([differing(), differing()], "en", 100)


def test_on_a_narrow_page_the_verdict_and_its_reason_share_a_column():
    lines = summary_text(EACH, "my_layers.py", "en", 80).splitlines()
    rows = {line.split()[1]: line for line in lines[3:] if line[:1] in "✔✘!–" and line[:1]}
    assert rows["BatchNormalization"].endswith("1.3  differs: dx")
    assert rows["Momentum"].split()[2:5] == ["momentum", "14.9", "agrees"]


def test_a_crash_in_one_case_is_why_it_differs():
    rows = [Quantity("y", 15.0, "agree", "plain", 5, 5)]
    report = differing(quantities=rows, first_wrong=None, crash=crashed().crash, object="Pooling")
    assert "it raised ValueError in forward" in summary_text([report], "a.py", "en", 160)
    headline = as_text(report, "en").splitlines()[0]
    assert headline.startswith("✘ Pooling differs: it raised ValueError in forward")


def test_digits_are_of_what_agrees_where_a_convention_changes_numbers():
    rows = [Quantity("loss", 0.0, "imprecise"), Quantity("dx", 12.5, "agree")]
    convention = Convention("constant_in_the_logarithm", Text("log(y + 1e-7)", "log(y + 1e-7)"))
    told = agreeing(quantities=rows, conventions=[convention])
    assert "12.5" in summary_text([told], "a.py", "en", 160)
    assert "12.5" not in summary_text([agreeing(quantities=rows)], "a.py", "en", 160)


@pytest.mark.parametrize("encoding", ["cp932", "cp1252", "ascii"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_encoding_can_show_the_table(encoding, language):
    text = printed(EACH, language, 80, encoding=encoding)
    assert "OK Affine" in text
    assert "X BatchNormalization" in text
    assert "???" not in text
