"""CTC's beam search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations


def _case(
    name: str,
    sizes: tuple[int, int, int],
    steps: Sequence[int] = (),
    x: Any = None,
    scale: float = 1.5,
    ours: bool = False,
    **config: Any,
) -> Case:
    """Return a case of N examples, T steps and C classes, some of which are shorter."""
    inputs = {"x": normal(*sizes, scale=scale) if x is None else values(x)}
    if steps:
        inputs["input_lengths"] = values(list(steps))
    return Case(
        name,
        inputs=inputs,
        config=config,
        exact=("labels",),
        options={"outputs": ("labels", "log_p")},
        ours=ours,
    )


# Each step says a with 0.4 and the blank with 0.6: the best path says nothing (0.36), but a is the
# likelier (0.64).
MERGED = np.log(np.array([[[0.6, 0.4, 1e-6]] * 2])).astype(np.float32).astype(np.float64)


def _of_the_beam(of: Implementations, a: Arrays) -> Arrays:
    _, log_p = of("ctc_beam_search")(a["x"], beam_width=10_000)
    return {"log_p": log_p}


def _minus_the_loss(of: Implementations, a: Arrays) -> Arrays:
    """Return minus the CTC loss of the labels that a beam without end finds."""
    labels, _ = of("ctc_beam_search")(a["x"], beam_width=10_000)
    loss = of("ctc_loss")("none")
    counts = (labels >= 0).sum(axis=1)
    return {"log_p": -loss.forward(a["x"], labels, None, counts)}


ctc_beam_search = Concept(
    kind="function",
    order=40,
    syllabus=("4-5-3",),
    needs=("ctc_loss",),
    title=Text("CTC beam search", "CTC のビームサーチ"),
    summary=Text(
        "Reads labels out of what a CTC network gives: a beam of prefixes, the probabilities of "
        "all alignments of each added up. With width 0 it is the best path.",
        "CTC で学習したネットワークの出力からラベルの列を読み取る。接頭辞の候補を一定数だけ残し、"
        "それぞれについてアライメントの確率を足し合わせていく。幅 0 はベストパスである。",
    ),
    why=Text(
        "The likeliest path need not say the likeliest labels: a word that many paths spell can "
        "beat the one path that is best. To add up over all labels would be exact, and there are "
        "far too many. The beam keeps the few best prefixes at each step, and adds up what leads "
        "to the same one.",
        "最も確率の高いパスが、最も確率の高いラベル列になるとは限らない。多くのパスが同じ単語を"
        "表すなら、その和が最良の1本を上回ることがある。すべてのラベル列を調べれば正確だが、"
        "数が多すぎる。ビームサーチは各時刻で上位の接頭辞だけを残し、"
        "同じ接頭辞に至る確率を足し合わせる。",
    ),
    equation="for each prefix: p_blank' = (p_blank + p_label) y_blank; p_label' of prefix + c = "
    "(p_blank, and p_label unless c repeats) y_c",
    formula=(
        r"p_b'(\ell) = y_{\text{blank}} (p_b(\ell) + p_n(\ell))",
        r"p_n'(\ell) = y_{c} (p_n(\ell) + p_b(\ell^-) + m \, p_n(\ell^-)), \quad \ell = \ell^- c",
        r"m = \begin{cases} 0 & (\ell^- \text{ ends with } c) \\ 1 & (\text{else}) \end{cases}",
        r"\ell^* = \arg\max\limits_\ell \, (p_b(\ell) + p_n(\ell))",
    ),
    shapes={
        "x": "(N, T, C)",
        "input_lengths": "(N,)",
        "labels": "(N, T), padded with -1",
        "log_p": "(N,)",
    },
    sources=(
        "Graves, Fernandez, Gomez and Schmidhuber (2006), Connectionist temporal classification, "
        "ICML, section 3.2",
        "Hannun, Maas, Jurafsky and Ng (2014), First-pass large vocabulary continuous speech "
        "recognition using bi-directional recurrent DNNs, arXiv:1408.2873, algorithm 1",
    ),
    cases=(
        _case("ten_prefixes", (3, 6, 4)),
        _case("two_prefixes", (4, 7, 5), beam_width=2),
        _case("one_prefix", (3, 5, 4), beam_width=1),
        _case("all_prefixes", (2, 4, 3), beam_width=1000),
        _case("best_path", (4, 8, 3), beam_width=0, ours=True),
        _case("best_path_of_lengths", (3, 6, 4), (6, 3, 5), beam_width=0, blank=2, ours=True),
        _case("lengths", (3, 6, 5), (4, 6, 2), beam_width=4),
        _case("blank_at_the_end", (2, 6, 4), beam_width=3, blank=3),
        _case("blank_between", (2, 5, 4), beam_width=5, blank=1),
        _case("many_paths_say_the_same", (1, 2, 3), x=MERGED, beam_width=4),
        _case("repeats", (2, 9, 3), scale=0.75, beam_width=6),
        _case("sure", (3, 5, 4), scale=8.0, beam_width=3),
        _case("one_step", (3, 1, 5), beam_width=2),
    ),
    divergences=(
        Divergence(
            name="float32_inside",
            ja="内部が float32 で計算される",
            summary=Text(
                "TensorFlow's decoder computes in float32 whatever it is given: seven digits of "
                "log_p are right. The labels are the same.",
                "TensorFlow のデコーダは、どの型を渡しても float32 で計算する。log_p は7桁ほど"
                "正しく、ラベルは同じになる。",
            ),
            reconciled=Text(
                "Nothing makes it more precise; the search is written out beside it.",
                "精度を上げる方法はないので、log_p の探索を別に書いている。",
            ),
            source="tensorflow/core/util/ctc/ctc_beam_search.h; measured",
            case="two_prefixes",
            native={
                "numpy": {"beam_width": 2},
                "keras": {
                    "callable": "tf_impl.models.ctc_beam_search._decoded",
                    "beam_width": 2,
                },
            },
            quantity="log_p",
            irreducible=True,
            size=1e-5,
        ),
        Divergence(
            name="score_of_the_best_path",
            ja="最良の経路のスコア",
            summary=Text(
                "What ctc_decode gives beside the best path is minus the sum of the largest "
                "logits, no probability's logarithm.",
                "ctc_decode がベストパスとともに返すのは、最大のロジットの和にマイナスを付けた"
                "ものであり、確率の対数ではない。",
            ),
            reconciled=Text(
                "Sum the largest log-probabilities, after log_softmax.",
                "log_softmax を適用してから、最大の対数確率の和を取る。",
            ),
            source="keras.ops.ctc_decode: the negative of the sum of the probability logits",
            case="best_path",
            native={
                "numpy": {"beam_width": 0},
                "keras": {
                    "callable": "tf_impl.models.ctc_beam_search._decoded",
                    "beam_width": 0,
                },
            },
            quantity="log_p",
        ),
    ),
    defaults=(
        Default("beam_width", 10),
        Default("blank", 0, keras=("keras.ops.ctc_decode", "mask_index", 0)),
    ),
    also_called=("prefix_beam_search", "ctc_prefix_beam_search", "ctc_decode"),
    identities=(
        Identity(
            sibling="ctc_loss",
            text=Text(
                "With a beam that holds everything, log p is minus the CTC loss of the labels "
                "found.",
                "候補をすべて残せば、log p は見つかったラベル列の CTC 損失に"
                "マイナスを付けたものになる。",
            ),
            case=Case("a_beam_without_end", inputs={"x": normal(3, 5, 4)}),
            left=_of_the_beam,
            right=_minus_the_loss,
        ),
    ),
    mistakes=(
        Mistake(
            name="repeats_never_parted",
            ja="ブランクを挟んだ同じ文字も分けない",
            line="_add(wider, longer, without=with_blank + log_y_c)",
            wrong="pass",
            why=Text(
                "Behind a blank the same label begins anew: without this, 'aa' can never be said.",
                "ブランクの後なら、同じラベルが新たに始まる。これがないと aa を表せない。",
            ),
        ),
        Mistake(
            name="repeats_not_merged",
            ja="続く同じ文字をまとめない",
            line="_add(wider, prefix, without=without + log_y_c)",
            wrong="_add(wider, longer, without=without + log_y_c)",
            why=Text(
                "A label that goes on without a blank between is the same one, and the prefix "
                "stays as it is.",
                "ブランクを挟まずに続くラベルは同じ1つのラベルであり、接頭辞は変わらない。",
            ),
        ),
        Mistake(
            name="blank_not_needed_between",
            ja="同じ文字の間のブランクを求めない",
            line="_add(wider, longer, without=with_blank + log_y_c)",
            wrong="_add(wider, longer, without=either + log_y_c)",
            why=Text(
                "Only alignments that end with the blank can say the same label once more; the "
                "others are merged.",
                "同じラベルをもう一度出せるのは、ブランクで終わるアライメントだけである。"
                "それ以外は1つにまとめられる。",
            ),
        ),
        Mistake(
            name="best_alignment_alone",
            ja="最良のアラインメントだけを数える",
            line="either = np.logaddexp(with_blank, without)",
            wrong="either = max(with_blank, without)",
            why=Text(
                "Both kinds of alignments say this prefix: their probabilities add up.",
                "どちらのアライメントも同じ接頭辞を表すので、確率は足し合わせる。",
            ),
        ),
        Mistake(
            name="blank_kept_in_the_prefix",
            ja="接頭辞にブランクを残す",
            line="if c == blank:",
            wrong="if c == blank and prefix:",
            why=Text(
                "The blank is no label: it ends an alignment, and leaves the prefix as it is.",
                "ブランクはラベルではない。アライメントの末尾になるだけで、接頭辞は変わらない。",
            ),
        ),
    ),
)
