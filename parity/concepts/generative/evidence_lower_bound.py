"""The evidence lower bound of a variational autoencoder."""

from __future__ import annotations

from typing import Any

from parity.concepts.generative._shared import KL_HALF, LATENT_SUMMED, LOG_VAR_AS_SIGMA
from parity.concepts.generative._sources import KINGMA
from parity.concepts.losses._conventions import BY_ELEMENT, SUMMED
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, bernoulli, normal, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, N: int, n: int, n_latent: int, upstream: Draw = SCALAR, **config: Any) -> Case:
    gaussian = config.get("likelihood") == "gaussian"
    return Case(
        name,
        inputs={
            "x": normal(N, n) if gaussian else bernoulli(N, n),
            "x_hat": normal(N, n) if gaussian else uniform(N, n, low=0.25, high=0.625),
            "mu": normal(N, n_latent),
            "log_var": normal(N, n_latent),
        },
        upstream=upstream,
        config=config,
        differentiable=("x_hat", "mu", "log_var"),
        options={"outputs": ("bound",)},
    )


def _in_two_terms(of: Implementations, a: Arrays) -> Arrays:
    """Return the sum of two losses that have concepts of their own, with its sign turned."""
    cross_entropy, kl = of("binary_cross_entropy")("sum"), of("kl_to_standard_normal")
    back = kl.__globals__["kl_to_standard_normal_backward"]
    loss = cross_entropy.forward(a["x_hat"], a["x"]) + kl(a["mu"], a["log_var"], "sum")
    dmu, dlog_var = back(-a["dy"], a["mu"], a["log_var"], "sum")
    dx_hat = cross_entropy.backward(-a["dy"])
    return {"bound": -loss, "dx_hat": dx_hat, "dmu": dmu, "dlog_var": dlog_var}


