"""Average precision."""

from __future__ import annotations

from parity.concepts.metrics._shared import SCORES, TRUTH, ranked, rankings
from parity.describing.concept import Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.draw import spaced, values
from parity.describing.identity import Arrays, Identity, Implementations

EVERINGHAM = "Everingham et al. (2010), The PASCAL visual object classes challenge"
MANNING = "Manning, Raghavan and Schütze (2008), Introduction to information retrieval"


def _first_hit(of: Implementations, a: Arrays) -> Arrays:
    return {"AP": of("average_precision")(a["y"], a["t"])}


def _precision_there(of: Implementations, a: Arrays) -> Arrays:
    """Return the precision where the threshold is the one positive example's score."""
    said = a["y"] >= a["y"][a["t"] == 1]
    return {"AP": of("precision")(said, a["t"])}


HITS = values([1, 1, 0, 1, 0, 0, 1, 0, 1, 0])
FALLING = values([0.9375, 0.875, 0.75, 0.6875, 0.625, 0.5625, 0.5, 0.375, 0.25, 0.125])

average_precision = Concept(
    kind="function",
    order=9,
    syllabus=("2-1-12", "4-2-1"),
    needs=("precision", "recall"),
    title=Text("Average precision", "平均適合率(AP)"),
    summary=Text(
        "The precision, averaged over the recall as one goes down a ranking: the area under the "
        "precision-recall curve. Its mean over the classes of a detector is the mAP.",
        "順位を上からたどりながら、再現率の増えるところで適合率を平均したもので、適合率-再現率曲線の"
        "下の面積に当たる。物体検出では、クラスについて平均して mAP とする。",
    ),
    why=Text(
        "A search engine or a detector gives a ranked list, in which hits should come early. AP "
        "reads the precision at each hit. In detection a box is a hit if its IoU with an object "
        "that is still free is large enough, and objects that no box meets count in the recall: "
        "the list never reaches 1. PASCAL VOC levels the curve's teeth by taking the best "
        "precision that is still to come, first at eleven recalls, since 2010 at all.",
        "検索や物体検出の結果は順位付きの一覧で、正解が上にあるほどよい。AP は正解が現れるたびに"
        "適合率を見る。物体検出では、まだ対応していない物体との IoU が十分大きい矩形を正解とする。"
        "どの矩形とも対応しなかった物体も再現率の分母に入れるので、1 に届かないこともある。"
        "PASCAL VOC は、以後の最良の適合率をとって曲線のぎざぎざをならす。はじめは11点で、"
        "2010年からはすべての点で平均している。",
    ),
    equation="AP = sum_k (R_k - R_(k-1)) P_k",
    formula=(
        r"\text{AP} = \sum_k (R_k - R_{k-1}) \, P_k",
        r"\text{AP}_{\text{all points}} = \sum_k (R_k - R_{k-1}) \,\max_{l \ge k} P_l",
        r"\text{AP}_{11} = \frac{1}{11} \sum_{r \in \{0, 0.1, \ldots, 1\}} "
        r"\max_{l : R_l \ge r} P_l",
    ),
    shapes={"y": "(N,) scores", "t": "(N,) 0 or 1", "AP": "scalar"},
    sources=(f"{EVERINGHAM}, section 4.2", f"{MANNING}, section 8.4"),
    cases=(
        *rankings("AP"),
        ranked("hits_and_misses", FALLING, HITS, "AP"),
        ranked("all_points", FALLING, HITS, "AP", interpolation="all_points"),
        ranked("eleven_points", FALLING, HITS, "AP", interpolation="eleven_points"),
        ranked("objects_never_met", FALLING, HITS, "AP", n_positives=8),
        ranked(
            "all_points_of_objects_never_met",
            FALLING,
            HITS,
            "AP",
            interpolation="all_points",
            n_positives=7,
        ),
        ranked(
            "eleven_points_of_objects_never_met",
            FALLING,
            HITS,
            "AP",
            interpolation="eleven_points",
            n_positives=10,
        ),
        ranked("all_points_with_ties", SCORES, TRUTH, "AP", interpolation="all_points"),
        ranked("eleven_points_with_ties", SCORES, TRUTH, "AP", interpolation="eleven_points"),
        ranked("one_hit", values([0.5]), values([1]), "AP"),
    ),
    defaults=(Default("interpolation", "none"), Default("n_positives", None)),
    divergences=(
        Divergence(
            name="area_by_interpolation",
            ja="補間による面積",
            summary=Text(
                'keras.metrics.AUC(curve="PR") interpolates the precision between thresholds, as '
                "Davis and Goadrich have it, also from the first one back to recall 0: another "
                "area.",
                'keras.metrics.AUC(curve="PR") は、Davis と Goadrich の方法で、しきい値の間の'
                "適合率を補間して面積を求める。AP とは別の値になる。",
            ),
            reconciled=Text(
                "The Keras twin sums Keras' precision at each score over the steps of the recall.",
                "Keras 側の実装では、各スコアでの Keras の Precision に再現率の増分を掛けて足す。",
            ),
            source="keras.metrics.AUC.interpolate_pr_auc; Davis and Goadrich (2006), The "
            "relationship between precision-recall and ROC curves",
            case="hits_and_misses",
            native={
                "numpy": {},
                "keras": {"callable": "tf_impl.metrics.average_precision._area"},
            },
            quantity="AP",
        ),
    ),
    conventions=(
        Convention(
            "all_points",
            Text(
                "At each recall it takes the best precision that is still to come, as PASCAL VOC "
                "since 2010.",
                "各再現率で以後の最良の適合率をとる(2010年からの PASCAL VOC)。",
            ),
            {"interpolation": "all_points"},
        ),
        Convention(
            "eleven_points",
            Text(
                "It averages the best precision at eleven recalls, as PASCAL VOC until 2009.",
                "再現率11点での最良の適合率を平均する(2009年までの PASCAL VOC)。",
            ),
            {"interpolation": "eleven_points"},
        ),
    ),
    also_called=("ap", "average_precision_score", "calc_ap", "compute_ap", "voc_ap"),
    identities=(
        Identity(
            sibling="precision",
            text=Text(
                "With one positive example it is the precision where that is found.",
                "陽性が1つだけなら、それが見つかったところでの適合率である。",
            ),
            case=ranked(
                "one_positive", spaced(9, gap=0.25), values([0, 0, 0, 0, 1, 0, 0, 0, 0]), "AP"
            ),
            left=_first_hit,
            right=_precision_there,
        ),
    ),
    mistakes=(
        Mistake(
            name="divided_by_the_place",
            ja="順位でも平均する",
            line="step = np.diff(tp, prepend=0) / total",
            wrong="step = np.ones(len(tp)) / len(tp)",
            why=Text(
                "Only the places where the recall grows count: the precision is averaged over the "
                "hits, not over the list.",
                "数えるのは再現率が増える順位だけで、一覧全体ではなく正解について平均する。",
            ),
        ),
        Mistake(
            name="objects_never_met_forgotten",
            ja="見つからなかった物体を忘れる",
            line="total = t.sum() if n_positives is None else n_positives",
            wrong="total = t.sum()",
            why=Text(
                "The recall is a share of all objects, also of those that no box has met.",
                "再現率の分母は、どの矩形とも対応しなかった物体も含めたすべての物体である。",
            ),
        ),
        Mistake(
            name="best_so_far",
            ja="それまでの最良をとる",
            line="P = np.maximum.accumulate(P[::-1])[::-1]  # the best that is still to come",
            wrong="P = np.maximum.accumulate(P)",
            why=Text(
                "The envelope looks towards larger recalls: from the end of the list.",
                "包絡線は再現率の大きいほうを見るので、一覧の後ろから最大をとる。",
            ),
        ),
        Mistake(
            name="precision_without_the_misses",
            ja="適合率の分母が違う",
            line="P = tp / (tp + fp)",
            wrong="P = tp / len(y)",
            why=Text(
                "At each place the precision is that of the list so far, TP + FP.",
                "適合率の分母は、その順位までの個数 TP + FP である。",
            ),
        ),
        Mistake(
            name="ten_points",
            ja="10点で平均する",
            line="reached = [10 * tp >= tenth * total for tenth in range(11)]",
            wrong="reached = [10 * tp >= tenth * total for tenth in range(10)]",
            why=Text(
                "From 0 to 1 in steps of 0.1 there are eleven recalls, both ends included.",
                "0 から 1 まで 0.1 刻みなら、両端を含めて11点ある。",
            ),
        ),
    ),
)
