"""Some of a function's outputs."""

from __future__ import annotations


class SomeOutputs(dict):
    """The outputs that code gives, by our names, where it does not give all of them."""
