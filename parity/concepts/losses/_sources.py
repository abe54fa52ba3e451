"""What several losses cite."""

from __future__ import annotations

BISHOP = "Bishop (2006), Pattern Recognition and Machine Learning"

SZEGEDY = (
    "Szegedy et al. (2016), Rethinking the Inception architecture for computer vision, CVPR, "
    "section 7 (label smoothing)"
)

KERAS_LOSSES = "https://keras.io/api/losses/"
