"""EfficientNet-B0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parity.concepts.networks._convnets import conv, dense, full_size, norm, table
from parity.concepts.networks._efficient import TAN_AND_LE, mbconv
from parity.concepts.networks._residual import running, within
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal

B0 = (
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)
_BACK = (
    r"\frac{\partial L}{\partial h_{k-1}} = \begin{cases} \frac{\partial L}{\partial h_k} + "
    r"J_{B_k}^\top \frac{\partial L}{\partial h_k} & \text{same shape} \\ J_{B_k}^\top "
    r"\frac{\partial L}{\partial h_k} & \text{else} \end{cases}"
)


def _drawn(
    n: int, stages: Sequence[Sequence[int]], head: int, n_classes: int
) -> tuple[dict[str, Draw], dict[str, Draw]]:
    """Return draws of all parameters and of all running statistics; n channels of the stem."""
    params = {**conv("conv1", n, 3, 3, bias=False), **norm("norm1", n)}
    kept = running({"norm1": n})
    for i, (expansion, n_out, count, _, kernel) in enumerate(stages, start=1):
        for j in range(1, count + 1):
            inner, statistics = mbconv(n, n_out, kernel, expansion)
            params |= within(f"block{i}_{j}", inner)
            kept |= within(f"block{i}_{j}", statistics)
            n = n_out
    params |= {**conv("conv2", head, n, 1, bias=False), **norm("norm2", head)}
    return {**params, **dense("dense", head, n_classes)}, {**kept, **running({"norm2": head})}


STEM = 'conv1 = Conv2d(n_in, n, 3, 2, "same", use_bias=False, initializer=draw, seed=own)'
TAKEN_AWAY = "the norm behind the next 1×1 convolution takes away what all pixels share"
TWO_STAGES = ((1, 8, 1, 1, 3), (2, 8, 2, 2, 3))


def _small(
    name: str,
    size: tuple[int, int],
    training: bool,
    stages: Sequence[Sequence[int]] = TWO_STAGES,
    **fields: Any,
) -> Case:
    config = {"stem": 8, "stages": stages, "head": 8, "n_classes": 4, **fields.pop("config", {})}
    params, kept = _drawn(8, stages, 8, 4)
    return Case(
        name,
        inputs={"x": normal(2, 3, *size)},
        params=params,
        buffers=kept,
        upstream=normal(2, 4),
        config=config,
        training=training,
        images=("x", "dx"),
        **fields,
    )


def _full() -> Case:
    params, kept = _drawn(32, B0, 1280, 1000)
    return full_size("full_size", params, {}, buffers=kept)


EfficientNetB0 = Concept(
    kind="network",
    order=23,
    syllabus=("3-4-2", "4-1-1"),
    needs=("mbconv", "compound_scaling", "resnet"),
    name="efficientnet_b0",
    title=Text("EfficientNet-B0", "EfficientNet-B0"),
    summary=Text(
        "Seven stages of MBConv blocks between two convolutions, the mean of each channel and one "
        "dense layer: 5,288,548 parameters. Two factors make the larger variants of it.",
        "2つの畳み込みの間に MBConv ブロックを7段並べ、チャネルごとの平均と全結合層を1つ置く。"
        "パラメータ数は 5,288,548。2つの係数で、より大きな変種が得られる。",
    ),
    why=Text(
        "ResNet-50 has 25.6 million parameters and 4.1 billion multiply-adds. EfficientNet-B0 is "
        "as good on ImageNet with a fifth of the parameters and a tenth of the work. Its blocks "
        "are cheap: depthwise windows, narrow ends, gates. How many there are in each stage, and "
        "with which windows, was searched for by a machine on a small budget. Scaling that one "
        "design in width, depth and image size at once gave B1 to B7, of which the last was "
        "the best there was in 2019.",
        "ResNet-50 はパラメータ 2,560 万個、積和 41 億回を要する。EfficientNet-B0 は、パラメータは"
        "5分の1、計算量は10分の1で、ImageNet で同程度の精度を出す。ブロックが軽いからである。窓は "
        "depthwise で、両端は狭く、チャネルにはゲートがある。各段のブロック数や窓の大きさは、小さな"
        "予算で自動的に探索された。その1つの設計を幅・深さ・画像サイズについて同時に拡大したのが "
        "B1 から B7 で、最後のものは 2019年の最高精度だった。",
    ),
    equation="conv 3/2 - norm - 7 stages of MBConv - conv 1/1 - norm - mean of each channel - "
    "dense",
    formula=(
        r"h_0 = f(\operatorname{BN}(W_0 * x))",
        r"h_k = \begin{cases} h_{k-1} + B_k(h_{k-1}) & \text{same shape} \\ B_k(h_{k-1}) & "
        r"\text{else} \end{cases}",
        r"\bar{h} = \operatorname{mean}(f(\operatorname{BN}(W_1 * h_K))), \quad y = \bar{h} W + b",
    ),
    derivation=(
        Step(
            heading=Text("From the scores to the last stage", "スコアから最後の段まで"),
            text=Text(
                "Through the dense layer and the mean, of which each pixel has the same share; Jᵀ "
                "is the way back of what it is marked with.",
                "全結合層と平均を逆にたどる。平均ではどの画素の重みも等しい。Jᵀ は添字の部分の"
                "逆伝播を表す。",
            ),
            equation=(
                r"\frac{\partial L}{\partial \bar{h}} = \frac{\partial L}{\partial y} W^\top"
                "\n"
                r"\frac{\partial L}{\partial h_K} = J_{W_1}^\top J_{\text{BN}}^\top \left(f' \odot "
                r"J_{\text{mean}}^\top \frac{\partial L}{\partial \bar{h}}\right)"
            ),
        ),
        Step(
            heading=Text("Block by block", "ブロックを1つずつ"),
            text=Text(
                "Only the first block of a stage has no shortcut, so within a stage there is a way "
                "that no layer weakens.",
                "ショートカットがないのは各段の最初のブロックだけなので、同じ段の中には層で"
                "弱まらない経路が残る。",
            ),
            equation=_BACK,
            check=Text(
                "dx and all parameters' gradients agree with both frameworks.",
                "dx と全パラメータの勾配が、両フレームワークと一致する。",
            ),
        ),
    ),
    shapes={"x": "(N, n_in, H, W)", "y": "(N, n_classes)"},
    sources=(f"{TAN_AND_LE}, table 1", "keras.applications.EfficientNetB0"),
    cases=(
        _small(
            "gradients",
            (9, 8),
            True,
            config={"dropout": 0.0, "rate": 0.0},
            options={"differences": ("dblock1_1.norm3.gamma", "ddense.b")},
            zero=dict.fromkeys(
                (f"dblock{k}.norm3.beta" for k in ("1_1", "2_1", "2_2")), TAKEN_AWAY
            ),
        ),
        _small("inference", (7, 10), False, ((2, 16, 1, 2, 5),)),
        table("layer_table", (3, 224, 224)),
        table("layer_table_b2", (3, 260, 260), width=1.1, depth=1.2),
        _full(),
    ),
    defaults=(Default("dropout", 0.2), Default("rate", 0.2)),
    also_called=("efficientnet", "efficient_net", "efficientnetb0"),
    mistakes=(
        Mistake(
            name="no_stage_halves",
            ja="どの段でも半分にしない",
            line="step = stride if j == 1 else 1",
            wrong="step = 1",
            why=Text(
                "The first block of four stages halves the image. The mean behind hides the size, "
                "so only the values tell.",
                "4つの段では最初のブロックで画像を半分にする。最後に平均をとるので形状には現れず、"
                "値でしか気づけない。",
            ),
        ),
        Mistake(
            name="every_block_halves",
            ja="段の全ブロックで半分にする",
            line="step = stride if j == 1 else 1",
            wrong="step = stride",
            why=Text(
                "Only the first block of a stage has the stride; the others keep the shape, and so "
                "have a shortcut.",
                "ストライドを持つのは段の最初のブロックだけである。ほかは形状を保ち、ショートカットが"
                "付く。",
            ),
        ),
        Mistake(
            name="activation_of_the_head_forgotten",
            ja="最後の畳み込みの活性化を忘れる",
            line='self.add("activation2", act())',
            wrong="pass",
            why=Text(
                "The last convolution is followed by a norm and an activation, as the first.",
                "最後の畳み込みにも、最初と同じく正規化と活性化が続く。",
            ),
        ),
        Mistake(
            name="stem_keeps_the_size",
            ja="最初の畳み込みで半分にしない",
            line=STEM,
            wrong=STEM.replace("3, 2", "3, 1"),
            why=Text(
                "The first convolution has a stride of 2: 224 pixels become 112.",
                "最初の畳み込みのストライドは 2 で、224 画素が 112 画素になる。",
            ),
        ),
    ),
)
