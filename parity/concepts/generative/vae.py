"""The variational autoencoder."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.generative._shared import LR, OWN_STEPS, perceptron
from parity.concepts.generative._sources import KINGMA
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, uniform
from parity.describing.identity import Arrays, Identity, Implementations

OUTPUTS = ("x_hat", "mu", "log_var")


def _case(name: str, N: int, n: int, H: int, latent: int, steps: int = 0, **config: Any) -> Case:
    lead = (steps,) if steps else ()
    outputs = {"x_hat": normal(N, n), "mu": normal(N, latent), "log_var": normal(N, latent)}
    return Case(
        name,
        inputs={"x": uniform(*lead, N, n, low=0.125, high=0.875), "eps": normal(*lead, N, latent)},
        params={**perceptron("encoder", n, H, 2 * latent), **perceptron("decoder", latent, H, n)},
        upstream=outputs,
        config={"n_in": n, "n_hidden": H, "n_latent": latent, **config},
        differentiable=("x",),
        kink=config.get("activation") == "relu",
        options=OWN_STEPS if steps else {"outputs": OUTPUTS},
    )


def _step_by_step(of: Implementations, a: Arrays) -> Arrays:
    """Return what a VAE gives whose encoder always says N(mu, 1), if eps is 0: an autoencoder."""
    model = of("autoencoder")(5, 4, 2)
    for name, array in model.params.items():
        array[...] = a[name][..., :2] if name.startswith("encoder.dense2") else a[name]
    sigmoid = of("sigmoid")()
    return {"x_hat": sigmoid.forward(model.forward(a["x"])), "mu": model.encode(a["x"])}


def _without_noise(of: Implementations, a: Arrays) -> Arrays:
    model = of("vae")(5, 4, 2)
    for name, array in model.params.items():
        array[...] = a[name]
    x_hat, mu, _ = model.forward(a["x"], np.zeros_like(a["eps"]))
    return {"x_hat": x_hat, "mu": mu}


VAE = Concept(
    kind="layer",
    name="vae",
    order=6,
    syllabus=("4-6-3",),
    needs=("autoencoder", "reparameterize", "evidence_lower_bound"),
    title=Text("Variational autoencoder (VAE)", "変分オートエンコーダ(VAE)"),
    summary=Text(
        "An autoencoder whose code is a normal distribution near N(0, 1), so that drawing from "
        "N(0, 1) and decoding gives new examples.",
        "コードを N(0, 1) に近い正規分布にしたオートエンコーダである。N(0, 1) から抽出して"
        "デコードすれば、新しいデータを生成できる。",
    ),
    why=Text(
        "The codes of an autoencoder lie anywhere, with holes between them, and a code drawn at "
        "random decodes to nothing. A VAE's encoder says a whole normal distribution for each x, "
        "the decoder gets a draw from it, and a divergence keeps all of these distributions near "
        "N(0, 1). So neighbouring codes must decode alike, the holes close, and one can draw from "
        "N(0, 1). What is trained is a lower bound of log p(x), so the model is one of "
        "probabilities, not only a compression. Its images are soft: the mean of all that might "
        "have been is the best answer that pixels for themselves allow.",
        "オートエンコーダのコードは空間のあちこちに散らばり、間に隙間があるので、でたらめに"
        "選んだコードからは意味のあるデータが得られない。VAE のエンコーダは x ごとに正規分布を"
        "1つ出し、デコーダはそこから抽出した z を受け取る。KL の項はこれらの分布を N(0, 1) の"
        "近くに保つ。こうして近いコードは似たデータになり、隙間が埋まり、N(0, 1) から生成"
        "できる。最大化しているのは log p(x) の下限なので、単なる圧縮ではなく確率モデルである。"
        "画像はぼやけやすい。画素を独立に扱うと、ありうる像の平均が最良の答えになるからである。",
    ),
    equation="mu, log_var = encoder(x); z = mu + sigma eps; x_hat = s(decoder(z)); "
    "L = -log p(x | z) + KL",
    formula=(
        r"(\mu, \log \sigma^2) = f_{\text{enc}}(x), \quad z = \mu + \sigma \odot \epsilon, \quad "
        r"\hat{x} = s(f_{\text{dec}}(z))",
        r"L = \frac{1}{N} \sum_n \left( -\log p(x_n | z_n) + \text{KL}_n \right)",
        r"\frac{\partial L}{\partial \mu} = \frac{\partial L}{\partial z} + \frac{1}{N} \mu, "
        r"\quad \frac{\partial L}{\partial \log \sigma^2} = \frac{1}{2} \frac{\partial L}"
        r"{\partial z} \odot \epsilon \odot \sigma + \frac{1}{2 N} (\sigma^2 - 1)",
    ),
    derivation=(
        Step(
            heading=Text(
                "The reconstruction's gradient comes back to z",
                "再構成の勾配は z まで戻る",
            ),
            text=Text(
                "Sigmoid and binary cross-entropy together give the difference, as in every "
                "classification.",
                "シグモイドと二値交差エントロピーを合わせると、分類と同じく差だけが残る。",
            ),
            equation=r"\frac{\partial L}{\partial a} = \frac{1}{N} (\hat{x} - x), \quad "
            r"\hat{x} = s(a)",
        ),
        Step(
            heading=Text(
                "At mu and log σ² two ways meet",
                "mu と log σ² では2つの経路が合流する",
            ),
            text=Text(
                "One comes through z, with the noise that was drawn, the other from the KL "
                "divergence alone.",
                "1つは抽出に使ったノイズを通って z から、もう1つは KL ダイバージェンスから"
                "直接届く。",
            ),
            equation=r"\frac{\partial L}{\partial \mu} = \frac{\partial L}{\partial z} + "
            r"\frac{1}{N} \mu",
            check=Text(
                "With the same noise, finite differences of every weight give the same.",
                "同じノイズを使えば、すべての重みについて数値微分と一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, n_in), from 0 to 1",
        "eps": "(N, n_latent)",
        "x_hat": "as x",
        "mu, log_var": "(N, n_latent)",
        "encoder.dense1.W": "(n_in, n_hidden)",
        "encoder.dense2.W": "(n_hidden, 2 n_latent)",
        "decoder.dense1.W": "(n_latent, n_hidden)",
        "decoder.dense2.W": "(n_hidden, n_in)",
    },
    sources=(f"{KINGMA}, section 3 and appendix C",),
    cases=(
        _case("batch", 3, 7, 5, 2),
        _case("relu", 4, 6, 5, 1, activation="relu"),
        _case("one_example", 1, 5, 3, 2),
        _case("ten_steps", 3, 7, 5, 2, steps=10, lr=LR),
        _case("steps_with_relu", 4, 7, 5, 3, steps=6, lr=2 * LR, activation="relu"),
    ),
    defaults=(Default("lr", 0.1), Default("activation", "tanh")),
    also_called=("variational_autoencoder", "variational_auto_encoder"),
    identities=(
        Identity(
            sibling="autoencoder",
            text=Text(
                "Without noise it is an autoencoder whose code is mu.",
                "ノイズが 0 なら、mu をコードとするオートエンコーダである。",
            ),
            case=_case("no_noise", 3, 5, 4, 2),
            left=_without_noise,
            right=_step_by_step,
        ),
    ),
    mistakes=(
        Mistake(
            name="noise_drawn_again",
            ja="ノイズを引き直す",
            line="dmu_z, dlog_var_z = reparameterize_backward(dz, *self.drawn)",
            wrong="dmu_z, dlog_var_z = reparameterize_backward(dz, *self.drawn[:2], "
            "np.random.default_rng(0).standard_normal(dz.shape))",
            why=Text(
                "The gradient belongs to the z that was decoded. Keep the noise of forward.",
                "勾配は、実際にデコードした z についてのものである。順伝播のノイズを取っておく。",
            ),
        ),
        Mistake(
            name="halves_of_the_encoder_exchanged",
            ja="エンコーダ出力の平均と対数分散を取り違える",
            line="mu, log_var = np.split(self.encoder.forward(x), 2, axis=1)",
            wrong="log_var, mu = np.split(self.encoder.forward(x), 2, axis=1)",
            why=Text(
                "Trained from the start it would not matter; with weights from elsewhere the mean "
                "is read as a variance.",
                "最初から学習するなら問題にならないが、よそで学習した重みを読み込むと、"
                "平均を分散と取り違える。",
            ),
        ),
        Mistake(
            name="kl_gradient_left_out",
            ja="KL の勾配を落とす",
            line="dcode = np.concatenate([dmu + dmu_z, dlog_var + dlog_var_z], axis=1)",
            wrong="dcode = np.concatenate([dmu_z, dlog_var_z], axis=1)",
            why=Text(
                "What reaches mu and log_var without z belongs to the encoder too: without it "
                "nothing holds z near N(0, 1).",
                "z を通らずに mu と log_var に届く勾配も、エンコーダに渡す。渡さないと、"
                "z を N(0, 1) の近くに保つものがなくなる。",
            ),
        ),
        Mistake(
            name="gradient_of_z_left_out",
            ja="z の勾配を落とす",
            line="dcode = np.concatenate([dmu + dmu_z, dlog_var + dlog_var_z], axis=1)",
            wrong="dcode = np.concatenate([dmu, dlog_var], axis=1)",
            why=Text(
                "Then the encoder never hears of the reconstruction, and every z becomes noise.",
                "これではエンコーダに再構成の誤差が伝わらず、z はただのノイズになる。",
            ),
        ),
        Mistake(
            name="bound_walked_down",
            ja="下界を下る",
            line="self.backward(*evidence_lower_bound_backward(1.0, x, *found, as_loss=True))",
            wrong="self.backward(*evidence_lower_bound_backward(1.0, x, *found))",
            why=Text(
                "Gradient descent makes things smaller, so it is given the negative bound.",
                "勾配降下法は値を小さくするので、下限の符号を変えたものを渡す。",
            ),
        ),
        Mistake(
            name="sigmoid_forgotten_on_the_way_back",
            ja="逆伝播でシグモイドを忘れる",
            line="dz = self.decoder.backward(self.sigmoid.backward(dx_hat))",
            wrong="dz = self.decoder.backward(dx_hat)",
            why=Text(
                "x_hat is a probability, and its gradient passes the slope of the sigmoid.",
                "x_hat は確率なので、その勾配にはシグモイドの傾きが掛かる。",
            ),
        ),
    ),
)
