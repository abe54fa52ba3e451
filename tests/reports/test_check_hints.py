"""What a hint tells of a mistake, and what it keeps back, in every form of the answer."""

import json

import pytest
from check_answers import LANGUAGES, agreeing, crashed, differing, passed

from parity.checking.report import Cause, Line
from parity.describing.concept import Text
from reports.check.terminal import as_text
from reports.notebooks.check import as_html

KIND = Text("a term that is missing or too many", "項の過不足")
LINE = Line("my_layers.py", 41, "        dx = dxn / self.std")
WHY = Text("The mean term is missing.", "平均の項が抜けている。")
OURS = "centred = dx_hat - through_mean"
MENDED = "dx = (dxn - dxn.mean(axis=0)) / self.std"
CAUSE = Cause("mean_term_dropped", WHY, LINE, OURS, MENDED, KIND)


def hinted(level, **changes):
    return differing(causes=[CAUSE], remarks=[], **changes).hinted(level)


def forms(report, language):
    """Return the terminal's text, the notebook's HTML and the JSON."""
    return as_text(report, language), as_html(report, language), report.to_json(language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("level", "kind", "line"), [(1, False, False), (2, True, False)])
def test_a_hint_keeps_back_what_comes_after_it(level, kind, line, language):
    for shown in forms(hinted(level), language):
        assert "dx" in shown
        assert (KIND[language] in shown) == kind
        for hidden in (WHY[language], OURS, MENDED, "mean_term_dropped", "my_layers.py:41",
                       "dbeta", "running_mean", "0.8164965809"):  # fmt: skip
            assert hidden not in shown
    text = as_text(hinted(level), language)
    assert {"en": "Hint {} tells", "ja": "ヒント {} で"}[language].format(level + 1) in text
    assert "0/8" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_third_hint_tells_the_line_and_its_mended_form(language):
    for shown in forms(hinted(3), language):
        for told in (WHY[language], MENDED, "mean_term_dropped", "running_mean"):
            assert told in shown
    text = as_text(hinted(3), language)
    assert OURS not in text
    assert MENDED not in as_text(hinted(None), language)  # as ever
    assert OURS in as_text(hinted(None), language)
    ours_alone = differing(causes=[Cause("sign", WHY, LINE, OURS)]).hinted(3)
    assert OURS in as_text(ours_alone, language)


def test_what_is_kept_back_is_null():
    first, second, third, everything = (hinted(n).to_dict("en") for n in (1, 2, 3, None))
    assert first["causes"] is None
    assert first["example"] is None
    assert [row["quantity"] for row in first["quantities"]] == ["dx"]
    assert second["causes"] == [
        {"name": None, "text": KIND.en, "line": None, "kind": KIND.en, "mended": None}
    ]
    assert third["causes"][0]["mended"] == MENDED
    assert third["causes"][0]["line"] == {"file": "my_layers.py", "number": 41}
    assert third == everything
    assert first["first_wrong"] == second["first_wrong"] == "dx"
    json.dumps(first, allow_nan=False)


def test_the_traceback_is_a_line_of_the_third_hint():
    for level in (1, 2):
        report = crashed(causes=[CAUSE]).hinted(level)
        assert report.to_dict("en")["error"]["trace"] is None
        assert report.to_dict("en")["error"]["hint"] is None
        for shown in forms(report, "en"):
            assert "a = x[t] @ self.Wx" not in shown
            assert "ValueError" in shown
    assert "a = x[t] @ self.Wx" in as_text(crashed(causes=[CAUSE]).hinted(3), "en")
    # What is no exercise is told whole: a file that cannot be read, a package that is missing.
    missing = crashed()
    missing.crash = missing.crash.__class__("import_failed", Text("w", "w"), Text("do", "せよ"))
    assert missing.hinted(1).to_dict("en")["error"]["hint"] == "do"


def test_where_nothing_is_wrong_a_hint_changes_nothing():
    for report in (agreeing(), passed()):
        assert report.hinted(1) is report


def test_a_kind_that_nobody_knows_is_told_as_such():
    unknown = differing(causes=[Cause("unknown", Text("?", "?"))]).hinted(2)
    assert "No kind of mistake that we know" in as_text(unknown, "en")
    assert "No kind of mistake that we know" in as_html(unknown, "en")
