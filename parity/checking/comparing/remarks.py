"""What is worth knowing besides the verdict: conventions, fixed constants, what was not tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parity.checking.comparing.judged import Judged
from parity.checking.comparing.variations import Variation, usual
from parity.checking.reading.sessions.session import Subject
from parity.checking.report import Convention as Told
from parity.describing.concept import Concept, Text
from parity.harness.evaluators.subject import defaults_of

FREE = ("activation", "pooling", "initializer", "block", "interpolation")
"""Arguments whose choice is the user's own: another one is neither wrong nor a convention."""


STATEFUL = Text(
    "Its state goes on from call to call, and nothing tells it to begin anew; in PyTorch and Keras "
    "every call begins with zeros, or with the state that it is given.",
    "状態が呼び出しから次の呼び出しへ引き継がれ、初めからやり直す指定がない。"
    "PyTorch と Keras では、呼び出しのたびに 0 か、渡された状態から始まる。",
)


def conventions_of(concept: Concept, variation: Variation) -> tuple[list[Told], dict[str, Any]]:
    """Return the conventions that a variation follows, and what in it is none.

    The second is what the code does in place of our default, such as ``{"bias_correction":
    False}``, where nobody does it on purpose.
    """
    defaults = defaults_of(concept)
    told = [Told(c.name, c.text) for c in variation.conventions]
    wrong = {}
    for name, value in variation.fixed.items():
        if value == defaults[name] or name in FREE:
            continue
        if name == "stateful" and not any(name in c.config for c in concept.conventions):
            told.append(Told(name, STATEFUL))
            continue
        if isinstance(value, float) and not any(name in c.config for c in concept.conventions):
            if not usual(name, value):
                wrong[name] = value
            continue
        meant = [
            c for c in concept.conventions
            if c.config.get(name) == value and c.config.items() <= variation.fixed.items()
        ] or [c for c in concept.conventions if c.config.get(name) == value]  # fmt: skip
        if meant:
            convention = max(meant, key=lambda c: len(c.config))
            told.append(Told(convention.name, convention.text))
        else:
            wrong[name] = value
    return list({c.name: c for c in told}.values()), wrong


ONE_HEAD = Text(
    "It speaks of no heads, and was judged with one.",
    "ヘッドの数についての記述がないので、1つとして判定した。",
)

ASKED_FOR_SELDOM = {
    "use_gamma", "use_beta", "track_running_stats", "weight", "pos_weight", "ignore_index",
}  # fmt: skip
"""Options that most code does without: that their cases do not count is nothing to tell."""


def remarks_of(
    concept: Concept,
    subject: Subject,
    judged: Sequence[Judged],
    variation: Variation,
    explained: bool = False,
) -> list[Text]:
    """Return remarks for the reader; ``explained`` if it was told where digits are lost."""
    heads = {
        ((j.trial.drawn or j.case).config.get("n_heads", 1), j.case.config.get("n_heads", 1))
        for j in judged
    }
    remarks = [ONE_HEAD] if any(ours != theirs for ours, theirs in heads) else []
    defaults = defaults_of(concept)
    for name, value in variation.fixed.items():
        if isinstance(value, float) and value != defaults[name] and usual(name, value):
            remarks.append(
                Text(
                    f"{name} is fixed at {value:g} in your code; ours is {defaults[name]:g} unless "
                    "told otherwise.",
                    f"コード中で {name} が {value:g} に固定されている"
                    f"(本プロジェクトの既定値は {defaults[name]:g})。",
                )
            )
    exact_logarithm = not any(
        c.role == "forward" and c.verdict == "imprecise" and concept.kind == "loss"
        for j in judged
        for c in j.comparisons
    )
    if (
        exact_logarithm
        and not explained
        and any(c.verdict == "imprecise" for j in judged for c in j.comparisons if not j.excused)
    ):
        remarks.append(
            Text(
                "The formula is right, but loses digits by subtracting nearly equal numbers.",
                "式は正しいが、近い値どうしの引き算で桁落ちが生じている。",
            )
        )
    excused: dict[str, list[str]] = {}
    texts: dict[str, Text] = {}
    for j in judged:
        why = j.trial.not_applicable
        if why and not j.excused and not ASKED_FOR_SELDOM & set(j.case.config):
            excused.setdefault(why.en, []).append(j.case.name)
            texts[why.en] = why
    for key, names in excused.items():
        shown = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
        remarks.append(
            Text(f"Not counted: {shown} ({texts[key].en}).", f"対象外:{shown}({texts[key].ja})。")
        )
    if any("in_place" in j.trial.odd for j in judged):
        remarks.append(
            Text(
                "It works in place: it returns nothing and changes the array that it is given.",
                "値を返さず、渡された配列をその場で書き換える。",
            )
        )
    if any("global_random" in j.trial.odd for j in judged) and concept.kind == "layer":
        remarks.append(
            Text(
                "It draws from NumPy's global random state; pass a generator to be repeatable.",
                "NumPy のグローバルな乱数状態を使っている。再現できるよう乱数生成器を渡すとよい。",
            )
        )
    went_back = any(j.trial.stumble and j.trial.stumble.stage == "backward" for j in judged)
    if (
        subject.concept.kind in ("layer", "loss", "regularizer")
        and not went_back
        and not any(c.role == "gradient" for j in judged for c in j.comparisons)
    ):
        remarks.append(
            Text(
                "Only the forward pass was judged: no backward was found, or it is still to be "
                "written.",
                "逆伝播が見つからないか未記入なので、順伝播だけを調べた。",
            )
        )
    return remarks
