"""The InfoNCE loss of contrastive learning."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

OORD = (
    "van den Oord, Li and Vinyals (2018), Representation learning with contrastive predictive "
    "coding"
)
CHEN = "Chen et al. (2020), A simple framework for contrastive learning"


def _case(name: str, N: int, D: int, **config: Any) -> Case:
    return Case(
        name,
        inputs={"q": normal(N, D), "k": normal(N, D)},
        upstream=SCALAR,
        config=config,
        options={"outputs": ("L",)},
    )


def _of_the_table(of: Implementations, a: Arrays) -> Arrays:
    """Return the cross-entropy of the table of scores, and its gradients through the products."""
    loss = of("softmax_cross_entropy")()
    L = loss.forward(a["q"] @ a["k"].T, np.arange(len(a["q"])))
    ds = loss.backward() * a["dy"]
    return {"L": L, "dq": ds @ a["k"], "dk": ds.T @ a["q"]}


info_nce = Concept(
    kind="function",
    order=13,
    syllabus=("4-8-2", "4-8-4"),
    needs=("softmax_cross_entropy", "cosine_similarity"),
    title=Text("InfoNCE loss", "InfoNCE 損失"),
    summary=Text(
        "Each query must find its own key among the keys of all examples: a cross-entropy over "
        "similarities, for learning without labels.",
        "各クエリに、すべてのデータのキーの中から自分のキーを見つけさせる。"
        "類似度についての交差エントロピーで、ラベルなしの学習に使う。",
    ),
    why=Text(
        "Two crops of one photo show the same thing; that is known without a label. Contrastive "
        "learning makes their embeddings alike and unlike those of the other photos in the batch: "
        "each row of the table of similarities is a classification, its right class on the "
        "diagonal. Large batches give many wrong keys. A small temperature makes the hardest of "
        "them count. SimCLR, MoCo and, with images against captions and both directions, CLIP "
        "learn so. Log N less the loss is a lower bound of the mutual information of the views.",
        "1枚の写真から切り出した2つの画像は、ラベルがなくても同じものだと分かる。対照学習では、"
        "その2つの埋め込みを近づけ、バッチの他の写真からは遠ざける。類似度の表の各行を、対角が"
        "正解の分類問題とみなす。バッチが大きいほど誤りのキーが増え、温度が低いほど紛らわしいキーが"
        "重視される。SimCLR や MoCo、画像と説明文を両方向で対応させる CLIP がこの損失で学習する。"
        "log N から損失を引いた値は、2つの見え方の相互情報量の下界になる。",
    ),
    equation="L = -mean_i log(exp(s_ii) / sum_j exp(s_ij)), s_ij = q_i . k_j / T",
    formula=(
        r"L = -\frac{1}{N} \sum_i \log \frac{\exp(s_{ii})}{\sum_j \exp(s_{ij})}, \quad s_{ij} = "
        r"\frac{q_i^\top k_j}{T}",
        r"\frac{\partial L}{\partial q_i} = \frac{1}{N T} \sum_j (p_{ij} - [i = j]) \, k_j, \quad "
        r"\frac{\partial L}{\partial k_j} = \frac{1}{N T} \sum_i (p_{ij} - [i = j]) \, q_i",
    ),
    derivation=(
        Step(
            heading=Text(
                "Along the scores it is the softmax cross-entropy",
                "スコアについてはソフトマックス交差エントロピー",
            ),
            text=Text(
                "The right class of row i is i, so the one-hot target is the unit matrix.",
                "i 行目の正解はクラス i なので、one-hot の正解は単位行列になる。",
            ),
            equation=r"\frac{\partial L}{\partial s_{ij}} = \frac{1}{N} (p_{ij} - [i = j])",
        ),
        Step(
            heading=Text(
                "A normalized vector can only turn",
                "長さ 1 のベクトルは回るだけ",
            ),
            text=Text(
                "With q = u / ||u||, a move along u changes nothing: that part of the gradient is "
                "taken off, and the rest is divided by the length.",
                "q = u / ||u|| なら、u の向きに動かしても何も変わらない。"
                "勾配からその成分を除き、残りを長さで割る。",
            ),
            equation=r"\frac{\partial L}{\partial u} = \frac{1}{\left\| u \right\|} \left( "
            r"\frac{\partial L}{\partial q} - q \left( q^\top \frac{\partial L}{\partial q} "
            r"\right) \right)",
            check=Text(
                "The gradient of u stands at a right angle to u.",
                "u の勾配は u と直交する。",
            ),
        ),
    ),
    shapes={"q": "(N, D)", "k": "(N, D)", "L": "scalar"},
    sources=(
        f"{OORD}, eq. 4",
        f"{CHEN}, eq. 1",
        "Radford et al. (2021), Learning transferable visual models from natural language "
        "supervision (CLIP), figure 3",
    ),
    cases=(
        _case("cosines", 4, 3, temperature=0.5),
        _case("defaults", 3, 5),
        _case("products", 5, 3, temperature=1.0, normalize=False),
        _case("both_directions", 4, 5, temperature=0.5, symmetric=True),
        _case(
            "both_directions_of_products", 3, 4, temperature=2.0, normalize=False, symmetric=True
        ),
        _case("warm", 6, 2, temperature=4.0),
        _case("two_examples", 2, 3, temperature=0.25),
    ),
    defaults=(
        Default("temperature", 0.1),
        Default("normalize", True),
        Default("symmetric", False),
    ),
    conventions=(
        Convention(
            "products",
            Text(
                "Similarities are products, without a length of 1.",
                "長さを 1 にせず、内積を類似度とする。",
            ),
            {"normalize": False},
        ),
        Convention(
            "both_directions",
            Text("Both directions are averaged, as in CLIP.", "CLIP のように両方向を平均する。"),
            {"symmetric": True},
        ),
    ),
    also_called=("infonce", "info_nce_loss", "nt_xent", "contrastive_loss_infonce", "clip_loss"),
    identities=(
        Identity(
            sibling="softmax_cross_entropy",
            text=Text(
                "At temperature 1, without normalizing, it is the cross-entropy of the table of "
                "products, each row's class its own number.",
                "温度 1 で正規化しなければ、内積の表についての交差エントロピーで、"
                "各行の正解は行番号である。",
            ),
            case=_case("of_the_table", 4, 3, temperature=1.0, normalize=False),
            left=evaluated("info_nce"),
            right=_of_the_table,
        ),
    ),
    mistakes=(
        Mistake(
            name="multiplied_by_the_temperature",
            ja="温度を掛ける",
            line="s = q_hat @ k_hat.T / float(temperature)",
            wrong="s = q_hat @ k_hat.T * float(temperature)",
            why=Text(
                "Scores are divided by the temperature: a small one makes differences larger.",
                "スコアは温度で割る。温度が低いほど差が広がる。",
            ),
        ),
        Mistake(
            name="lengths_left",
            ja="正規化を忘れる",
            line="q_hat, k_hat = q_hat / _lengths(q_hat), k_hat / _lengths(k_hat)",
            wrong="q_hat, k_hat = q_hat, k_hat / _lengths(k_hat)",
            why=Text(
                "Only with both of length 1 are the scores cosines; a long vector would win by "
                "its length.",
                "両方を長さ 1 にして初めてコサイン類似度になる。"
                "そうしないと長いベクトルが有利になる。",
            ),
        ),
        Mistake(
            name="one_direction_only",
            ja="片方向だけを計算する",
            line="return (L + SoftmaxCrossEntropy().forward(s.T, own)) / 2 if symmetric else L",
            wrong="return L",
            why=Text(
                "Keys look for their queries over the columns: the transposed table.",
                "キーからクエリを探す側は列方向、つまり転置した表で計算する。",
            ),
        ),
        Mistake(
            name="turning_forgotten",
            ja="正規化の逆伝播を忘れる",
            line="dq = (dq - q_hat * (q_hat * dq).sum(axis=1, keepdims=True)) / _lengths(q)",
            wrong="dq = dq / _lengths(q)",
            why=Text(
                "The part along the vector changes its length alone, which is taken out.",
                "ベクトルに沿った成分は長さを変えるだけで、正規化によって消える。",
            ),
        ),
        Mistake(
            name="temperature_forgotten_on_the_way_back",
            ja="逆伝播で温度を忘れる",
            line="ds = ds * dL / float(temperature)",
            wrong="ds = ds * dL",
            why=Text(
                "s = q k / T has the slope k / T.",
                "s = q k / T を q で微分すると k / T になる。",
            ),
        ),
    ),
)
