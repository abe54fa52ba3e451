"""Every Keras twin survives its own configuration, and a file, as Keras' own classes do."""

import json
import subprocess
import sys

import pytest
from repository import ROOT

from parity.harness.registry import all_concepts

PROGRAM = ROOT / "tests" / "support" / "keras_round_trips.py"
KINDS = sorted({concept.kind for concept in all_concepts().values()} - {"function"})

# A process that has imported nothing but the network's own module.
LOAD = """
import json, sys
from parity.harness.processes.worker import quieten
quieten()
import keras
import numpy as np
import tf_impl.networks.{module}
network = keras.saving.load_model(sys.argv[1])
x = np.load(sys.argv[2])
print(json.dumps([type(network).__name__, np.array(network(x)).tolist()]))
"""
SAVE = """
import json, sys
from parity.harness.processes.worker import quieten
quieten()
import numpy as np
from tf_impl.initializers.gauss import Gauss
from tf_impl.networks.{module} import {twin}
network = {twin}({arguments}, initializer=Gauss(0.5), seed=3)
x = np.random.default_rng(0).normal(size={shape}).astype("float32")
network(x, training=True)
network.save(sys.argv[1])
np.save(sys.argv[2], x)
print(json.dumps([type(network).__name__, np.array(network(x)).tolist()]))
"""


def last_line_of(*arguments):
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def wrong_of(shared):
    """A function that returns what is wrong with the twins of a kind, by concept.

    The layers take as long as all others, which share a process: TensorFlow is imported twice.
    """

    def asked(kind):
        kinds = [kind] if kind == "layer" else [k for k in KINDS if k != "layer"]
        name = f"keras-round-trips-{'layer' if kind == 'layer' else 'others'}"
        return shared.once(name, lambda: last_line_of(str(PROGRAM), *kinds))[kind]

    return asked


@pytest.mark.keras
@pytest.mark.parametrize("kind", KINDS)
def test_every_twin_survives_its_configuration_and_a_file(wrong_of, kind):
    wrong = wrong_of(kind)
    assert list(wrong) == [c.name for c in all_concepts().values() if c.kind == kind]
    assert not any(wrong.values()), {name: said for name, said in wrong.items() if said}


@pytest.mark.keras
@pytest.mark.parametrize(
    ("module", "twin", "arguments", "shape"),
    [
        ("mlp", "MLP", "(4, 5, 3), 'elu', batch_norm=True, l2=0.1", (6, 4)),
        ("block_net", "BlockNet", "(2, 8, 6), 'inception'", (3, 8, 6, 2)),
    ],
)
def test_another_process_loads_what_was_saved(tmp_path, module, twin, arguments, shape):
    files = str(tmp_path / "network.keras"), str(tmp_path / "x.npy")
    filled = {"module": module, "twin": twin, "arguments": arguments, "shape": shape}
    saved = last_line_of("-c", SAVE.format(**filled), *files)
    assert saved[0] == twin
    assert last_line_of("-c", LOAD.format(module=module), *files) == saved
