"""A test for each part; `pytest --parity` ends with a table."""

import pytest

from parts import PARTS


@pytest.mark.parametrize(("file", "name", "concept", "points"), PARTS, ids=[p[1] for p in PARTS])
def test_part(parity_check, pytestconfig, file, name, concept, points):
    hint = pytestconfig.getoption("--parity-hint") or 1
    parity_check(str(pytestconfig.rootpath / file) + f"::{name}", concept, hint=int(hint))
