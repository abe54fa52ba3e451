"""The benchmark: the NumPy code against the frameworks, side by side in one run.

:mod:`~parity.bench.works` says what is timed, the three ``*_side`` modules how one repeat of it is
made in each framework, :mod:`~parity.bench.worker` is the process in which a framework waits for
its turn, and :mod:`~parity.bench.runner` gives the turns, one process at a time. What came out is
data (:mod:`~parity.bench.results`); tables and charts are made of it in :mod:`reports.bench`.
"""
