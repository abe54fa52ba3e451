"""Feature pyramid."""

from __future__ import annotations

import numpy as np

from parity.concepts.vision._sources import LIN_2017
from parity.describing.concept import Case, Concept, Convention, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, values
from parity.describing.identity import Arrays, Identity, Implementations

Size = tuple[int, int]

_P = r"p_k = V_k * m_k + d_k"
_M = r"m_k = W_k * c_k + b_k + U_k\, m_{k+1}"
_SUM = (
    r"\delta_k = J_{V_k}^\top \frac{\partial L}{\partial p_k} + U_{k-1}^\top \delta_{k-1}, \quad "
    r"\delta_k = \frac{\partial L}{\partial m_k}"
)
_LAST = r"\frac{\partial L}{\partial c_k} = J_{W_k}^\top \delta_k"


def _parameters(n_in: tuple[int, ...], n_out: int) -> dict[str, Draw]:
    drawn: dict[str, Draw] = {}
    for k, n in enumerate(n_in):
        drawn |= {f"lateral{k}.W": normal(n_out, n, 1, 1), f"lateral{k}.b": normal(n_out)}
    for k in range(len(n_in)):
        W = normal(n_out, n_out, 3, 3, scale=0.5)
        drawn |= {f"output{k}.W": W, f"output{k}.b": normal(n_out)}
    return drawn


def _case(name: str, N: int, n_in: tuple[int, ...], n_out: int, *sizes: Size) -> Case:
    """Return a case of N images; their maps have n_in channels, and these sizes."""
    at = range(2, 2 + len(n_in))  # c2 is the finest in the paper
    return Case(
        name,
        inputs={f"c{i}": normal(N, n, *s) for i, n, s in zip(at, n_in, sizes, strict=True)},
        params=_parameters(n_in, n_out),
        upstream={f"p{i}": normal(N, n_out, *s) for i, s in zip(at, sizes, strict=True)},
        config={"n_in": n_in, "n_out": n_out},
        images=tuple(f"{letter}{i}" for letter in ("c", "dc", "p") for i in at),
        options={"outputs": tuple(f"p{i}" for i in at)},
    )


def _filled(pyramid: object, a: Arrays) -> None:
    for name, array in pyramid.params.items():  # type: ignore[attr-defined]
        array[...] = a[name]


def _of_one_level(of: Implementations, a: Arrays) -> Arrays:
    pyramid = of("feature_pyramid")((3,), 2)
    _filled(pyramid, a)
    (y,) = pyramid.forward(a["x"])
    (dx,) = pyramid.backward(a["dy"])
    return {"y": y, "dx": dx, **{f"d{name}": array for name, array in pyramid.grads.items()}}


def _two_convolutions(of: Implementations, a: Arrays) -> Arrays:
    lateral, output = of("pointwise_conv2d")(3, 2), of("conv2d")(2, 2, 3, padding=1)
    for name, part in (("lateral0", lateral), ("output0", output)):
        part.params.update({leaf: a[f"{name}.{leaf}"].reshape(part.params[leaf].shape)
                            for leaf in ("W", "b")})  # fmt: skip
    y = output.forward(lateral.forward(a["x"]))
    dx = lateral.backward(output.backward(a["dy"]))
    grads = {
        f"d{name}.{leaf}": part.grads[leaf].reshape(a[f"{name}.{leaf}"].shape)
        for name, part in (("lateral0", lateral), ("output0", output))
        for leaf in ("W", "b")
    }
    return {"y": y, "dx": dx, **grads}


def _from_above_alone(of: Implementations, a: Arrays) -> Arrays:
    """Return what the finer map is where its own way is shut, and what comes back."""
    pyramid = of("feature_pyramid")((2, 3), 2)
    _filled(pyramid, a)
    y, coarse = pyramid.forward(np.zeros((2, 2, 4, 6)), a["x"])
    _, dx = pyramid.backward(a["dy"], np.zeros(coarse.shape))
    return {"y": y, "dx": dx}


