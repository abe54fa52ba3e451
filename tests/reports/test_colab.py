"""The notebooks for Colab are made of the concepts, can be opened, and run."""

import json
import os
import re

import pytest
from repository import ROOT

from parity.harness.registry import all_concepts
from reports.notebooks import colab

KEPT = sorted((ROOT / "examples" / "notebooks").glob("*.ipynb"))


def texts(path):
    return ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]


def test_there_is_a_tour_and_every_chapter_in_both_languages():
    chapters = [number for number in colab.CHAPTERS if colab.concepts_of(number)]
    assert len(chapters) >= 3
    wanted = {f"tour.{lang}.ipynb" for lang in ("en", "ja")}
    wanted |= {f"chapter_{n}.{lang}.ipynb" for n in chapters for lang in ("en", "ja")}
    assert {path.name for path in KEPT} == wanted


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_tours_are_as_they_are_made(language):
    kept = json.loads((colab.FOLDER / f"tour.{language}.ipynb").read_text("utf-8"))
    assert kept == colab.tour(language), "run: make notebooks"


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_a_notebook_opens_and_names_what_there_is(path):
    kept = json.loads(path.read_text("utf-8"))
    assert (kept["nbformat"], kept["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in kept["cells"]}) == len(kept["cells"])
    assert not any(cell.get("outputs") for cell in kept["cells"])
    first, install, *rest = texts(path)
    assert f"/examples/notebooks/{path.name})" in first
    assert "pip" in install
    assert "find_spec" in install, "what is installed is used"
    named = re.findall(r'^parity\.study\("(\w+)"|^%%parity (\w+)', "\n".join(rest), re.M)
    assert named
    assert {a or b for a, b in named} <= set(all_concepts())


def test_every_concept_of_the_syllabus_would_be_in_one():
    found = [c.name for n in colab.CHAPTERS for c in colab.concepts_of(n)]
    assert len(found) == len(set(found))
    exam = {c.name for c in all_concepts().values() if {*c.syllabus} - {"course"}}
    assert set(found) == exam


def test_a_made_notebook_is_one_that_nbformat_accepts():
    nbformat = pytest.importorskip("nbformat")
    for _, made in colab.notebooks():
        nbformat.validate(nbformat.from_dict(made))


@pytest.mark.torch
@pytest.mark.keras
@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_a_notebook_runs(path, monkeypatch):
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    if "chapter" in path.name and os.environ.get("PARITY_NOTEBOOKS") != "all":
        pytest.skip("takes minutes: PARITY_NOTEBOOKS=all runs it")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook, timeout=300).execute()
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source.startswith(("%%parity", "parity.study")):
            assert any("text/html" in output.get("data", {}) for output in cell.outputs), (
                cell.source
            )
