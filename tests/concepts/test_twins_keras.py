"""Every Keras twin survives its own configuration, and a file, as Keras' own classes do."""

import json
import subprocess
import sys

import pytest
from repository import ROOT

from parity.harness.registry import all_concepts

PROGRAM = ROOT / "tests" / "support" / "keras_round_trips.py"
KINDS = sorted({concept.kind for concept in all_concepts().values()} - {"function"})

# A process that has imported nothing but a network's own module, before it loads the network.
LOAD = """
import json, sys
from parity.harness.processes.worker import quieten
quieten()
import importlib
import keras
import numpy as np
for module, file, inputs in json.loads(sys.argv[1]):
    importlib.import_module(f"tf_impl.networks.{module}")
    network = keras.saving.load_model(file)
    print(json.dumps([type(network).__name__, np.array(network(np.load(inputs))).tolist()]))
"""
SAVE = """
import json, sys
from parity.harness.processes.worker import quieten
quieten()
import importlib
import numpy as np
from tf_impl.initializers.gauss import Gauss
for module, twin, arguments, shape, file, inputs in json.loads(sys.argv[1]):
    network = getattr(importlib.import_module(f"tf_impl.networks.{module}"), twin)
    positional, named = arguments
    network = network(*positional, **named, initializer=Gauss(0.5), seed=3)
    x = np.random.default_rng(0).normal(size=shape).astype("float32")
    network(x, training=True)
    network.save(file)
    np.save(inputs, x)
    print(json.dumps([type(network).__name__, np.array(network(x)).tolist()]))
"""
NETWORKS = (
    ("mlp", "MLP", [[[4, 5, 3], "elu"], {"batch_norm": True, "l2": 0.1}], [6, 4]),
    ("block_net", "BlockNet", [[[2, 8, 6], "inception"], {}], [3, 8, 6, 2]),
)


def lines_of(*arguments):
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def wrong_of(shared):
    """A function that returns what is wrong with the twins of a kind, by concept.

    The layers take as long as all others, which share a process: TensorFlow is imported twice.
    """

    def asked(kind):
        kinds = [kind] if kind == "layer" else [k for k in KINDS if k != "layer"]
        name = f"keras-round-trips-{'layer' if kind == 'layer' else 'others'}"
        return shared.once(name, lambda: lines_of(str(PROGRAM), *kinds)[-1])[kind]

    return asked


@pytest.mark.keras
@pytest.mark.parametrize("kind", KINDS)
def test_every_twin_survives_its_configuration_and_a_file(wrong_of, kind):
    wrong = wrong_of(kind)
    assert list(wrong) == [c.name for c in all_concepts().values() if c.kind == kind]
    assert not any(wrong.values()), {name: said for name, said in wrong.items() if said}


@pytest.mark.keras
def test_another_process_loads_what_was_saved(tmp_path):
    files = [
        (str(tmp_path / f"{module}.keras"), str(tmp_path / f"{module}.npy"))
        for module, *_ in NETWORKS
    ]
    made = [[*told, *paths] for told, paths in zip(NETWORKS, files, strict=True)]
    saved = lines_of("-c", SAVE, json.dumps(made))
    assert [name for name, _ in saved] == [twin for _, twin, *_ in NETWORKS]
    kept = [[module, *paths] for (module, *_), paths in zip(NETWORKS, files, strict=True)]
    assert lines_of("-c", LOAD, json.dumps(kept)) == saved
