"""Shifted window attention, as in the Swin Transformer."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.attention._sources import INVERT_THE_MASK
from parity.concepts.transformer._blocks import (
    MASK_TRUE_BLOCKS,
    ONE_KEY,
    attention,
    heads,
    keys_without_gradient,
)
from parity.concepts.transformer._sources import LIU
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations


def _case(
    name: str,
    N: int = 2,
    image: tuple[int, int] = (4, 6),
    w: int = 2,
    shift: int = 1,
    d_model: int = 8,
    n_heads: int = 2,
    position_bias: bool = False,
    **more: Any,
) -> Case:
    """Return a case for images (N, H, W, d_model)."""
    params = attention("attention", d_model)
    zero = keys_without_gradient(params)
    tried = ["dx", "dattention.W_v", "dattention.b_o"]
    if position_bias:
        params["position_bias.B"] = normal((2 * w - 1) ** 2, n_heads)
        tried.append("dposition_bias.B")
    if w == 1:
        zero |= {f"dattention.{leaf}": ONE_KEY for leaf in ("W_q", "W_k", "b_q")}
    config = {"d_model": d_model, "n_heads": n_heads, "window_size": w}
    config |= ({"shift": shift} if shift else {}) | (
        {"position_bias": True} if position_bias else {}
    )
    return Case(
        name,
        inputs={"x": normal(N, *image, d_model)},
        params=params,
        config=config,
        options={"differences": tuple(tried)},
        keras_layouts=heads(params, n_heads),
        zero=zero,
        **more,
    )


def _filled(part: Any, a: Arrays, before: str = "") -> Any:
    for name, array in part.params.items():
        array[...] = a[f"{before}{name}"]
    return part


def _one_attention(of: Implementations, a: Arrays) -> Arrays:
    """Return what attention among all places of the image gives."""
    N, H, W, d = a["x"].shape
    whole = _filled(of("multi_head_attention")(d, 2), a, "attention.")
    y = whole.forward(a["x"].reshape(N, H * W, d)).reshape(a["x"].shape)
    dx = whole.backward(a["dy"].reshape(N, H * W, d)).reshape(a["x"].shape)
    return {"y": y, "dx": dx, **_learned(whole, "attention.")}


def _learned(part: Any, before: str = "") -> Arrays:
    grads = {f"d{before}{name}": gradient for name, gradient in part.grads.items()}
    return {name: gradient for name, gradient in grads.items() if not name.endswith(".b_k")}


def _evaluated(of: Implementations, a: Arrays) -> Arrays:
    found = of.evaluated("shifted_window_attention")
    return {name: array for name, array in found.items() if not name.endswith(".b_k")}


def _region_by_region(of: Implementations, a: Arrays) -> Arrays:
    """Return what attention within each region of the shifted windows gives, one by one."""
    y, dx = np.zeros_like(a["x"]), np.zeros_like(a["x"])
    for rows in (slice(0, 1), slice(1, 3), slice(3, 4)):
        for columns in (slice(0, 1), slice(1, 3), slice(3, 5), slice(5, 6)):
            part = (slice(None), rows, columns)
            piece = a["x"][part]
            N, H, W, d = piece.shape
            alone = _filled(of("multi_head_attention")(d, 2), a, "attention.")
            y[part] = alone.forward(piece.reshape(N, H * W, d)).reshape(piece.shape)
            dx[part] = alone.backward(a["dy"][part].reshape(N, H * W, d)).reshape(piece.shape)
    return {"y": y, "dx": dx}


def _y_and_dx(of: Implementations, a: Arrays) -> Arrays:
    found = of.evaluated("shifted_window_attention")
    return {name: found[name] for name in ("y", "dx")}


ShiftedWindowAttention = Concept(
    kind="layer",
    name="shifted_window_attention",
    order=6,
    syllabus=("4-1-2",),
    needs=("multi_head_attention", "vision_transformer"),
    title=Text("Shifted window attention", "シフトウィンドウの注意機構(Swin)"),
    summary=Text(
        "Attention within small windows of an image. In every other block the windows are shifted "
        "by half, by rolling the image, so that what was apart comes together.",
        "画像を小さなウィンドウに分け、その中だけで注目する。1つおきのブロックでは、"
        "画像を巡回シフトしてウィンドウを半分ずらし、別々だった場所を同じウィンドウに入れる。",
    ),
    why=Text(
        "Attention among all n places of an image costs n² products: with twice the height and "
        "the width it is 16 times as much. Within windows of fixed size the cost grows with n "
        "alone, but nothing would ever pass from window to window. So every other block shifts "
        "its windows by half. Instead of cutting smaller windows at the edges, the image is "
        "rolled; then there are as many windows as before, all of one size, and a mask keeps "
        "apart what the roll has put together.",
        "画像の n か所すべての間で注目すると、計算量は n² になり、縦横が2倍で 16 倍になる。"
        "大きさの決まったウィンドウの中だけなら計算量は n に比例するが、"
        "ウィンドウの間では情報が一切伝わらない。そこで1つおきのブロックでウィンドウを半分ずらす。"
        "端に小さなウィンドウを作る代わりに画像を巡回シフトすれば、"
        "ウィンドウの数も大きさも変わらない。巡回で隣り合っただけの場所は、マスクで分ける。",
    ),
    equation="y = roll back(join(attention(windows(roll(x, -s)), mask)))",
    formula=(
        r"\tilde{x}_{ij} = x_{(i+s) \bmod H,\ (j+s) \bmod W}",
        r"\tilde{y}_w = \operatorname{MHA}(\tilde{x}_w, M_w)",
        r"M_{ab} = [r(a) = r(b)]",
        r"S_{w,ab} = \frac{q_a k_b^\top}{\sqrt{d_h}} + B_{a-b}",
        r"\frac{\partial L}{\partial \tilde{x}_w} = \left( \frac{\partial \operatorname{MHA}}"
        r"{\partial \tilde{x}_w} \right)^\top \frac{\partial L}{\partial \tilde{y}_w}",
    ),
    derivation=(
        Step(
            heading=Text(
                "Rolling and cutting only move numbers",
                "巡回と切り分けは、数を並べ替えるだけである",
            ),
            text=Text(
                "The gradient of a permutation is the permutation back: dy is rolled and cut as x "
                "was, and dx joined and rolled back as y.",
                "並べ替えの逆伝播は、逆の並べ替えである。dy は x と同じように巡回して切り分け、"
                "dx は y と同じようにつないで巡回を戻す。",
            ),
            equation=(
                r"\frac{\partial L}{\partial \tilde{y}_{ij}} = \left( \frac{\partial L}{\partial "
                r"y} \right)_{(i+s) \bmod H,\ (j+s) \bmod W}"
            ),
        ),
        Step(
            heading=Text(
                "Within each window it is multi-head attention",
                "ウィンドウの中は Multi-Head Attention である",
            ),
            text=Text(
                "All windows of all images share the weights, so what each gives is added. Between "
                "regions that the mask keeps apart the weights are 0, and so are the gradients.",
                "重みは全画像の全ウィンドウで共有されるので、それぞれの寄与を足し合わせる。"
                "マスクで分けた領域の間では、重みも勾配も 0 である。",
            ),
            equation=r"\frac{\partial L}{\partial W_o} = "
            r"\sum_w h_w^\top \frac{\partial L}{\partial \tilde{y}_w}",
            check=Text(
                "Each region by itself, without roll and mask, gives the same numbers.",
                "巡回もマスクも使わず、領域ごとに別々に計算しても、同じ値になる。",
            ),
        ),
        Step(
            heading=Text(
                "Pairs that lie alike share a bias", "並び方が同じ組は、バイアスを共有する"
            ),
            text=Text(
                "The bias of a pair is the row of B for the way between its two places. So the "
                "gradient of a row is the sum over all pairs, of all windows, with that way.",
                "2か所の組のバイアスは、位置の差に対応する B の行である。したがって行の勾配は、"
                "位置の差が同じすべての組の、全ウィンドウにわたる和である。",
            ),
            equation=r"\frac{\partial L}{\partial B_\Delta} = "
            r"\sum_w \sum_{a - b = \Delta} \frac{\partial L}{\partial S_{w,ab}}",
        ),
    ),
    shapes={
        "x": "(N, H, W, d_model)",
        "W_q, W_k, W_v, W_o": "(d_model, d_model)",
        "b_q, b_k, b_v, b_o": "(d_model,)",
        "B": "((2w - 1)^2, n_heads)",
        "y": "as x",
    },
    sources=(f"{LIU}, section 3.2, eq. 4 and figure 4",),
    cases=(
        _case("shifted"),
        _case("windows_alone", 3, (4, 8), 2, 0, 6),
        _case("higher_than_wide", 2, (6, 3), 3, 1, 8, 4),
        _case("shifted_by_two", 1, (6, 9), 3, 2, 4),
        _case("one_row_of_windows", 2, (3, 6), 3, 0, 8, 4),
        _case("windows_of_one", 2, (3, 5), 1, 0, 6),
        _case("even_window", 2, (4, 8), 4, 2, 6, 3),
        _case("position_bias", 2, (3, 6), 3, 1, 8, 4, True),
        _case("position_bias_alone", 3, (2, 4), 2, 0, 6, 3, True),
    ),
    weights={"position_bias.B": Weight("B", "B")},
    defaults=(Default("shift", 0), Default("position_bias", False), Default("initializer", None)),
    divergences=(
        Divergence(
            name="true_blocks",
            ja="True が遮断を表す",
            summary=MASK_TRUE_BLOCKS,
            reconciled=INVERT_THE_MASK,
            source="torch.nn.MultiheadAttention: attn_mask",
            case="shifted",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.transformer.shifted_window_attention._MaskAsItIs",
                    "d_model": 8,
                    "n_heads": 2,
                    "window_size": 2,
                    "shift": 1,
                },
            },
            quantity="y",
        ),
    ),
    also_called=("window_attention", "swin_attention", "shifted_window_self_attention"),
    identities=(
        Identity(
            sibling="multi_head_attention",
            text=Text(
                "With a window as large as the image it is attention among all places.",
                "ウィンドウが画像全体なら、全地点の間の注意機構である。",
            ),
            case=_case("window_of_the_image", 2, (3, 3), 3, 0),
            left=_evaluated,
            right=_one_attention,
        ),
        Identity(
            sibling="multi_head_attention",
            text=Text(
                "Shifted, it is attention within each region that the shifted windows cut, without "
                "a roll and without a mask.",
                "ずらした場合は、ずらしたウィンドウで切り分けた領域ごとの注意機構である。"
                "巡回もマスクも要らない。",
            ),
            case=_case("region_by_region", 2, (4, 6), 2, 1),
            left=_y_and_dx,
            right=_region_by_region,
        ),
    ),
    mistakes=(
        Mistake(
            name="mask_forgotten",
            ja="マスクを忘れる",
            line="mask = np.tile(self._mask(H, W), (N, 1, 1)) if self.shift else None",
            wrong="mask = None",
            why=Text(
                "After the roll a window at the edge holds places from opposite edges of the "
                "image. They are no neighbours, and must not attend to each other.",
                "巡回した後、端のウィンドウには画像の反対側の端にあった場所が入る。"
                "それらは隣どうしではないので、互いに注目させてはならない。",
            ),
        ),
        Mistake(
            name="not_rolled_back",
            ja="シフトを戻さない",
            line="return np.roll(y, (self.shift, self.shift), axis=(1, 2))",
            wrong="return y",
            why=Text(
                "What belongs to a place must come back to it: after the windows are joined the "
                "image is rolled the other way.",
                "結果は元の場所に戻さなければならない。ウィンドウをつないだ後、"
                "逆向きに巡回させる。",
            ),
        ),
        Mistake(
            name="rolled_the_wrong_way",
            ja="シフトの向きが逆",
            line="windows = self._cut(np.roll(x, (-self.shift, -self.shift), axis=(1, 2)))",
            wrong="windows = self._cut(np.roll(x, (self.shift, self.shift), axis=(1, 2)))",
            why=Text(
                "The image is rolled up and to the left, and back down and to the right. The mask "
                "is made for that direction.",
                "画像は左上へ巡回させ、右下へ戻す。マスクもその向きに合わせて作る。",
            ),
        ),
        Mistake(
            name="mask_of_the_rows_alone",
            ja="行方向しかマスクしない",
            line="region = 2 * came_from_above + came_from_left  # (H, W)",
            wrong="region = 2 * came_from_above + 0 * came_from_left",
            why=Text(
                "The roll joins edges in both directions: left and right are apart as well.",
                "巡回は縦横の両方向で端をつなぐので、左右の端も分けなければならない。",
            ),
        ),
        Mistake(
            name="windows_not_transposed",
            ja="ウィンドウの軸を転置しない",
            line="cut = x.reshape(N, H // w, w, W // w, w, d).transpose(0, 1, 3, 2, 4, 5)",
            wrong="cut = x.reshape(N, H // w, w, W // w, w, d)",
            why=Text(
                "A window has w rows of w places each. Without exchanging the axes, a run of w² "
                "places of a few rows is taken for a window.",
                "ウィンドウは w 行 × w 列である。軸を入れ替えないと、横に並んだ w² か所が"
                "1つのウィンドウとみなされてしまう。",
            ),
        ),
        Mistake(
            name="gradient_not_rolled_back",
            ja="勾配のシフトを戻さない",
            line="return np.roll(dx, (self.shift, self.shift), axis=(1, 2))",
            wrong="return dx",
            why=Text(
                "The gradient takes the ways of x backward, the roll included.",
                "勾配は x の経路を逆にたどる。巡回も戻さなければならない。",
            ),
        ),
        Mistake(
            name="way_the_other_way_round",
            ja="位置の差の向きが逆である",
            line="down, right = row[:, None] - row, column[:, None] - column  # from -(w - 1) to "
            "w - 1",
            wrong="down, right = row - row[:, None], column - column[:, None]",
            why=Text(
                "The way leads from the key's place to the query's. The other way round, left and "
                "right are exchanged, and up and down.",
                "差は、クエリの位置からキーの位置を引いたものである。逆にすると、上下と左右が入れ替わる。",
            ),
        ),
        Mistake(
            name="ways_counted_without_their_rows",
            ja="縦の差と横の差をそのまま足している",
            line="return (down + w - 1) * (2 * w - 1) + right + w - 1",
            wrong="return (down + w - 1) + right + w - 1",
            why=Text(
                "There are 2w - 1 ways to the sides for each way up or down. Added as they are, "
                "one down and one right are the same.",
                "縦の差1つに対して、横の差は 2w - 1 通りある。そのまま足すと、下に1つと右に1つの"
                "区別がつかない。",
            ),
        ),
    ),
)
