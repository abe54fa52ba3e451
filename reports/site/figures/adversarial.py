"""Adversarial networks: their losses, and how their parts hang together."""

from __future__ import annotations

import numpy as np

from numpy_impl.generative.cycle_consistency_loss import cycle_consistency_loss
from numpy_impl.generative.dcgan import DCGAN
from numpy_impl.generative.gan import GAN
from numpy_impl.generative.gan_value import gan_value
from numpy_impl.generative.generator_loss import generator_loss, generator_loss_backward
from parity.describing.concept import Concept, Text
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, QUIET, WIDTH, Drawing, Sheet, number, times

HALF = (WIDTH - 110) / 2


def draw_gan_value(concept: Concept) -> Drawing:
    """Draw V over what D says of one point, for three shares of real examples."""
    D = np.linspace(0.01, 0.99, 99)
    sheet = Sheet(224)
    chart = Chart(sheet, (44, 42, WIDTH - 64, 138), (0, 1), (-3, 0))
    chart.frame([0, 0.25, 0.5, 0.75, 1], [-3, -2, -1, 0], "D")
    for i, real in enumerate((10, 16, 4)):
        share = real / 20
        v = [float(gan_value([d], [0.5]) + np.log(2)) * share
             + float(gan_value([0.5], [d]) + np.log(2)) * (1 - share) for d in D]  # fmt: skip
        chart.line(D, np.where(np.array(v) > -3, v, np.nan), i)
        chart.dots([share], [max(v)], colour=(C1, C2, QUIET)[i], radius=3.5)
    names = [("1 : 1", 0), ("4 : 1", 1), ("1 : 4", 2)]
    end = sheet.legend(44, 16, names)
    sheet.text(end, 16, Text("p_data : p_G", "p_data : p_G"), 10, QUIET)
    return Drawing(
        sheet,
        Text(
            "What the answer D at one point is worth, by how many real and made examples lie "
            "there. The best answer is the share of real ones; at 1 : 1 it is 1/2.",
            "ある点での答え D の価値を、そこにある本物と作り物の比ごとに描いた。最良の答えは"
            "本物の割合であり、1 : 1 なら 1/2 である。",
        ),
        Text("Three hills with their tops marked.", "頂点に印の付いた3本の山形の曲線。"),
    )


def draw_generator_loss(concept: Concept) -> Drawing:
    """Draw both forms over the logit, and their slopes."""
    a = np.linspace(-6, 6, 61)
    sheet = Sheet(226)
    left = Chart(sheet, (36, 46, HALF, 138), (-6, 6), (-6.2, 6.2))
    right = Chart(sheet, (86 + HALF, 46, HALF, 138), (-6, 6), (-1.1, 0.1))
    label = Text("logit of D(G(z))", "D(G(z)) のロジット")
    left.frame([-6, 0, 6], [-6, -3, 0, 3, 6], label, "L")
    right.frame([-6, 0, 6], [-1, -0.5, 0], label, Text("slope", "傾き"))
    for i, form in enumerate(("non_saturating", "minimax")):
        left.line(a, [float(generator_loss([v], form, True)) for v in a], i)
        right.line(a, [float(generator_loss_backward(1.0, [v], form, True)[0][0]) for v in a], i)
    sheet.legend(36, 14, [("−log D", 0), ("log(1 − D)", 1)])
    return Drawing(
        sheet,
        Text(
            "Both losses fall as the discriminator takes a fake for real. But where it is found "
            "out, on the left, only −log D has a slope; log(1 − D) is flat just there.",
            "どちらの損失も、識別器が作り物を本物とみなすほど下がる。しかし見破られている左側で"
            "傾きをもつのは −log D だけで、log(1 − D) はまさにそこで平らになる。",
        ),
        Text("Two falling curves and their slopes.", "下がる2本の曲線と、その傾き。"),
    )