evidence_lower_bound = Concept(
    kind="function",
    order=5,
    syllabus=("4-6-3",),
    needs=("kl_to_standard_normal", "binary_cross_entropy"),
    title=Text("Evidence lower bound (ELBO)", "変分下限(ELBO)"),
    summary=Text(
        "What a VAE maximizes: how well x is reconstructed, less how far the encoder's "
        "distribution lies from the prior. It is never above log p(x).",
        "VAE が最大化する量である。x の再構成の良さから、エンコーダの分布と事前分布との隔たりを"
        "引いたもので、log p(x) を超えない。",
    ),
    why=Text(
        "One would like to make the data likely, but p(x) is an integral over all z, of which "
        "hardly any could have made x. The encoder q proposes those that could. What is then "
        "computed is not log p(x) but a bound below it, and the gap is the KL divergence of q "
        "from the true posterior: pushing the bound up makes the data likelier and the encoder "
        "truer at once. The two terms can be told apart in its loss: the first wants every x to "
        "be found again, the second wants every z to look like noise.",
        "データの尤度を高めたいが、p(x) はすべての z にわたる積分であり、x を生みうる z は"
        "ほとんどない。そこでエンコーダ q が、x を生みそうな z を提案する。こうして計算できるのは "
        "log p(x) そのものではなく下限であり、その差は q と真の事後分布との KL ダイバージェンスに"
        "等しい。下限を押し上げると、データの尤度が上がり、エンコーダも真の事後分布に近づく。"
        "2つの項のうち、第1項はどの x も復元できることを、第2項はどの z もノイズと"
        "見分けがつかないことを求める。",
    ),
    equation="bound = log p(x | z) - KL(q(z | x) || N(0, 1)), mean over the examples",
    formula=(
        r"\mathcal{L}_n = \log p(x_n | z_n) - \text{KL}_n \le \log p(x_n), \quad \mathcal{L} = "
        r"\frac{1}{N} \sum_n \mathcal{L}_n",
        r"\log p(x | z) = \sum_i x_i \log \hat{x}_i + (1 - x_i) \log (1 - \hat{x}_i)",
        r"\log p(x | z) = -\frac{1}{2} \sum_i (x_i - \hat{x}_i)^2 - \frac{n}{2} \log 2 \pi",
        r"\text{KL} = \frac{1}{2} \sum_d \left( \mu_d^2 + \sigma_d^2 - 1 - \log \sigma_d^2 \right)",
    ),
    derivation=(
        Step(
            heading=Text(
                "The logarithm of a mean is at least the mean of the logarithm",
                "平均の対数は、対数の平均以上である",
            ),
            text=Text(
                "p(x) is written as a mean over q, and Jensen's inequality applied.",
                "p(x) を q についての平均に書き換え、イェンセンの不等式を使う。",
            ),
            equation=r"\log p(x) = \log E_q \left[ \frac{p(x | z) p(z)}{q(z | x)} \right] \ge "
            r"E_q [\log p(x | z)] - \text{KL}(q \| p)",
            check=Text(
                "The gap is KL(q(z | x) || p(z | x)): it is 0 where q is the true posterior.",
                "差は KL(q(z | x) || p(z | x)) であり、q が真の事後分布なら 0 になる。",
            ),
        ),
        Step(
            heading=Text(
                "The first term is a loss that one knows, with its sign turned",
                "第1項は、よく知る損失の符号を変えたものである",
            ),
            text=Text(
                "For a Bernoulli it is the binary cross-entropy, for a Gaussian of variance 1 half "
                "the squared error, up to a constant. One draw of z stands for the mean over q.",
                "ベルヌーイ分布なら二値交差エントロピー、分散 1 の正規分布なら定数を除いて"
                "二乗誤差の半分である。q についての平均は z の標本1つで代用する。",
            ),
            equation=r"\frac{\partial \log p}{\partial \hat{x}_i} = \frac{x_i}{\hat{x}_i} - "
            r"\frac{1 - x_i}{1 - \hat{x}_i} \quad \text{or} \quad x_i - \hat{x}_i",
        ),
        Step(
            heading=Text(
                "The second term's gradient needs no draw",
                "第2項の勾配には標本が要らない",
            ),
            text=Text(
                "It is that of the closed form, with its sign turned. What comes through z is "
                "added by the decoder and the reparameterization.",
                "閉じた式の勾配の符号を変えたものである。z を通る分は、"
                "デコーダと再パラメータ化から加わる。",
            ),
            equation=r"\frac{\partial \mathcal{L}}{\partial \mu} = -\frac{1}{N} \mu, \quad "
            r"\frac{\partial \mathcal{L}}{\partial \log \sigma^2} = \frac{1}{2 N} (1 - \sigma^2)",
        ),
    ),
    shapes={
        "x": "(..., n)",
        "x_hat": "as x",
        "mu": "(..., n_latent)",
        "log_var": "as mu",
        "bound": "scalar, or (...) without a reduction",
    },
    sources=(f"{KINGMA}, eq. 10 and appendix C",),
    cases=(
        _case("bernoulli", 4, 5, 3),
        _case("gaussian", 3, 5, 2, likelihood="gaussian"),
        _case("sum", 2, 4, 3, reduction="sum"),
        _case("none", 3, 4, 2, normal(3), reduction="none"),
        _case("gaussian_none", 2, 4, 3, normal(2), likelihood="gaussian", reduction="none"),
        _case("loss", 4, 3, 2, as_loss=True),
        _case("loss_summed", 4, 3, 2, as_loss=True, reduction="sum"),
        _case("gaussian_without_constant", 3, 4, 2, likelihood="gaussian", constant=False),
        _case(
            "gaussian_loss",
            2,
            5,
            3,
            likelihood="gaussian",
            constant=False,
            as_loss=True,
            reduction="sum",
        ),
        _case("one_example", 1, 3, 2),
        Case(
            "sure_pixels",
            inputs={
                "x": values([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]),
                "x_hat": values([[1.0, 0.0, 0.75], [0.25, 1.0, 0.0]]),
                "mu": values([[0.5], [2.0]]),
                "log_var": values([[1.0], [-0.5]]),
            },
            upstream=SCALAR,
            differentiable=("x_hat", "mu", "log_var"),
            kink=True,
            ours=True,
            options={"outputs": ("bound",)},
        ),
    ),
    defaults=(
        Default("likelihood", "bernoulli"),
        Default("reduction", "mean"),
        Default("constant", True),
        Default("as_loss", False),
    ),
    conventions=(
        SUMMED,
        BY_ELEMENT,
        Convention(
            name="loss",
            text=Text(
                "It is the negative bound, a loss to minimize.",
                "符号を変えて、最小化する損失としている。",
            ),
            config={"as_loss": True},
        ),
        Convention(
            name="gaussian",
            text=Text(
                "Its likelihood is a Gaussian of variance 1: half the squared error.",
                "尤度を分散 1 の正規分布とし、二乗誤差の半分を使う。",
            ),
            config={"likelihood": "gaussian"},
        ),
        Convention(
            name="without_the_constant",
            text=Text(
                "The Gaussian's constant n/2 log(2 pi) is left out; it has no gradient.",
                "正規分布の定数項 n/2 log(2 pi) を省いている。勾配には影響しない。",
            ),
            config={"constant": False},
        ),
    ),
    also_called=(
        "elbo",
        "vae_loss",
        "vae_loss_function",
        "loss_function",
        "elbo_loss",
        "negative_elbo",
        "variational_lower_bound",
        "variational_bound",
    ),
    identities=(
        Identity(
            sibling="binary_cross_entropy",
            text=Text(
                "Its negative is the binary cross-entropy plus the KL divergence, both summed.",
                "符号を変えると、合計した二値交差エントロピーと KL ダイバージェンスの和になる。",
            ),
            case=_case("two_terms", 3, 4, 2, reduction="sum"),
            left=evaluated("evidence_lower_bound"),
            right=_in_two_terms,
        ),
    ),
    mistakes=(
        Mistake(
            name="kl_added",
            ja="KL を引かずに足す",
            line="bound = log_p - kl",
            wrong="bound = log_p + kl",
            why=Text(
                "The divergence is what the bound pays; added, the encoder is rewarded for moving "
                "away from the prior.",
                "KL は下限から差し引く項である。足すと、事前分布から離れるほど"
                "良いことになってしまう。",
            ),
        ),
        Mistake(
            name="half_forgotten",
            ja="1/2 を忘れる",
            line="kl = 0.5 * (mu**2 + np.expm1(log_var) - log_var).sum(axis=-1)",
            wrong="kl = (mu**2 + np.expm1(log_var) - log_var).sum(axis=-1)",
            why=KL_HALF,
        ),
        Mistake(
            name="log_variance_taken_for_the_variance",
            ja="対数分散を分散とみなす",
            line="kl = 0.5 * (mu**2 + np.expm1(log_var) - log_var).sum(axis=-1)",
            wrong="kl = 0.5 * (mu**2 + log_var - 1 - np.log(np.abs(log_var))).sum(axis=-1)",
            why=LOG_VAR_AS_SIGMA,
        ),
        Mistake(
            name="pixels_averaged",
            ja="画素で平均する",
            line='log_p = -BinaryCrossEntropy("none").forward(x_hat, x).sum(axis=-1)',
            wrong='log_p = -BinaryCrossEntropy("none").forward(x_hat, x).mean(axis=-1)',
            why=LATENT_SUMMED,
        ),
        Mistake(
            name="reconstruction_with_the_wrong_sign",
            ja="再構成項の符号が逆",
            line="dx_hat = each * (x - x_hat)",
            wrong="dx_hat = each * (x_hat - x)",
            why=Text(
                "The log density grows towards x; it is the loss whose gradient is x_hat - x.",
                "対数密度は x に近づくほど大きい。x_hat - x になるのは損失の勾配である。",
            ),
        ),
        Mistake(
            name="kl_without_a_gradient",
            ja="KL に勾配がない",
            line="dmu = -each * mu",
            wrong="dmu = np.zeros_like(mu)",
            why=Text(
                "The second term depends on the encoder as well; without its gradient nothing "
                "keeps z near the prior.",
                "第2項もエンコーダに依存する。その勾配がないと、z を事前分布の近くに"
                "とどめるものがなくなる。",
            ),
        ),
    ),
)
