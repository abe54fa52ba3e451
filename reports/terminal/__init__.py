"""One concept in the terminal or in a notebook: the content of its study page."""

from parity.show.page import render

__all__ = ["render"]
