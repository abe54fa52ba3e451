"""Modules that are imported when they are first used, and not where tests are collected."""

import importlib


class Later:
    """A module by its name.

    Each process collects all tests, and runs some of them: a framework that only the others use
    would be imported in vain.
    """

    def __init__(self, name):
        self._name = name

    def __getattr__(self, name):
        if name.startswith("_"):  # as who collects the tests asks of everything in a file
            raise AttributeError(name)
        return getattr(importlib.import_module(self._name), name)
