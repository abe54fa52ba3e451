"""Autoencoders, flows, diffusion and pixels: what their NumPy code does with small examples."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numpy_impl.generative.autoencoder import Autoencoder
from numpy_impl.generative.coupling_layer import CouplingLayer
from numpy_impl.generative.denoising_autoencoder import DenoisingAutoencoder
from numpy_impl.generative.diffusion_noising import diffusion_noising
from numpy_impl.generative.diffusion_reverse_step import diffusion_reverse_step
from numpy_impl.generative.evidence_lower_bound import evidence_lower_bound
from numpy_impl.generative.kl_to_standard_normal import kl_to_standard_normal
from numpy_impl.generative.masked_conv2d import MaskedConv2d
from numpy_impl.generative.reparameterize import reparameterize
from numpy_impl.generative.vae import VAE
from parity.describing.concept import Concept, Text
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import (
    C1,
    C2,
    C3,
    QUIET,
    SERIES,
    WIDTH,
    Drawing,
    Sheet,
    Word,
    number,
)

HALF = (WIDTH - 110) / 2
PATTERNS = np.array([[1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1]], dtype=float)


def _shade(values: np.ndarray, least: float) -> Callable[[int, int], tuple[str, float]]:
    """Return how dark the cell of each value from 0 to 1 is."""
    return lambda i, j: (C1, least + 0.5 * float(np.clip(values[i, j], 0, 1)))


def draw_autoencoder(concept: Concept) -> Drawing:
    """Draw the loss of three widths of the code on data with two degrees of freedom."""
    rng = np.random.default_rng(0)
    x = np.tanh(rng.normal(size=(60, 2)) @ rng.normal(size=(2, 6)))
    sheet = Sheet(224)
    chart = Chart(sheet, (44, 40, WIDTH - 64, 140), (0, 300), (0, 1.6))
    chart.frame([0, 100, 200, 300], [0, 0.5, 1, 1.5], Text("steps", "ステップ"))
    for i, width in enumerate((1, 2, 3)):
        model = Autoencoder(6, 8, width, lr=0.2, seed=1)
        losses = [float(model.step(x)) for _ in range(300)]
        chart.line(np.arange(300)[::3], np.minimum(losses, 1.6)[::3], i)
    names = [(Text(f"code of {n}", f"コード {n}"), n - 1) for n in (1, 2, 3)]
    sheet.legend(44, 14, names)
    return Drawing(
        sheet,
        Text(
            "The loss while six numbers that two hidden ones made are brought through a code. One "
            "number is too few and the loss stays up; two are enough, and a third gains little.",
            "2つの隠れた量から作った6個の数を、コードに通したときの損失。コードが1つでは足りず、"
            "損失が下がりきらない。2つあれば足り、3つ目で得るものは少ない。",
        ),
        Text("Three falling curves of a loss.", "下がっていく3本の損失曲線。"),
    )


def draw_denoising_autoencoder(concept: Concept) -> Drawing:
    """Draw three patterns, what was left of them, and what is made of that."""
    model = DenoisingAutoencoder(6, 12, 3, lr=0.3, seed=2)
    rng = np.random.default_rng(1)
    for _ in range(1500):
        x = PATTERNS[rng.integers(0, 3, 12)]
        model.step(x, (rng.random(x.shape) < 0.7).astype(float))
    masks = np.array([[1, 0, 1, 1, 1, 1], [1, 1, 0, 1, 1, 1], [1, 1, 1, 1, 1, 0]], dtype=float)
    x_hat = model.forward(PATTERNS, masks)
    sheet = Sheet(146)
    panels: tuple[tuple[Word, np.ndarray], ...] = (
        ("x", PATTERNS),
        (Text("spoilt", "損なった x"), PATTERNS * masks),
        ("x̂", x_hat),
    )
    for k, (title, values) in enumerate(panels):
        sheet.grid(
            18 + k * 142, 40, values, (20, 24),
            _shade(values, 0.08),
            lambda v: f"{v:.1f}".replace("-0.0", "0.0").replace("-", "−"), title, 8.5,
        )  # fmt: skip
    return Drawing(
        sheet,
        Text(
            "Three patterns, of which one number each was blotted out, and what the network makes "
            "of the rest after 1,500 steps: it fills the gap, for it knows what goes together.",
            "3つの型のそれぞれ1成分を消したものと、1500 ステップ学習したネットワークの出力。"
            "成分どうしの関係を知っているので、欠けたところが埋まる。",
        ),
        Text("Three tables of three rows and six columns.", "3行6列の表が3つ並ぶ。"),
    )


def draw_reparameterize(concept: Concept) -> Drawing:
    """Draw how the same noise becomes draws from two distributions."""
    eps = np.array([-1.6, -0.8, -0.2, 0.5, 1.3])
    sheet = Sheet(196)
    chart = Chart(sheet, (70, 34, WIDTH - 90, 120), (-4, 5), (0, 2))
    chart.frame([-4, -2, 0, 2, 4], grid=False)
    rows = (
        (1.0, "eps", 0.0, 1.0, QUIET), (0.2, "2 + 0.5 eps", 2.0, 0.5, C1),
        (1.8, "−1 + 1.5 eps", -1.0, 1.5, C2),
    )  # fmt: skip
    for y, _, mu, sigma, colour in rows:
        log_var = np.full_like(eps, 2 * np.log(sigma))
        z = reparameterize(np.full_like(eps, mu), log_var, eps)
        if y != 1.0:
            pairs = zip(eps, z, strict=True)
            sheet.segments([[chart.at(e, 1), chart.at(v, y)] for e, v in pairs], colour, 0.8)
        chart.dots(z, np.full_like(z, y), colour, 4)
    for y, word, *_ in rows:
        sheet.text(6, float(chart.py(y)), word, 9.5)
    return Drawing(
        sheet,
        Text(
            "Five draws of noise in the middle row become draws from N(2, 0.5²) below and from "
            "N(−1, 1.5²) above. If mu or sigma changes a little, every z moves along its line: "
            "that is the gradient.",
            "中央の5個のノイズが、下では N(2, 0.5²)、上では N(−1, 1.5²) からの抽出になる。"
            "mu や sigma を少し変えると、z はどれも線とともに動く。それが勾配である。",
        ),
        Text("Three rows of five dots, joined by lines.", "線で結ばれた、5個の点の列が3段。"),
    )


def draw_kl_to_standard_normal(concept: Concept) -> Drawing:
    """Draw the divergence over the mean and over the log variance."""
    v = np.linspace(-3, 3, 61)[:, np.newaxis]
    sheet = Sheet(212)
    for k, (label, mu, log_var) in enumerate((("mu", v, 0 * v), ("log_var", 0 * v, v))):
        chart = Chart(sheet, (36 + k * (HALF + 50), 30, HALF, 140), (-3, 3), (0, 8.2))
        chart.frame([-3, 0, 3], [0, 2, 4, 6, 8], label, "KL" if not k else "")
        chart.line(v[:, 0], kl_to_standard_normal(mu, log_var, "none"), k)
    return Drawing(
        sheet,
        Text(
            "The divergence is 0 at the standard normal. It grows with the square of the mean; a "
            "variance that is too large costs more than one that is too small by the same factor.",
            "標準正規分布で 0 になる。平均については二乗で増える。分散は、同じ倍率だけ大きすぎる"
            "ほうが、小さすぎるより大きな値になる。",
        ),
        Text(
            "Left a parabola, right a curve that is steeper to the right.",
            "左は放物線、右は右側が急な曲線。",
        ),
    )


def draw_evidence_lower_bound(concept: Concept) -> Drawing:
    """Draw the bound over q's mean for x = z + noise, where log p(x) is known."""
    x, nodes = 1.5, np.polynomial.hermite_e.hermegauss(3)
    mus = np.linspace(-0.75, 2.25, 61)
    sheet = Sheet(224)
    chart = Chart(sheet, (44, 42, WIDTH - 64, 138), (-0.75, 2.25), (-4, -1.4))
    chart.frame([-0.75, 0, 0.75, 1.5, 2.25], [-4, -3, -2], "mu")
    exact = -0.5 * (x**2 / 2 + np.log(2) + np.log(2 * np.pi))
    chart.line(mus[[0, -1]], [exact, exact], 0)
    for i, var in enumerate((0.5, 1.5), start=1):
        log_var = np.full((len(mus), 1), np.log(var))
        bound = np.zeros(len(mus))
        for node, weight in zip(*nodes, strict=True):
            z = reparameterize(mus[:, np.newaxis], log_var, np.full((len(mus), 1), node))
            each = evidence_lower_bound(
                np.full_like(z, x), z, mus[:, np.newaxis], log_var, "gaussian", "none"
            )
            bound += each * weight / np.sum(nodes[1])
        chart.line(mus, np.where(bound > -4, bound, np.nan), i)
    chart.dots([0.75], [exact], C2, 4)
    sheet.legend(44, 16, [("log p(x)", 0), ("sigma² = 1/2", 1), ("sigma² = 3/2", 2)])
    return Drawing(
        sheet,
        Text(
            "For x = z + noise with x = 1.5 the likelihood is known. The bound stays below it for "
            "every q, and touches it where q is the true posterior, N(0.75, 1/2).",
            "x = z + ノイズ、x = 1.5 のときは尤度が分かる。下限はどの q でもそれを下回り、"
            "q が真の事後分布 N(0.75, 1/2) に一致するところで接する。",
        ),
        Text(
            "A level line, and two parabolas below it, one of which touches it.",
            "水平な線と、その下の2本の放物線。1本が線に接する。",
        ),
    )


