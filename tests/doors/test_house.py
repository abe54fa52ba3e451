"""The house stands as it is drawn: the folders, the arrows, the sizes, and nothing is lost."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from every import every
from repository import ROOT

from parity.harness.registry import all_concepts, find

DRAWN = ("numpy_impl", "torch_impl", "tf_impl", "parity", "reports", "tests")
DRAWING = re.search(
    r"## The house\n.*?```\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.S
)[1]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]
# Folders whose files are a family: a file for each concept, experiment, picture or piece of code.
FAMILIES = ("_impl/", "parity/concepts/", "parity/recorded/", "tests/", "reports/published/",
            "reports/site/figures", "reports/site/templates", "reports/site/japanese",
            "parity/experiments/catalogue", "parity/experiments/data/readers",
            "parity/checking/causes/fingerprints")  # fmt: skip
MOST_FILES = 13

SMALL_FILES = {
    ".gitignore", ".pre-commit-hooks.yaml", "CHANGELOG.md", "CITATION.cff", "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md", "LICENSE", "MANIFEST.in", "Makefile", "README.ja.md", "README.md",
    "SECURITY.md", "action.yml", "constraints.txt", "pyproject.toml", "setup.py",
}  # fmt: skip


def folders(parent):
    """Return the folders with something of ours in them, hidden and generated ones left out."""
    found = [path for path in parent.iterdir() if path.is_dir()]
    return {p.name for p in found if not p.name.startswith((".", "_")) and any(p.rglob("*.*"))}


def python_files():
    for top in DRAWN:
        for path in (ROOT / top).rglob("*.py"):
            if "corpus" not in path.parts and "__pycache__" not in path.parts:
                yield path


def drawn_folders():
    """Return {top: folders directly below it} as the drawing has them."""
    found, tops = {}, []
    for line in DRAWING.splitlines():
        names = re.findall(r"(\w+)/", line)
        depth = len(line) - len(line.lstrip())
        if names and depth == 0:
            tops = names
            found.update({top: set() for top in tops})
        elif names and depth == 4:
            for top in tops:
                found[top] |= set(names)
    return found


def test_the_drawing_has_every_folder_and_no_other():
    drawn = drawn_folders()
    assert set(drawn) == set(DRAWN)
    for top in DRAWN:
        assert drawn[top] == folders(ROOT / top), top


def test_the_top_has_the_usual_small_files_and_nothing_else():
    if not (ROOT / ".git").exists():
        pytest.skip("what was taken into the repository is known there alone")
    command = ["git", "-C", str(ROOT), "ls-files", "-z"]
    files = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
    there = {path.split("/")[0] for path in files if path}
    assert there == {*DRAWN, ".ci", ".github", "examples"} | SMALL_FILES


@pytest.mark.parametrize("room", ["parity/checking", "parity/experiments", "parity/harness",
                                  "reports"])  # fmt: skip
def test_the_drawn_arrows_are_the_contracts(room):
    container = room.replace("/", ".")
    (layers,) = [c["layers"] for c in CONTRACTS if c.get("containers") == [container]]
    places = {name.strip(): i for i, layer in enumerate(layers) for name in layer.split("|")}
    chains = [re.findall(r"(\w+)/", line) for line in DRAWING.splitlines() if "/ > " in line]
    (chain,) = [chain for chain in chains if set(chain) <= folders(ROOT / room)]
    assert [places[name] for name in chain] == sorted({places[name] for name in chain})
    below = {name for name in folders(ROOT / room) if name in places}
    beside = {name for name in below if places[name] in {places[n] for n in chain}}
    assert below - beside <= {"catalogue"}, "a room that the drawing's arrows leave out"


def test_parity_is_drawn_from_the_doors_down():
    (layers,) = [c["layers"] for c in CONTRACTS if c.get("containers") == ["parity"]]
    places = {name.strip(): i for i, layer in enumerate(layers) for name in layer.split("|")}
    parity = DRAWING[DRAWING.index("\nparity/") : DRAWING.index("\nreports/")]
    floors = [re.findall(r"^    (\w+)/", floor, re.M) for floor in parity.split("\n      |\n")]
    ranks = [{places[name] for name in floor if name in places} for floor in floors[1:]]
    assert all(len(rank) == 1 for rank in ranks)
    assert [min(rank) for rank in ranks] == sorted(min(rank) for rank in ranks)


def test_no_file_is_too_long_to_read():
    for path in python_files():
        name = path.relative_to(ROOT).as_posix()
        most = 450
        if name.startswith("parity/concepts/"):
            most = 350
        elif name.startswith("numpy_impl/"):
            most = 200
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= most, f"{name} has {lines} lines, at most {most} are wanted"


def test_no_folder_is_a_heap():
    counted = {}
    for path in python_files():
        folder = f"{path.parent.relative_to(ROOT).as_posix()}/"
        if not any(family in folder for family in FAMILIES):
            counted.setdefault(folder, set()).add(path.name)
    for folder, files in counted.items():
        assert len(files) <= MOST_FILES, f"{folder}: {len(files)} files; give some a room"


@every(name=all_concepts())
def test_a_concept_is_the_file_of_its_name(name):
    concept = all_concepts()[name]
    assert concept.module == f"{concept.group}.{name}"


# Written before the concepts' files were parted and two of them merged.
BEFORE = json.loads(Path(__file__).with_name("inventory.json").read_text(encoding="utf-8"))


@every(name=BEFORE)
def test_nothing_that_was_there_is_lost(name):
    (concept,) = find([name])
    before = BEFORE[name]
    cases = {case.name for case in concept.cases}
    cases |= {
        case.drawn_as[1] for case in concept.cases if case.drawn_as and case.drawn_as[0] == name
    }
    assert set(before["cases"]) <= cases
    assert set(before["mistakes"]) <= {mistake.name for mistake in concept.mistakes}
    assert set(before["divergences"]) <= {divergence.name for divergence in concept.divergences}
    assert set(before["conventions"]) <= {convention.name for convention in concept.conventions}
    assert set(before["defaults"]) <= {default.argument for default in concept.defaults}
