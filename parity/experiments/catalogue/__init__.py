"""The experiments, one file each; :mod:`parity.experiments.registry` finds them."""
