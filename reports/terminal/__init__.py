"""One concept in the terminal or in a notebook: the content of its study page."""

from reports.terminal.concept import render

__all__ = ["render"]
