"""The concepts are found by their files, and imported when they are asked for."""

import subprocess
import sys

import pytest

from parity import concepts
from parity.harness.registry import Concepts, all_concepts


def test_one_concept_is_had_without_the_others():
    code = (
        "import sys; from parity.harness.registry import all_concepts\n"
        "found = all_concepts(); assert 'lstm' in found and 'no_such' not in found\n"
        "assert found['relu'].twin == 'ReLU'; count = len(found)\n"
        "assert 'parity.concepts.recurrent.lstm' not in sys.modules\n"
        "assert len(list(found)) == count\n"
        "assert 'parity.concepts.recurrent.lstm' in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_going_through_them_is_in_the_order_of_the_course():
    names = list(all_concepts())
    assert names.index("relu") < names.index("dense") < names.index("lstm")
    assert len(names) == len(all_concepts()) == len(set(names))
    with pytest.raises(KeyError):
        all_concepts()["no_such"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of concepts besides our own."""
    monkeypatch.setattr(concepts, "__path__", [str(tmp_path)])
    for name in [name for name in sys.modules if name.startswith("parity.concepts.extra")]:
        monkeypatch.delitem(sys.modules, name)
    package = tmp_path / "extra"
    package.mkdir()
    (package / "__init__.py").touch()
    yield package
    for name in [name for name in sys.modules if name.startswith("parity.concepts.extra")]:
        del sys.modules[name]


def test_a_file_without_a_concept_is_refused(folder):
    (folder / "empty.py").write_text("X = 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"parity\.concepts\.extra\.empty defines no concept"):
        Concepts()["empty"]


def test_a_concept_in_a_file_of_another_name_is_refused(folder):
    source = "from parity.concepts.activations.relu import ReLU as Other\n"
    (folder / "mine.py").write_text(source, encoding="utf-8")
    before = vars(all_concepts()["relu"]).copy()
    try:
        with pytest.raises(ValueError, match="name the file like that"):
            Concepts()["mine"]
    finally:
        vars(all_concepts()["relu"]).update(before)


def test_two_files_of_one_name_are_refused(folder):
    other = folder.parent / "further"
    other.mkdir()
    for package in (folder, other):
        (package / "__init__.py").touch()
        (package / "mine.py").touch()
    with pytest.raises(ValueError, match="Two concepts are called 'mine'"):
        Concepts()