def draw_gan(concept: Concept) -> Drawing:
    """Draw both losses while a generator learns one normal distribution."""
    rng = np.random.default_rng(1)
    model = GAN(2, 12, 1, lr=0.1, activation="tanh", seed=3)
    losses, means = [], []
    for _ in range(400):
        x = 1.5 + 0.5 * rng.standard_normal((48, 1))
        losses.append([float(v) for v in model.step(x, *rng.standard_normal((2, 48, 2)))])
        means.append(float(model.generate(rng.standard_normal((48, 2))).mean()))
    steps = np.arange(0, 400, 5)
    sheet = Sheet(222)
    left = Chart(sheet, (36, 46, HALF, 134), (0, 400), (0, 2.2))
    left.frame([0, 200, 400], [0, 1, 2], Text("steps", "ステップ"))
    for i in range(2):
        left.line(steps, np.minimum(np.array(losses)[::5, i], 2.2), i)
    left.line([0, 400], [np.log(4), np.log(4)], 0, QUIET, 0.8, (2, 2))
    right = Chart(sheet, (86 + HALF, 46, HALF, 134), (0, 400), (-1, 3))
    title = Text("mean of G(z)", "G(z) の平均")
    right.frame([0, 200, 400], [0, 1.5, 3], Text("steps", "ステップ"), title)
    right.line(steps, np.clip(means, -1, 3)[::5], 0)
    right.line([0, 400], [1.5, 1.5], 0, QUIET, 0.8, (2, 2))
    sheet.legend(36, 14, [("L_D", 0), ("L_G", 1)])
    return Drawing(
        sheet,
        Text(
            "A generator learns N(1.5, 0.5²). No loss falls steadily, for each network moves the "
            "other's aim; near the end L_D is about log 4 (dashed), when the two can hardly be "
            "told apart.",
            "生成器が N(1.5, 0.5²) を学ぶ様子。互いに相手の目標を動かすので、どちらの損失も着実には"
            "下がらない。見分けがほとんどつかなくなると、L_D は log 4(破線)に近づく。",
        ),
        Text("Two restless curves, and a mean over the steps.", "揺れる2本の損失と、平均の推移。"),
    )


def draw_conditional_gan(concept: Concept) -> Drawing:
    """Draw what goes into both networks."""
    sheet = Sheet(190)
    sheet.node(50, 60, "z", Text("noise", "ノイズ"), 70)
    sheet.node(50, 120, "c", Text("class", "クラス"), 70, fill=C1, opacity=0.2)
    sheet.node(165, 90, "G", "G([z, c])", 84)
    sheet.node(280, 50, "x", Text("real", "本物"), 74)
    sheet.node(280, 90, "G(z, c)", "", 74)
    sheet.node(395, 90, "D", Text("real?", "本物か"), 64)
    for start, end in (((86, 64), (122, 84)), ((86, 116), (122, 96)), ((208, 90), (242, 90)),
                       ((318, 54), (362, 80)), ((318, 90), (362, 90))):  # fmt: skip
        sheet.arrow(start, end)
    sheet.segments([[(50, 137), (50, 160), (395, 160)]], C1, 1.5)
    sheet.arrow((395, 160), (395, 108), C1)
    return Drawing(
        sheet,
        Text(
            "The class goes into both networks. The discriminator judges the pair: an example that "
            "looks real, but not of this class, is a fake.",
            "クラスは両方のネットワークに入る。識別器が判定するのは組であり、本物らしくても"
            "クラスが違えば作り物である。",
        ),
        Text(
            "Noise and class lead to G, its example and the class to D.",
            "ノイズとクラスから G へ、作ったデータとクラスから D への矢印。",
        ),
    )


def draw_dcgan(concept: Concept) -> Drawing:
    """Draw the sizes of the images from the noise to the judgement."""
    model = DCGAN(16, 8, (1, 14, 14), seed=1)
    small = model.generator.run(["deconv1"], np.zeros((1, 16, 1, 1)))
    image = model.generate(np.zeros((1, 16)))
    half = model.discriminator.run(["conv1"], image)
    shapes = [(16, 1, 1), small.shape[1:], image.shape[1:], half.shape[1:],
              model.judge(image).shape[1:]]  # fmt: skip
    names = ("z", "deconv1", "deconv2, tanh", "conv1", "conv2")
    sheet = Sheet(150)
    for k, (name, shape) in enumerate(zip(names, shapes, strict=True)):
        x, side = 44 + k * 88, 8 + 4.2 * shape[1]
        sheet.boxes([(x - side / 2, 70 - side / 2, side, side)], C1 if k < 3 else C2, QUIET, 0.3)
        sheet.text(x, 20, name, 10, anchor="middle")
        sheet.text(x, 128, times(shape), 10, QUIET, "middle")
        if k < 4:
            sheet.arrow((x + 37, 70), (x + 50, 70), QUIET, 1.2)
    return Drawing(
        sheet,
        Text(
            "Channels × height × width on the way from the noise to an image and from there to one "
            "number. The discriminator is the generator, run backwards in sizes.",
            "ノイズから画像へ、画像から1つの数へ至る、チャネル×高さ×幅。"
            "識別器の大きさは、生成器を逆にたどる。",
        ),
        Text("Five squares: growing, then shrinking.", "大きくなり、また小さくなる5つの正方形。"),
    )


