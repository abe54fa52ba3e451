"""How much of the input one output sees."""

from __future__ import annotations

import numpy as np

from parity.concepts.layers._sources import GUIDE
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import values
from parity.describing.identity import Arrays, Identity, Implementations

_SIZE = r"r_l = r_{l-1} + (k_l - 1)\, d_l\, j_{l-1}"
_START = r"b_l = b_{l-1} - p_l\, j_{l-1}"
_JUMP = r"j_l = j_{l-1}\, s_l"
OUTPUTS = {"outputs": ("size", "jump", "start")}


def _case(name: str, ours: bool = False, **layers: list[int]) -> Case:
    return Case(
        name,
        inputs={key: values(np.array(numbers)) for key, numbers in layers.items()},
        exact=("size", "jump", "start"),
        options=OUTPUTS,
        ours=ours,
    )


def _last_size(of: Implementations, a: Arrays) -> Arrays:
    size, _, _ = of("receptive_field")(a["kernel"], a["stride"], a["dilation"])
    return {"size": size[-1:]}


def _least_input_that_fits(of: Implementations, a: Arrays) -> Arrays:
    """Return how long an input must be for one output, going back from that."""
    output_size = of("output_size")
    n = 1
    for layer in reversed(range(len(a["kernel"]))):
        wanted, n = n, 1
        k, s, d = (int(a[name][layer]) for name in ("kernel", "stride", "dilation"))
        n = (wanted - 1) * s + d * (k - 1) + 1
        assert output_size(n, k, s, dilation=d) == wanted
    return {"size": np.array([n])}


