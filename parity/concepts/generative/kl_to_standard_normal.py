"""The KL divergence of a diagonal Gaussian from the standard normal distribution."""

from __future__ import annotations

from typing import Any

from parity.concepts.generative._shared import KL_HALF, LATENT_SUMMED, LOG_VAR_AS_SIGMA
from parity.concepts.generative._sources import KINGMA
from parity.concepts.losses._conventions import BY_ELEMENT, SUMMED
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(
    name: str,
    *shape: int,
    upstream: Draw = SCALAR,
    inputs: dict[str, Draw] | None = None,
    **config: Any,
) -> Case:
    return Case(
        name,
        inputs=inputs or {"mu": normal(*shape), "log_var": normal(*shape)},
        upstream=upstream,
        config=config,
        options={"outputs": ("kl",)},
    )


def _as_a_bound(of: Implementations, a: Arrays) -> Arrays:
    """Return what a bound loses if nothing was lost in the reconstruction."""
    x = a["mu"] * 0
    told = {"likelihood": "gaussian", "constant": False, "as_loss": True}
    kl = of("evidence_lower_bound")(x, x, a["mu"], a["log_var"], **told)
    back = of("evidence_lower_bound").__globals__["evidence_lower_bound_backward"]
    _, dmu, dlog_var = back(a["dy"], x, x, a["mu"], a["log_var"], **told)
    return {"kl": kl, "dmu": dmu, "dlog_var": dlog_var}


