"""Layer normalization, the parts around attention and the losses of language models, as written."""

import pytest
from written_code import pieces

RIGHT, WRONG = (pieces("transformer", kind) for kind in ("right", "wrong"))


@pytest.mark.parametrize("title", RIGHT)
def test_right_code_is_never_accused(title, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert report.verdict == "agrees", str(report)


@pytest.mark.parametrize("title", WRONG)
def test_wrong_code_differs(title, tmp_path):
    report = WRONG[title].judged(tmp_path)
    assert report.verdict == "differs", str(report)
