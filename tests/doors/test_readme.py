"""The front door is true: what the READMEs name exists, and the two say the same."""

import re

import pytest
from repository import ROOT

from parity.experiments.registry import all_experiments
from parity.harness.registry import all_concepts

READMES = ("README.md", "README.ja.md")


@pytest.mark.parametrize("name", READMES)
def test_every_link_and_picture_exists(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)\)", text)
    assert len(targets) >= 4
    for target in targets:
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", READMES)
def test_every_path_and_make_target_exists(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for path in re.findall(r"((?:numpy|torch|tf)_impl/\S+\.py|parity/\S+\.py)", text):
        assert (ROOT / path.rstrip("`")).exists(), path
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^(?:.*= ?\S+ )?make ([a-z]+)", text, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("name", READMES)
def test_the_commands_it_shows_are_understood(name):
    from typer.testing import CliRunner

    from parity.cli import app
    from parity.describing.syllabus import ITEMS

    text = (ROOT / name).read_text(encoding="utf-8")
    commands = re.findall(r"\| `parity ([^`]+)`", text)
    assert len(commands) >= 5
    for command in commands:
        words = command.split()
        shown = CliRunner().invoke(app, [words[0], "--help"], env={"COLUMNS": "200"}).output
        for word in words[1:]:
            if word.startswith("--"):
                assert word in shown, command
            elif word in ("DIR", "float64", "numpy", "1", "my_layers.py"):
                continue
            else:
                known = {c.name for c in all_concepts().values()} | set(all_experiments())
                known |= {*ITEMS, *(number.rpartition("-")[0] for number in ITEMS)}
                assert word in known | {c.group for c in all_concepts().values()}, command


@pytest.mark.parametrize("name", READMES)
def test_it_is_short_and_in_a_strangers_order(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 250
    order = ["![", "make parity\nmake test", "$ parity check", "site-concept.png",
             "| `report.md`", "test_accuracy.png", "tolerances.py", "SECURITY.md"]  # fmt: skip
    places = [text.index(each) for each in order]
    assert places == sorted(places)


def test_both_languages_have_the_same_shape():
    shapes = []
    for name in READMES:
        text = (ROOT / name).read_text(encoding="utf-8")
        shapes.append(
            (
                len(re.findall(r"^## ", text, re.MULTILINE)),
                re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL).__len__(),
                len(re.findall(r"^\|", text, re.MULTILINE)),
                len(re.findall(r"^- ", text, re.MULTILINE)),
            )
        )
    assert shapes[0] == shapes[1]


def test_the_example_report_names_every_concept():
    for name in ("report.md", "report.ja.md"):
        text = (ROOT / "reports" / "example" / name).read_text(encoding="utf-8")
        for concept in all_concepts():
            assert f"`{concept}`" in text, f"{concept}: refresh reports/example"
