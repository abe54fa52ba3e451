"""For which part of what a concept takes code may have been written, and how that is told."""

from __future__ import annotations

from collections.abc import Iterator

from parity.describing.concept import Concept, Text

LIMITS: dict[str, Text] = {
    "square": Text(
        "anything but square windows, and one number for stride and padding",
        "窓は正方形、ストライドとパディングは 1 つの数に限られる",
    ),
    "windows_of_3": Text(
        "anything but windows of 3 by 3, and one number for stride and padding",
        "窓は 3×3、ストライドとパディングは 1 つの数に限られる",
    ),
    "same": Text(
        'anything but padding="same" with the stride 1, and windows of 3 by 3',
        'padding="same"、ストライド 1、3×3 の窓に限られる',
    ),
    "same_oblong": Text(
        'anything but padding="same" with the stride 1, and windows of odd sides',
        'padding="same"、ストライド 1、辺の長さが奇数の窓に限られる',
    ),
    "square_images": Text("anything but square images and windows", "正方形の画像と窓に限られる"),
    "one_square_window": Text(
        "anything but one example at a time, and square windows",
        "1 度に 1 データと、正方形の窓に限られる",
    ),
    "one_square_image": Text(
        "anything but one square image at a time, and square windows",
        "1 度に 1 枚の正方形の画像と、正方形の窓に限られる",
    ),
    "vector": Text(
        "anything but one example at a time, a vector", "1 度に 1 データ(ベクトル)に限られる"
    ),
    "first_row": Text(
        "anything but one example at a time, a matrix of one row",
        "1 度に 1 データ(1 行の行列)に限られる",
    ),
    "one_hot_row": Text(
        "anything but one example at a time, a matrix of one row, and one-hot labels",
        "1 度に 1 データ(1 行の行列)と one-hot のラベルに限られる",
    ),
    "one_output": Text(
        "anything but one output for each example", "1 データにつき出力 1 つに限られる"
    ),
    "binary": Text(
        "anything but one number and one class, 0 or 1, for each example",
        "1 データにつき 1 つの数と、0 か 1 のクラスに限られる",
    ),
    "matrices": Text("anything but matrices, with two axes", "2 軸の行列に限られる"),
    "flat": Text("anything but vectors, with one axis", "1 軸のベクトルに限られる"),
    "numbers": Text("anything but one number at a time", "1 度に 1 つの数に限られる"),
    "one_example": Text("anything but one example at a time", "1 度に 1 データに限られる"),
    "each_example": Text("anything but one example at a time", "1 度に 1 データに限られる"),
    "vectors": Text("anything but vectors, with one axis", "1 軸のベクトルに限られる"),
    "floats": Text(
        "anything but arrays of floats: in one of whole numbers x + h is cut off, and the gradient "
        "is wrong",
        "浮動小数点数の配列に限られる(整数の配列では x + h が切り捨てられ、勾配を誤る)",
    ),
    "float_vectors": Text(
        "anything but vectors of floats: in whole numbers x + h is cut off, and the gradient is "
        "wrong",
        "浮動小数点数のベクトルに限られる(整数の配列では x + h が切り捨てられ、勾配を誤る)",
    ),
    "pairs": Text(
        "anything but two matrices, of which it compares each row with each; the diagonal was "
        "looked at",
        "2つの行列の、すべての行の組を比べる形(対角成分を調べた)に限られる",
    ),
    "hard": Text("anything but targets of 0 and 1", "0 と 1 の正解ラベルに限られる"),
}
"""What the reader is told of each narrowing: in English what it leaves out, as all limits are."""

ONE_AT_A_TIME = ("one_example", "one_square_window", "one_square_image")
"""Narrowings to a batch of one, which code may take without the axis of examples."""

BINARY = "binary_cross_entropy"


def narrowings(concept: Concept) -> Iterator[str]:
    """Yield the narrowings that make sense for a concept, the likeliest first."""
    x = concept.shapes.get("x", "")
    if x.count(",") == 3 and ("kernel" in concept.shapes.get("W", "") or "OH" in
                              concept.shapes.get("y", "")):  # fmt: skip
        yield from ("square", "square_images", *ONE_AT_A_TIME)
        if concept.name == "conv2d":
            yield from ("windows_of_3", "same", "same_oblong")
    if concept.name.startswith(BINARY):
        yield from ("one_output", "binary", "hard")
    if concept.kind == "loss" or concept.name in ("softmax", "log_softmax"):
        yield "vector"
    if concept.kind == "loss":
        yield from ("first_row", "one_hot_row")
    if concept.name == "flatten":
        yield "each_example"
    if concept.name == "cosine_similarity":
        yield "pairs"
    if concept.name == "dense":
        yield from ("one_output", "one_example")
    if concept.group == "activations" and not concept.weights and x == "any":
        yield "matrices"
    if concept.kind == "regularizer":
        yield "flat"
    if concept.group == "activations" and not concept.weights:
        yield from ("flat", "numbers")
