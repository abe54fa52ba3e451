"""The affine coupling layer of a normalizing flow."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.generative._shared import perceptron
from parity.concepts.generative._sources import DINH
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations


def _case(name: str, N: int, n: int, H: int, **config: Any) -> Case:
    n1 = n - n // 2 if config.get("swap") else n // 2
    return Case(
        name,
        inputs={"x": normal(N, n)},
        params=perceptron("net", n1, H, 2 * (n - n1)),
        upstream={"y": normal(N, n), "log_det": normal(N)},
        config={"n_in": n, "n_hidden": H, **config},
        kink=config.get("activation") == "relu",
        options={"outputs": ("y", "log_det")},
    )


def _layer(of: Implementations, a: Arrays, inverted: bool) -> Any:
    layer = of("coupling_layer")(5, 4, inverted=inverted)
    for name, array in layer.params.items():
        array[...] = a[name]
    return layer


def _back_and_there(of: Implementations, a: Arrays) -> Arrays:
    """Return what the layer makes of what its inverse made of x."""
    before, _ = _layer(of, a, inverted=True).forward(a["x"])
    y, log_det = _layer(of, a, inverted=False).forward(before)
    return {"y": y, "log_det": log_det}


def _left_alone(of: Implementations, a: Arrays) -> Arrays:
    """Return x as it was, and the inverse's log determinant with its sign turned."""
    _, log_det = _layer(of, a, inverted=True).forward(a["x"])
    return {"y": np.array(a["x"]), "log_det": -log_det}


