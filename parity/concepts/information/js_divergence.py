"""The Jensen-Shannon divergence."""

from __future__ import annotations

from parity.concepts.information._shared import AXIS, BASE, BITS, LOGARITHM_OF_0, pairs, two
from parity.describing.concept import Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import probabilities, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _entropy_of_the_mean(of: Implementations, a: Arrays) -> Arrays:
    """Return the entropy of the mean less the mean of the entropies."""
    H = of("entropy")
    return {"JS": H((a["p"] + a["q"]) / 2) - (H(a["p"]) + H(a["q"])) / 2}


js_divergence = Concept(
    kind="function",
    order=3,
    syllabus=("1-3-1",),
    needs=("kl_divergence",),
    title=Text("JS divergence", "JS ダイバージェンス"),
    summary=Text(
        "The mean of both KL divergences from the mixture of p and q: symmetric, and at most log "
        "2.",
        "p と q の混合分布に対する2つの KL ダイバージェンスの平均。対称で、最大でも log 2 である。",
    ),
    why=Text(
        "KL differs by direction, and is infinite where q calls possible things impossible. "
        "Measured from the mixture m, which allows whatever either allows, both troubles are gone. "
        "What a GAN's perfect discriminator tells the generator is this divergence: and since it "
        "stays at log 2 for all distributions that do not overlap, its gradient is gone there, "
        "which led to the Wasserstein GAN.",
        "KL は向きによって値が変わり、起こりうる結果を q が 0 とすると無限大になる。"
        "どちらの結果も許す混合分布 m から測れば、どちらの問題もなくなる。"
        "GAN で最適な識別器が生成器に与えるのはこのダイバージェンスである。重なりのない分布では"
        "常に log 2 となり勾配が消えるので、Wasserstein GAN が考えられた。",
    ),
    equation="JS(p, q) = 1/2 KL(p || m) + 1/2 KL(q || m), m = (p + q) / 2",
    formula=(
        r"\text{JS} = \frac{1}{2} \sum_i \left( p_i \,\log\, \frac{p_i}{m_i} + q_i \,\log\, "
        r"\frac{q_i}{m_i} \right), \quad m_i = \frac{p_i + q_i}{2}",
        r"\frac{\partial L}{\partial p_i} = \frac{1}{2} \frac{\partial L}{\partial\, \text{JS}} "
        r"\,\log\, \frac{p_i}{m_i}",
        r"\frac{\partial L}{\partial q_i} = \frac{1}{2} \frac{\partial L}{\partial\, \text{JS}} "
        r"\,\log\, \frac{q_i}{m_i}",
    ),
    derivation=(
        Step(
            heading=Text(
                "What goes by way of the mixture",
                "混合分布を経由する勾配",
            ),
            text=Text(
                "m stands in both logarithms, weighted with p and with q, which add up to 2 m.",
                "m は2つの対数に現れ、重み p と q の和は 2 m である。",
            ),
            equation=r"\frac{\partial \,\text{JS}}{\partial m_i} = -\frac{1}{2} "
            r"\frac{p_i + q_i}{m_i} = -1",
        ),
        Step(
            heading=Text(
                "It cancels the 1 of the product rule",
                "積の微分で出る 1 と打ち消し合う",
            ),
            text=Text(
                "By itself p_i has half of log(p/m) + 1; by way of m it has half of -1.",
                "p_i から直接届くのは log(p/m) + 1 の半分、m を経由して届くのは -1 の半分である。",
            ),
            equation=r"\frac{\partial \,\text{JS}}{\partial p_i} = \frac{1}{2} \left( \log "
            r"\frac{p_i}{m_i} + 1 \right) - \frac{1}{2} = \frac{1}{2} \log \frac{p_i}{m_i}",
            check=Text(
                "Where p = q = m, both gradients are 0.",
                "p = q = m のとき、どちらの勾配も 0 になる。",
            ),
        ),
    ),
    shapes={
        "p": "any, probabilities along the axis",
        "q": "as p",
        "JS": "as p without the axis",
    },
    sources=("Lin (1991), Divergence measures based on the Shannon entropy, section IV",),
    cases=(
        *pairs("JS"),
        two(
            "nothing_in_common",
            values([[0.5, 0.5, 0.0, 0.0], [0.25, 0.0, 0.0, 0.75], [1.0, 0.0, 0.0, 0.0]]),
            values([[0.0, 0.0, 0.5, 0.5], [0.25, 0.5, 0.25, 0.0], [1.0, 0.0, 0.0, 0.0]]),
            "JS",
            None,
            ours=True,
        ),
    ),
    defaults=(AXIS, BASE),
    conventions=(BITS,),
    also_called=("js", "jsd", "js_div", "jensen_shannon", "jensen_shannon_divergence"),
    identities=(
        Identity(
            sibling="entropy",
            text=Text(
                "It is the entropy of the mixture less the mean of both entropies.",
                "混合分布のエントロピーから、2つのエントロピーの平均を引いたものである。",
            ),
            case=two("entropy_of_the_mean", probabilities(3, 4), probabilities(3, 4), "JS", None),
            left=evaluated("js_divergence"),
            right=_entropy_of_the_mean,
        ),
    ),
    mistakes=(
        Mistake(
            name="mixture_not_halved",
            ja="混合分布を 2 で割らない",
            line="m = (p + q) / 2",
            wrong="m = p + q",
            why=Text(
                "p + q sums to 2 and is no distribution; the result is log 2 too small.",
                "p + q の和は 2 で、分布にならない。結果は log 2 だけ小さくなる。",
            ),
        ),
        Mistake(
            name="sum_not_halved",
            ja="和を 2 で割らない",
            line="return (from_p + from_q) / 2 / nats(base)",
            wrong="return (from_p + from_q) / nats(base)",
            why=Text(
                "It is the mean of both divergences, not their sum.",
                "2つのダイバージェンスの和ではなく平均である。",
            ),
        ),
        Mistake(
            name="mean_of_both_directions",
            ja="両方向の KL を平均する",
            line="from_p = (weighted_log(p, p) - weighted_log(p, m)).sum(axis=axis)",
            wrong="m, from_p = p, (weighted_log(p, p) - weighted_log(p, q)).sum(axis=axis)",
            why=Text(
                "The mean of KL(p || q) and KL(q || p) is symmetric too, but it is Jeffreys' "
                "divergence, and infinite where one of the two is 0. Here both are measured from "
                "the mixture.",
                "KL(p || q) と KL(q || p) の平均も対称だが、それはジェフリーズの"
                "ダイバージェンスであり、一方が 0 なら無限大になる。ここではどちらも"
                "混合分布から測る。",
            ),
        ),
        Mistake(
            name="root_taken",
            ja="平方根をとる",
            line="return (from_p + from_q) / 2 / nats(base)",
            wrong="return np.sqrt((from_p + from_q) / 2 / nats(base))",
            why=Text(
                "The root is the Jensen-Shannon distance, which SciPy returns; the divergence is "
                "its square.",
                "平方根をとったものは JS 距離で、SciPy が返すのはこちらである。"
                "ダイバージェンスはその2乗である。",
            ),
        ),
        Mistake(
            name="logarithm_of_0",
            ja="0 の対数",
            line="from_q = (weighted_log(q, q) - weighted_log(q, m)).sum(axis=axis)",
            wrong="from_q = (q * (log(q) - log(m))).sum(axis=axis)",
            why=LOGARITHM_OF_0,
        ),
        Mistake(
            name="one_kept",
            ja="1 を残す",
            line="dp = dJS * (log(np.where(both, p, 1)) - log_m) / 2",
            wrong="dp = dJS * (log(np.where(both, p, 1)) - log_m + 1) / 2",
            why=Text(
                "p moves the mixture as well, and what goes that way cancels the 1.",
                "p は混合分布も動かし、その経路の勾配が 1 を打ち消す。",
            ),
        ),
    ),
)
