"""Courses: trainings that are no examples in batches, a module for each.

A setting names its course in ``options["course"]``; the module of that name, which may lie in a
room (``"agents.values"``), has a function
``follow(run, data)``. Where frameworks need code of their own, it stands in
:mod:`parity.experiments.training.players`, or beside the course as ``NAME_torch`` and so on.

What a picture shows is kept in a run's ``extra``, under a name that says how it is drawn:

==================  ==============================================================
``points.NAME``     (K, n, 2): points in the plane, at K steps
``images.NAME``     (rows, columns, H, W): images from 0 to 1
``table.NAME``      (K, rows, columns): the numbers of a table's cells, at K steps
``exact.NAME``      (rows, columns): what the table NAME should come to
``series.NAME``     (K,): a number over the steps, with a band over the seeds
``classes.NAME``    (n,): a class for each of the points NAME, which colours them
``truth.NAME``      (n, 2): the points from which the points NAME should be drawn
``steps.NAME``      (K,): after how many steps each of the K was taken
``losses.NAME``     (iterations,): another loss than ``losses``, compared as that is
==================  ==============================================================

The experiment says in ``pictures`` which of them are drawn, and what a reader sees in them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from parity.experiments.planning.plan import Run
from parity.experiments.results import RunResult

if TYPE_CHECKING:
    from parity.experiments.data.load import Data


def follow(run: Run, data: Data | None) -> RunResult:
    """Carry out a run whose setting names a course.

    Raises:
        ValueError: if the setting makes no sense.
    """
    name = run.setting.options["course"]
    return importlib.import_module(f"{__name__}.{name}").follow(run, data)