CouplingLayer = Concept(
    kind="layer",
    order=20,
    syllabus=("4-6-1",),
    needs=("mlp",),
    title=Text("Affine coupling layer (flow)", "アフィンカップリング層(フローベース生成モデル)"),
    summary=Text(
        "An invertible layer with a determinant that costs nothing: half of the numbers pass "
        "through and say how the others are scaled and shifted.",
        "逆変換ができ、ヤコビ行列式も簡単に求まる層である。成分の半分はそのまま通し、"
        "それをもとに残りの半分を拡大・平行移動する。",
    ),
    why=Text(
        "If an invertible map turns the data into noise, the density of an example is that of its "
        "noise times the determinant of the Jacobian: an exact likelihood, no bound and no game. "
        "But the determinant of a general layer costs n^3, and a network has no inverse. Here one "
        "half is left as it is, so the Jacobian is triangular and the net that makes s and t is "
        "only ever run forwards. Layers take turns in which half they move. To draw, run the "
        "inverse on noise.",
        "可逆な写像がデータをノイズに変えるなら、データの密度は、ノイズの密度に"
        "ヤコビ行列式の絶対値を掛けたものになる。下限もゲームも要らず、尤度が正確に求まる。"
        "しかし一般の層の行列式には n^3 の計算が要り、ネットワークには逆写像もない。この層は"
        "半分をそのまま残すので、ヤコビ行列は三角行列になり、s と t を作るネットワークは"
        "順方向に使うだけで済む。どちらの半分を動かすかは層ごとに交代する。"
        "生成するときは、ノイズに逆変換を施す。",
    ),
    equation="y1 = x1; y2 = x2 e^s + t; (s, t) = net(x1); log |det dy/dx| = sum s",
    formula=(
        r"y_1 = x_1, \quad y_2 = x_2 \odot e^s + t, \quad (s, t) = \text{net}(x_1)",
        r"x_2 = (y_2 - t) \odot e^{-s}",
        r"\log \left| \det \frac{\partial y}{\partial x} \right| = \sum_j s_j, \quad \log p(x) = "
        r"\log p(y) + \sum_j s_j",
        r"\frac{\partial L}{\partial s} = \frac{\partial L}{\partial y_2} \odot x_2 \odot e^s + "
        r"\frac{\partial L}{\partial \log \det}, \quad \frac{\partial L}{\partial t} = "
        r"\frac{\partial L}{\partial y_2}",
    ),
    derivation=(
        Step(
            heading=Text(
                "The Jacobian is triangular",
                "ヤコビ行列は三角行列になる",
            ),
            text=Text(
                "y1 does not depend on x2, and each number of y2 on its own number of x2 alone.",
                "y1 は x2 によらず、y2 の各成分は x2 の対応する成分にしかよらない。",
            ),
            equation=r"\frac{\partial y}{\partial x} = \begin{pmatrix} I & 0 \\ \ast & "
            r"\text{diag}(e^s) \end{pmatrix}, \quad \det = \prod_j e^{s_j}",
            check=Text(
                "log |det| of the Jacobian by finite differences is the sum of s.",
                "数値微分で求めたヤコビ行列の log |det| は s の和に等しい。",
            ),
        ),
        Step(
            heading=Text(
                "x1 has two ways to y",
                "x1 から y へは2つの経路がある",
            ),
            text=Text(
                "Directly, and through the net as s and t; the determinant adds to s.",
                "直接の経路と、ネットワークから s と t を通る経路である。"
                "行列式の勾配は s に加わる。",
            ),
            equation=r"\frac{\partial L}{\partial x_1} = \frac{\partial L}{\partial y_1} + \left( "
            r"\frac{\partial (s, t)}{\partial x_1} \right)^\top \left( \frac{\partial L}"
            r"{\partial s}, \frac{\partial L}{\partial t} \right)",
        ),
    ),
    shapes={
        "x": "(N, n_in)",
        "y": "as x",
        "log_det": "(N,)",
        "net.dense1.W": "(n_in // 2, n_hidden)",
        "net.dense2.W": "(n_hidden, 2 (n_in - n_in // 2))",
    },
    sources=(f"{DINH}, section 3",),
    cases=(
        _case("even", 3, 6, 5),
        _case("odd", 4, 5, 7),
        _case("swapped", 4, 5, 7, swap=True),
        _case("inverted", 3, 6, 4, inverted=True),
        _case("inverted_and_swapped", 4, 5, 7, inverted=True, swap=True),
        _case("relu", 3, 4, 5, activation="relu"),
        _case("two_numbers", 5, 2, 3),
        _case("one_example", 1, 5, 4),
    ),
    defaults=(Default("swap", False), Default("inverted", False), Default("activation", "tanh")),
    also_called=("affine_coupling", "affine_coupling_layer", "real_nvp", "coupling"),
    identities=(
        Identity(
            sibling="coupling_layer",
            text=Text(
                "After its inverse it gives x back, and the two log determinants cancel.",
                "逆向きの層の後に続けると x に戻り、2つの対数行列式は打ち消し合う。",
            ),
            case=_case("back_and_there", 3, 5, 4),
            left=_back_and_there,
            right=_left_alone,
        ),
    ),
    mistakes=(
        Mistake(
            name="determinant_of_the_wrong_sign",
            ja="行列式の符号が逆",
            line="log_det = s.sum(axis=1)",
            wrong="log_det = -s.sum(axis=1)",
            why=Text(
                "Where y2 is stretched the determinant is greater than 1, and its logarithm "
                "positive.",
                "y2 が引き伸ばされるところでは行列式は 1 より大きく、対数は正である。",
            ),
        ),
        Mistake(
            name="product_for_the_sum",
            ja="和の代わりに積をとる",
            line="log_det = s.sum(axis=1)",
            wrong="log_det = np.exp(s).prod(axis=1)",
            why=Text(
                "That is the determinant itself; what is added to log p is its logarithm.",
                "これは行列式そのものである。log p に加えるのはその対数である。",
            ),
        ),
        Mistake(
            name="inverse_in_the_wrong_order",
            ja="逆変換の順序が違う",
            line="y[:, self.moved] = (x[:, self.moved] - t) * np.exp(-s)",
            wrong="y[:, self.moved] = x[:, self.moved] * np.exp(-s) - t",
            why=Text(
                "Scaled first and then shifted; so the way back takes the shift off first.",
                "拡大してから平行移動したので、戻すときは先に平行移動を取り除く。",
            ),
        ),
        Mistake(
            name="determinants_gradient_forgotten",
            ja="行列式の勾配を忘れる",
            line="ds = dx2 * self.x2 + dlog_det[:, np.newaxis]",
            wrong="ds = dx2 * self.x2",
            why=Text(
                "The log determinant is part of the likelihood: without it the map shrinks all "
                "data to a point.",
                "対数行列式は尤度の一部である。その勾配がないと、写像はデータを1点に縮めてしまう。",
            ),
        ),
        Mistake(
            name="half_that_passes_gets_no_gradient_of_the_net",
            ja="素通しの半分にネットワークの勾配を足さない",
            line="dx[:, self.kept] += self.net.backward(np.concatenate([ds, dt], axis=1))",
            wrong="self.net.backward(np.concatenate([ds, dt], axis=1))",
            why=Text(
                "x1 says what s and t are, so a gradient comes back through the net too.",
                "s と t は x1 から決まるので、ネットワークを通る勾配も x1 に戻る。",
            ),
        ),
    ),
)
