"""What was measured, in words: one phrase each, for the pages and for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from parity.describing.concept import Concept, Divergence
from parity.questions.wrong_lines import WrongLine
from reports.evidence import Finding, divergence_finding
from reports.site.text.numbers import size
from reports.site.text.words import word


def measured(
    concept: Concept, divergence: Divergence, findings: Sequence[Finding], language: str
) -> str:
    """Return how large a divergence is in the run, left as it is."""
    finding = divergence_finding(concept, divergence, findings)
    if finding and finding["max_abs_error"] is not None:
        error = size(finding["max_abs_error"])
        return word("measured_difference", language, quantity=finding["quantity"], error=error)
    if finding and finding["note"]:
        return str(finding["note"])
    return word("not_measured", language)


def worst_case(finding: Finding | None, language: str) -> str:
    """Return the finding that agrees to the fewest digits."""
    if finding is None:
        return word("worst_none", language)
    return word(
        "worst",
        language,
        quantity=finding["quantity"],
        case=finding["case"],
        pair=word(f"{finding['left']}_{finding['right']}", language),
        digits=f"{finding['digits']:.1f}",
        error=size(finding["max_abs_error"]),
        bound=size(finding["bound"]),
    )


def fast_form(finding: Finding | None, language: str) -> str:
    """Return how well the fast form agrees with the plain one; nothing where there is none."""
    if finding is None:
        return ""
    return word("fast_form", language, digits=f"{finding['digits']:.1f}")


MOST_BROKEN = 4
"""Of a whole network a wrong line may break a hundred gradients: the first say enough."""


def what_breaks(line: WrongLine, language: str) -> tuple[str, ...]:
    """Return what a wrong line breaks: a phrase for each of the first, and how many more."""
    phrases = []
    for broken in line.breaks[:MOST_BROKEN]:
        if broken.digits is None or broken.max_abs_error is None:
            phrases.append(broken.quantity or broken.note)
            continue
        values = {
            "quantity": broken.quantity,
            "digits": f"{broken.digits:.1f}",
            "error": size(broken.max_abs_error),
            "case": broken.case,
        }
        phrases.append(word("digits_off", language, **values))
    if len(line.breaks) > MOST_BROKEN:
        phrases.append(word("more_broken", language, n=len(line.breaks) - MOST_BROKEN))
    return tuple(phrases)