def draw_vae(concept: Concept) -> Drawing:
    """Draw the latent plane after training on three patterns."""
    rng = np.random.default_rng(3)
    model = VAE(6, 12, 2, lr=0.2, seed=4)
    kinds = rng.integers(0, 3, 60)
    x = np.abs(PATTERNS[kinds] - (rng.random((60, 6)) < 0.08))
    for _ in range(800):
        model.step(x, rng.standard_normal((60, 2)))
    mu, _ = model.encode(x)
    sheet = Sheet(226)
    chart = Chart(sheet, (36, 30, 176, 176), (-3, 3), (-3, 3))
    chart.frame([-3, 0, 3], [-3, 0, 3], "", Text("mu of 60 examples", "60 個のデータの mu"))
    for k in range(3):
        a, b = np.clip(mu[kinds == k], -3, 3).T
        chart.dots(a, b, SERIES[k], 2.5)
    side = np.linspace(-2, 2, 5)
    sheet.text(246, 18, Text("decoded from the plane", "平面の各点のデコード"))
    for (i, b), (j, a) in ((r, c) for r in enumerate(side[::-1]) for c in enumerate(side)):
        made = model.decode(np.array([[a, b]])).reshape(3, 2).mean(axis=1)
        for k in range(3):
            box = (246 + j * 35 + k * 10, 30 + i * 35, 9, 30)
            sheet.boxes([box], SERIES[k], opacity=round(0.05 + 0.9 * float(made[k]), 2))
    return Drawing(
        sheet,
        Text(
            "Left where the encoder puts three kinds of patterns, coloured by kind: near 0, side "
            "by side. Right what the decoder makes of points from −2 to 2; each bar is how sure it "
            "is of one kind.",
            "左は、3種類の型をエンコーダが置いた場所(種類ごとに色分け)。0 の近くに並ぶ。"
            "右は −2 から 2 の各点をデコードしたもので、棒の濃さが各種類らしさを表す。",
        ),
        Text("A plane of dots, and a table of bars.", "点の散らばる平面と、棒の表。"),
    )