kl_to_standard_normal = Concept(
    kind="function",
    order=4,
    syllabus=("4-6-3",),
    needs=("reparameterize",),
    title=Text("KL divergence from N(0, 1)", "標準正規分布との KL ダイバージェンス"),
    summary=Text(
        "How far a diagonal Gaussian lies from the standard normal distribution, in closed form: "
        "the second term of a VAE's loss.",
        "対角共分散の正規分布が標準正規分布からどれだけ離れているかを、閉じた式で求める。"
        "VAE の損失の第2項である。",
    ),
    why=Text(
        "To draw new examples, a VAE's decoder is given z from N(0, 1). So what the encoder says "
        "of each example must not lie too far from there, or the decoder would be asked about "
        "places that it never saw. The KL divergence measures that distance. Between Gaussians "
        "its integral is known, so it need not be estimated by draws, whose noise would be added "
        "to the gradient.",
        "新しいデータを生成するとき、VAE のデコーダには N(0, 1) から抽出した z を与える。"
        "そのため、各データについてエンコーダが出す分布が N(0, 1) から離れすぎると、"
        "デコーダは見たことのない"
        "場所を尋ねられることになる。その隔たりを測るのが KL ダイバージェンスである。"
        "正規分布どうしなら積分が解けるので、標本で推定する必要がなく、勾配に余分な"
        "ばらつきが加わらない。",
    ),
    equation="KL = 1/2 sum_d (mu_d^2 + sigma_d^2 - 1 - log sigma_d^2), mean over the examples",
    formula=(
        r"\text{KL}_n = \frac{1}{2} \sum_d \left( \mu_{nd}^2 + \sigma_{nd}^2 - 1 - \log "
        r"\sigma_{nd}^2 \right), \quad \text{KL} = \frac{1}{N} \sum_n \text{KL}_n",
        r"\frac{\partial \,\text{KL}}{\partial \mu_{nd}} = \frac{1}{N} \mu_{nd}, \quad "
        r"\frac{\partial \,\text{KL}}{\partial \log \sigma_{nd}^2} = \frac{1}{2 N} "
        r"(\sigma_{nd}^2 - 1)",
    ),
    derivation=(
        Step(
            heading=Text(
                "It is the mean of a difference of log densities",
                "対数密度の差の平均である",
            ),
            text=Text(
                "The mean is taken over z from q. Both normalizing roots of 2π cancel.",
                "平均は q から抽出した z についてとる。正規化の定数 2π は打ち消し合う。",
            ),
            equation=r"\log \frac{q(z)}{p(z)} = \frac{1}{2} \left( z^2 - \frac{(z - \mu)^2}"
            r"{\sigma^2} - \log \sigma^2 \right)",
        ),
        Step(
            heading=Text(
                "Two means that everybody knows settle it",
                "よく知られた2つの平均だけで求まる",
            ),
            text=Text(
                "Under q, z² is mu² + sigma² in the mean, and (z - mu)² is sigma².",
                "q のもとで、z² の平均は mu² + sigma²、(z - mu)² の平均は sigma² である。",
            ),
            equation=r"\text{KL} = \frac{1}{2} \left( \mu^2 + \sigma^2 - 1 - \log \sigma^2 \right)",
            check=Text(
                "At mu = 0 and sigma = 1 it is 0, and so is its gradient: the smallest value.",
                "mu = 0、sigma = 1 で値も勾配も 0 になり、これが最小である。",
            ),
        ),
        Step(
            heading=Text(
                "Each gradient pulls towards the standard normal",
                "どちらの勾配も標準正規分布へ引き戻す",
            ),
            text=Text(
                "sigma² = exp(log σ²) is its own derivative; the mean divides by N.",
                "sigma² = exp(log σ²) の微分は自分自身である。データの平均なので N で割る。",
            ),
            equation=r"\frac{\partial \,\text{KL}}{\partial \mu} = \frac{1}{N} \mu, \quad "
            r"\frac{\partial \,\text{KL}}{\partial \log \sigma^2} = \frac{1}{2 N} (\sigma^2 - 1)",
        ),
    ),
    shapes={
        "mu": "(..., n_latent)",
        "log_var": "as mu",
        "KL": "scalar, or (...) without a reduction",
    },
    sources=(f"{KINGMA}, appendix B",),
    cases=(
        _case("mean", 4, 3),
        _case("sum", 5, 2, reduction="sum"),
        _case("none", 3, 4, upstream=normal(3), reduction="none"),
        _case("more_axes", 2, 3, 4, upstream=normal(2, 3), reduction="none"),
        _case("one_example", 1, 5),
        _case(
            "far_away",
            inputs={
                "mu": values([[30.0, -2.0, 0.5], [0.0, 8.0, -60.0]]),
                "log_var": values([[-20.0, 5.0, 0.25], [9.0, -1.0, 0.0]]),
            },
        ),
        Case(
            "almost_standard",
            inputs={
                "mu": values([[0.0], [0.0], [0.0]]),
                "log_var": values([[2.0**-30], [-(2.0**-29)], [0.5]]),
            },
            upstream=normal(3),
            config={"reduction": "none"},
            zero={"dmu": "the means are those of the standard normal distribution"},
            by_element=("dlog_var",),
            loses={
                "torch": "it squares sigma and takes 1 off",
                "keras": "exp(log_var) - 1 loses the digits of a small log_var",
            },
            options={"outputs": ("kl",)},
            ours=True,
        ),
    ),
    defaults=(Default("reduction", "mean"),),
    conventions=(SUMMED, BY_ELEMENT),
    siblings=("kl_divergence",),
    also_called=(
        "kl",
        "kl_loss",
        "gaussian_kl",
        "kl_term",
        "latent_loss",
        "kl_normal",
    ),
    identities=(
        Identity(
            sibling="evidence_lower_bound",
            text=Text(
                "It is what is missing from the bound where the reconstruction loses nothing.",
                "再構成で何も失われないとき、変分下限を下げるのはこの項だけである。",
            ),
            case=_case("nothing_lost", 3, 2),
            left=evaluated("kl_to_standard_normal"),
            right=_as_a_bound,
        ),
    ),
    mistakes=(
        Mistake(
            name="sign",
            ja="符号が逆",
            line="kl = 0.5 * (mu**2 + np.expm1(log_var) - log_var).sum(axis=-1)",
            wrong="kl = -0.5 * (mu**2 + np.expm1(log_var) - log_var).sum(axis=-1)",
            why=Text(
                "A KL divergence is never negative. With -1/2 in front the bracket is 1 + log_var "
                "- mu^2 - exp(log_var).",
                "KL ダイバージェンスは負にならない。前に -1/2 を置くなら、括弧の中は "
                "1 + log_var - mu^2 - exp(log_var) である。",
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
            name="log_variance_taken_for_sigma",
            ja="対数分散を標準偏差とみなす",
            line="kl = 0.5 * (mu**2 + np.expm1(log_var) - log_var).sum(axis=-1)",
            wrong="kl = 0.5 * (mu**2 + log_var**2 - 1 - np.log(log_var**2)).sum(axis=-1)",
            why=LOG_VAR_AS_SIGMA,
        ),
        Mistake(
            name="mean_over_the_latent_numbers",
            ja="潜在変数の次元で平均する",
            line="kl = 0.5 * (mu**2 + np.expm1(log_var) - log_var).sum(axis=-1)",
            wrong="kl = 0.5 * (mu**2 + np.expm1(log_var) - log_var).mean(axis=-1)",
            why=LATENT_SUMMED,
        ),
        Mistake(
            name="the_one_forgotten_on_the_way_back",
            ja="逆伝播で 1 を忘れる",
            line="dlog_var = each * 0.5 * np.expm1(log_var)",
            wrong="dlog_var = each * 0.5 * np.exp(log_var)",
            why=Text(
                "The term -log_var has a derivative too: -1. Without it the variance is only ever "
                "made smaller.",
                "-log_var の項にも -1 という微分がある。これがないと、分散は小さくなる一方である。",
            ),
        ),
    ),
)
