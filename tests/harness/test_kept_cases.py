"""The cases of one concept are drawn once for many implementations, and stay as they were drawn."""

import numpy as np

from numpy_impl.layers.dense import Dense
from parity.harness import recorded_references
from parity.harness.against_records import judge
from parity.harness.registry import find


class Careless(Dense):
    """Right but for what it does to what it is given."""

    def forward(self, x):
        y = super().forward(x).copy()
        x[...] = 7.0
        for array in self.params.values():
            array += 1.0
        return y

    def backward(self, dy):
        dy[...] = 5.0
        return super().backward(dy)


def test_what_writes_into_its_arguments_spoils_no_case_for_the_next():
    (concept,) = find(["dense"])
    record = recorded_references.load(concept)
    with np.errstate(all="ignore"):
        before = judge(concept, Dense, record)
        spoilt = judge(concept, Careless, record)
        after = judge(concept, Dense, record)
    assert any(finding.verdict == "differ" for finding in spoilt)
    assert {finding.verdict for finding in before} == {"agree"}
    assert after == before