receptive_field = Concept(
    kind="function",
    order=6,
    syllabus=("3-4-1", "3-4-2"),
    needs=("output_size",),
    title=Text("Receptive field", "受容野"),
    summary=Text(
        "How many pixels of the input one output sees, how far apart neighbouring outputs look, "
        "and where the first one begins, behind each layer.",
        "各層の出力1つが入力の何画素を見るか、隣の出力とどれだけずれるか、最初の出力がどの画素から"
        "見始めるかを求める。",
    ),
    why=Text(
        "An output can only know what lies in its receptive field: a network whose outputs see 30 "
        "pixels cannot tell a cat that fills 200. Layers of 3×3 add two pixels each; a stride "
        "doubles what all later layers add, a dilation multiplies what its own adds. Two 3×3 "
        "layers see as much as one of 5×5 with fewer weights, which is VGG's argument. Where "
        "outputs begin and how far they jump says as well which anchor belongs to which pixel.",
        "出力が知りうるのは受容野の中のことだけである。30 画素しか見ない出力に、200 画素を占める猫"
        "は分からない。3×3 の層は1つにつき2画素だけ広げる。ストライドは後の層が広げる分を何倍かに"
        "し、膨張はその層が広げる分を何倍かにする。3×3 を2層重ねると、5×5 の1層と同じ範囲を少ない"
        "重みで見られる。これが VGG の考え方である。始まりの位置と間隔が分かれば、出力と画素の対応"
        "も分かる。",
    ),
    equation="size += (k - 1) d jump; start -= p jump; jump *= s, layer by layer from 1, 0 and 1",
    formula=(_SIZE, _START, _JUMP, r"r_0 = 1, \quad b_0 = 0, \quad j_0 = 1"),
    derivation=(
        Step(
            heading=Text(
                "A kernel spans (k - 1) d steps of its own input",
                "カーネルは、自分の入力を (k - 1) d だけまたぐ",
            ),
            text=Text(
                "A step of that input is jump pixels of the image, so the field grows by as many.",
                "その入力の1つ分は、画像では j 画素に相当する。受容野はその分だけ広がる。",
            ),
            equation=_SIZE,
        ),
        Step(
            heading=Text("Padding moves the beginning back", "パディングは始まりを前にずらす"),
            text=Text(
                "The first window begins p steps before the input, which are p jump pixels. The "
                "stride then makes the jump of the outputs.",
                "最初の窓は入力の p 個前から始まる。画像では p j 画素前である。出力どうしの間隔は、"
                "ストライドを掛けたものになる。",
            ),
            equation=f"{_START}\n{_JUMP}",
            check=Text(
                "Two layers of 3: 5 pixels. With a stride of 2 in the first: 7.",
                "カーネル 3 の2層なら 5 画素。最初の層のストライドが 2 なら 7 画素である。",
            ),
        ),
    ),
    shapes={
        "kernel": "(L,) integers",
        "stride": "(L,) integers",
        "dilation": "(L,) integers",
        "padding": "(L,) integers",
        "size": "(L,) integers",
        "jump": "(L,) integers",
        "start": "(L,) integers",
    },
    sources=(
        "Luo, Li, Urtasun and Zemel (2016), Understanding the effective receptive field in deep "
        "convolutional neural networks, section 1",
        GUIDE,
    ),
    cases=(
        _case("kernels_alone", ours=True, kernel=[3, 5, 2]),
        _case(
            "strides",
            kernel=[3, 3, 2, 3],
            stride=[1, 2, 2, 1],
            dilation=[1, 1, 1, 1],
            padding=[0, 0, 0, 0],
        ),
        _case(
            "dilations",
            kernel=[2, 3, 2],
            stride=[1, 1, 1],
            dilation=[1, 2, 4],
            padding=[0, 0, 0],
        ),
        _case(
            "strides_dilations_padding",
            kernel=[3, 2, 4],
            stride=[2, 3, 1],
            dilation=[2, 1, 3],
            padding=[1, 0, 2],
        ),
        _case(
            "start_of_resnet",
            kernel=[7, 3, 3],
            stride=[2, 2, 1],
            dilation=[1, 1, 1],
            padding=[3, 1, 1],
        ),
        _case("one_pixel", kernel=[1, 1], stride=[2, 1], dilation=[1, 3], padding=[0, 1]),
    ),
    also_called=("receptive_field_size", "calc_receptive_field", "compute_receptive_field"),
    identities=(
        Identity(
            sibling="output_size",
            text=Text(
                "It is the length of an input that gives just one output.",
                "出力がちょうど1つになる入力の長さである。",
            ),
            case=Case(
                "input_of_one_output",
                inputs={
                    "kernel": values(np.array([3, 5, 2])),
                    "stride": values(np.array([2, 1, 3])),
                    "dilation": values(np.array([1, 2, 3])),
                },
                options={"outputs": ("size",)},
            ),
            left=_last_size,
            right=_least_input_that_fits,
        ),
    ),
    mistakes=(
        Mistake(
            name="jump_forgotten",
            ja="前の層までの間隔を掛け忘れる",
            line="size = size + (k[layer] - 1) * d[layer] * jump",
            wrong="size = size + (k[layer] - 1) * d[layer]",
            why=Text(
                "Behind a stride, neighbouring inputs of a layer lie several pixels apart.",
                "ストライドより後では、隣り合う入力が画像の上で何画素も離れている。",
            ),
        ),
        Mistake(
            name="dilation_forgotten",
            ja="膨張を掛け忘れる",
            line="size = size + (k[layer] - 1) * d[layer] * jump",
            wrong="size = size + (k[layer] - 1) * jump",
            why=Text(
                "A dilated kernel spans d times as many steps.",
                "膨張したカーネルは d 倍の範囲をまたぐ。",
            ),
        ),
        Mistake(
            name="whole_kernel_added",
            ja="カーネル全体を足す",
            line="size = size + (k[layer] - 1) * d[layer] * jump",
            wrong="size = size + k[layer] * d[layer] * jump",
            why=Text(
                "One element of the kernel lies on what was seen before; only the others add.",
                "カーネルの1要素はすでに見ている範囲に重なる。広げるのは残りの要素だけである。",
            ),
        ),
        Mistake(
            name="padding_in_steps_of_the_layer",
            ja="パディングを画素に直さない",
            line="start = start - p[layer] * jump",
            wrong="start = start - p[layer]",
            why=Text(
                "Padding is counted in steps of the layer's input, each of which is jump pixels.",
                "パディングは層の入力を単位として数える。1つは画像では jump 画素にあたる。",
            ),
        ),
        Mistake(
            name="strides_added",
            ja="ストライドを掛けずに足す",
            line="jump = jump * s[layer]  # last: the steps within a kernel are those of its input",
            wrong="jump = jump + s[layer] - 1",
            why=Text(
                "A stride skips outputs that lie jump pixels apart already, so they multiply.",
                "すでに jump 画素ずつ離れた出力を飛ばすので、掛け算になる。",
            ),
        ),
    ),
)
