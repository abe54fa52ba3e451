"""The loss of knowledge distillation."""

from __future__ import annotations

from typing import Any

from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, labels, normal, probabilities
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

HINTON = "Hinton, Vinyals and Dean (2015), Distilling the knowledge in a neural network"


def _case(name: str, N: int, C: int, t: Draw | None = None, **config: Any) -> Case:
    return Case(
        name,
        inputs={"x": normal(N, C), "z": normal(N, C, scale=2.0), "t": t or labels(N, classes=C)},
        differentiable=("x",),
        upstream=SCALAR,
        config=config,
        options={"outputs": ("L",)},
    )


def _of_the_labels(of: Implementations, a: Arrays) -> Arrays:
    loss = of("softmax_cross_entropy")()
    L = loss.forward(a["x"], a["t"])
    return {"L": L, "dx": loss.backward() * a["dy"]}


distillation_loss = Concept(
    kind="function",
    order=14,
    syllabus=("5-1-1",),
    needs=("softmax_cross_entropy", "kl_divergence", "temperature_softmax"),
    title=Text("Distillation loss", "蒸留の損失"),
    summary=Text(
        "A small network learns from the softened answers of a large one and from the labels: KL "
        "divergence at a temperature, times its square, and the usual cross-entropy.",
        "小さなネットワークが、大きなネットワークの柔らかい出力とラベルの両方から学ぶ損失。"
        "温度付きの KL ダイバージェンスに温度の2乗を掛け、通常の交差エントロピーと足し合わせる。",
    ),
    why=Text(
        "A teacher that takes a 2 for a 3 rather than for a 7 knows something that the label does "
        "not say. At temperature 1 these probabilities are tiny; divided by T, the logits show "
        "them. The student learns from that, and gets by with fewer weights. The gradient of the "
        "soft part shrinks as 1/T^2, so it is multiplied by T^2: then alpha keeps its meaning "
        "when T is changed.",
        "「2」を「7」より「3」に近いとみなす教師は、ラベルにはない知識を持っている。"
        "温度 1 ではその確率は非常に小さいが、ロジットを T で割ると見えてくる。"
        "生徒はそこから学び、少ない重みで済む。柔らかい側の勾配は 1/T^2 に比例して小さくなるので、"
        "T^2 を掛けておく。そうすれば T を変えても alpha の意味は変わらない。",
    ),
    equation="L = alpha T^2 KL(softmax(z / T) || softmax(x / T)) + (1 - alpha) CE(x, t)",
    formula=(
        r"L = \alpha T^2 \frac{1}{N} \sum_n \sum_i q_{ni} \,\log\, \frac{q_{ni}}{p_{ni}} + "
        r"(1 - \alpha) \, \text{CE}",
        r"\frac{\partial L}{\partial x_{ni}} = \frac{1}{N} \left( \alpha T (p_{ni} - q_{ni}) + "
        r"(1 - \alpha) (y_{ni} - t_{ni}) \right)",
    ),
    derivation=(
        Step(
            heading=Text(
                "The divergence is a cross-entropy in the student",
                "生徒から見れば交差エントロピー",
            ),
            text=Text(
                "The teacher's entropy does not depend on x, so along x / T the slope is p - q.",
                "教師のエントロピーは x によらないので、x / T についての傾きは p - q である。",
            ),
            equation=r"\frac{\partial \text{KL}}{\partial x_i} = \frac{1}{T} (p_i - q_i)",
        ),
        Step(
            heading=Text(
                "Of T squared one T is left",
                "T の2乗のうち1つが残る",
            ),
            text=Text(
                "For large T, p - q is itself about (x - z) / (C T): together 1/T^2, which the "
                "factor makes good.",
                "T が大きいと p - q 自体もおよそ (x - z) / (C T) なので、合わせて 1/T^2 になる。"
                "T^2 を掛けるのはこれを打ち消すためである。",
            ),
            equation=r"T^2 \frac{\partial \text{KL}}{\partial x_i} = T (p_i - q_i) \approx "
            r"\frac{1}{C} (x_i - z_i)",
            check=Text(
                "A student with the teacher's logits learns from the labels alone.",
                "教師と同じロジットの生徒は、ラベルからだけ学ぶ。",
            ),
        ),
    ),
    shapes={
        "x": "(N, C) logits of the student",
        "z": "(N, C) logits of the teacher",
        "t": "(N,) classes, or (N, C)",
        "L": "scalar",
    },
    sources=(f"{HINTON}, section 2",),
    cases=(
        _case("half_and_half", 5, 3),
        _case("warm", 4, 5, temperature=5.0),
        _case("mostly_the_teacher", 6, 4, temperature=3.0, alpha=0.875),
        _case("the_teacher_alone", 3, 4, alpha=1.0),
        _case("the_labels_alone", 4, 3, alpha=0.0),
        _case("without_a_temperature", 5, 2, temperature=1.0),
        _case("cold", 3, 5, temperature=0.5, alpha=0.25),
        _case("soft_labels", 4, 3, probabilities(4, 3)),
        _case("one_example", 1, 4, temperature=4.0),
    ),
    defaults=(Default("temperature", 2.0), Default("alpha", 0.5)),
    divergences=(
        Divergence(
            name="averaged_over_every_element",
            ja="全要素での平均",
            summary=Text(
                "torch's kl_div averages over every element unless told otherwise: the soft part "
                "is then divided by the number of classes too.",
                "torch の kl_div は、指定しなければ全要素で平均する。"
                "柔らかい側の損失がクラス数でも割られてしまう。",
            ),
            reconciled=Text(
                'Call it with reduction="batchmean".',
                'reduction="batchmean" を指定する。',
            ),
            source="https://docs.pytorch.org/docs/stable/generated/torch.nn.KLDivLoss.html",
            case="half_and_half",
            native={
                "numpy": {},
                "torch": {"callable": "torch_impl.losses.distillation_loss._averaged_over_all"},
            },
            quantity="L",
        ),
    ),
    conventions=(
        Convention(
            "the_labels_count_alpha",
            Text(
                "alpha is what the labels count; the teacher counts the rest.",
                "alpha はラベル側の重みで、残りが教師の重みである。",
            ),
            {"alpha": lambda alpha: 1 - alpha},
        ),
    ),
    also_called=("distillation", "kd_loss", "knowledge_distillation_loss", "distill_loss"),
    identities=(
        Identity(
            sibling="softmax_cross_entropy",
            text=Text(
                "With alpha = 0 it is the softmax cross-entropy of the labels.",
                "alpha = 0 なら、ラベルについてのソフトマックス交差エントロピーである。",
            ),
            case=_case("of_the_labels", 5, 4, alpha=0.0),
            left=evaluated("distillation_loss"),
            right=_of_the_labels,
        ),
    ),
    mistakes=(
        Mistake(
            name="square_of_the_temperature_forgotten",
            ja="温度の2乗を忘れる",
            line="return alpha * temperature**2 * soft + (1 - alpha) * hard",
            wrong="return alpha * soft + (1 - alpha) * hard",
            why=Text(
                "The soft part's gradient shrinks as 1/T^2; without the factor the teacher hardly "
                "counts.",
                "柔らかい側の勾配は 1/T^2 に比例して小さくなる。掛けないと教師がほとんど効かない。",
            ),
        ),
        Mistake(
            name="teacher_not_softened",
            ja="教師に温度を使わない",
            line="log_p, log_q = _softened(x, temperature), _softened(z, temperature)",
            wrong="log_p, log_q = _softened(x, temperature), _softened(z, 1.0)",
            why=Text(
                "Both distributions are taken at the same temperature.",
                "2つの分布には同じ温度を使う。",
            ),
        ),
        Mistake(
            name="divergence_turned_around",
            ja="KL の向きが逆",
            line="soft = (np.exp(log_q) * (log_q - log_p)).sum(axis=1).mean()",
            wrong="soft = (np.exp(log_p) * (log_p - log_q)).sum(axis=1).mean()",
            why=Text(
                "The mean is taken under the teacher's distribution.",
                "平均は教師の分布についてとる。",
            ),
        ),
        Mistake(
            name="labels_softened_too",
            ja="ラベル側にも温度を使う",
            line="hard = SoftmaxCrossEntropy().forward(x, t)",
            wrong="hard = SoftmaxCrossEntropy().forward(x / temperature, t)",
            why=Text(
                "The labels are compared at temperature 1, as the student is used later.",
                "ラベルとは、実際に使うときと同じ温度 1 で比べる。",
            ),
        ),
        Mistake(
            name="both_factors_kept",
            ja="1/T の微分を忘れる",
            line="soft = temperature * (p - q) / len(x)",
            wrong="soft = temperature**2 * (p - q) / len(x)",
            why=Text(
                "x stands divided by T, so one 1/T comes out.",
                "x は T で割られているので、微分で 1/T が1つ出る。",
            ),
        ),
    ),
)
