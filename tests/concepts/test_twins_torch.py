"""The PyTorch twins behave as PyTorch's own classes: state dicts, buffers, steps, groups."""

import json

import pytest
from repository import ROOT

from parity.harness.registry import all_concepts

PROGRAM = ROOT / "tests" / "support" / "torch_round_trips.py"
# An initializer of PyTorch is a function that fills a tensor, and has no state.
KINDS = sorted({concept.kind for concept in all_concepts().values()} - {"function", "initializer"})


@pytest.mark.torch
@pytest.mark.parametrize("kind", KINDS)
def test_every_twin_survives_a_state_dict_and_keeps_its_tensors(run_in, kind):
    done = run_in("torch", PROGRAM, kind)
    assert done.returncode == 0, done.stderr[-3000:]
    wrong = json.loads(done.stdout.splitlines()[-1])
    assert list(wrong) == [c.name for c in all_concepts().values() if c.kind == kind]
    assert not any(wrong.values()), {name: said for name, said in wrong.items() if said}


@pytest.mark.torch
def test_asked_for_its_weights_a_query_without_keys_gets_nan(run_in):
    program = """
import torch
from torch_impl.attention.multi_head_attention import MultiHeadAttention, _WithWeights

Q, mask = torch.ones(1, 3, 6), torch.ones(3, 3)
mask[1] = 0
for twin in (MultiHeadAttention, _WithWeights):
    print(torch.isnan(twin(6, 2, seed=1)(Q, mask=mask)).any(dim=2).tolist())
"""
    done = run_in("torch", program)
    assert done.returncode == 0, done.stderr[-3000:]
    none, some = [[[False, False, False]], [[False, True, False]]]
    assert done.stdout.splitlines() == [str(none), str(some)]
