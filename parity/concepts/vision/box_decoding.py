"""Boxes from deltas and anchors."""

from __future__ import annotations

from typing import Any

from parity.concepts.vision._draws import boxes
from parity.concepts.vision._sources import GIRSHICK_2014, LIU
from parity.concepts.vision._variances import CONVENTIONS
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations

KERAS = "keras.utils.bounding_boxes.decode_deltas_to_boxes"


def _case(name: str, n: int, ours: bool = False, **config: Any) -> Case:
    as_size = config.get("box_format", "xyxy") != "xyxy"
    return Case(
        name,
        inputs={"deltas": normal(n, 4, scale=0.5), "anchors": boxes(n, as_size=as_size)},
        upstream=normal(n, 4, apart=0.25),
        config=config,
        ours=ours,
    )


def _there_and_back(of: Implementations, deltas: Any, anchors: Any) -> Arrays:
    boxes = of("box_decoding")(deltas, anchors)
    return {"deltas": of("box_encoding")(boxes, anchors)}


box_decoding = Concept(
    kind="function",
    order=4,
    syllabus=("4-2-1", "4-2-2"),
    needs=("box_encoding",),
    title=Text("Box decoding", "矩形の復号(差分から矩形へ)"),
    summary=Text(
        "The boxes that a detector means: each anchor, moved by its deltas and stretched by their "
        "exponential.",
        "検出器の出力した差分から矩形を求める。アンカーを差分だけずらし、"
        "大きさに差分の指数関数を掛ける。",
    ),
    why=Text(
        "A network's outputs may be any numbers, of the size of 1. The anchor turns them into a "
        "place in the image: the shift counts in widths of the anchor, and the exponential makes "
        "every size positive. In two-stage detectors the boxes that come out are the proposals "
        "that the second stage looks at.",
        "ネットワークの出力は、1 程度の大きさの任意の実数である。それを画像の中の場所に変えるのが"
        "アンカーである。ずれはアンカーの幅を単位とし、大きさは指数関数により必ず正になる。"
        "2段階の検出器では、得られた矩形が、第2段階の調べる候補領域になる。",
    ),
    equation="x = x_a + t_x v_x w_a, w = w_a exp(t_w v_w)",
    formula=(
        r"x = x_a + t_x v_x w_a, \quad w = w_a \exp(t_w v_w)",
        r"\frac{\partial L}{\partial t_x} = v_x w_a \frac{\partial L}{\partial x}, \quad "
        r"\frac{\partial L}{\partial t_w} = v_w w \frac{\partial L}{\partial w}",
    ),
    derivation=(
        Step(
            heading=Text("Both edges move with the center", "中心が動くと両端が動く"),
            text=Text(
                "The edges are x - w/2 and x + w/2: the center gets the sum of their gradients, "
                "the width half their difference.",
                "両端は x - w/2 と x + w/2 なので、中心の勾配は両端の勾配の和、"
                "幅の勾配は差の半分になる。",
            ),
            equation=r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial x_1} + \frac{"
            r"\partial L}{\partial x_2}, \quad \frac{\partial L}{\partial w} = \frac{1}{2} \left( "
            r"\frac{\partial L}{\partial x_2} - \frac{\partial L}{\partial x_1} \right)",
        ),
        Step(
            heading=Text("The exponential is its own slope", "指数関数の傾きは自分自身"),
            text=Text(
                "So the gradient of t_w has the factor w: large boxes pull harder.",
                "そのため t_w の勾配には w が掛かり、大きな矩形ほど強く引かれる。",
            ),
            equation=r"\frac{\partial w}{\partial t_w} = v_w w_a \exp(t_w v_w) = v_w w",
            check=Text(
                "At t = 0 the box is its anchor, and the slope of w is v_w w_a.",
                "t = 0 では矩形はアンカーに一致し、w の傾きは v_w w_a である。",
            ),
        ),
    ),
    shapes={"deltas": "(N, 4)", "anchors": "(N, 4)", "y": "(N, 4): x1, y1, x2, y2"},
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
            name="anchors_in_float32",
            ja="float32 でのアンカーの変換",
            summary=Text(
                "Keras' decode_deltas_to_boxes turns anchors into centers, and boxes into corners, "
                "in float32, whatever type they have.",
                "Keras の decode_deltas_to_boxes は、型によらず float32 でアンカーを中心に変換し、"
                "矩形を角に変換する。",
            ),
            reconciled=Text(
                "The Keras twin converts in the anchors' own type.",
                "Keras 側の実装では、アンカーと同じ型で変換する。",
            ),
            source=f"{KERAS}: convert_format(..., dtype='float32')",
            case="corners",
            native={
                "numpy": {},
                "keras": {"callable": "tf_impl.vision.box_decoding._in_float32"},
            },
            quantity="y",
        ),
    ),
    conventions=CONVENTIONS,
    also_called=("decode", "decode_boxes", "bbox_transform_inv", "delta2bbox", "apply_deltas"),
    identities=(
        Identity(
            sibling="box_encoding",
            text=Text(
                "Encoding undoes it, whichever anchor the deltas are of.",
                "どのアンカーの差分であっても、符号化すると元の差分に戻る。",
            ),
            case=Case(
                "back_to_the_deltas",
                inputs={
                    "deltas": normal(5, 4, scale=0.5),
                    "anchors": boxes(5),
                    "others": boxes(5),
                },
            ),
            left=lambda of, a: _there_and_back(of, a["deltas"], a["anchors"]),
            right=lambda of, a: _there_and_back(of, a["deltas"], a["others"]),
        ),
    ),
    mistakes=(
        Mistake(
            name="shift_taken_for_pixels",
            ja="ずれを画素とみなす",
            line="center = anchor[:, :2] + t[:, :2] * anchor[:, 2:]",
            wrong="center = anchor[:, :2] + t[:, :2]",
            why=Text(
                "The deltas count in widths and heights of the anchor.",
                "差分はアンカーの幅と高さを単位としている。",
            ),
        ),
        Mistake(
            name="exponential_forgotten",
            ja="指数関数を忘れる",
            line="size = anchor[:, 2:] * np.exp(t[:, 2:])",
            wrong="size = anchor[:, 2:] * t[:, 2:]",
            why=Text(
                "The deltas of the size are logarithms; without exp they could be negative sizes.",
                "大きさの差分は対数である。exp がないと、負の大きさになりうる。",
            ),
        ),
        Mistake(
            name="exponential_added",
            ja="指数関数を足す",
            line="size = anchor[:, 2:] * np.exp(t[:, 2:])",
            wrong="size = anchor[:, 2:] + np.exp(t[:, 2:])",
            why=Text(
                "The logarithm of a ratio was encoded, so its exponential multiplies.",
                "符号化したのは比の対数なので、その指数関数は掛ける。",
            ),
        ),
        Mistake(
            name="center_for_the_corner",
            ja="中心を角として返す",
            line="return np.concatenate([center - size / 2, center + size / 2], axis=1)",
            wrong="return np.concatenate([center, center + size], axis=1)",
            why=Text(
                "What was found is the center; the corner lies half a size before it.",
                "求めたのは中心である。左上の角は、そこから大きさの半分だけ手前にある。",
            ),
        ),
        Mistake(
            name="slope_of_the_exponential_forgotten",
            ja="指数関数の傾きを忘れる",
            line="d_growth = d_size * anchor[:, 2:] * growth  # the slope of exp is exp itself",
            wrong="d_growth = d_size * anchor[:, 2:]",
            why=Text(
                "The slope of exp(t) is exp(t), and 1 at t = 0 alone.",
                "exp(t) の傾きは exp(t) であり、1 になるのは t = 0 のときだけである。",
            ),
        ),
    ),
)
