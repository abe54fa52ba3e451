"""Which form of code is shown to somebody whose code is not understood."""

from __future__ import annotations

from parity.checking.report import Report

FORMS = {
    "class": ("shape_book", "shape_network", "shape_optimizer_class", "shape_ours",
              "shape_initializer"),
    "function": ("shape_pair", "shape_loss_and_gradient", "shape_optimizer_function",
                 "shape_function", "shape_of_shape", "shape_forward"),
}  # fmt: skip
"""The words of forms that are classes, and functions, the most usual first."""


def form_to_write(report: Report, language: str) -> str:
    """Return the code of a form that is understood, of the kind that the user's code has."""
    crash = report.crash
    if crash is None or crash.name != "unknown_shape" or not report.concept:
        return ""
    # The concepts are needed only here.
    from parity.errors import ReaderError
    from parity.harness.registry import find
    from reports.check.skeletons.sections import sections

    try:
        concept = find([report.concept])[0]
    except ReaderError:
        return ""
    made = {section.key: section.code for section in sections(concept, language)}
    wanted = FORMS.get(crash.form, ())
    key = next((key for key in wanted if key in made), next(iter(made), ""))
    return made[key].rstrip() if key else ""
