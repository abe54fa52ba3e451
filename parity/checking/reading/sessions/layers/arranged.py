"""A reading in which arrays have another layout than ours: examples in columns, channels last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from parity.checking.reading.binding import NotApplicableError
from parity.checking.reading.narrowings import ONE_AT_A_TIME
from parity.checking.reading.scores import ALIGNED
from parity.checking.reading.sessions.session import Session, Subject
from parity.describing.concept import Concept, DrawnCase, Text
from parity.describing.layouts import LAYOUTS
from parity.harness.evaluators.evaluation import upstream_of


@dataclass(frozen=True)
class Arrangement:
    """Another layout.

    Attributes:
        name: what it is called.
        told: what the reader is told.
        data: the layout of inputs, outputs and upstream gradients, by how many axes they have.
        params: the layout of parameters and their gradients, by name and by how many axes.
        needs: how many axes the first input must have for the layout to make a difference.
    """

    name: str
    told: Text
    data: Mapping[int, str]
    params: Mapping[str, str]
    needs: tuple[int, ...]


COLUMNS_TEXT = Text(
    "Examples are columns: x is (features, examples).",
    "データは列に並ぶものとして読んだ(x は (特徴数, データ数))。",
)
LAST_TEXT = Text(
    "Images are (N, H, W, C), the channels last.", "画像は (N, H, W, C) の並びとして読んだ。"
)
TRANSPOSED_TEXT = Text(
    "W is (out, in), as in torch.nn.Linear.", "W は (出力数, 入力数) の並びとして読んだ。"
)
ROWS_TEXT = Text("The bias is a row, (1, n).", "バイアスは (1, n) の行ベクトルとして読んだ。")
CHANNEL_TEXT = Text(
    "The scale and the shift are (1, C, 1, 1), to meet images.",
    "スケールとシフトは、画像に合わせた (1, C, 1, 1) の形として読んだ。",
)
KERNEL_TEXT = Text(
    "Kernels are (kh, kw, in, out), as in Keras.",
    "カーネルは Keras と同じ (kh, kw, 入力, 出力) の並びとして読んだ。",
)
PIXEL_TEXT = Text(
    "Features are given as images of one pixel: the code takes images only.",
    "画像だけを受け取るコードなので、特徴を 1 画素の画像として渡した。",
)

ONE_TEXT = Text(
    "One example is given at a time, without an axis of examples.",
    "データ数の軸のない、1 データずつの入力として読んだ。",
)
ONE_LAST_TEXT = Text(
    "One image is given at a time, (H, W, C).", "1 枚ずつの (H, W, C) の画像として読んだ。"
)
TIME_FIRST_TEXT = Text(
    "Sequences are (T, N, C), the steps first.", "系列は (T, N, C) の並び(時刻が先頭)として読んだ。"
)

WORDS_TEXT = Text(
    "W is (n_dims, n_words), a column for each word.",
    "W は (n_dims, n_words)、つまり単語ごとに1列の並びとして読んだ。",
)

TURNED_TEXT = Text(
    "The kernel is turned by 180°: each output is a sum of inputs times W read backwards.",
    "カーネルは 180° 回転した向き(W を逆向きに掛ける形)として読んだ。",
)

ALONE_TEXT = Text(
    "A channel's kernel has no axis of channels: W is (n_in, kh, kw).",
    "チャネルの軸のない (n_in, kh, kw) のカーネルとして読んだ。",
)
OF_A_CHANNEL_TEXT = Text(
    "Kernels are (kh, kw, n_in, 1), as in Keras.",
    "カーネルは Keras と同じ (kh, kw, n_in, 1) の並びとして読んだ。",
)
MATRIX_TEXT = Text("W is a matrix, (n_out, n_in).", "W は (n_out, n_in) の行列として読んだ。")
IN_OUT_TEXT = Text("W is a matrix, (n_in, n_out).", "W は (n_in, n_out) の行列として読んだ。")

COLUMNS = Arrangement("columns", COLUMNS_TEXT, {2: "columns"}, {}, (2,))
CHANNELS_LAST = Arrangement("channels_last", LAST_TEXT, {4: "channels_last"}, {}, (4,))
OF_STEPS_TEXT = Text(
    "Sequences are (N, T, C), the channels last.",
    "系列は (N, T, C) の並び(チャネルが最後)として読んだ。",
)
OF_VOLUMES_TEXT = Text(
    "Volumes are (N, D, H, W, C), the channels last.",
    "立体は (N, D, H, W, C) の並び(チャネルが最後)として読んだ。",
)
LAST_BY_AXES = {
    3: Arrangement("channels_last", OF_STEPS_TEXT, {3: "channels_last"}, {}, (3,)),
    4: CHANNELS_LAST,
    5: Arrangement("channels_last", OF_VOLUMES_TEXT, {5: "channels_last"}, {}, (5,)),
}
ONE_VECTOR = Arrangement("one_vector", ONE_TEXT, {2: "one_example"}, {}, (2,))
ONE_IMAGE = Arrangement("one_image", ONE_TEXT, {4: "one_example"}, {}, (4,))
ONE_IMAGE_LAST = Arrangement("one_image_last", ONE_LAST_TEXT, {4: "one_image_last"}, {}, (4,))
TIME_FIRST = Arrangement("time_first", TIME_FIRST_TEXT, {3: "time_first"}, {}, (3,))
COLUMN_OF_A_WORD = Arrangement("column_of_a_word", WORDS_TEXT, {}, {"W": "out_in"}, ())
TURNED = Arrangement("turned", TURNED_TEXT, {}, {"W": "turned"}, ())
TURNED_LAST = Arrangement(
    "turned_channels_last",
    Text(f"{LAST_TEXT.en} {TURNED_TEXT.en}", f"{LAST_TEXT.ja}{TURNED_TEXT.ja}"),
    {4: "channels_last"},
    {"W": "turned"},
    (4,),
)
ONE_PIXEL = Arrangement("one_pixel", PIXEL_TEXT, {2: "one_pixel"}, {}, (2,))


OF_PARTS = {
    "depthwise_conv2d": (
        Arrangement("kernel_alone", ALONE_TEXT, {}, {"W": "kernel_alone"}, ()),
        Arrangement("kernel_of_a_channel", OF_A_CHANNEL_TEXT, {}, {"W": "kernel_of_a_channel"}, ()),
        replace(CHANNELS_LAST, params={"W": "kernel_of_a_channel"}),
    ),
    "pointwise_conv2d": (
        Arrangement("matrix", MATRIX_TEXT, {}, {"W": "matrix"}, ()),
        Arrangement("matrix_in_out", IN_OUT_TEXT, {}, {"W": "matrix_in_out"}, ()),
        replace(CHANNELS_LAST, params={"W": "matrix_in_out"}),
    ),
    "separable_conv2d": (
        Arrangement(
            "kernel_alone", ALONE_TEXT, {}, {"W_depth": "kernel_alone", "W_point": "matrix"}, ()
        ),
        replace(CHANNELS_LAST, params={"W_depth": "kernel_of_a_channel", "W_point": "hwio"}),
    ),
}
"""How kernels of one channel each, or of one pixel, are kept without the axes of length 1."""


def arrangements(concept: Concept, functions: bool, narrow: str = "") -> Iterator[Arrangement]:
    """Yield the layouts in which people write a concept, the likeliest first.

    Args:
        concept: what the code is judged as.
        functions: whether parameters are arguments: no object shows how they are kept.
        narrow: for which part of the inputs it was written.
    """
    if narrow in ONE_AT_A_TIME:
        yield from _of_one_example(concept, functions)
    if narrow in ONE_AT_A_TIME and concept.shapes.get("x", "").count(",") == 3:
        return
    params = dict.fromkeys(concept.weights)
    if concept.name in ALIGNED:
        yield TIME_FIRST
        return
    if concept.name == "embedding":
        yield COLUMN_OF_A_WORD
        return
    if concept.name.startswith("conv_transpose") and not functions:
        yield TURNED  # a kernel of its own has no side that another could know
        if concept.shapes["W"].count(",") == 3:
            yield TURNED_LAST
    if concept.name in OF_PARTS and functions:
        yield from OF_PARTS[concept.name]
    if "W" in params and concept.shapes.get("W", "").count(",") == 1:
        yield from _of_matrices(functions)
    elif "W" in params:
        yield from _of_kernels(functions, concept.shapes["W"].count(",") + 1)
    elif concept.kind in ("layer", "loss"):
        row = dict.fromkeys(params, "row")
        last = dict.fromkeys(params, "last_of_four")
        column = dict.fromkeys(params, "column")
        images = any(case.images for case in concept.cases)
        if concept.shapes.get("x") != "any" or concept.kind == "loss":
            yield replace(COLUMNS, params=column if functions else {})
        if images:
            drawn = next(case for case in concept.cases if case.images).inputs
            axes = next(iter(drawn.values())).shape
            yield LAST_BY_AXES.get(len(axes), CHANNELS_LAST)
            if params and functions:
                yield replace(CHANNELS_LAST, params=last)
        if params and functions:
            yield Arrangement("rows", ROWS_TEXT, {}, row, ())
        if images and params and functions:
            channel = dict.fromkeys(params, "channel_of_images")
            yield Arrangement("channel_of_images", CHANNEL_TEXT, {}, channel, (4,))
        if images and params:
            yield ONE_PIXEL


def _of_one_example(concept: Concept, functions: bool) -> Iterator[Arrangement]:
    if concept.shapes.get("x", "").count(",") == 3:
        yield ONE_IMAGE
        yield ONE_IMAGE_LAST
        if functions and concept.weights:
            for bias in ("column", "last_of_four", "canonical"):
                yield replace(ONE_IMAGE, params={"b": bias})
                yield replace(ONE_IMAGE_LAST, params={"W": "hwio", "b": bias})
        return
    yield ONE_VECTOR
    if functions:
        yield replace(ONE_VECTOR, params={"W": "out_in"})


def _of_matrices(functions: bool) -> Iterator[Arrangement]:
    if not functions:
        yield COLUMNS
        return
    yield Arrangement("out_in", TRANSPOSED_TEXT, {}, {"W": "out_in"}, ())
    yield replace(COLUMNS, params={"W": "out_in", "b": "column"})
    yield Arrangement("rows", ROWS_TEXT, {}, {"b": "row"}, ())
    yield replace(COLUMNS, params={"W": "out_in"})
    yield replace(COLUMNS, params={"b": "column"})


def _of_kernels(functions: bool, axes: int = 4) -> Iterator[Arrangement]:
    channels_last = LAST_BY_AXES.get(axes, CHANNELS_LAST)
    if not functions:
        yield channels_last
        return
    for bias in ("last_of_four", "canonical", "row", "column"):
        if axes == 4 or bias != "last_of_four":
            yield replace(channels_last, params={"W": "hwio", "b": bias})
    yield Arrangement("hwio", KERNEL_TEXT, {}, {"W": "hwio"}, ())
    yield Arrangement("bias_column", ROWS_TEXT, {}, {"b": "column"}, ())
    yield replace(channels_last, params={"W": "channels_last"})


class Arranged(Subject):
    """Another subject, given and giving arrays in another layout."""

    def __init__(self, inner: Subject, arrangement: Arrangement) -> None:
        super().__init__(inner.concept, inner.names, inner.shape, inner.label)
        self.inner, self.arrangement = inner, arrangement
        self.told = [*inner.told, arrangement.told]
        self.narrow = inner.narrow
        self.columns = arrangement.name == COLUMNS.name

    def start(self, case: DrawnCase) -> Session:
        """Set the code up for the case in its layout."""
        first = next(iter(case.inputs[0].values()))
        if self.arrangement.needs and first.ndim not in self.arrangement.needs:
            raise NotApplicableError(
                f"{first.ndim} axes have no place in its layout",
                f"この並びでは {first.ndim} 軸の入力を表せない",
            )
        session = self.inner.start(self.theirs(case))
        self.shape = self.inner.shape
        return cast(Session, ArrangedSession(session, self, case))

    def theirs(self, case: DrawnCase) -> DrawnCase:
        """Return the case with every array in their layout."""
        options = dict(case.options)
        if "W" in case.params and case.params["W"].ndim >= 3:
            options["window"] = case.params["W"].shape[2:]
        return replace(
            case,
            inputs=tuple({n: self.give(n, a) for n, a in d.items()} for d in case.inputs),
            upstream=tuple(self.give("y", dy) for dy in case.upstream),
            further=tuple({n: self.give(n, a) for n, a in d.items()} for d in case.further),
            params={n: self.give(n, a) for n, a in case.params.items()},
            buffers={n: self.give(n, a) for n, a in case.buffers.items()},
            options=options,
        )

    def _layout(self, name: str, axes: int) -> str:
        if name in self.concept.weights or name in self.concept.state:
            return self.arrangement.params.get(name, "canonical")
        if name == "t" and axes == 1:
            return "canonical"
        return self.arrangement.data.get(axes, "canonical")

    def give(self, name: str, array: np.ndarray) -> np.ndarray:
        """Return one of our arrays in their layout."""
        return LAYOUTS[self._layout(name, array.ndim)].from_canonical(array)

    def take(self, name: str, value: Any, like: np.ndarray | None) -> Any:
        """Return one of their results in our layout; as it is where it has another shape."""
        if value is None or like is None:
            return value
        array = np.asarray(value)
        layout = self._layout(name, like.ndim)
        if layout == "canonical" or array.dtype.kind == "O":
            return value
        if LAYOUTS[layout].from_canonical(like).shape == array.shape:
            return LAYOUTS[layout].to_canonical(array).reshape(like.shape)
        return value


class ArrangedSession:
    """A session behind a change of layout."""

    def __init__(self, inner: Session, subject: Arranged, case: DrawnCase) -> None:
        self.inner, self.subject, self.case = inner, subject, case
        self.round = -1

    @property
    def states(self) -> Mapping[str, Any]:
        """The outputs where they are several, in our layout."""
        like = upstream_of(self.case, 0) if self.case.upstream else {}
        return {n: self.subject.take(n, a, like.get(n)) for n, a in self.inner.states.items()}

    @property
    def upstream(self) -> Mapping[str, Any]:
        """The gradients of these, in their layout."""
        return self.inner.upstream

    @upstream.setter
    def upstream(self, ours: Mapping[str, Any]) -> None:
        self.inner.upstream = {n: self.subject.give(n, a) for n, a in ours.items()}

    def __getattr__(self, name: str) -> Any:
        """Return what the inner session has: ``used``, ``goes_back`` and the like."""
        return getattr(self.inner, name)

    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return the output in our layout."""
        self.round += 1
        theirs = {name: self.subject.give(name, array) for name, array in inputs.items()}
        try:
            y = self.inner.forward(theirs)
        finally:
            for name, array in inputs.items():  # what was changed in place shows in ours, too
                array[...] = self.subject.take(name, theirs[name], array)
        like = self.case.upstream[min(self.round, len(self.case.upstream) - 1)] \
            if self.case.upstream else None  # fmt: skip
        return self.subject.take("y", y, like)

    def backward(self, dy: Any) -> dict[str, Any]:
        """Return the gradients in our layout."""
        theirs = self.subject.give("y", np.asarray(dy))
        given = self.inner.backward(theirs if theirs.ndim else theirs[()])
        if isinstance(dy, np.ndarray) and dy.ndim:
            dy[...] = self.subject.take("y", theirs, dy)
        drawn = self.case.inputs[min(self.round, len(self.case.inputs) - 1)]
        ours = {**self.case.params, **drawn}
        return {name: self.subject.take(name, g, ours.get(name)) for name, g in given.items()}

    def buffers(self) -> dict[str, Any]:
        """Return the running statistics in our layout."""
        return {
            name: self.subject.take(name, value, self.case.buffers.get(name))
            for name, value in self.inner.buffers().items()
        }
