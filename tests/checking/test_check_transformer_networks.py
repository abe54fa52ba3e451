"""Blocks of a Transformer as people write them, in one piece."""

import pytest
from written_code import pieces

RIGHT, WRONG = (pieces("transformer_networks", kind) for kind in ("right", "wrong"))


@pytest.mark.parametrize("title", RIGHT)
def test_right_code_is_never_accused(title, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert report.verdict.startswith("agrees"), str(report)


@pytest.mark.parametrize("title", WRONG)
def test_wrong_code_differs(title, tmp_path):
    report = WRONG[title].judged(tmp_path)
    assert report.verdict == "differs", str(report)
