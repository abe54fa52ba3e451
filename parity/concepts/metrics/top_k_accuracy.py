"""Top-k accuracy."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.draw import Draw, labels, spaced, values
from parity.describing.identity import Identity, evaluated

KERAS = "keras.metrics.SparseTopKCategoricalAccuracy"
KRIZHEVSKY = (
    "Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional "
    "neural networks"
)


def _case(name: str, y: Draw, t: Draw, ours: bool = False, **config: Any) -> Case:
    return Case(
        name,
        inputs={"y": y, "t": t},
        config=config,
        ours=ours,
        differentiable=(),
        options={"outputs": ("A",)},
    )


TIED = values([[0.5, 0.25, 0.25, 0.0], [0.25, 0.5, 0.25, 0.25], [1.0, 0.0, 0.5, 0.5]])

top_k_accuracy = Concept(
    kind="function",
    order=3,
    syllabus=("2-1-12",),
    needs=("accuracy",),
    title=Text("Top-k accuracy", "Top-k 正解率"),
    summary=Text(
        "The share of the examples whose true class is among the k with the largest scores.",
        "正解のクラスが、スコアの大きいほうから k 個の中に入っているデータの割合。",
    ),
    why=Text(
        "With a thousand classes, some of which are hard to tell apart for people too, one guess "
        "is much to ask. ImageNet's contest counted five: AlexNet's 15.3 % and ResNet's 3.6 % are "
        "top-5 errors. For search and recommendation it says how often what one wants is on the "
        "first page.",
        "1000 クラスもあると、人間にも見分けにくいクラスが混じり、1回で当てるのは難しい。"
        "ImageNet のコンテストでは5つまで答えてよいとした。AlexNet の 15.3%、ResNet の 3.6% は"
        "Top-5 の誤り率である。検索や推薦では、欲しいものが1ページ目に出る割合に当たる。",
    ),
    equation="A_k = share of the examples with fewer than k scores above that of the true class",
    formula=(r"A_k = \frac{1}{N} \sum_n \left[ \sum_c [y_{nc} > y_{n t_n}] < k \right]",),
    shapes={"y": "(N, C) scores", "t": "(N,) classes", "A": "scalar"},
    sources=(f"{KRIZHEVSKY}, section 2", "keras.ops.in_top_k, tf.math.in_top_k"),
    cases=(
        _case("five_of_seven", spaced(11, 7), labels(11, classes=7)),
        _case("two_of_four", spaced(9, 4), labels(9, classes=4), k=2),
        _case("three_of_five", spaced(8, 5), labels(8, classes=5), k=3),
        _case("one", spaced(13, 3), labels(13, classes=3), k=1),
        _case("all_classes", spaced(5, 4), labels(5, classes=4), k=4),
        _case("more_than_all_classes", spaced(5, 3), labels(5, classes=3), ours=True),
        _case("ties", TIED, values([2, 3, 1]), k=2, ours=True),
        _case("one_example", values([[0.5, 0.25, 0.125]]), values([1]), k=2),
    ),
    defaults=(Default("k", 5, keras=(KERAS, "k", 5)),),
    divergences=(
        Divergence(
            name="ties_at_the_last_place",
            ja="k 番目の同点",
            summary=Text(
                "A class whose score ties with the k-th counts in Keras. Who takes torch.topk's "
                "indices gets exactly k classes, and which of those that tie depends on it.",
                "k 番目と同点のクラスを、Keras は k 個に入れる。torch.topk の添字を使うと、"
                "ちょうど k 個しか選ばれず、同点のどれが選ばれるかは実装による。",
            ),
            reconciled=Text(
                "The PyTorch twin compares with the score of the k-th.",
                "PyTorch 側の実装では、k 番目のスコアと比べる。",
            ),
            source="tf.math.in_top_k: classes that straddle the top-k boundary are in the top k",
            case="ties",
            native={
                "numpy": {"k": 2},
                "torch": {"callable": "torch_impl.metrics.top_k_accuracy._by_index", "k": 2},
            },
            quantity="A",
        ),
    ),
    conventions=(
        Convention(
            "three_guesses", Text("k is 3 unless told.", "k の既定値が 3 である。"), {"k": 3}
        ),
    ),
    also_called=("topk_accuracy", "top5_accuracy", "top_k_acc", "top_k_accuracy_score"),
    identities=(
        Identity(
            sibling="accuracy",
            text=Text(
                "With k = 1 it is the accuracy, where no scores tie.",
                "k = 1 なら、同点がない限り正解率に等しい。",
            ),
            case=Case(
                "first_guess",
                inputs={"y": spaced(14, 3), "t": labels(14, classes=3)},
                differentiable=(),
                options={"outputs": ("A",)},
            ),
            left=evaluated("top_k_accuracy", k=1),
            right=evaluated("accuracy"),
        ),
    ),
    mistakes=(
        Mistake(
            name="one_guess_more",
            ja="k を1つ多く数える",
            line="return (better < k).mean(dtype=y.dtype)",
            wrong="return (better <= k).mean(dtype=y.dtype)",
            why=Text(
                "With k better classes the true one is in place k + 1.",
                "上に k 個のクラスがあるなら、正解は k + 1 位である。",
            ),
        ),
        Mistake(
            name="smaller_scores_counted",
            ja="小さいほうを数える",
            line="better = (y > score).sum(axis=1)",
            wrong="better = (y < score).sum(axis=1)",
            why=Text(
                "The place in the order is the number of larger scores. np.argsort sorts upwards, "
                "so its first k are the worst.",
                "順位は、より大きいスコアの個数で決まる。np.argsort は昇順なので、"
                "先頭の k 個は最も小さいものである。",
            ),
        ),
        Mistake(
            name="only_the_best",
            ja="1位だけを見る",
            line="return (better < k).mean(dtype=y.dtype)",
            wrong="return (better < 1).mean(dtype=y.dtype)",
            why=Text("That is the accuracy of one guess.", "それは1回で当てる正解率である。"),
        ),
        Mistake(
            name="ties_count_as_better",
            ja="同点を負けとみなす",
            line="better = (y > score).sum(axis=1)",
            wrong="better = (y >= score).sum(axis=1)",
            why=Text(
                "The true class itself has a score that is equal, so this loses one place always.",
                "正解のクラス自身も >= を満たすので、順位が必ず1つ下がる。",
            ),
        ),
    ),
)
