"""What a check found, as data: the table, the first wrong quantity, causes, conventions."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from parity.describing.concept import NOTHING, Text
from parity.language import from_locale
from parity.views import drawn

if TYPE_CHECKING:
    import pandas as pd

Verdict = Literal["agrees", "differs", "error"]
QuantityVerdict = Literal["agree", "imprecise", "differ", "error", "missing"]

EXIT_CODES: dict[str, int] = {"agrees": 0, "differs": 1, "error": 2}


@dataclass(frozen=True)
class Quantity:
    """One quantity over every case in which it was compared.

    Attributes:
        quantity: such as ``y``, ``dx``, ``running_mean``.
        digits: the fewest agreed digits; ``None`` where they cannot be counted.
        verdict: ``agree``; ``imprecise`` where the formula is right and loses digits to rounding;
            ``differ``; ``error`` where the code raised an exception; ``missing`` where it gives
            no such quantity.
        case: where the worst was found.
        agreed: in how many cases it agrees.
        compared: in how many it was compared.
        max_abs_error: the largest error in that case.
        bound: what two right results may differ by in that case.
        note: what else there is to say, such as both shapes.
    """

    quantity: str
    digits: float | None
    verdict: QuantityVerdict
    case: str = ""
    agreed: int = 0
    compared: int = 0
    max_abs_error: float | None = None
    bound: float | None = None
    note: Text = NOTHING


@dataclass(frozen=True)
class Line:
    """A line of the user's code."""

    file: str
    number: int
    text: str


@dataclass(frozen=True)
class Cause:
    """A likely cause of what is wrong.

    Attributes:
        name: of the fingerprint (``constant_factor``, ``transposed`` ...) or of the concept's
            listed mistake.
        text: what it is, and why it matters.
        line: the line of the user's code to look at.
        ours: how our implementation writes that line.
    """

    name: str
    text: Text
    line: Line | None = None
    ours: str = ""


@dataclass(frozen=True)
class Convention:
    """Another convention that the code follows, and under which it was judged."""

    name: str
    text: Text


@dataclass(frozen=True)
class Example:
    """The smallest case that still fails, as NumPy literals that can be pasted.

    Attributes:
        quantity: what is wrong in it.
        code: Python that defines the inputs; it runs as it stands.
        yours: the user's result, as a literal.
        expected: the right one.
    """

    quantity: str
    code: str
    yours: str
    expected: str


@dataclass(frozen=True)
class Crash:
    """Why there is no comparison.

    Attributes:
        what: one sentence: what happened, and at what.
        hint: what to do about it.
        trace: the traceback, cut to the user's own lines.
        name: for machines. Before the code runs: ``file_missing``, ``not_python``,
            ``damaged_notebook``, ``wrong_encoding``, ``syntax_error``, ``import_failed``,
            ``not_found``, ``not_callable``, ``not_recognised``, ``unknown_shape``, ``bad_usage``.
            While it runs: ``raised``, ``timeout``, ``exited``, ``crashed``, ``wrong_result``,
            ``broken``.
    """

    name: str
    what: Text
    hint: Text = NOTHING
    trace: str = ""


@dataclass
class Report:
    """The answer to one check.

    Attributes:
        object: the name of what was judged.
        concept: what it was judged as.
        verdict: ``agrees``, ``differs`` or ``error``.
        shape: how the code was used: as the book's class, as a pair of functions ...
        quantities: in the order of the computation.
        first_wrong: the first quantity to go wrong, with the step where there are steps.
        causes: likely causes, the likeliest first.
        conventions: other conventions that the code follows.
        remarks: what else is worth knowing: constants that are fixed, cases that were not tried.
        example: the smallest failing case.
        crash: why there is no comparison.
        references: who the recorded cases were compared with, such as ``"PyTorch 2.13.0"``.
        live: whether the references were computed now.
        cases: how many recorded cases were judged.
        random_cases: how many random cases were judged besides.
        printed: what the code printed, the beginning of it.
        seconds: how long the check took in its own process.
        language: in which it shows itself; the locale's if ``None``.
    """

    object: str
    concept: str
    verdict: Verdict
    shape: Text = NOTHING
    quantities: list[Quantity] = field(default_factory=list)
    first_wrong: str | None = None
    causes: list[Cause] = field(default_factory=list)
    conventions: list[Convention] = field(default_factory=list)
    remarks: list[Text] = field(default_factory=list)
    example: Example | None = None
    crash: Crash | None = None
    references: tuple[str, ...] = ()
    live: bool = False
    cases: int = 0
    random_cases: int = 0
    printed: str = ""
    seconds: float = 0.0
    language: str | None = None

    @property
    def passed(self) -> bool:
        """Tell whether the code agrees."""
        return self.verdict == "agrees"

    @property
    def exit_code(self) -> int:
        """Return 0 for agrees, 1 for differs, 2 for error."""
        return EXIT_CODES[self.verdict]

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return what ``--json`` prints, texts in ``language`` if it is given."""
        lang = language or self.language or from_locale()
        return {
            "object": self.object,
            "concept": self.concept,
            "verdict": self.verdict,
            "convention": "; ".join(c.text[lang] for c in self.conventions) or None,
            "first_wrong": self.first_wrong,
            "causes": [
                {
                    "name": cause.name,
                    "text": cause.text[lang],
                    "line": cause.line and {"file": cause.line.file, "number": cause.line.number},
                }
                for cause in self.causes
            ],
            "quantities": [
                {
                    "quantity": q.quantity,
                    "digits": q.digits,
                    "verdict": q.verdict,
                    "case": q.case,
                    "agreed": q.agreed,
                    "compared": q.compared,
                    "max_abs_error": q.max_abs_error,
                    "bound": q.bound,
                    "note": q.note[lang],
                }
                for q in self.quantities
            ],
            "remarks": [remark[lang] for remark in self.remarks],
            "example": self.example
            and {
                "quantity": self.example.quantity,
                "code": self.example.code,
                "yours": self.example.yours,
                "expected": self.example.expected,
            },
            "error": self.crash
            and {
                "name": self.crash.name,
                "what": self.crash.what[lang],
                "hint": self.crash.hint[lang],
                "trace": self.crash.trace,
            },
            "shape": self.shape[lang],
            "references": list(self.references),
            "live": self.live,
            "cases": self.cases,
            "random_cases": self.random_cases,
        }

    def to_json(self, language: str | None = None) -> str:
        """Return :meth:`to_dict` as JSON."""
        return json.dumps(self.to_dict(language), indent=1, ensure_ascii=False, allow_nan=False)

    def to_frame(self) -> pd.DataFrame:
        """Return the quantities as a table, one row each."""
        import pandas as pd

        rows = self.to_dict("en")["quantities"]
        columns = ["quantity", "digits", "verdict", "case", "agreed", "compared"]
        return pd.DataFrame(rows, columns=[*columns, "max_abs_error", "bound", "note"])

    def __str__(self) -> str:
        """Return the answer as the terminal shows it, without colours."""
        return drawn("check.text", self, self.language)

    def _repr_html_(self) -> str:
        """Return the answer as a notebook shows it."""
        return drawn("check.html", self, self.language)
