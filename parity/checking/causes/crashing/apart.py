"""What is told of arrays that do not fit each other, where nothing else is known of the crash."""

from __future__ import annotations

import re

from parity.checking.causes.crashing.scene import Scene, quoted
from parity.checking.causes.crashing.shapes import operands
from parity.checking.report import Cause
from parity.describing.concept import Text

TOGETHER = re.compile(r"broadcast together with (?:remapped )?shapes ((?:\([\d,]*\)\s*)+)")
INTO = re.compile(r"broadcast input array from shape (\([\d,]*\)) into shape (\([\d,]*\))")
SUMMED = re.compile(r"matmul: .*size (\d+) is different from (\d+)")
PRODUCT = re.compile(r"shapes (\([\d,]*\)) and (\([\d,]*\)) not aligned")


def shapes_apart(scene: Scene) -> Cause | None:
    """Tell which two arrays do not fit each other in the line that raised."""
    if not isinstance(scene.error, ValueError):
        return None
    if found := INTO.search(scene.said):
        given, place = map(_shape, found.groups())
        text = Text(
            f"What is put there has shape {given}, and the place for it {place}.",
            f"代入する値の形は {given} だが、代入先の形は {place} である。",
        )
    elif found := TOGETHER.search(scene.said):
        text = _together(scene, re.findall(r"\([\d,]*\)", found[1])[:2])
    elif found := PRODUCT.search(scene.said):
        left, right = map(_shape, found.groups())
        text = Text(
            f"The shapes {left} and {right} cannot be multiplied: the last axis of the first goes "
            "over what the last but one of the second goes over.",
            f"形 {left} と {right} は行列積にできない。左の最後の軸と右の最後から 2 番目の軸の"
            "長さが一致する必要がある。",
        )
    elif found := SUMMED.search(scene.said):
        text = Text(
            f"The axes that the product sums over have {found[1]} elements and {found[2]}.",
            f"行列積で和をとる軸の長さが {found[1]} と {found[2]} で異なる。",
        )
    elif "shape-mismatch for sum" in scene.said:
        text = Text(
            "The axes that are summed over have other lengths in the two arrays.",
            "和をとる軸の長さが 2 つの配列で異なる。",
        )
    elif "must match exactly" in scene.said:
        text = Text(
            "Arrays that are put together differ in the length of another axis than that along "
            "which they are.",
            "連結する配列の、連結する軸以外の長さが異なる。",
        )
    else:
        return None
    return Cause("shapes_apart", text, scene.line())


def _shape(said: str) -> str:
    """Return a shape as Python writes it, and not as NumPy's messages do."""
    sizes = [size for size in said.strip("()").split(",") if size]
    return f"({', '.join(sizes)}{',' * (len(sizes) == 1)})"


def _together(scene: Scene, said: list[str]) -> Text:
    one, other = map(_shape, said)
    en, ja = f"The shapes {one} and {other}", f"形 {one} と {other} "
    if pair := next(operands(scene), None):
        right, left = map(quoted, pair)  # as they stand in the line
        en = f"{left} and {right}, of shapes {one} and {other},"
        ja = f"{left}(形 {one})と {right}(形 {other})"
    return Text(
        f"{en} do not fit each other. From the last axis on, two lengths must be equal, or one of "
        "them 1: a factor or an index may be missing, or an array is not what it should be.",
        f"{ja}は組み合わせられない。末尾の軸から順に、長さが等しいか、一方が 1 でなければ"
        "ならない。因子や添字の抜け、または配列の取り違えを疑うとよい。",
    )
