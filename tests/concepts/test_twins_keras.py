"""Every Keras twin survives its own configuration, and a file, as Keras' own classes do."""

import json

import pytest
from repository import ROOT

from parity.harness.registry import all_concepts

PROGRAM = ROOT / "tests" / "support" / "keras_round_trips.py"
KINDS = sorted({concept.kind for concept in all_concepts().values()} - {"function"})

# A process that has imported nothing but a network's own module, before it loads the network.
LOAD = """
import importlib, json, sys
assert not any(name.startswith("tf_impl") for name in sys.modules)
import keras
import numpy as np
for module, file, inputs in json.loads(sys.argv[1]):
    importlib.import_module(f"tf_impl.networks.{module}")
    network = keras.saving.load_model(file)
    print(json.dumps([type(network).__name__, np.array(network(np.load(inputs))).tolist()]))
"""


def lines_of(done):
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def wrong_of(shared, run_in):
    """A function that returns what is wrong with the twins of a kind, by concept.

    The layers take as long as all others, which share a process. What is saved for another process
    is ``saved``.
    """

    def asked(kind):
        kinds = [kind] if kind == "layer" else [k for k in KINDS if k != "layer"]
        name = f"keras-round-trips-{'layer' if kind == 'layer' else 'others'}"
        folder = str(shared.folder)
        return shared.once(name, lambda: lines_of(run_in("keras", PROGRAM, folder, *kinds))[-1])[
            kind
        ]

    return asked


@pytest.mark.keras
@pytest.mark.parametrize("kind", KINDS)
def test_every_twin_survives_its_configuration_and_a_file(wrong_of, kind):
    wrong = wrong_of(kind)
    assert list(wrong) == [c.name for c in all_concepts().values() if c.kind == kind]
    assert not any(wrong.values()), {name: said for name, said in wrong.items() if said}


@pytest.mark.keras
def test_another_process_loads_what_was_saved(wrong_of, run_in):
    saved = wrong_of("saved")
    assert [told[0] for _, told in saved] == ["MLP", "BlockNet"]
    kept = [files for files, _ in saved]
    assert lines_of(run_in("keras", LOAD, json.dumps(kept))) == [told for _, told in saved]
