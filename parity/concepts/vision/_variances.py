"""How boxes are written as deltas from anchors, otherwise than in ours."""

from __future__ import annotations

from parity.describing.concept import Convention, Text

CONVENTIONS = (
    Convention(
        name="variances_of_ssd",
        text=Text(
            "The variances are 0.1 and 0.2, as in SSD and Fast R-CNN.",
            "variances を 0.1 と 0.2 としている(SSD や Fast R-CNN の流儀)。",
        ),
        config={"variances": (0.1, 0.1, 0.2, 0.2)},
    ),
    Convention(
        name="center_and_size",
        text=Text("Anchors are centers and sizes.", "アンカーを中心と大きさで表している。"),
        config={"box_format": "center_xywh"},
    ),
)
