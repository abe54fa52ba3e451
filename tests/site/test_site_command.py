"""``parity site``, ``parity show`` and ``parity.study``: what they need, say and give."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from typer.testing import CliRunner

import parity
from parity.cli import app
from parity.errors import ReaderError
from parity.harness.registry import UnknownConceptError, all_concepts
from parity.language import LANGUAGES
from parity.questions.wrong_lines import FILE, WrongLines
from reports.site import command
from reports.site.source import notes
from reports.site.text.words import WORDS

FEW = ("sigmoid", "momentum")


@pytest.fixture
def few(monkeypatch):
    """Build with two concepts only."""
    concepts = {name: all_concepts()[name] for name in FEW}
    monkeypatch.setattr(command, "all_concepts", lambda: concepts)
    return concepts


@pytest.fixture(autouse=True)
def _in_an_empty_folder(monkeypatch, tmp_path):
    """Not where somebody's last run may have left its results: what is shown would be those."""
    monkeypatch.chdir(tmp_path)


def nothing(*_):
    pass


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The results of a run of two concepts."""
    from reports.run.write import write_report

    folder = tmp_path_factory.mktemp("report")
    write_report(parity.run(FEW, frameworks=["numpy"]).to_dict(), folder)
    return folder


def test_without_results_numpy_is_compared_with_the_records(few, tmp_path, monkeypatch, results):
    ran = []

    def run(**arguments):
        ran.append(arguments)
        return parity.Results.from_dict(json.loads((results / "results.json").read_text("utf-8")))

    monkeypatch.setattr("parity.harness.run.run", run)
    made = command.site(tmp_path / "site", tmp_path / "none", nothing)
    assert made.computed
    assert ran[0]["frameworks"] == ["numpy"]
    assert not (tmp_path / "none" / "results.json").exists()  # a run of three must write that
    assert (tmp_path / "none" / FILE).exists()


def test_results_are_used_and_what_was_measured_is_kept(few, tmp_path, results, monkeypatch):
    monkeypatch.setattr("parity.harness.run.run", lambda **_: pytest.fail("it ran again"))
    made = command.site(tmp_path / "site", results, nothing)
    assert not made.computed
    assert made.pages == len(list((tmp_path / "site").rglob("*.html")))
    kept = (results / FILE).read_bytes()
    assert set(WrongLines.load(results / FILE).digests) == set(FEW)
    monkeypatch.setattr(
        "parity.questions.measuring.wrong_lines_of", lambda _: pytest.fail("measured again")
    )
    command.site(tmp_path / "site", results, nothing)
    assert (results / FILE).read_bytes() == kept


@pytest.mark.parametrize("content", ["{", "[]", '{"schema": 1}', '{"schema": 99, "findings": []}'])
def test_damaged_results_are_one_line(tmp_path, content):
    (tmp_path / "results.json").write_text(content)
    with pytest.raises(ReaderError, match=r"results\.json.*parity run"):
        command.site(tmp_path / "site", tmp_path, nothing)


def test_a_folder_that_cannot_be_written_is_bad_usage(tmp_path):
    (tmp_path / "file").write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "parity", "site", str(tmp_path / "file" / "site")],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("parity: The folder ")
    assert len(done.stderr.splitlines()) == 1


def test_the_command_says_where_the_site_is_and_opens_it(few, tmp_path, results, monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    told = CliRunner().invoke(
        app,
        ["site", str(tmp_path / "site"), "--results", str(results), "--open", "--lang", "ja"],
    )
    assert told.exit_code == 0, told.output
    assert "index.html" in told.output
    assert "ページ" in told.output
    assert opened == [(tmp_path / "site" / "index.html").resolve().as_uri()]


def test_a_note_without_japanese_is_told_and_shown_in_english(few, tmp_path, results, monkeypatch):
    missing = "Return y, of the shape of x."
    known = {english: text for english, text in notes.japanese().items() if english != missing}
    monkeypatch.setattr(notes, "japanese", lambda: known)
    made = command.site(tmp_path / "site", results, nothing)
    assert made.untranslated == [("sigmoid", missing)]
    page = (tmp_path / "site" / "ja" / "concepts" / "sigmoid.html").read_text("utf-8")
    assert f'<span lang="en">{missing}</span>' in page


def test_a_concept_without_latex_shows_its_plain_equation(monkeypatch, results):
    from reports.site.source.equations import formulas

    concept = replace(all_concepts()["sigmoid"], formula=())
    (shown,) = formulas(concept)
    assert "1 / (1 + exp(-x))" in shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["batch_norm", "adam", "lenet", "step", "he_normal", "im2col"])
def test_show_has_what_the_page_has(name, language):
    concept = all_concepts()[name]
    told = CliRunner().invoke(app, ["show", name, "--lang", language], env={"COLUMNS": "160"})
    assert told.exit_code == 0, told.output
    text = " ".join(told.output.split())
    for key in ("equation", "shapes", "differ", "evidence", "mistakes", "practise", "answers"):
        assert WORDS[key][language] in text, key
    for divergence in concept.divergences:
        assert divergence.name in text
    for mistake in concept.mistakes:
        assert mistake.name in text
    assert WORDS["breaks"][language] in text
    first = concept.mistakes[0].line
    assert " ".join(first.split()) in text


def test_study_is_the_page_in_a_notebook_and_text_elsewhere():
    view = parity.study("sigmoid", "ja")
    page = view.to_html()
    assert "<title>シグモイド関数</title>" in page
    assert "<style>" in page
    assert "<script>" in page
    assert "src=" not in page
    assert 'href="../' not in page
    frame = view._repr_html_()
    assert frame.startswith("<iframe ")
    assert frame.count("<") == 2  # the page itself is an attribute, escaped
    assert "シグモイド関数" in str(view)
    with pytest.raises(UnknownConceptError, match="sigmoid"):
        parity.study("sigmoyd")
    with pytest.raises(ValueError, match="'fr'"):
        parity.study("sigmoid", "fr")


def test_a_concept_without_a_record_is_shown_without_what_was_not_measured(monkeypatch):
    monkeypatch.setattr("parity.harness.recorded_references.load", lambda _: None)
    told = CliRunner().invoke(app, ["show", "sigmoid", "--lang", "en"], env={"COLUMNS": "120"})
    assert told.exit_code == 0, told.output
    for mistake in all_concepts()["sigmoid"].mistakes:
        assert mistake.name in told.output
    assert WORDS["not_measured"]["en"] in told.output
    assert WORDS["answers"]["en"] not in told.output
