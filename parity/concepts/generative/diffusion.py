"""The denoising diffusion model."""

from __future__ import annotations

from typing import Any

from parity.concepts.generative._shared import LR, OWN_STEPS, STEP_AGAINST, perceptron
from parity.concepts.generative._sources import HO
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import labels, normal
from parity.describing.identity import Arrays, Identity, Implementations

SCHEDULE = {"n_steps": 9, "beta_first": 0.03125, "beta_last": 0.5}


def _case(name: str, N: int, x: int, H: int, steps: int = 0, **config: Any) -> Case:
    lead = (steps,) if steps else ()
    return Case(
        name,
        inputs={
            "x0": normal(*lead, N, x),
            "t": labels(*lead, N, classes=config.get("n_steps", 9)),
            "eps": normal(*lead, N, x),
        },
        params=perceptron("net", x + 1, H, x),
        upstream={"L": SCALAR},
        config={"n_x": x, "n_hidden": H, **SCHEDULE, **config},
        differentiable=("x0",),
        kink=config.get("activation") == "relu",
        options=OWN_STEPS if steps else {"outputs": ("L",)},
    )


def _itself(of: Implementations, a: Arrays) -> Arrays:
    model = of("diffusion")(4, 5, **SCHEDULE)
    for name, array in model.params.items():
        array[...] = a[name]
    return {"L": model.forward(a["x0"], a["t"], a["eps"])}


def _as_a_regression(of: Implementations, a: Arrays) -> Arrays:
    """Return the mean squared error of the noise that the network sees."""
    model = of("diffusion")(4, 5, **SCHEDULE)
    for name, array in model.params.items():
        array[...] = a[name]
    x_t = of("diffusion_noising")(a["x0"], a["t"], a["eps"], model.betas)
    return {"L": of("mean_squared_error")().forward(model.predict(x_t, a["t"]), a["eps"])}


