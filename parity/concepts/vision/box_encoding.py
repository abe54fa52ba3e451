"""Boxes as deltas from anchors."""

from __future__ import annotations

from typing import Any

from parity.concepts.vision._draws import boxes
from parity.concepts.vision._sources import GIRSHICK_2014, LIU
from parity.concepts.vision._variances import CONVENTIONS
from parity.describing.concept import (
    Case,
    Concept,
    Default,
    Divergence,
    Mistake,
    Text,
)
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations

KERAS = "keras.utils.bounding_boxes.encode_box_to_deltas"


def _case(name: str, n: int, ours: bool = False, **config: Any) -> Case:
    as_size = config.get("box_format", "xyxy") != "xyxy"
    return Case(
        name,
        inputs={"boxes": boxes(n, as_size=as_size), "anchors": boxes(n, as_size=as_size)},
        upstream=normal(n, 4, apart=0.25),
        config=config,
        ours=ours,
    )


def _by(of: Implementations, boxes: Any, anchors: Any) -> Arrays:
    y = of("box_encoding")(boxes, anchors)
    return {"boxes": of("box_decoding")(y, anchors)}


box_encoding = Concept(
    kind="function",
    order=3,
    syllabus=("4-2-1", "4-2-2"),
    needs=("anchor_boxes",),
    title=Text("Box encoding", "矩形の符号化(アンカーからの差分)"),
    summary=Text(
        "What a detector learns of a box: how far its center is from the anchor's, in widths of "
        "the anchor, and the logarithm of how much larger it is.",
        "検出器が学習する目標値。矩形の中心のずれをアンカーの幅と高さで割ったものと、"
        "大きさの比の対数で表す。",
    ),
    why=Text(
        "Pixels are a bad unit for a loss: ten pixels matter for a face far away and not for a "
        "house. Divided by the anchor's size, the shift of a small and of a large object count "
        "alike. A size must be positive, and twice as large is as wrong as half as large: its "
        "logarithm may be any number, and makes both equal.",
        "画素は損失の単位に向かない。10画素のずれは、遠くの顔では大きく、家では無視できる。"
        "アンカーの大きさで割れば、小さな物体のずれも大きな物体のずれも同じ重みになる。"
        "大きさは正の数で、2倍と半分は同じだけ間違っている。対数をとると、任意の実数で表せて、"
        "2倍と半分が対称になる。",
    ),
    equation="y = ((x - x_a) / w_a, (y - y_a) / h_a, log(w / w_a), log(h / h_a)) / variances",
    formula=(
        r"t_x = \frac{x - x_a}{w_a v_x}, \quad t_w = \frac{1}{v_w} \log \frac{w}{w_a}",
        r"\frac{\partial L}{\partial x} = \frac{1}{w_a v_x} \frac{\partial L}{\partial t_x}, \quad "
        r"\frac{\partial L}{\partial w} = \frac{1}{w v_w} \frac{\partial L}{\partial t_w}",
        r"\frac{\partial L}{\partial w_a} = -\frac{1}{w_a} \left( \frac{x - x_a}{w_a v_x} "
        r"\frac{\partial L}{\partial t_x} + \frac{1}{v_w} \frac{\partial L}{\partial t_w} \right)",
    ),
    derivation=(
        Step(
            heading=Text(
                "A shift is divided by the anchor's width", "ずれはアンカーの幅で割られる"
            ),
            text=Text(
                "The box's center stands there once, and the anchor's with a minus.",
                "矩形の中心は1回だけ現れ、アンカーの中心は負の符号で現れる。",
            ),
            equation=r"\frac{\partial t_x}{\partial x} = \frac{1}{w_a v_x}, \quad \frac{\partial "
            r"t_x}{\partial x_a} = -\frac{1}{w_a v_x}",
        ),
        Step(
            heading=Text("A logarithm has the slope 1 / w", "対数の傾きは 1 / w"),
            text=Text(
                "log(w / w_a) = log w - log w_a, so each has its own reciprocal, whatever the "
                "other is.",
                "log(w / w_a) = log w - log w_a なので、傾きはそれぞれの逆数で、"
                "もう一方の値によらない。",
            ),
            equation=r"\frac{\partial t_w}{\partial w} = \frac{1}{w v_w}",
        ),
        Step(
            heading=Text("The anchor's width is in both", "アンカーの幅は両方に入っている"),
            text=Text(
                "It divides the shift as well, so its gradient has two terms. From centers and "
                "sizes to corners leads one fixed matrix, and back its transpose.",
                "幅はずれの分母にもあるので、勾配は2つの項の和になる。中心と大きさから角への変換は"
                "定数の行列であり、勾配にはその転置を掛ける。",
            ),
            equation=r"\frac{\partial L}{\partial w_a} = -\frac{1}{w_a} \left( t_x \frac{\partial "
            r"L}{\partial t_x} + \frac{1}{v_w} \frac{\partial L}{\partial t_w} \right)",
            check=Text(
                "Moved together, they change nothing: the gradients of x and x_a sum to 0.",
                "矩形とアンカーを一緒に動かしても値は変わらない。x と x_a の勾配の和は 0 である。",
            ),
        ),
    ),
    shapes={"boxes": "(N, 4)", "anchors": "(N, 4)", "y": "(N, 4)"},
    sources=(f"{GIRSHICK_2014}, appendix C", f"{LIU}, section 2.2"),
    cases=(
        _case("corners", 5),
        _case("variances_of_ssd", 5, variances=(0.1, 0.1, 0.2, 0.2)),
        _case("four_variances", 3, variances=(0.5, 0.25, 2.0, 1.5)),
        _case("corner_and_size", 5, box_format="xywh"),
        _case("center_and_size", 6, box_format="center_xywh", variances=(0.5, 0.25, 2.0, 1.5)),
        _case("one_box", 1),
    ),
    defaults=(Default("variances", (1.0, 1.0, 1.0, 1.0)), Default("box_format", "xyxy")),
    divergences=(
        Divergence(
            name="corners_in_float32",
            ja="float32 での変換",
            summary=Text(
                "Keras' encode_box_to_deltas turns corners into centers in float32, whatever type "
                "they have, and rounds the variances likewise.",
                "Keras の encode_box_to_deltas は、型によらず float32 で角を中心に変換し、"
                "variances も float32 に丸める。",
            ),
            reconciled=Text(
                "The Keras twin converts in the boxes' own type.",
                "Keras 側の実装では、矩形と同じ型で変換する。",
            ),
            source=f"{KERAS}: convert_format(..., dtype='float32'), convert_to_tensor(variance, "
            "'float32')",
            case="corners",
            native={
                "numpy": {},
                "keras": {"callable": "tf_impl.vision.box_encoding._in_float32"},
            },
            quantity="y",
        ),
    ),
    conventions=CONVENTIONS,
    also_called=("encode", "encode_boxes", "bbox_transform", "bbox2delta", "offset_boxes"),
    identities=(
        Identity(
            sibling="box_decoding",
            text=Text(
                "Decoding undoes it, whichever anchor a box was written from.",
                "復号すると元に戻るので、どのアンカーを基準に符号化しても同じ矩形が得られる。",
            ),
            case=Case(
                "by_two_anchors",
                inputs={"boxes": boxes(5), "anchors": boxes(5), "others": boxes(5)},
            ),
            left=lambda of, a: _by(of, a["boxes"], a["anchors"]),
            right=lambda of, a: _by(of, a["boxes"], a["others"]),
        ),
    ),
    mistakes=(
        Mistake(
            name="shift_in_pixels",
            ja="ずれをアンカーの大きさで割らない",
            line="shift = (box[:, :2] - anchor[:, :2]) / anchor[:, 2:]",
            wrong="shift = box[:, :2] - anchor[:, :2]",
            why=Text(
                "The shift counts in widths and heights of the anchor, so that large and small "
                "objects weigh the same.",
                "ずれはアンカーの幅と高さを単位とする。物体の大小によらず同じ重みにするためである。",
            ),
        ),
        Mistake(
            name="divided_by_the_box",
            ja="矩形自身の大きさで割る",
            line="shift = (box[:, :2] - anchor[:, :2]) / anchor[:, 2:]",
            wrong="shift = (box[:, :2] - anchor[:, :2]) / box[:, 2:]",
            why=Text(
                "The unit is the anchor: when decoding, the box is not known yet.",
                "単位にするのはアンカーである。復号するとき、矩形の大きさはまだ分からない。",
            ),
        ),
        Mistake(
            name="ratio_without_the_logarithm",
            ja="対数をとらない",
            line="growth = np.log(box[:, 2:] / anchor[:, 2:])",
            wrong="growth = box[:, 2:] / anchor[:, 2:]",
            why=Text(
                "A ratio must be above 0, which an output of a network need not be; the logarithm "
                "may be any number.",
                "比は正の数に限られるが、ネットワークの出力は負にもなる。対数なら任意の実数でよい。",
            ),
        ),
        Mistake(
            name="multiplied_by_the_variances",
            ja="variances を掛ける",
            line="return np.concatenate([shift, growth], axis=1) / v",
            wrong="return np.concatenate([shift, growth], axis=1) * v",
            why=Text(
                "Encoding divides by the variances, so that the targets spread about 1; decoding "
                "multiplies.",
                "符号化では variances で割り、"
                "目標値のばらつきを 1 程度にする。掛けるのは復号のときである。",
            ),
        ),
        Mistake(
            name="anchor_width_in_the_shift_forgotten",
            ja="アンカーの幅のうち、ずれの分を忘れる",
            line="da_size = -(d_shift * away + d_growth) / anchor[:, 2:]  # of the shift too",
            wrong="da_size = -d_growth / anchor[:, 2:]",
            why=Text(
                "A wider anchor makes the shift smaller too.",
                "アンカーが広くなると、ずれの値も小さくなる。",
            ),
        ),
    ),
)
