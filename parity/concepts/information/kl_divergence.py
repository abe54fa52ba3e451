"""The Kullback-Leibler divergence."""

from __future__ import annotations

from parity.concepts.information._shared import AXIS, BASE, BITS, LOGARITHM_OF_0, pairs, two
from parity.concepts.losses._sources import KERAS_LOSSES
from parity.describing.concept import Concept, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import probabilities, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

_NEARLY_IMPOSSIBLE = two(
    "nearly_impossible",
    values([[0.5, 0.25, 0.25], [0.75, 0.25, 0.0]]),
    values([[0.5, 0.5 - 2.0**-24, 2.0**-24], [2.0**-24, 0.75, 0.25 - 2.0**-24]]),
    "KL",
    None,
)


def _cross_entropy_less_entropy(of: Implementations, a: Arrays) -> Arrays:
    """Return what a code for q costs more than one for p."""
    cross = of("cross_entropy")("none").forward(a["q"], a["p"])
    return {"KL": cross - of("entropy")(a["p"])}


kl_divergence = Concept(
    kind="function",
    order=2,
    syllabus=("1-3-1", "1-2-4"),
    needs=("entropy",),
    title=Text("KL divergence", "KL ダイバージェンス"),
    summary=Text(
        "How much longer messages of p become in a code made for q: never negative, and another "
        "number the other way round.",
        "p に従うメッセージを q 用の符号で表すと平均してどれだけ長くなるか。負にはならず、"
        "p と q を入れ替えると値が変わる。",
    ),
    why=Text(
        "To fit a distribution q to another, p, one needs a number that says how far off q is. "
        "The KL divergence is the mean of log p - log q under p. Its part that depends on q is the "
        "cross-entropy, so that minimizing either is the same; in a VAE, in distillation and in "
        "policy optimization it holds one distribution near another. KL(p || q) punishes a q that "
        "misses what p does, KL(q || p) one that does what p does not.",
        "分布 q を分布 p に近づけるには、どれだけ離れているかを表す数が要る。"
        "KL ダイバージェンスは、p のもとでの log p - log q の平均である。q に依存する部分は"
        "クロスエントロピーなので、どちらを最小化しても同じになる。VAE、蒸留、"
        "方策の最適化では、分布どうしを近くに保つために使う。"
        "KL(p || q) は p が生じるものを q が見落とすと大きくなり、"
        "KL(q || p) は p にないものを q が生じると大きくなる。",
    ),
    equation="KL(p || q) = sum_i p_i log(p_i / q_i)",
    formula=(
        r"\text{KL} = \sum_i p_i \,\log\, \frac{p_i}{q_i}",
        r"\frac{\partial L}{\partial p_i} = \frac{\partial L}{\partial\, \text{KL}} \left( \log "
        r"\frac{p_i}{q_i} + 1 \right)",
        r"\frac{\partial L}{\partial q_i} = -\frac{\partial L}{\partial\, \text{KL}} "
        r"\frac{p_i}{q_i}",
    ),
    derivation=(
        Step(
            heading=Text(
                "It is the cross-entropy less the entropy",
                "クロスエントロピーからエントロピーを引いたものである",
            ),
            text=Text(
                "The logarithm of the quotient is a difference, and q stands in its second part "
                "alone.",
                "商の対数は差になり、q は後の項にだけ現れる。",
            ),
            equation=r"\sum_i p_i \,\log\, \frac{p_i}{q_i} = \sum_i p_i \,\log\, p_i - "
            r"\sum_i p_i \,\log\, q_i",
        ),
        Step(
            heading=Text(
                "Each part has a derivative of its own",
                "それぞれの項を微分する",
            ),
            text=Text(
                "p log p gives log p + 1, and -p log q gives -log q for p and -p / q for q.",
                "p log p の微分は log p + 1。-p log q の微分は、p については -log q、"
                "q については -p / q である。",
            ),
            equation=r"\frac{\partial \,\text{KL}}{\partial q_i} = -\frac{p_i}{q_i}",
            check=Text(
                "Where q = p, the gradient of q is -1 everywhere: no move that keeps the sum at 1 "
                "lowers KL.",
                "q = p のとき q の勾配はすべて -1 であり、和を 1 に保つ動きでは KL は下がらない。",
            ),
        ),
    ),
    shapes={
        "p": "any, probabilities along the axis",
        "q": "as p",
        "KL": "as p without the axis",
    },
    sources=("Kullback and Leibler (1951), On information and sufficiency, eq. 2.4",),
    cases=(
        *pairs("KL"),
        two(
            "zeros",
            values([[0.5, 0.5, 0.0], [0.0, 0.75, 0.25]]),
            values([[0.25, 0.5, 0.25], [0.0, 0.5, 0.5]]),
            "KL",
            None,
            ours=True,
        ),
        _NEARLY_IMPOSSIBLE,
    ),
    divergences=(
        Divergence(
            name="clipped_at_1e-7",
            ja="1e-7 で切り詰める",
            summary=Text(
                "Keras clips p and q to at least 1e-7: the divergence from a q of 0 is finite, "
                "and no gradient reaches such a q. PyTorch's is infinite there.",
                "Keras は p と q を 1e-7 以上に切り詰める。q が 0 でも値は有限で、"
                "その q には勾配が届かない。PyTorch では無限大になる。",
            ),
            reconciled=Text(
                "Keep every probability above 1e-7.", "どの確率も 1e-7 より大きく保つ。"
            ),
            source=KERAS_LOSSES,
            case="nearly_impossible",
            native={"numpy": {}, "keras": {"callable": "keras.losses.kl_divergence"}},
            quantity="KL",
        ),
        Divergence(
            name="logarithm_first",
            ja="引数は対数が先",
            summary=Text(
                "PyTorch's kl_div(input, target) takes log q first and p second, and averages "
                "over every element unless told otherwise: no divergence of anything.",
                "PyTorch の kl_div(input, target) は、先に log q、次に p を受け取り、"
                "指定しなければ全要素で平均する。それではどの分布の KL にもならない。",
            ),
            reconciled=Text(
                'Call kl_div(q.log(), p, reduction="batchmean"), or sum over the outcomes.',
                'kl_div(q.log(), p, reduction="batchmean") とするか、結果について合計する。',
            ),
            source="https://docs.pytorch.org/docs/stable/generated/torch.nn.KLDivLoss.html",
            case="outcomes",
            native={
                "numpy": {},
                "torch": {"callable": "torch.nn.functional.kl_div"},
            },
            quantity="KL",
        ),
    ),
    defaults=(AXIS, BASE),
    conventions=(BITS,),
    also_called=("kl_div", "kld", "kullback_leibler", "relative_entropy"),
    siblings=("kl_to_standard_normal",),
    identities=(
        Identity(
            sibling="cross_entropy",
            text=Text(
                "It is the cross-entropy of q less the entropy of p.",
                "q のクロスエントロピーから p のエントロピーを引いたものである。",
            ),
            case=two(
                "cross_entropy_less_entropy", probabilities(3, 4), probabilities(3, 4), "KL", None
            ),
            left=evaluated("kl_divergence"),
            right=_cross_entropy_less_entropy,
        ),
    ),
    mistakes=(
        Mistake(
            name="the_other_way_round",
            ja="p と q が逆",
            line="each = weighted_log(p, p) - weighted_log(p, q)",
            wrong="each = weighted_log(q, q) - weighted_log(q, p)",
            why=Text(
                "KL is not symmetric: the mean is taken under the first distribution.",
                "KL は対称ではない。平均は1つ目の分布についてとる。",
            ),
        ),
        Mistake(
            name="sign",
            ja="符号が逆",
            line="each = weighted_log(p, p) - weighted_log(p, q)",
            wrong="each = weighted_log(p, q) - weighted_log(p, p)",
            why=Text(
                "log(q / p) has a negative mean under p; the divergence is never negative.",
                "p のもとでの log(q / p) の平均は負になる。ダイバージェンスは負にならない。",
            ),
        ),
        Mistake(
            name="entropy_left_out",
            ja="エントロピーを引かない",
            line="each = weighted_log(p, p) - weighted_log(p, q)",
            wrong="each = -weighted_log(p, q)",
            why=Text(
                "That is the cross-entropy, which is not 0 where q = p, but the entropy of p.",
                "これはクロスエントロピーであり、q = p のとき 0 ではなく p のエントロピーになる。",
            ),
        ),
        Mistake(
            name="logarithm_of_0",
            ja="0 の対数",
            line="each = weighted_log(p, p) - weighted_log(p, q)",
            wrong="each = p * (log(p) - log(q))",
            why=LOGARITHM_OF_0,
        ),
        Mistake(
            name="one_forgotten",
            ja="1 を忘れる",
            line="dp = dKL * (log(p) - log(possible) + 1)",
            wrong="dp = dKL * (log(p) - log(possible))",
            why=Text(
                "p log p is a product, and its second term is p / p = 1.",
                "p log p は積なので、微分の2つ目の項 p / p = 1 が要る。",
            ),
        ),
        Mistake(
            name="p_forgotten_in_the_gradient_of_q",
            ja="q の勾配で p を忘れる",
            line="dq = -dKL * p / possible",
            wrong="dq = -dKL / possible",
            why=Text(
                "The logarithm of q_i is weighted with p_i, and so is its derivative 1 / q_i.",
                "q_i の対数には p_i が掛かっているので、微分 1 / q_i にも p_i が掛かる。",
            ),
        ),
    ),
)
