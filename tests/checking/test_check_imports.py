"""Judging needs NumPy, numpy_impl and parity alone, so that it runs in a browser."""

import subprocess
import sys

JUDGE = """
import sys
from pathlib import Path
from parity.checking.judging.judge import check_object
from parity.checking.loading.definitions import load, resolve
from parity.checking.judging.attempt import attempt_alone

path = Path(sys.argv[1])
loaded = load(path)
for name, concept in (("Relu", "relu"), ("BatchNormalization", "batch_norm")):
    target = resolve(loaded.namespace, name)
    check_object(target, concept, label=name, namespace=loaded.namespace, mapping={})
attempt_alone(loaded.namespace["Bottleneck"], "Bottleneck", loaded.namespace, lambda _: None, {})
standard = set(sys.stdlib_module_names)
found = {name.partition(".")[0] for name, module in sys.modules.items() if module is not None}
print(*sorted(n for n in found - standard if not n.startswith(("_", "checked_", "sitecustom"))))
"""


def test_judging_imports_numpy_and_our_own_packages_alone():
    from repository import ROOT

    example = ROOT / "reports" / "example" / "my_layers.py"
    done = subprocess.run(
        [sys.executable, "-c", JUDGE, str(example)], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    ours = {"numpy", "numpy_impl", "parity"}
    assert set(done.stdout.split()) - {"cython_runtime"} <= ours  # that one is a part of NumPy


IN_PAGE = """
import json, sys
from reports.check.in_page import Desk

desk = Desk(sys.argv[1], "en")
text = (
    "import numpy as np\\n\\ndef step(x):\\n    return x\\n\\n"
    "class Relu:\\n    def forward(self, x):\\n        self.mask = x <= 0\\n"
    "        return np.where(self.mask, 0, x)\\n"
    "    def backward(self, dy):\\n        return np.where(self.mask, 0, dy)\\n"
)
opened = json.loads(desk.open(text, "mine.py", "relu", ""))
assert opened["found"] == [["Relu", "relu"]], opened
assert json.loads(desk.judge("Relu", "relu", False))["verdict"] == "agrees"
print(*(name for name in sys.modules if name.startswith("parity.concepts.")))
"""


def test_a_page_judges_without_importing_the_other_concepts(tmp_path):
    """Hundreds of modules, for which a phone takes seconds."""
    from repository import ROOT

    done = subprocess.run(
        [sys.executable, "-c", IN_PAGE, str(tmp_path)], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    imported = set(done.stdout.split())
    assert "parity.concepts.activations.relu" in imported
    assert "parity.concepts.activations.step" not in imported
    assert not any(".networks." in name or ".recurrent." in name for name in imported)
