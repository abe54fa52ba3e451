"""Sources that the embeddings share."""

from __future__ import annotations

BENGIO = (
    "Bengio, Ducharme, Vincent and Jauvin (2003), A neural probabilistic language model, JMLR 3, "
    "section 2"
)

SALTON = (
    "Salton, Wong and Yang (1975), A vector space model for automatic indexing, Communications of "
    "the ACM 18"
)