def draw_coupling_layer(concept: Concept) -> Drawing:
    """Draw how one layer, and two that take turns, bend a grid."""
    layers = [CouplingLayer(2, 6, swap=k == 1, seed=k + 5) for k in range(2)]
    for layer in layers:
        for name, w in layer.params.items():
            w *= 0.9 if name.endswith("W") else 1
    t, places = np.linspace(-1.5, 1.5, 25), np.linspace(-1.5, 1.5, 7)
    lines = [np.column_stack([t, np.full_like(t, p)]) for p in places]
    lines += [line[:, ::-1] for line in lines]
    sheet = Sheet(176)
    titles: tuple[Word, ...] = ("x", Text("one layer", "1層の後"), Text("two layers", "2層の後"))
    for k, title in enumerate(titles):
        chart = Chart(sheet, (14 + k * 143, 30, 126, 126), (-3, 3), (-3, 3))
        chart.frame(title=title)
        for i, line in enumerate(lines):
            y = line
            for layer in layers[:k]:
                y, _ = layer.forward(y)
            chart.line(y[:, 0], y[:, 1], 0, C1 if i < 7 else C2, 1.0, (), clip=True)
    return Drawing(
        sheet,
        Text(
            "A grid before, after one layer, and after two. One layer leaves the first number as "
            "it is, so upright lines stay upright; the second moves the other one. No line crosses "
            "another of its kind: every step can be undone.",
            "格子を1層、2層と通した様子。1層目は第1成分を変えないので、縦の線は縦のままである。"
            "2層目はもう一方を動かす。同じ向きの線どうしは交わらず、どの変換も逆に戻せる。",
        ),
        Text("Three grids, bent more and more.", "次第に曲がっていく3つの格子。"),
    )


