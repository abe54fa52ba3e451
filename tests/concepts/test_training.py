"""Parts of training at the edges."""

import numpy as np
import pytest

from numpy_impl.training.early_stopping import early_stopping


@pytest.mark.parametrize(
    ("losses", "patience", "decided"),
    [
        ([3.0], 0, (0, 0)),
        ([3.0, 4.0], 0, (1, 0)),
        ([3.0, 4.0, 5.0], 1, (1, 0)),
        ([3.0, 4.0, 2.0, 5.0], 2, (3, 2)),
        ([3.0, 4.0, 5.0, 2.0], 2, (2, 0)),
        ([3.0, np.nan, 2.0], 2, (2, 2)),
    ],
)
def test_the_table_of_decisions(losses, patience, decided):
    assert early_stopping(losses, patience) == decided


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"losses": []}, "one epoch at least"),
        ({"losses": [[1.0]]}, "losses has shape"),
        ({"patience": -1}, "patience is -1"),
        ({"min_delta": -0.5}, "min_delta is -0.5"),
        ({"mode": "auto"}, "mode is 'auto'"),
    ],
)
def test_what_is_refused(change, said):
    with pytest.raises(ValueError, match=said):
        early_stopping(**{"losses": [1.0, 2.0], **change})
