"""What several regularizers cite."""

from __future__ import annotations

TIBSHIRANI = (
    "Tibshirani (1996), Regression shrinkage and selection via the lasso, J. R. Statist. Soc. B 58"
)
HOERL = "Hoerl and Kennard (1970), Ridge regression, Technometrics 12"
KROGH = "Krogh and Hertz (1992), A simple weight decay can improve generalization, NIPS 4"
