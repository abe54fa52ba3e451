"""ResNet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parity.concepts.networks._convnets import conv, dense, full_size, norm, table
from parity.concepts.networks._residual import HE, basic, bottleneck, running, within
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal

FIFTY = {"block": "bottleneck", "blocks": (3, 4, 6, 3)}


def _drawn(
    block: str,
    blocks: Sequence[int],
    channels: Sequence[int],
    n_classes: int,
    window: int,
    n_in: int = 3,
) -> tuple[dict[str, Draw], dict[str, Draw]]:
    """Return draws of all parameters and of all running statistics."""
    n = channels[0]
    params = {**conv("conv", n, n_in, window, bias=False), **norm("norm", n)}
    kept = running({"norm": n})
    n_in = n
    for i, (n_blocks, n) in enumerate(zip(blocks, channels, strict=True), start=1):
        n_out = n if block == "basic" else 4 * n
        for j in range(1, n_blocks + 1):
            projects = n_in != n_out or (i > 1 and j == 1)
            if block == "basic":
                inner, norms = basic(n_in, n, projects), {"norm1": n, "norm2": n}
            else:
                inner = bottleneck(n_in, n, n_out, projects)
                norms = {"norm1": n, "norm2": n, "norm3": n_out}
            if projects:
                norms[f"norm{len(norms) + 1}"] = n_out
            params |= within(f"block{i}_{j}", inner)
            kept |= within(f"block{i}_{j}", running(norms))
            n_in = n_out
    return {**params, **dense("dense", n_in, n_classes)}, kept


def _small(
    name: str,
    size: tuple[int, int],
    block: str,
    blocks: Sequence[int],
    channels: Sequence[int],
    window: int,
    training: bool,
    strided: int = 2,
    **fields: object,
) -> Case:
    params, kept = _drawn(block, blocks, channels, 4, window)
    config = {
        "block": block,
        "blocks": tuple(blocks),
        "channels": tuple(channels),
        "n_classes": 4,
        "stem": (window, 2),
        "strided": strided,
        "activation": "tanh" if training else "relu",
    }
    return Case(
        name,
        inputs={"x": normal(2, 3, *size)},
        params=params,
        buffers=kept,
        upstream=normal(2, 4),
        config=config,
        training=training,
        images=("x", "dx"),
        **fields,  # type: ignore[arg-type]
    )


def _full(name: str, block: str, blocks: Sequence[int]) -> tuple[Case, Case]:
    """Return the published network, whose outputs are compared, and one without kinks.

    Of its ten million ReLUs, single precision puts some on the other side of 0, and what comes back
    through them jumps. In the bottlenecks' dx a relative change of 2^-40 moves 9 times its size,
    one of 2^-23, float32's rounding, 66,000 times, while y moves 4 times at both. No bound for
    right gradients follows from that. Where tanh stands for ReLU only the pooling might jump, and
    the draws are such that in no window the two largest are within rounding of each other.
    """
    params, kept = _drawn(block, blocks, (64, 128, 256, 512), 1000, 7)
    config = {"block": block, "blocks": tuple(blocks)}
    return (
        full_size(name, params, config, buffers=kept, options={"outputs_alone": True}),
        replace(
            full_size(f"{name}_tanh", params, {**config, "activation": "tanh"}, buffers=kept),
            drawn_as=("resnet", name) if block == "basic" else None,
        ),
    )


ResNet = Concept(
    kind="network",
    order=14,
    syllabus=("4-1-1",),
    needs=("residual_block", "bottleneck_block", "global_avg_pool2d"),
    name="resnet",
    title=Text("ResNet", "ResNet"),
    summary=Text(
        "Stages of residual blocks, each with half the image and twice the channels of the one "
        "before, the mean of each channel and one dense layer. ResNet-18 has 11,689,512 "
        "parameters, ResNet-50, of bottlenecks, 25,557,032.",
        "残差ブロックを段に分けて積み、段が進むごとに画像を半分に、チャネル数を2倍にする。"
        "最後にチャネルごとの平均と全結合層を1つ置く。パラメータ数は ResNet-18 が 11,689,512、"
        "ボトルネックからなる ResNet-50 が 25,557,032 である。",
    ),
    why=Text(
        "Plain networks got worse, even on their training data, when they became deeper than some "
        "twenty layers. With a shortcut around every two or three of them, 152 layers could be "
        "trained and won ImageNet in 2015. Two more choices make it light: a new stage halves the "
        "image when it doubles the channels, so that each costs about the same; and the mean of "
        "each channel stands in place of VGG's large dense layers, so that 50 layers have fewer "
        "parameters than VGG's 16, and images of any size will do.",
        "単純に積んだネットワークは、20 層を超えたあたりから訓練データに対してさえ悪くなった。"
        "2〜3層ごとにショートカットを加えることで 152 層まで学習でき、2015年の ImageNet "
        "で優勝した。"
        "軽くする工夫は2つある。段が変わるとき画像を半分にしてチャネル数を2倍にするので、"
        "どの段の計算量もほぼ同じになる。また、VGG の大きな全結合層の代わりにチャネルごとの平均を"
        "使うので、50 層でも 16 層の VGG よりパラメータが少なく、画像の大きさも問わない。",
    ),
    equation="conv 7/2 - norm - pool 3/2 - stages of residual blocks - mean of each channel - "
    "dense",
    formula=(
        r"h_0 = \operatorname{pool}(f(\operatorname{BN}(x * W_0)))",
        r"h_k = f(F_k(h_{k-1}) + S_k(h_{k-1}))",
        r"\bar{h}_{n,c} = \frac{1}{H W} \sum_{u,v} h_{K,n,c,u,v}, \quad y = \bar{h}\, W + b",
    ),
    derivation=(
        Step(
            heading=Text(
                "From the scores to the last block: a dense layer and a mean",
                "スコアから最後のブロックまでは、全結合層と平均",
            ),
            text=Text(
                "Every pixel of a channel counts the same in its mean, so each gets the same "
                "share "
                "of the channel's gradient.",
                "平均ではどの画素の重みも等しいので、"
                "チャネルの勾配は全画素に同じ大きさで分配される。",
            ),
            equation=(
                r"\frac{\partial L}{\partial \bar{h}} = \frac{\partial L}{\partial y} W^\top"
                "\n"
                r"\frac{\partial L}{\partial h_{K,n,c,u,v}} = \frac{1}{H W} \frac{\partial "
                r"L}{\partial \bar{h}_{n,c}}"
            ),
        ),
        Step(
            heading=Text(
                "Each block adds what comes through its layers to what comes past them",
                "ブロックごとに、層を通る勾配と、迂回した勾配を足す",
            ),
            text=Text(
                "aₖ is the sum in front of the last activation of block k. Where the shortcut is "
                "the identity, a part of the gradient passes unchanged, so over all the blocks of "
                "a stage there is a way that no layer weakens.",
                "ブロック k の最後の活性化関数の手前の和を aₖ とする。"
                "ショートカットが恒等写像なら、"
                "勾配の一部はそのまま通る。したがって、同じ段のブロック全体を通して、"
                "畳み込みで弱まらない経路が残る。",
            ),
            equation=(
                r"\frac{\partial L}{\partial a_k} = \frac{\partial L}{\partial h_k} \odot f'(a_k)"
                "\n"
                r"\frac{\partial L}{\partial h_{k-1}} = \left(\frac{\partial F_k}{\partial "
                r"h_{k-1}} + \frac{\partial S_k}{\partial h_{k-1}}\right)^\top \frac{\partial "
                r"L}{\partial a_k}"
            ),
        ),
        Step(
            heading=Text(
                "At the image: pooling, activation, normalization, convolution",
                "画像の側では、プーリング、活性化関数、正規化、畳み込みの順にたどる",
            ),
            text=Text(
                "Jᵀ is the backward pass of the part it is marked with. The pooling's windows "
                "overlap, so a pixel may collect from several.",
                "Jᵀ は添字の部分の逆伝播を表す。プーリングの窓は重なっているので、"
                "1つの画素に複数の窓から勾配が届くことがある。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x} = J_{W_0}^\top J_{\text{BN}}^\top \left(f'(c) "
                r"\odot J_{\text{pool}}^\top \frac{\partial L}{\partial h_0}\right), \quad "
                r"c = \operatorname{BN}(x * W_0)"
            ),
            check=Text(
                "dx and all parameters' gradients agree with both frameworks, for both kinds of "
                "block.",
                "どちらのブロックでも、dx と全パラメータの勾配が両フレームワークと一致する。",
            ),
        ),
    ),
    shapes={"x": "(N, n_in, H, W)", "y": "(N, n_classes)"},
    sources=(f"{HE}, table 1",),
    cases=(
        _small(
            "basic_blocks",
            (13, 11),
            "basic",
            (1, 2),
            (2, 3),
            3,
            True,
            options={"differences": ("dblock2_1.norm3.gamma", "ddense.b")},
        ),
        _small(
            "bottlenecks",
            (11, 14),
            "bottleneck",
            (1, 1),
            (2, 3),
            5,
            True,
            strided=1,
            options={"differences": ("dblock1_1.norm4.beta", "dnorm.gamma")},
        ),
        _small("inference", (12, 15), "basic", (2, 1), (3, 2), 7, False, kink=True),
        table("layer_table_18", (3, 224, 224)),
        table("layer_table_50", (3, 224, 224), **FIFTY),
        *_full("full_size_18", "basic", (2, 2, 2, 2)),
        *_full("full_size_50", "bottleneck", (3, 4, 6, 3)),
    ),
    also_called=("resnet18", "resnet50", "residual_network"),
    mistakes=(
        Mistake(
            name="first_stage_halves_too",
            ja="最初の段でも半分にする",
            line="stride = 2 if i > 1 and j == 1 else 1",
            wrong="stride = 2 if j == 1 else 1",
            why=Text(
                "The stem and its pooling have brought the image down already; the first stage "
                "keeps its size.",
                "最初の畳み込みとプーリングで画像は4分の1になっている。"
                "最初の段ではそれ以上小さくしない。",
            ),
        ),
        Mistake(
            name="no_stage_halves",
            ja="どの段でも半分にしない",
            line="stride = 2 if i > 1 and j == 1 else 1",
            wrong="stride = 1",
            why=Text(
                "A stage with twice the channels halves the image, or it would cost four times as "
                "much. The mean behind hides the size, so only the values tell.",
                "チャネル数が2倍になる段では画像を半分にする。そうしないと計算量が4倍になる。"
                "最後に平均をとるので形状には現れず、値でしか気づけない。",
            ),
        ),
        Mistake(
            name="pooling_not_padded",
            ja="プーリングでパディングしない",
            line='self.add("pool", MaxPool2d(3, 2, 1))',
            wrong='self.add("pool", MaxPool2d(3, 2))',
            why=Text(
                "With a window of 3, 112 pixels become 56 only with a pixel of padding on each "
                "side.",
                "窓が 3 のとき、112 画素が 56 画素になるのは、"
                "両側に1画素ずつ足した場合だけである。",
            ),
        ),
        Mistake(
            name="activation_of_the_stem_forgotten",
            ja="最初の畳み込みの活性化を忘れる",
            line='self.add("activation", ACTIVATIONS[activation]())',
            wrong="pass",
            why=Text(
                "The first convolution, too, is followed by a normalization and an activation.",
                "最初の畳み込みにも、正規化と活性化関数が続く。",
            ),
        ),
        Mistake(
            name="stem_not_padded",
            ja="最初の畳み込みでパディングしない",
            line="n_in, n, window, step, window // 2, use_bias=False, initializer=draw, seed=own",
            wrong="n_in, n, window, step, 0, use_bias=False, initializer=draw, seed=own",
            why=Text(
                "A window of 7 needs 3 pixels on each side, so that 224 pixels become 112.",
                "窓が 7 なら、両側に3画素ずつ足して 224 画素を 112 画素にする。",
            ),
        ),
    ),
)
