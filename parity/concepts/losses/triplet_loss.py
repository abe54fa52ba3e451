"""The triplet loss."""

from __future__ import annotations

from typing import Any

from parity.concepts.losses._conventions import BY_ELEMENT, SUMMED
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, values


def _case(name: str, *shape: int, **config: Any) -> Case:
    none = config.get("reduction") == "none"
    return Case(
        name,
        inputs={role: normal(*shape) for role in ("anchor", "positive", "negative")},
        upstream=normal(*shape[:-1]) if none else SCALAR,
        config=config,
        options={"outputs": ("L",)},
    )


triplet_loss = Concept(
    kind="function",
    order=11,
    syllabus=("4-8-4",),
    needs=("hinge_loss",),
    title=Text("Triplet loss", "トリプレット損失"),
    summary=Text(
        "An anchor must be nearer to its own kind than to a stranger, by a margin.",
        "アンカーは、異なる種類のデータよりも同じ種類のデータに、マージンの分だけ近くなければ"
        "ならない。",
    ),
    why=Text(
        "A network that names a thousand faces cannot name the next one. One that places faces so "
        "that those of one person lie together can compare any two, seen before or not. What "
        "counts are distances against each other, and that is all that a triplet asks for; the "
        "contrastive loss wants each pair at an absolute distance. Most triplets are soon easy and "
        "teach nothing, so that hard ones are looked for in the batch.",
        "1000人の顔を分類するネットワークは、1001人目を分類できない。同じ人の顔が近くに集まる"
        "ように配置するネットワークなら、見たことのない顔どうしでも比べられる。"
        "大事なのは距離の大小関係であり、トリプレット損失が求めるのもそれだけである。"
        "contrastive loss は、各ペアの距離そのものを指定する。"
        "多くの組はすぐに易しくなり何も教えなくなるので、バッチの中から難しい組を探す。",
    ),
    equation="L = mean max(0, d(a, p) - d(a, n) + margin), d(u, v) = ||u - v||",
    formula=(
        r"L = \frac{1}{N} \sum_i \max(0, \left\| a_i - p_i \right\| - \left\| a_i - n_i \right\| + "
        r"m)",
        r"\frac{\partial L}{\partial p_i} = -\frac{1}{N} \frac{a_i - p_i}{\left\| a_i - p_i "
        r"\right\|}, \quad \frac{\partial L}{\partial n_i} = \frac{1}{N} \frac{a_i - n_i}{\left\| "
        r"a_i - n_i \right\|}, \quad \frac{\partial L}{\partial a_i} = -\frac{\partial L}{\partial "
        r"p_i} - \frac{\partial L}{\partial n_i}",
    ),
    derivation=(
        Step(
            heading=Text(
                "The gradient of a length has the length 1",
                "長さの勾配は長さ 1 のベクトルになる",
            ),
            text=Text(
                "It points away from the other end: moving so lengthens the distance one to one.",
                "相手から遠ざかる向きを指し、その向きに動くと距離は同じだけ伸びる。",
            ),
            equation=r"\frac{\partial \left\| a - p \right\|}{\partial a} = \frac{a - p}{\left\| a "
            r"- p \right\|}",
        ),
        Step(
            heading=Text(
                "The anchor balances both",
                "アンカーの勾配は2つを合わせたもの",
            ),
            text=Text(
                "Only differences stand in L: moved together, the three change nothing. A triplet "
                "that keeps the margin has no gradient.",
                "L に現れるのは差だけなので、3つを一緒に動かしても変わらない。"
                "マージンを満たす組に勾配はない。",
            ),
            equation=r"\frac{\partial L}{\partial a} + \frac{\partial L}{\partial p} + "
            r"\frac{\partial L}{\partial n} = 0",
            check=Text(
                "The three gradients of a triplet add up to 0.",
                "1組の3つの勾配を足すと 0 になる。",
            ),
        ),
    ),
    shapes={
        "anchor": "(..., D)",
        "positive": "as anchor",
        "negative": "as anchor",
        "L": "scalar, or (...) without a reduction",
    },
    sources=(
        "Schroff, Kalenichenko and Philbin (2015), FaceNet: a unified embedding for face "
        "recognition and clustering, CVPR, eq. 3",
        "Hoffer and Ailon (2015), Deep metric learning using triplet network, SIMBAD",
    ),
    cases=(
        _case("mean", 6, 3),
        _case("sum", 5, 4, reduction="sum"),
        _case("none", 7, 3, reduction="none"),
        _case("squared", 5, 3, squared=True),
        _case("squared_each", 6, 4, squared=True, margin=2.0, reduction="none"),
        _case("wide_margin", 4, 5, margin=3.0),
        _case("small_margin", 8, 3, margin=0.125, reduction="sum"),
        _case("one_triplet", 1, 4, margin=4.0),
        Case(
            "the_same_twice",
            inputs={
                "anchor": values([[1.0, 2.0, 0.5], [0.0, 1.0, -1.0]]),
                "positive": values([[1.0, 2.0, 0.5], [0.5, 1.0, -1.0]]),
                "negative": values([[1.5, 2.0, 0.25], [0.0, 1.0, -1.0]]),
            },
            upstream=SCALAR,
            kink=True,
            ours=True,  # a root has no slope at 0, and most code has NaN there
            options={"outputs": ("L",)},
        ),
    ),
    divergences=(
        Divergence(
            name="eps_within_the_distance",
            ja="距離の中の eps",
            summary=Text(
                "PyTorch adds 1e-6 to every difference before the length is taken, so that no "
                "root is taken of 0: the loss is off by about 1e-6.",
                "PyTorch は 0 の平方根を避けるため、長さを求める前にすべての差に 1e-6 を足す。"
                "損失は 1e-6 程度ずれる。",
            ),
            reconciled=Text("Set eps=0.", "eps=0 を指定する。"),
            source="https://docs.pytorch.org/docs/stable/generated/torch.nn.TripletMarginLoss.html",
            case="wide_margin",
            native={
                "numpy": {},
                "torch": {"callable": "torch.nn.functional.triplet_margin_loss", "margin": 3.0},
            },
            quantity="L",
        ),
    ),
    defaults=(
        Default("margin", 1.0, torch=("torch.nn.TripletMarginLoss", "margin", 1.0)),
        Default("squared", False),
        Default("reduction", "mean", torch=("torch.nn.TripletMarginLoss", "reduction", "mean")),
    ),
    conventions=(
        SUMMED,
        BY_ELEMENT,
        Convention(
            name="squared_distances",
            text=Text(
                "The distances are squared, as in FaceNet.",
                "FaceNet と同じく、距離を2乗する。",
            ),
            config={"squared": True},
        ),
    ),
    also_called=("triplet", "triplet_margin_loss", "facenet_loss"),
    mistakes=(
        Mistake(
            name="kinds_swapped",
            ja="正例と負例が逆",
            line="losses = np.maximum(near - far + float(margin), 0)",
            wrong="losses = np.maximum(far - near + margin, 0)",
            why=Text(
                "The distance to the own kind is to shrink, that to a stranger to grow.",
                "同じ種類との距離を縮め、異なる種類との距離を広げる。",
            ),
        ),
        Mistake(
            name="margin_subtracted",
            ja="マージンを引く",
            line="losses = np.maximum(near - far + float(margin), 0)",
            wrong="losses = np.maximum(near - far - margin, 0)",
            why=Text(
                "The stranger must be farther by the margin, so the loss ends only there.",
                "異なる種類はマージンの分だけ遠くなければならず、損失が 0 になるのはそこから先で"
                "ある。",
            ),
        ),
        Mistake(
            name="not_cut_at_0",
            ja="0 で切らない",
            line="losses = np.maximum(near - far + float(margin), 0)",
            wrong="losses = near - far + margin",
            why=Text(
                "Without the cut, strangers are pushed away for ever.",
                "0 で切らないと、異なる種類のデータを際限なく遠ざけ続ける。",
            ),
        ),
        Mistake(
            name="gradient_of_kept_triplets",
            ja="条件を満たす組にも勾配を返す",
            line="broken = near - far + float(margin) > 0",
            wrong="broken = near - far + margin > -np.inf",
            why=Text(
                "Triplets that keep the margin have the loss 0, and no gradient.",
                "マージンを満たす組は損失が 0 で、勾配もない。",
            ),
        ),
        Mistake(
            name="anchor_moved_by_one_alone",
            ja="アンカーの勾配が片方だけ",
            line="danchor = -dpositive - dnegative",
            wrong="danchor = -dpositive",
            why=Text(
                "The anchor stands in both distances.",
                "アンカーは2つの距離の両方に現れる。",
            ),
        ),
        Mistake(
            name="not_divided_by_the_length",
            ja="長さで割らない",
            line="dpositive = -each * _slope(to_positive, squared)",
            wrong="dpositive = -each * to_positive",
            why=Text(
                "The gradient of a distance has the length 1; the difference itself is half the "
                "gradient of the square.",
                "距離の勾配は長さ 1 のベクトルである。差そのものは、2乗距離の勾配の半分になる。",
            ),
        ),
    ),
)