Diffusion = Concept(
    kind="layer",
    order=23,
    syllabus=("4-6-1",),
    needs=("diffusion_noising", "diffusion_reverse_step", "denoising_autoencoder"),
    title=Text("Diffusion model", "拡散モデル"),
    summary=Text(
        "A network that is shown an example at a random level of noise and must say which noise "
        "is in it. Drawing runs this backwards, from pure noise to an example.",
        "さまざまな強さのノイズを加えたデータを見て、含まれるノイズを当てるネットワークである。"
        "生成では、純粋なノイズから逆向きにデータへ戻る。",
    ),
    why=Text(
        "To turn noise into an image in one go is hard: a GAN needs a game for it, a VAE a bound "
        "and soft pixels. A diffusion model splits the task into a thousand easy ones, each to "
        "take off a little noise, and one network learns all of them by plain regression. Nothing "
        "collapses, and the training is stable; the price is that a draw takes as many runs of the "
        "network as there are steps.",
        "ノイズを一度で画像に変えるのは難しい。GAN はゲームを、VAE は下限とぼやけた画素を"
        "必要とする。拡散モデルはこの課題を、ノイズを少し取り除くという千の易しい課題に分け、"
        "1つのネットワークがすべてをふつうの回帰で学ぶ。モード崩壊がなく、学習は安定する。"
        "代わりに、1回の生成にステップ数だけネットワークの計算が要る。",
    ),
    equation="L = mean (eps - net(sqrt(alpha_bar_t) x_0 + sqrt(1 - alpha_bar_t) eps, t / T))^2",
    formula=(
        r"x_t = \sqrt{\bar{\alpha}_t}\, x_0 + \sqrt{1 - \bar{\alpha}_t}\, \epsilon, \quad "
        r"\hat{\epsilon} = \text{net}(x_t, t / T)",
        r"L = \frac{1}{N D} \sum_n \left\| \epsilon_n - \hat{\epsilon}_n \right\|^2",
        r"\frac{\partial L}{\partial \hat{\epsilon}} = \frac{2}{N D} (\hat{\epsilon} - \epsilon)",
    ),
    derivation=(
        Step(
            heading=Text(
                "The bound of a chain of Gaussians is a sum of squared errors",
                "ガウス分布の連鎖の変分下限は、二乗誤差の和になる",
            ),
            text=Text(
                "Each term is the KL divergence of two Gaussians of one variance: the squared "
                "distance of their means, which is one of noises. Ho et al. leave its weight out.",
                "各項は分散の等しい正規分布どうしの KL ダイバージェンス、つまり平均の差の"
                "二乗であり、ノイズの差で書ける。Ho らは項ごとの重みを省く。",
            ),
            equation=r"\left\| \mu_q - \mu_\theta \right\|^2 = \frac{\beta_t^2}{(1 - \beta_t) (1 - "
            r"\bar{\alpha}_t)} \left\| \epsilon - \hat{\epsilon} \right\|^2",
        ),
        Step(
            heading=Text(
                "The error of the noise goes back through the net",
                "ノイズの誤差がネットワークを通って戻る",
            ),
            text=Text(
                "As in any regression with mean squared error.",
                "平均二乗誤差による回帰と同じである。",
            ),
            equation=r"\frac{\partial L}{\partial \hat{\epsilon}} = \frac{2}{N D} (\hat{\epsilon} "
            r"- \epsilon)",
            check=Text(
                "With steps and noise replayed, finite differences of every weight agree.",
                "ステップとノイズを固定すると、すべての重みで数値微分と一致する。",
            ),
        ),
    ),
    shapes={
        "x0": "(N, n_x)",
        "t": "(N,) integers",
        "eps": "as x0",
        "net.dense1.W": "(n_x + 1, n_hidden)",
        "net.dense2.W": "(n_hidden, n_x)",
        "L": "scalar",
    },
    sources=(f"{HO}, algorithm 1 and eq. 14",),
    cases=(
        _case("batch", 3, 4, 6),
        _case("relu", 5, 3, 6, activation="relu"),
        _case("one_example", 1, 2, 5),
        _case("one_step_in_all", 2, 3, 5, n_steps=1),
        _case("ten_steps", 3, 4, 6, steps=10, lr=LR),
        _case("steps_with_relu", 5, 2, 6, steps=7, lr=2 * LR, activation="relu"),
    ),
    defaults=(
        Default("n_steps", 1000),
        Default("beta_first", 0.0001),
        Default("beta_last", 0.02),
        Default("lr", 0.1),
        Default("activation", "tanh"),
    ),
    also_called=("ddpm", "diffusion_model", "denoising_diffusion"),
    identities=(
        Identity(
            sibling="mean_squared_error",
            text=Text(
                "Its loss is the mean squared error of a regression from x_t to the noise.",
                "損失は、x_t からノイズへの回帰の平均二乗誤差である。",
            ),
            case=_case("a_regression", 3, 4, 5),
            left=_itself,
            right=_as_a_regression,
        ),
    ),
    mistakes=(
        Mistake(
            name="clean_example_as_the_target",
            ja="元のデータを目標にする",
            line='self.error = self.predict(x_t, t) - as_float("eps", eps).astype(x0.dtype, '
            "copy=False)",
            wrong="self.error = self.predict(x_t, t) - x0",
            why=Text(
                "The network predicts the noise. One that predicts x_0 needs another reverse step.",
                "ネットワークが予測するのはノイズである。"
                "x_0 を予測させるなら、逆拡散の式も変えなければならない。",
            ),
        ),
        Mistake(
            name="clean_example_shown",
            ja="元のデータを入力する",
            line='self.error = self.predict(x_t, t) - as_float("eps", eps).astype(x0.dtype, '
            "copy=False)",
            wrong='self.error = self.predict(x0, t) - as_float("eps", eps).astype(x0.dtype, '
            "copy=False)",
            why=Text(
                "In x_0 there is no noise to be seen.",
                "x_0 にはノイズが含まれていないので、当てようがない。",
            ),
        ),
        Mistake(
            name="step_not_told",
            ja="時刻を渡さない",
            line="time = (t / len(self.betas)).astype(x_t.dtype).reshape(alone)",
            wrong="time = np.zeros(alone, dtype=x_t.dtype)",
            why=Text(
                "How much noise to look for depends on t, so the network must be told.",
                "どれだけのノイズを探すべきかは t で決まるので、t も入力する。",
            ),
        ),
        Mistake(
            name="two_of_the_square_forgotten",
            ja="二乗の微分の 2 を忘れる",
            line="deps_hat = dL * 2 * self.error / self.error.size",
            wrong="deps_hat = dL * self.error / self.error.size",
            why=Text(
                "There is no 1/2 before this mean of squares.",
                "この二乗の平均には 1/2 が付いていないので、2 が残る。",
            ),
        ),
        Mistake(
            name="error_turned_around",
            ja="誤差の引き算が逆",
            line="deps_hat = dL * 2 * self.error / self.error.size",
            wrong="deps_hat = -dL * 2 * self.error / self.error.size",
            why=STEP_AGAINST,
        ),
    ),
)
