"""The PyTorch twins behave as PyTorch's own classes: state dicts, buffers, steps, groups."""

import json
import subprocess
import sys

import pytest
from repository import ROOT

from parity.harness.registry import all_concepts

PROGRAM = ROOT / "tests" / "support" / "torch_round_trips.py"
# An initializer of PyTorch is a function that fills a tensor, and has no state.
KINDS = sorted({concept.kind for concept in all_concepts().values()} - {"function", "initializer"})


@pytest.mark.torch
@pytest.mark.parametrize("kind", KINDS)
def test_every_twin_survives_a_state_dict_and_keeps_its_tensors(kind):
    done = subprocess.run(
        [sys.executable, str(PROGRAM), kind], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    wrong = json.loads(done.stdout.splitlines()[-1])
    assert list(wrong) == [c.name for c in all_concepts().values() if c.kind == kind]
    assert not any(wrong.values()), {name: said for name, said in wrong.items() if said}