def _enlarged(of: Implementations, a: Arrays) -> Arrays:
    lateral, output, up = (
        of("conv2d")(3, 2, 1),
        of("conv2d")(2, 2, 3, padding=1),
        of("upsampling2d")(2),
    )
    lateral.params.update(W=a["lateral1.W"], b=a["lateral1.b"])
    output.params.update(W=a["output0.W"], b=a["output0.b"])
    y = output.forward(up.forward(lateral.forward(a["x"])))
    return {"y": y, "dx": lateral.backward(up.backward(output.backward(a["dy"])))}


_SHUT = {"lateral0.W": values(np.zeros((2, 2, 1, 1))), "lateral0.b": values(np.zeros(2))}

FeaturePyramid = Concept(
    kind="layer",
    name="feature_pyramid",
    order=11,
    syllabus=("4-2-1",),
    needs=("pointwise_conv2d", "upsampling2d"),
    title=Text("Feature pyramid (FPN)", "特徴ピラミッド(FPN)"),
    summary=Text(
        "Coarse maps are enlarged and added to finer ones, from the top down, so that every size "
        "of map knows what is there.",
        "粗いマップを拡大し、上から順に細かいマップへ足していく。どの大きさのマップにも、"
        "何が写っているかが伝わる。",
    ),
    why=Text(
        "Small things are seen on fine maps only, but these lie early in a network and know "
        "edges, not cars; what knows cars is coarse. Detecting on an image in many sizes costs as "
        "many runs. A feature pyramid has the sizes for nearly nothing, as the network makes them "
        "anyway: from the coarsest map on, each is enlarged and added to the next finer one, "
        "which thus learns what it looks at and keeps where it is.",
        "小さな物体は細かいマップにしか現れない。しかし細かいマップはネットワークの浅いところに"
        "あり、捉えているのは車ではなく輪郭である。車を捉えるマップは粗い。画像をいくつもの大きさで"
        "検出にかければ、その回数だけ計算が要る。ネットワークはもともと大小のマップを作るので、"
        "特徴ピラミッドはそれを使う。最も粗いマップから順に拡大して1つ細かいマップに足すと、"
        "細かいマップは位置を保ったまま、何を見ているかを知る。",
    ),
    equation="m_k = W_k * c_k + U m_(k+1); p_k = V_k * m_k",
    formula=(f"{_M}", _P, _SUM, _LAST),
    derivation=(
        Step(
            heading=Text(
                "m goes two ways: into p, and down to the finer sum",
                "m は2つの道に進む。p と、1つ細かい和である",
            ),
            text=Text(
                "U copies pixels, a matrix of zeros and ones, so its transpose adds up the "
                "gradients of all copies. δ of the finer level must be there first: the way back "
                "goes from the finest map to the coarsest.",
                "U は画素を複製する、0 と 1 だけの行列である。その転置は、複製された画素すべての"
                "勾配を足し合わせる。1つ細かい段の δ が先に要るので、逆伝播は細かい段から粗い段へ"
                "進む。",
            ),
            equation=_SUM,
            check=Text(
                "With U = 0 each level is two convolutions, one after the other.",
                "U = 0 なら、どの段も2つの畳み込みを続けたものになる。",
            ),
        ),
        Step(
            heading=Text("Each c went into one sum alone", "c はそれぞれ1つの和にだけ入る"),
            text=Text(
                "Jᵀ is the way back of the convolution that it is marked with.",
                "Jᵀ は添字の畳み込みの逆伝播である。",
            ),
            equation=_LAST,
        ),
    ),
    shapes={
        "c2": "(N, n_in[0], H, W)",
        "c3": "(N, n_in[1], ⌈H/2⌉, ⌈W/2⌉)",
        "p2": "(N, n_out, H, W)",
        "p3": "(N, n_out, ⌈H/2⌉, ⌈W/2⌉)",
    },
    sources=(
        f"{LIN_2017}, section 3, figure 3",
        "torchvision.ops.FeaturePyramidNetwork: interpolate with size and mode nearest",
    ),
    cases=(
        _case("two_levels", 2, (3, 6), 5, (8, 6), (4, 3)),
        _case("three_levels_of_odd_sizes", 1, (2, 3, 4), 6, (7, 9), (4, 5), (2, 3)),
    ),
    conventions=(
        Convention(
            name="bilinear",
            text=Text(
                "Maps are enlarged by bilinear interpolation, not by the nearest pixel.",
                "最も近い画素ではなく、双線形補間で拡大している。",
            ),
            edits={
                "self.enlarge = [Upsampling2d(out_size=each.shape[2:]) for each in maps[:last]]": (
                    'self.enlarge = [Upsampling2d(2, "bilinear", False, each.shape[2:]) for each '
                    "in maps[:last]]"
                )
            },
        ),
    ),
    also_called=("fpn", "feature_pyramid_network", "pyramid", "top_down_pyramid"),
    identities=(
        Identity(
            sibling="pointwise_conv2d",
            text=Text(
                "Of one map it is a convolution of 1×1 and one of 3×3.",
                "マップが1つなら、1×1 の畳み込みに 3×3 の畳み込みを続けたものである。",
            ),
            case=Case(
                "one_level",
                inputs={"x": normal(2, 3, 4, 5)},
                params=_parameters((3,), 2),
                upstream=normal(2, 2, 4, 5),
            ),
            left=_of_one_level,
            right=_two_convolutions,
        ),
        Identity(
            sibling="upsampling2d",
            text=Text(
                "Where the finer map brings nothing, its p is made of the enlarged coarser sum.",
                "細かいマップから何も来なければ、その p は拡大した粗いほうの和だけから作られる。",
            ),
            case=Case(
                "from_above_alone",
                inputs={"x": normal(2, 3, 2, 3)},
                params={**_parameters((2, 3), 2), **_SHUT},
                upstream=normal(2, 2, 4, 6),
            ),
            left=_from_above_alone,
            right=_enlarged,
        ),
    ),
    mistakes=(
        Mistake(
            name="coarser_map_forgotten",
            ja="粗いマップを足し忘れる",
            line="m = m + self.enlarge[k].forward(sums[-1])",
            wrong="self.enlarge[k].forward(sums[-1])",
            why=Text(
                "Without the sum each level stands alone: the fine maps know edges only.",
                "足さなければ各段は独立したままで、細かいマップは輪郭しか知らない。",
            ),
        ),
        Mistake(
            name="smoothed_map_handed_down",
            ja="3×3 の後の値を下へ渡す",
            line="sums.append(m)",
            wrong="sums.append(p[k])",
            why=Text(
                "The 3×3 convolution stands beside the way down: m goes on, p is for the detector.",
                "3×3 の畳み込みは、下へ向かう道の脇にある。下へは m を渡し、p は検出器が使う。",
            ),
        ),
        Mistake(
            name="gradient_of_the_finer_level_forgotten",
            ja="細かい段からの勾配を忘れる",
            line="dm = dm + self.enlarge[k - 1].backward(sums[-1])",
            wrong="self.enlarge[k - 1].backward(sums[-1])",
            why=Text(
                "m went into its own p and into all finer sums: it collects from both.",
                "m は自分の p と、それより細かい和の両方に使われたので、両方の勾配を足す。",
            ),
        ),
        Mistake(
            name="gradient_of_copies_averaged",
            ja="複製された画素の勾配を平均する",
            line="dm = dm + self.enlarge[k - 1].backward(sums[-1])",
            wrong="dm = dm + self.enlarge[k - 1].backward(sums[-1]) / 4",
            why=Text(
                "A pixel that was copied four times collects four gradients; none is a mean.",
                "4回複製された画素には4つの勾配が集まる。平均ではなく和である。",
            ),
        ),
        Mistake(
            name="only_the_upstream_of_its_own_level_handed_on",
            ja="自分の段の勾配しか次に渡さない",
            line="sums.append(dm)",
            wrong="sums.append(output.backward(dp[k]))",
            why=Text(
                "What came from finer levels goes on to the coarser ones, too: three levels show "
                "it.",
                "細かい段から届いた勾配も、さらに粗い段へ渡す。3段あれば違いが現れる。",
            ),
        ),
    ),
)
