"""How each framework evaluates a case, by kind of concept."""

from __future__ import annotations

import gc
import importlib
from types import ModuleType

PACKAGES = {"numpy": "numpy_impl", "torch": "torch_impl", "keras": "tf_impl"}
"""The tree of implementations that each framework's evaluator reads."""


def evaluator(framework: str) -> ModuleType:
    """Import and return the evaluator of ``framework``, and with it the framework."""
    collects = gc.isenabled()
    gc.disable()  # What is imported stays, and there are a million objects to go through for it.
    try:
        return importlib.import_module(f"parity.harness.evaluators.{framework}_evaluator")
    finally:
        if collects:
            gc.enable()