def draw_diffusion_noising(concept: Concept) -> Drawing:
    """Draw what is left of the signal, and how much noise there is, over t."""
    betas = np.linspace(1e-4, 0.02, 1000)
    t = np.arange(0, 1000, 12)
    one, zero = np.ones((len(t), 1)), np.zeros((len(t), 1))
    sheet = Sheet(222)
    chart = Chart(sheet, (40, 42, WIDTH - 60, 134), (0, 1000), (0, 1.05))
    chart.frame([0, 250, 500, 750, 1000], [0, 0.5, 1], "t")
    chart.line(t, diffusion_noising(one, t, zero, betas)[:, 0], 0)
    chart.line(t, diffusion_noising(zero, t, one, betas)[:, 0], 1)
    of_x, of_noise = Text("factor of x₀", "x₀ の係数"), Text("factor of the noise", "ノイズの係数")
    sheet.legend(40, 16, [(of_x, 0), (of_noise, 1)])
    return Drawing(
        sheet,
        Text(
            "Over a thousand steps the signal fades and the noise takes its place. The squares of "
            "both always add up to 1.",
            "千ステップの間に信号は薄れ、ノイズに置き換わる。2つの係数の二乗の和は常に 1 である。",
        ),
        Text("One falling and one rising curve.", "下がる曲線と上がる曲線。"),
    )


def draw_diffusion_reverse_step(concept: Concept) -> Drawing:
    """Draw paths back from noise, where the data are the two points 1 and -1."""
    betas, rng = np.linspace(0.01, 0.25, 40), np.random.default_rng(2)
    alpha_bar = np.cumprod(1 - betas)
    x = rng.standard_normal((8, 1))
    path = [x]
    for t in reversed(range(40)):
        signal, var = np.sqrt(alpha_bar[t]), 1 - alpha_bar[t]
        expected = np.tanh(signal * x / var)  # of x_0 given x_t, for two points
        eps_hat = (x - signal * expected) / np.sqrt(var)
        noise = rng.standard_normal(x.shape)
        x = diffusion_reverse_step(x, np.full(8, t), eps_hat, noise, betas, "posterior")
        path.append(x)
    sheet = Sheet(212)
    chart = Chart(sheet, (40, 24, WIDTH - 60, 144), (0, 40), (-3, 3))
    chart.frame({0.0: "T", 20.0: "T/2", 40.0: "0"}, [-1, 0, 1], "t")
    for k, track in enumerate(np.array(path)[:, :, 0].T):
        chart.line(np.arange(41), np.clip(track, -3, 3), 0, SERIES[k % 3], 1.2, ())
    return Drawing(
        sheet,
        Text(
            "Eight draws of noise go back step by step, with the best possible guess of the noise "
            "for data that are either 1 or −1. Each ends in one of the two.",
            "データが 1 か −1 のどちらかであるとき、最良のノイズ予測を使って8個のノイズを1ステップ"
            "ずつ戻した様子。どれもどちらかのデータに行き着く。",
        ),
        Text("Eight jagged lines that end in two points.", "2点に収束する8本の折れ線。"),
    )