def draw_wasserstein_gan(concept: Concept) -> Drawing:
    """Draw two distances between the data and a shifted copy of it."""
    x = np.linspace(-8, 8, 1601)
    p = np.exp(-(x**2) / (2 * 0.3**2))
    p /= p.sum()
    shifts, js, slope = np.linspace(0, 3, 31), [], []
    for shift in shifts:
        q = np.exp(-((x - shift) ** 2) / (2 * 0.3**2))
        q /= q.sum()
        best = np.clip((p + 1e-30) / (p + q + 2e-30), 1e-12, 1 - 1e-12)
        js.append(0.5 * (np.log(4) + p @ np.log(best) + q @ np.log1p(-best)))
        slope.append(float(np.abs(np.cumsum(p - q)).sum() * (x[1] - x[0])))
    sheet = Sheet(222)
    chart = Chart(sheet, (40, 42, WIDTH - 60, 136), (0, 3), (0, 3))
    chart.frame([0, 1, 2, 3], [0, 1, 2, 3], Text("distance of the two", "2つの分布の距離"))
    chart.line(shifts, slope, 0)
    chart.line(shifts, js, 1)
    names = [(Text("Wasserstein", "Wasserstein"), 0), (Text("Jensen-Shannon", "JS"), 1)]
    sheet.legend(40, 16, names)
    return Drawing(
        sheet,
        Text(
            "Two distributions of one shape, moved apart. Once they hardly overlap, the Jensen-"
            "Shannon divergence stays at log 2 and has no slope; the Wasserstein distance grows "
            "on.",
            "同じ形の2つの分布を引き離していく。ほとんど重ならなくなると、JS ダイバージェンスは "
            "log 2 のまま傾きを失うが、Wasserstein 距離は増え続ける。",
        ),
        Text("A straight line, and a curve that levels off.", "直線と、途中で平らになる曲線。"),
    )


def draw_cycle_consistency_loss(concept: Concept) -> Drawing:
    """Draw both round trips, with a small example of their loss."""
    x, back = np.array([0.2, 0.8, 0.5]), np.array([0.3, 0.6, 0.5])
    loss = float(cycle_consistency_loss(x, back, x, x, 1.0))
    sheet = Sheet(196)
    for row, (a, b, there, again) in enumerate((("x", "G(x)", "G", "F"), ("y", "F(y)", "F", "G"))):
        y = 40 + row * 70
        last = "F(G(x))" if a == "x" else "G(F(y))"
        for k, word in enumerate((a, b, last)):
            colour = (C1, C2)[(k + row) % 2]
            sheet.node(60 + k * 155, y, word, width=74, fill=colour, opacity=0.2)
        for k, word in enumerate((there, again)):
            sheet.arrow((99 + k * 155, y), (176 + k * 155, y))
            sheet.text(137 + k * 155, y - 12, word, 11, anchor="middle")
        sheet.segments(
            [[(60, y + 16), (60, y + 30), (370, y + 30), (370, y + 16)]], QUIET, 1, (3, 3)
        )
        sheet.text(215, y + 40, "mean | … − … |", 10, anchor="middle")
    sheet.text(
        WIDTH / 2, 176,
        Text(f"0.2, 0.8, 0.5 and 0.3, 0.6, 0.5: mean difference {number(loss)}",
             f"0.2, 0.8, 0.5 と 0.3, 0.6, 0.5 の平均絶対誤差は {number(loss)}"),
        10, QUIET, "middle",
    )  # fmt: skip
    return Drawing(
        sheet,
        Text(
            "Each picture is turned into the other kind and back. What comes home is compared with "
            "what went out, pixel by pixel; no pairs of pictures are needed.",
            "どの画像も、もう一方の種類に変えてから元に戻す。戻ってきたものを出ていったものと"
            "画素ごとに比べるので、画像の対は要らない。",
        ),
        Text("Two rows of three boxes, from left to right.", "左から右へ3つの箱が並ぶ列が2段。"),
    )


FIGURES = {
    "gan_value": draw_gan_value,
    "generator_loss": draw_generator_loss,
    "gan": draw_gan,
    "conditional_gan": draw_conditional_gan,
    "dcgan": draw_dcgan,
    "wasserstein_gan": draw_wasserstein_gan,
    "cycle_consistency_loss": draw_cycle_consistency_loss,
}
