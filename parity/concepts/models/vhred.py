"""HRED with a latent variable."""

from __future__ import annotations

from parity.concepts.models import _dialogues as dialogues
from parity.concepts.models._dialogue_derivations import OF_VHRED
from parity.concepts.models._dialogues import dialogue_case, lengths_of
from parity.concepts.models._sources import KINGMA, SERBAN_LATENT
from parity.concepts.models._words import EMBEDDING
from parity.describing.concept import Concept, Default, Mistake, Text
from parity.describing.identity import Arrays, Identity, Implementations

SIZES = (2, 3, 4, 5, 7, 3, 5, 4)
CONTEXT_SEEN_THRICE = Text(
    "The context is seen by the prior, by the posterior and by the decoder: its gradient is the "
    "sum of the three.",
    "文脈は事前分布、事後分布、デコーダの3か所で使われる。勾配は3つの和である。",
)


def _without_the_latent_part(of: Implementations, a: Arrays) -> Arrays:
    """Return what HRED gives with the bridge's rows for the context."""
    model = of("hred")(7, 3, 5, 4)
    for name, array in model.params.items():
        array[...] = a[name][:4] if name == "bridge.W" else a[name]
    L = model.forward(a["x"], a["t"])
    model.backward(a["dy"])
    grads = {f"d{name}": gradient for name, gradient in model.grads.items()}
    return {"L": L, **{name: grads[name] for name in sorted(grads) if name != "dbridge.W"}}


def _with_no_way_from_z(of: Implementations, a: Arrays) -> Arrays:
    """Return what the model gives with beta = 0 and with zeros as the bridge's rows for z."""
    model = of("vhred")(7, 3, 5, 4, 2, beta=0.0)
    for name, array in model.params.items():
        array[...] = a[name]
    model.params["bridge.W"][4:] = 0
    L = model.forward(a["x"], a["t"], a["noise"])
    model.backward(a["dy"])
    grads = {f"d{name}": gradient for name, gradient in model.grads.items()}
    shared = [n for n in sorted(grads) if not n.startswith(("dbridge.W", "dprior", "dposterior"))]
    return {"L": L, **{name: grads[name] for name in shared}}


