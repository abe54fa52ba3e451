"""How each framework evaluates a case, by kind of concept."""

from __future__ import annotations

import gc
import importlib
from types import ModuleType

PACKAGES = {"numpy": "numpy_impl", "torch": "torch_impl", "keras": "tf_impl"}
"""The tree of implementations that each framework's evaluator reads."""


def evaluator(framework: str) -> ModuleType:
    """Import and return the evaluator of ``framework``, and with it the framework."""
    return imported(f"parity.harness.evaluators.{framework}_evaluator")


def imported(module: str) -> ModuleType:
    """Import and return a module that imports a framework, without looking for rubbish meanwhile.

    What is imported stays; looking for rubbish among it takes a quarter of TensorFlow's import.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        return importlib.import_module(module)
    finally:
        if collects:
            gc.enable()
