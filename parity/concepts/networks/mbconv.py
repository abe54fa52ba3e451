"""The block that EfficientNet is made of."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.networks._convnets import table
from parity.concepts.networks._efficient import TAN_AND_LE, mbconv
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import bernoulli, normal, values
from parity.describing.identity import Arrays, Identity, Implementations

_INSIDE = (
    r"h = f(\operatorname{BN}(W_e * x)), \quad d = f(\operatorname{BN}(W_d * h))",
    r"B(x) = \operatorname{BN}(W_p * (g \odot d)), \quad g = \operatorname{SE}(d)",
)
_BACK = (
    r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y} + \frac{m}{1 - p} "
    r"J_B^\top \frac{\partial L}{\partial y}"
)


def _case(
    name: str,
    x: tuple[int, int, int, int],
    y: tuple[int, int, int, int],
    kernel: int = 3,
    expansion: int = 2,
    training: bool = True,
    mask: bool = False,
    differences: tuple[str, ...] = (),
    ours: bool = False,
    **config: Any,
) -> Case:
    """Return a case with the shapes of x and y."""
    params, kept = mbconv(x[1], y[1], kernel, expansion, config.get("squeeze", 0.25))
    inputs = {"x": normal(*x)}
    if mask:
        inputs["masks.dropout1"] = bernoulli(x[0], keep=1 - config["rate"])
    return Case(
        name,
        inputs=inputs,
        params=params,
        buffers=kept,
        upstream=normal(*y),
        config={
            "n_in": x[1],
            "n_out": y[1],
            **({} if kernel == 3 else {"kernel_size": kernel}),
            **({} if expansion == 6 else {"expansion": expansion}),
            **config,
        },
        training=training,
        images=("x", "dx", "y"),
        kink=config.get("activation") == "relu",
        ours=ours,
        options={"differences": differences} if differences else {},
    )


def _dropped(of: Implementations, a: Arrays) -> Arrays:
    block = of("mbconv")(3, 3, expansion=2, rate=0.5)
    y = block.forward(a["x"], masks={"dropout1": a["m"]})
    return {"y": y, "dx": block.backward(a["dy"])}


def _untouched(of: Implementations, a: Arrays) -> Arrays:
    flat = of("flatten")()
    y = flat.forward(a["x"]).reshape(a["x"].shape)
    return {"y": y, "dx": flat.backward(a["dy"].reshape(len(y), -1))}


MBConv = Concept(
    kind="network",
    order=21,
    syllabus=("3-4-2",),
    needs=("mobilenet_block", "bottleneck_block", "squeeze_excite", "drop_connect"),
    name="mbconv",
    title=Text("MBConv block", "MBConv ブロック"),
    summary=Text(
        "A 1×1 convolution to many channels, a depthwise one, gates for the channels and a 1×1 "
        "convolution to few; a shortcut joins the narrow ends.",
        "1×1 でチャネルを増やし、depthwise 畳み込みとチャネルのゲートを通し、1×1 で減らす。"
        "ショートカットは幅の狭い両端を結ぶ。",
    ),
    why=Text(
        "A bottleneck narrows the channels because its 3×3 convolution is costly. A depthwise one "
        "is cheap, so the block may be turned inside out: wide where the window works, narrow "
        "where the blocks meet and maps must be kept in memory. In the narrow end there is no "
        "activation, for ReLU there would throw away what few channels hold. Gates weigh the wide "
        "channels, and stochastic depth drops the branch now and then.",
        "ボトルネックがチャネルを絞るのは、3×3 の畳み込みが重いからである。depthwise 畳み込みなら"
        "軽いので、逆の形にできる。窓を使うところでは広く、ブロックどうしがつながり特徴マップを"
        "保持するところでは狭くする。狭い端には活性化関数を置かない。少ないチャネルの情報を ReLU "
        "が捨ててしまうからである。広いチャネルにはゲートを掛け、ときどき枝を丸ごと落とす。",
    ),
    equation="y = x + drop(norm(W_p * SE(f(norm(depthwise(f(norm(W_e * x))))))))",
    formula=(*_INSIDE, r"y = x + \frac{m}{1 - p} B(x)", _BACK),
    derivation=(
        Step(
            heading=Text("The branch, part by part", "枝を部分ごとに見る"),
            text=Text(
                "W_e expands, W_d looks around in each channel for itself, SE makes the gates g "
                "and W_p projects. B is the whole branch.",
                "W_e が広げ、W_d がチャネルごとに周囲を見て、SE がゲート g を作り、W_p が射影する。"
                "枝の全体を B とする。",
            ),
            equation="\n".join(_INSIDE),
        ),
        Step(
            heading=Text(
                "The sum hands the gradient to both ways", "和の勾配は、枝にも迂回路にも届く"
            ),
            text=Text(
                "m is the example's mask and Jᵀ the way back through the branch, its parts the "
                "last first. Where m is 0 only the shortcut brings something; where the shapes "
                "differ there is no shortcut, and no first term.",
                "m はデータごとのマスク、Jᵀ は枝の逆伝播で、後ろの部分から順にたどる。m が 0 なら"
                "迂回路の分だけが届く。形状が変わるブロックにショートカットはなく、第1項もない。",
            ),
            equation=_BACK,
            check=Text(
                "For an example whose branch is dropped, dx is dy.",
                "枝を落としたデータでは、dx は dy に等しい。",
            ),
        ),
    ),
    shapes={
        "x": "(N, n_in, H, W)",
        "y": "(N, n_out, ceil(H / stride), ceil(W / stride))",
    },
    sources=(
        "Sandler et al. (2018), MobileNetV2: inverted residuals and linear bottlenecks, section "
        "3.3",
        f"{TAN_AND_LE}, section 4",
    ),
    cases=(
        _case(
            "shortcut",
            (2, 3, 4, 5),
            (2, 3, 4, 5),
            differences=("dx", "dexpand.W", "dsqueeze.dense1.W", "dnorm3.gamma"),
        ),
        _case(
            "stride_2",
            (2, 3, 4, 6),
            (2, 5, 2, 3),
            5,
            3,
            stride=2,
            differences=("ddepthwise.W", "dproject.W"),
        ),
        _case("no_expansion", (2, 4, 3, 5), (2, 4, 3, 5), expansion=1, differences=("dx",)),
        _case(
            "branches_dropped",
            (4, 2, 3, 5),
            (4, 2, 3, 5),
            mask=True,
            rate=0.25,
            differences=("dx", "dnorm3.beta"),
        ),
        _case(
            "inference",
            (2, 3, 5, 4),
            (2, 3, 5, 4),
            training=False,
            rate=0.5,
            squeeze=0.0,
            activation="relu",
        ),
        _case("padded_by_a_number", (1, 2, 4, 5), (1, 3, 2, 3), stride=2, padding=1, ours=True),
        table("layer_table", (24, 14, 10), n_in=24, n_out=40, kernel_size=5, stride=2),
    ),
    defaults=(Default("expansion", 6), Default("squeeze", 0.25)),
    divergences=(
        Divergence(
            name="padding_of_the_stride",
            ja="ストライドでのパディング",
            summary=Text(
                "With a stride of 2 torchvision pads kernel // 2 pixels on both sides, Keras, like "
                "the first code, with 'same': on an even image the odd pixel is behind. The "
                "shapes are equal, the windows lie a pixel apart.",
                "ストライド 2 のとき、torchvision は両側に kernel // 2 画素ずつ、Keras は最初の実装"
                "と同じく 'same' でパディングする。偶数の画像では端数の画素が後ろに来る。形状は同じ"
                "でも窓の位置が1画素ずれる。",
            ),
            reconciled=Text(
                "Give both the same padding, a number or 'same'.",
                "引数 padding を、数または 'same' にそろえる。",
            ),
            source="torchvision.models.efficientnet.MBConv; keras.src.applications.efficientnet."
            "block",
            case="stride_2",
            native={"torch": {"padding": 2}, "keras": {"padding": "same"}},
            quantity="y",
        ),
    ),
    conventions=(
        Convention(
            name="padded_on_both_sides",
            text=Text(
                "The depthwise convolution is padded alike on both sides, as in PyTorch.",
                "PyTorch と同じく、depthwise 畳み込みの両側に同じだけパディングしている。",
            ),
            config={"padding": lambda p, config: config.get("kernel_size", 3) // 2},
        ),
    ),
    also_called=("mb_conv", "mbconv_block", "inverted_residual", "inverted_bottleneck"),
    identities=(
        Identity(
            sibling="flatten",
            text=Text(
                "Where every branch is dropped it hands x on, as a flattening and back.",
                "枝をすべて落とすと、平坦化して戻すのと同じく x をそのまま渡す。",
            ),
            case=Case(
                "every_branch_dropped",
                inputs={"x": normal(2, 3, 4, 5), "m": values(np.zeros(2))},
                upstream=normal(2, 3, 4, 5),
            ),
            left=_dropped,
            right=_untouched,
        ),
    ),
    mistakes=(
        Mistake(
            name="shortcut_forgotten",
            ja="ショートカットを忘れる",
            line="return x + h if self.keeps_shape else h",
            wrong="return h",
            why=Text(
                "Where the block keeps the shape, x is added to what the branch found.",
                "形状を保つブロックでは、枝の出力に x を足す。",
            ),
        ),
        Mistake(
            name="shortcut_gradient_forgotten",
            ja="ショートカットの勾配を忘れる",
            line="return dy + dx if self.keeps_shape else dx",
            wrong="return dx",
            why=Text(
                "x is in the sum itself, too, so dy comes back to it as it is.",
                "x は和そのものにも入っているので、dy もそのまま戻る。",
            ),
        ),
        Mistake(
            name="squeezed_by_the_channels_inside",
            ja="内側のチャネル数から圧縮後の数を決める",
            line="n_squeezed = max(1, int(squeeze * n_in))  # of x, not of the wide inside",
            wrong="n_squeezed = max(1, int(squeeze * n_mid))",
            why=Text(
                "EfficientNet squeezes to a quarter of the block's input channels, not of the six "
                "times as many inside.",
                "EfficientNet が圧縮する先は、ブロックの入力チャネル数の4分の1である。6倍に広げた"
                "内側のチャネル数の4分の1ではない。",
            ),
        ),
        Mistake(
            name="no_activation_behind_the_depthwise_one",
            ja="depthwise 畳み込みの後の活性化を忘れる",
            line='self.add("activation2", act())',
            wrong="pass",
            why=Text(
                "The depthwise convolution is followed by a norm and an activation; only the last "
                "1×1 is linear.",
                "depthwise 畳み込みには正規化と活性化が続く。線形のままなのは最後の 1×1 だけ"
                "である。",
            ),
        ),
        Mistake(
            name="activated_at_the_narrow_end",
            ja="狭い端でも活性化する",
            line='self.add("norm3", BatchNorm(n_out))',
            wrong='self.add("norm3", BatchNorm(n_out)); self.add("activation3", act())',
            why=Text(
                "The narrow end is linear: an activation would lose what few channels hold.",
                "狭い端は線形にする。活性化すると、少ないチャネルの情報が失われる。",
            ),
        ),
    ),
)