VHRED = Concept(
    kind="layer",
    order=8,
    syllabus=("3-5-3",),
    needs=("hred",),
    title=Text("VHRED", "VHRED(潜在変数付き HRED)"),
    summary=Text(
        "HRED whose decoder also sees a latent variable, drawn from a normal distribution that the "
        "context and, in training, the reply itself determine.",
        "HRED のデコーダに潜在変数も見せたもの。潜在変数は、文脈と(学習時は)返答が決める"
        "正規分布から引く。",
    ),
    why=Text(
        "To the same question there are many good replies. HRED has chance only from word to word, "
        'so what suits all of them wins: "I don\'t know." VHRED first draws what the reply is '
        "about, as one vector, and then puts it into words. In training the vector is drawn by "
        "somebody who has seen the reply; a divergence keeps that from telling more than one could "
        "guess from the dialogue alone, since afterwards the prior has to draw it.",
        "同じ問いにもよい返答はいくつもある。HRED で偶然が入るのは単語ごとの選択だけなので、"
        "どんな場合にも無難な「わかりません」が選ばれがちになる。VHRED は、まず返答の内容を"
        "1本のベクトルとして引き、それから言葉にする。学習時は返答を見た事後分布から引く。"
        "推論時に引くのは事前分布なので、対話だけから推測できる範囲を超えないよう、"
        "KL がそれを抑える。",
    ),
    equation="z = mu_q + sqrt(v_q) noise; L = (sum -log p(words) + beta sum KL(q || p)) / n",
    formula=(
        r"(\mu_p, \log v_p) = s_m W_p + b_p, \quad (\mu_q, \log v_q) = (s_m, r_m) W_q + b_q",
        r"z_m = \mu_q + \sqrt{v_q} \odot \epsilon_m, \quad h^0_m = \tanh((s_m, z_m) W + b)",
        r"\text{KL}_m = \frac{1}{2} \sum \left( \log v_p - \log v_q + \frac{v_q + (\mu_q - "
        r"\mu_p)^2}{v_p} - 1 \right)",
        r"L = \frac{1}{n} \left( -\sum_{m, k} \log\, \text{softmax}(y_{mk})[t_{m, k+1}] + \beta "
        r"\sum_m \text{KL}_m \right)",
        r"\frac{\partial L}{\partial \log v_q} = \frac{1}{2} \frac{\partial L}{\partial z} \odot "
        r"\epsilon \odot \sqrt{v_q} + \frac{\beta}{2 n} \left( \frac{v_q}{v_p} - 1 \right)",
    ),
    derivation=OF_VHRED,
    shapes={
        **dialogues.SHAPES,
        "noise": "(N, M, n_latent) standard normal",
        "bridge.W": "(n_context + n_latent, n_hidden)",
        "bridge.b": "(n_hidden,)",
        "prior.W": "(n_context, 2 n_latent), mu and log v side by side",
        "posterior.W": "(n_context + n_hidden, 2 n_latent), likewise",
        "prior.b, posterior.b": "(2 n_latent,)",
    },
    sources=(SERBAN_LATENT, KINGMA),
    weights={"embedding.W": EMBEDDING, "decoder.embedding.W": EMBEDDING},
    cases=(
        dialogue_case(
            "all_steps",
            (2, 3, 5, 4, 7, 6, 8, 9),
            n_latent=5,
            differences=("dprior.W", "dposterior.W", "dencoder.W", "dcontext.W"),
        ),
        dialogue_case("simple_rnn", (3, 2, 4, 5, 7, 3, 5, 4), "simple_rnn", n_latent=6),
        dialogue_case(
            "utterances_padded",
            (2, 3, 4, 5, 7, 2, 5, 6),
            lengths=lengths_of((4, 1, 2), (3, 4, 1)),
            n_latent=4,
        ),
        dialogue_case(
            "replies_padded", (2, 3, 4, 5, 6, 4, 5, 3), ends=(5, 2, 4, 3, 5, 2), n_latent=5
        ),
        dialogue_case(
            "a_reply_of_padding", (3, 2, 4, 5, 6, 3, 4, 5), ends=(5, 3, 4, 1, 2, 5), n_latent=6
        ),
        dialogue_case("half_of_the_divergence", (3, 2, 4, 5, 6, 4, 3, 7), n_latent=6, beta=0.5),
        dialogue_case(
            "no_divergence",
            (2, 3, 4, 5, 6, 2, 5, 4),
            n_latent=7,
            beta=0.0,
            zero={
                "dprior.W": "without the divergence nobody asks for the prior",
                "dprior.b": "without the divergence nobody asks for the prior",
            },
        ),
        dialogue_case(
            "another_label_ignored",
            (3, 2, 4, 6, 5, 3, 7, 2),
            n_latent=4,
            beta=0.75,
            ignore_label=1,
        ),
        dialogue_case("one_dialogue", (1, 4, 3, 5, 6, 2, 5, 3), n_latent=1),
        dialogue_case(
            "one_word_each",
            (3, 4, 1, 2, 6, 3, 5, 4),
            n_latent=5,
            zero={"dencoder.U": "the encoder's state before its only step is 0"},
        ),
    ),
    defaults=(
        Default("layer", "lstm"),
        Default("beta", 1.0),
        Default(
            "ignore_label",
            -1,
            torch=("torch.nn.CrossEntropyLoss", "ignore_index", -100),
            keras=("keras.losses.SparseCategoricalCrossentropy", "ignore_class", None),
        ),
        Default("initializer", None),
    ),
    conventions=(dialogues.SIMPLE_LAYERS,),
    also_called=("latent_variable_hred", "variational_hred", "hierarchical_vae"),
    identities=(
        Identity(
            sibling="hred",
            text=Text(
                "Without the divergence, and with no way from z to the decoder, it is HRED.",
                "KL をなくし、z からデコーダへの重みを 0 にすると、HRED と一致する。",
            ),
            case=dialogue_case("no_way_from_z", SIZES, n_latent=2),
            left=_with_no_way_from_z,
            right=_without_the_latent_part,
        ),
    ),
    mistakes=(
        Mistake(
            name="noise_times_the_variance",
            ja="ノイズに分散を掛ける",
            line="z = mu_q + np.sqrt(v_q) * noise",
            wrong="z = mu_q + v_q * noise",
            why=Text(
                "Noise is multiplied by the standard deviation: times the variance, z has the "
                "variance v squared.",
                "乱数に掛けるのは標準偏差である。分散を掛けると、z の分散が v の2乗になる。",
            ),
        ),
        Mistake(
            name="divergence_from_the_standard_normal",
            ja="標準正規分布との KL にする",
            line="KL = 0.5 * (log_v_p - log_v_q + (v_q + (mu_q - mu_p) ** 2) / v_p - 1)"
            ".sum(axis=2)",
            wrong="KL = 0.5 * (-log_v_q + v_q + mu_q**2 - 1).sum(axis=2)",
            why=Text(
                "That is the divergence of a variational autoencoder, whose prior is N(0, 1). Here "
                "the dialogue determines the prior.",
                "それは事前分布が N(0, 1) である VAE の KL である。"
                "ここでは事前分布を対話が決める。",
            ),
        ),
        Mistake(
            name="divergence_the_other_way_round",
            ja="KL の向きが逆",
            line="KL = 0.5 * (log_v_p - log_v_q + (v_q + (mu_q - mu_p) ** 2) / v_p - 1)"
            ".sum(axis=2)",
            wrong="KL = 0.5 * (log_v_q - log_v_p + (v_p + (mu_q - mu_p) ** 2) / v_q - 1)"
            ".sum(axis=2)",
            why=Text(
                "The bound has KL(q || p), q the posterior; the divergence is not symmetric.",
                "下界に現れるのは、q を事後分布とする KL(q || p) である。KL は対称ではない。",
            ),
        ),
        Mistake(
            name="divergence_added_for_the_padding",
            ja="パディングの KL も足す",
            line="return cross_entropy + self.beta * (KL * self.said).sum() / self.loss.number",
            wrong="return cross_entropy + self.beta * KL.sum() / self.loss.number",
            why=Text(
                "A reply of padding alone is none: nothing was drawn for it, so it adds nothing.",
                "パディングだけの返答は返答ではない。何も引いていないので、加えるものもない。",
            ),
        ),
        Mistake(
            name="slope_without_the_noise",
            ja="傾きでノイズを忘れる",
            line="dlog_v_q = 0.5 * dz * noise * np.sqrt(v_q) + 0.5 * dKL * (v_q / v_p - 1)",
            wrong="dlog_v_q = 0.5 * dz * np.sqrt(v_q) + 0.5 * dKL * (v_q / v_p - 1)",
            why=Text(
                "The standard deviation was multiplied by the noise, so the noise is in its slope.",
                "標準偏差には乱数が掛かっているので、傾きにも乱数が現れる。",
            ),
        ),
        Mistake(
            name="slope_of_the_deviation_for_that_of_log_v",
            ja="対数分散でなく標準偏差の傾きを使う",
            line="dlog_v_q = 0.5 * dz * noise * np.sqrt(v_q) + 0.5 * dKL * (v_q / v_p - 1)",
            wrong="dlog_v_q = dz * noise * np.sqrt(v_q) + 0.5 * dKL * (v_q / v_p - 1)",
            why=Text(
                "The deviation is exp(log v / 2): the half comes down as a factor.",
                "標準偏差は exp(log v / 2) なので、1/2 が係数として下りてくる。",
            ),
        ),
        Mistake(
            name="prior_not_trained",
            ja="事前分布を学習しない",
            line="dmu_p = -dKL * apart / v_p",
            wrong="dmu_p = 0 * apart",
            why=Text(
                "The prior has weights too, and is what draws z afterwards: the divergence trains "
                "it, with the opposite sign.",
                "事前分布にも重みがあり、推論時に z を引くのはこちらである。"
                "KL が、符号を逆にして学習させる。",
            ),
        ),
        Mistake(
            name="posteriors_share_of_the_context_forgotten",
            ja="文脈の勾配で事後分布の分を忘れる",
            line="ds = ds + dsr[..., :C] + ds_of_prior  # the context is seen by all three",
            wrong="ds = ds + ds_of_prior",
            why=CONTEXT_SEEN_THRICE,
        ),
        Mistake(
            name="context_through_the_decoder_alone",
            ja="文脈がデコーダだけを通る",
            line="ds = ds + dsr[..., :C] + ds_of_prior  # the context is seen by all three",
            wrong="pass",
            why=CONTEXT_SEEN_THRICE,
        ),
        Mistake(
            name="replies_do_not_train_the_encoder",
            ja="応答がエンコーダを学習させない",
            line="self._of_replies_backward(dsr[..., C:])",
            wrong="pass",
            why=Text(
                "The posterior has read the reply with the same encoder: its weights get that "
                "gradient as well.",
                "事後分布は同じエンコーダで返答を読んだ。その分の勾配もエンコーダの重みに加わる。",
            ),
        ),
        Mistake(
            name="replies_overwrite_the_utterances",
            ja="応答が発話を上書きする",
            line="part.grads[name] = part.grads[name] + gradient",
            wrong="part.grads[name] = gradient",
            why=Text(
                "Encoder and vectors of words were used twice; their gradients are sums, not the "
                "last one.",
                "エンコーダと単語ベクトルは2回使われた。勾配は和であり、後の分だけではない。",
            ),
        ),
    ),
)
