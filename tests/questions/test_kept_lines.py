"""The wrong lines that the package keeps: current, as measured, and noticed when stale."""

import datetime
import random
from dataclasses import replace
from pathlib import Path

import pytest

from parity.describing.concept import Text
from parity.harness import recorded_references
from parity.harness.registry import all_concepts, find
from parity.questions.digest import root_of_numpy
from parity.questions.kept_lines import kept, load, path_of, save, sources_run_by
from parity.questions.measuring import keep, wrong_lines_of

CONCEPTS = all_concepts()
TODAY = random.Random(datetime.date.today().toordinal()).sample(sorted(CONCEPTS), 6)


def test_every_concept_has_kept_lines_that_are_current():
    stale = [name for name, concept in CONCEPTS.items() if kept(concept) is None]
    assert not stale, f"run `parity record --lines {' '.join(stale)}`"


@pytest.mark.parametrize("name", TODAY)
def test_what_is_kept_is_what_a_measurement_gives(name):
    """Of a few concepts, others each day; the digest speaks for the rest."""
    assert kept(CONCEPTS[name]) == wrong_lines_of(CONCEPTS[name])


def test_a_measurement_names_the_files_that_it_runs():
    """Those that the concept's file imports, and those that a case asks for by name."""
    sources = load(CONCEPTS["mlp"]).sources
    assert {"networks/mlp.py", "layers/dense.py", "optimizers/adam.py"} <= set(sources)
    assert "recurrent/lstm.py" not in sources
    fast = load(CONCEPTS["conv2d"]).sources
    assert {"layers/conv2d.py", "layers/fast_conv2d.py"} <= set(fast)


def test_a_file_that_runs_without_being_imported_is_seen():
    from numpy_impl.activations.relu import ReLU

    (concept,) = find(["dense"])
    sources, result = sources_run_by(concept, lambda: ReLU().forward([[1.0]]))
    assert result.shape == (1, 1)
    assert {"activations/relu.py", "layers/dense.py", "validation.py"} <= set(sources)


@pytest.fixture
def aside(tmp_path):
    """A folder with what is kept for the dense layer."""
    (concept,) = find(["dense"])
    found = load(concept)
    save(concept, found.items, found.sources, tmp_path)
    return concept, tmp_path


def test_what_is_saved_comes_back(aside):
    concept, folder = aside
    assert load(concept, folder) == load(concept)
    assert kept(concept, folder) == kept(concept)


def test_saving_one_leaves_the_others_of_its_group(aside):
    dense, folder = aside
    (flatten,) = find(["flatten"])
    found = load(flatten)
    path = save(flatten, found.items, found.sources, folder)
    assert path == path_of(dense, folder)
    assert load(dense, folder) == load(dense)
    save(dense, load(dense).items[:1], load(dense).sources, folder)
    assert load(flatten, folder) == found
    assert load(dense, folder).items == load(dense).items[:1]


def test_of_a_slip_only_its_name_is_written_unless_it_says_something_else(aside):
    concept, folder = aside
    found = load(concept)
    slips = [item for item in found.items if not item.listed]
    assert slips
    text = path_of(concept, folder).read_text(encoding="utf-8")
    assert all(slip.why.ja not in text and slip.why.en not in text for slip in slips)
    other = replace(slips[0], why=Text("Something else.", "別のこと。"), line="another(line)")
    save(concept, [*found.items, other], found.sources, folder)
    assert load(concept, folder).items == (*found.items, other)


@pytest.mark.parametrize("changed", ["layers/dense.py", "validation.py"])
def test_another_source_makes_them_stale(aside, monkeypatch, changed):
    concept, folder = aside
    read = Path.read_text

    def read_text(path, *arguments, **keywords):
        text = read(path, *arguments, **keywords)
        return text + "# changed" if path == root_of_numpy() / changed else text

    monkeypatch.setattr(Path, "read_text", read_text)
    assert kept(concept, folder) is None


def test_another_file_of_numpy_leaves_them_current(aside, monkeypatch):
    concept, folder = aside
    read = Path.read_text
    other = root_of_numpy() / "recurrent" / "lstm.py"
    monkeypatch.setattr(
        Path, "read_text", lambda path, *a, **k: read(path, *a, **k) + "#" * (path == other)
    )
    assert kept(concept, folder) is not None


@pytest.mark.parametrize("text", ["", "{", '{"schema": 1}', '{"schema": 2}', "[]"])
def test_a_file_that_cannot_be_used_is_as_good_as_none(aside, text):
    concept, folder = aside
    path_of(concept, folder).write_text(text, encoding="utf-8")
    assert load(concept, folder) is None


def test_a_source_that_is_gone_makes_them_stale(aside):
    concept, folder = aside
    found = load(concept, folder)
    path = path_of(concept, folder)
    text = path.read_text(encoding="utf-8").replace("validation.py", "no_longer_there.py")
    path.write_text(text, encoding="utf-8")
    assert load(concept, folder).items == found.items
    assert kept(concept, folder) is None


def test_only_what_has_changed_is_measured_and_kept_anew(aside, monkeypatch):
    concept, folder = aside
    record = recorded_references.path_of(concept)
    copy = recorded_references.path_of(concept, folder)
    copy.write_bytes(record.read_bytes())
    copy.with_name("SHA256SUMS").touch()
    monkeypatch.setattr(recorded_references, "FOLDER", folder)
    before = load(concept)
    assert keep([concept]) == 0
    path = path_of(concept)
    path.write_text(path.read_text(encoding="utf-8").replace(before.digest, "0" * 16), "utf-8")
    assert kept(concept) is None
    assert keep([concept]) == 1
    assert load(concept).items == before.items
    assert kept(concept) == before.items
