"""Tables, curves and verdicts of the experiments, made from the files of their runs."""

from reports.experiments.write import write_experiment

__all__ = ["write_experiment"]