def draw_diffusion(concept: Concept) -> Drawing:
    """Draw points on a circle at four levels of noise."""
    betas, rng = np.linspace(1e-4, 0.02, 1000), np.random.default_rng(4)
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    x0 = 1.4 * np.column_stack([np.cos(angle), np.sin(angle)])
    eps = rng.standard_normal(x0.shape)
    sheet = Sheet(142)
    for k, t in enumerate((0, 100, 300, 999)):
        x_t = diffusion_noising(x0, np.full(24, t), eps, betas)
        chart = Chart(sheet, (10 + k * 107, 28, 98, 98), (-3.2, 3.2), (-3.2, 3.2))
        chart.frame(title=f"t = {number(t)}")
        a, b = np.clip(x_t, -3.2, 3.2).T
        chart.dots(a, b, C1, 2.2)
    return Drawing(
        sheet,
        Text(
            "A circle under more and more noise, until nothing is left of it. The network sees a "
            "point of one of these pictures and must say which noise is in it.",
            "円にノイズを加えていくと、やがて跡形もなくなる。ネットワークはこのどれかの図の点を"
            "見て、含まれるノイズを答える。",
        ),
        Text("A circle of dots that dissolves.", "点でできた円が崩れていく4枚の図。"),
    )


def draw_masked_conv2d(concept: Concept) -> Drawing:
    """Draw both masks, and what two layers together see."""
    a, b = (MaskedConv2d(1, 1, 5, kind) for kind in "AB")
    for layer in (a, b):
        layer.params["W"][...] = 1
    dy = np.zeros((1, 1, 9, 9))
    dy[0, 0, 5, 4] = 1
    a.forward(np.zeros_like(dy))
    b.forward(np.zeros_like(dy))
    seen = a.backward(b.backward(dy))[0, 0] > 0
    sheet = Sheet(196)
    for k, (word, mask) in enumerate((("A", a.mask), ("B", b.mask))):
        sheet.grid(
            16 + k * 132, 40, mask, 22, _shade(mask, 0.0),
            lambda v: f"{v:.0f}", Text(f"mask {word}", f"マスク {word}"), 9.5,
        )  # fmt: skip

    def look(i: int, j: int) -> tuple[str, float] | None:
        if (i, j) == (5, 4):
            return C3, 0.7
        return (C1, 0.35) if seen[i, j] else None

    title = Text("seen by A, then B", "A の次に B が見る範囲")
    sheet.grid(290, 40, np.zeros((9, 9)), 15, look, None, title, 9.5)
    return Drawing(
        sheet,
        Text(
            "The kernels' masks, and the pixels that reach the marked one through a layer of each "
            "kind: all of them stand above it, or to its left.",
            "カーネルのマスクと、両方の層を1つずつ通して印の画素に届く範囲。"
            "すべて上の行か、同じ行の左にある。",
        ),
        Text("Two masks of 5 by 5, and a field of 9 by 9.", "5×5 のマスク2つと、9×9 の範囲。"),
    )


FIGURES = {
    "autoencoder": draw_autoencoder,
    "denoising_autoencoder": draw_denoising_autoencoder,
    "reparameterize": draw_reparameterize,
    "kl_to_standard_normal": draw_kl_to_standard_normal,
    "evidence_lower_bound": draw_evidence_lower_bound,
    "vae": draw_vae,
    "coupling_layer": draw_coupling_layer,
    "diffusion_noising": draw_diffusion_noising,
    "diffusion_reverse_step": draw_diffusion_reverse_step,
    "diffusion": draw_diffusion,
    "masked_conv2d": draw_masked_conv2d,
}
