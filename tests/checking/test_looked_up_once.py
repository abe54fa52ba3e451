"""What a check looks up once in a process, and when it looks again."""

import ast
import os
import shutil

import pytest
from peoples_module import module_of

from parity.checking.reading.source import source_of, text_of, tree_of
from parity.harness import recorded_references
from parity.harness.registry import find

CODE = """
class Twice:
    def forward(self, x):
        return {} * x
"""


def test_a_class_of_the_same_name_has_its_own_text(tmp_path):
    one = module_of(tmp_path, CODE.format(2), "one").Twice
    other = module_of(tmp_path, CODE.format(3), "other").Twice
    assert "2 * x" in source_of(one)
    assert "3 * x" in source_of(other)
    assert text_of(one) is text_of(one)
    assert "3 * x" in ast.unparse(tree_of(other().forward))
    assert tree_of(one().forward) is tree_of(one.forward)


def test_what_has_no_text_is_looked_for_again():
    made = {"__name__": "nowhere"}
    exec(CODE.format(2), made)
    with pytest.raises((OSError, TypeError)):
        text_of(made["Twice"])
    assert source_of(made["Twice"]) == ""
    assert tree_of(made["Twice"].forward) is None
    assert tree_of(len) is None


def test_a_record_is_read_once_and_again_when_its_file_changes(tmp_path, monkeypatch):
    concept = find(["dense"])[0]
    monkeypatch.setattr(recorded_references, "FOLDER", shutil.copytree(
        recorded_references.FOLDER / concept.group, tmp_path / concept.group
    ).parent)  # fmt: skip
    first = recorded_references.looked_up(concept)
    assert first is recorded_references.looked_up(concept)
    evaluation = next(iter(first.evaluations.values()))
    array = next(iter(evaluation.quantities.values()))
    with pytest.raises(ValueError, match="read-only"):
        array[...] = 0
    path = recorded_references.path_of(concept, tmp_path)
    path.write_bytes(path.read_bytes()[:100])
    os.utime(path, ns=(1, 1))
    with pytest.raises(recorded_references.DamagedRecordError):
        recorded_references.looked_up(concept)
    path.unlink()
    assert recorded_references.looked_up(concept) is None
