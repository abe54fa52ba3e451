"""What a check found, as data: the table, the first wrong quantity, causes, conventions."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from parity.describing.concept import NOTHING, Text
from parity.language import from_locale
from parity.views import drawn

if TYPE_CHECKING:
    import pandas as pd

Verdict = Literal["agrees", "differs", "error", "passed"]
QuantityVerdict = Literal["agree", "imprecise", "differ", "error", "missing"]

RIGHT = ("agrees", "passed")
"""Verdicts of which nothing is withheld."""

RAN = ("raised", "wrong_result")
"""Crashes that the code's own lines explain."""

EXIT_CODES: dict[str, int] = {"agrees": 0, "differs": 1, "error": 2, "passed": 0}


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
        mended: the line as it would be right, in the user's own names, where those are known.
        kind: what kind of mistake it is, in a few words: what a hint tells before the line.
    """

    name: str
    text: Text
    line: Line | None = None
    ours: str = ""
    mended: str = ""
    kind: Text = NOTHING


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
        understood: what of the code was understood, where it is not known how to use it.
        form: what is to be written: ``class`` or ``function``; empty if it may be either.
        hint: what to do about it.
        trace: the traceback, cut to the user's own lines.
        name: for machines. Before the code runs: ``file_missing``, ``not_python``,
            ``damaged_notebook``, ``wrong_encoding``, ``syntax_error``, ``import_failed``,
            ``not_found``, ``not_callable``, ``not_recognised``, ``unknown_shape``, ``bad_usage``.
            While it runs: ``raised``, ``timeout``, ``exited``, ``crashed``, ``wrong_result``,
            ``absent``, ``blank``, ``broken``.
    """

    name: str
    what: Text
    hint: Text = NOTHING
    trace: str = ""
    understood: Text = NOTHING
    form: str = ""


@dataclass
class Report:
    """The answer to one check.

    Attributes:
        object: the name of what was judged.
        concept: what it was judged as.
        verdict: ``agrees``, ``differs`` or ``error``; of a file's definitions, ``passed`` where one
            was not judged at all: the remarks say why.
        shape: how the code was used: as the book's class, as a pair of functions ...
        quantities: in the order of the computation.
        first_wrong: the first quantity to go wrong, with the step where there are steps.
        causes: likely causes, the likeliest first.
        conventions: other conventions that the code follows.
        limits: for which inputs the code was not written: it does not answer for them.
        float32: quantities that agree as far as single precision goes, and no further.
        reading: what was taken for granted about the code where that is not the usual.
        alone: whether it was judged by itself: its gradients against finite differences of its
            own forward.
        remarks: what else is worth knowing: constants that are fixed, cases that were not tried.
        example: the smallest failing case.
        crash: why there is no comparison.
        references: who the recorded cases were compared with, such as ``"PyTorch 2.13.0"``.
        live: whether the references were computed now.
        cases: how many recorded cases were judged.
        random_cases: how many random cases were judged besides.
        printed: what the code printed, the beginning of it.
        hint: how much is told of what is wrong: 1 the quantity, 2 the kind of mistake, 3 the line
            and its mended form; everything if ``None``.
        seconds: how long the check took in its own process.
        language: in which it shows itself; the locale's if ``None``.
        evidence: gives what shows that the code agrees; it stays where the report was made.
        meant: what the code may be instead of its concept; it stays there, too.
    """

    object: str
    concept: str
    verdict: Verdict
    shape: Text = NOTHING
    quantities: list[Quantity] = field(default_factory=list)
    first_wrong: str | None = None
    causes: list[Cause] = field(default_factory=list)
    conventions: list[Convention] = field(default_factory=list)
    limits: list[Text] = field(default_factory=list)
    float32: list[str] = field(default_factory=list)
    reading: list[Text] = field(default_factory=list)
    alone: bool = False
    remarks: list[Text] = field(default_factory=list)
    example: Example | None = None
    crash: Crash | None = None
    references: tuple[str, ...] = ()
    live: bool = False
    cases: int = 0
    random_cases: int = 0
    printed: str = ""
    hint: int | None = None
    seconds: float = 0.0
    language: str | None = None
    evidence: Callable[[], Any] | None = field(default=None, init=False, repr=False, compare=False)
    meant: Any = field(default=None, init=False, repr=False, compare=False)

    @property
    def passed(self) -> bool:
        """Tell whether the code agrees."""
        return self.verdict == "agrees"

    def hinted(self, level: int | None) -> Report:
        """Return the answer with what a hint of this level tells, and no more.

        What is wrong is told by degrees: 1 the first wrong quantity, 2 the kind of mistake as
        well, 3 the line and its mended form, and everything else.
        """
        if level is None or self.verdict in RIGHT:
            return self
        if level > 2:
            return replace(self, hint=level)
        name = (self.first_wrong or "").partition(", step ")[0]
        rows = [row for row in self.quantities if row.quantity == name]
        rows = rows or [row for row in self.quantities if row.verdict != "agree"]
        kinds = {c.kind.en: c.kind for c in self.causes if c.kind.en} if level > 1 else {}
        crash = self.crash
        if crash and crash.name in RAN:
            crash = replace(crash, hint=NOTHING, trace="")
        return replace(
            self, hint=level, quantities=rows[:1], example=None, crash=crash,
            causes=[Cause("", kind, kind=kind) for kind in kinds.values()],
        )  # fmt: skip

    @property
    def judgement(self) -> Text:
        """The verdict in words, with what qualifies it."""
        if self.verdict == "differs":
            return Text("differs", "一致しない")
        if self.verdict == "error":
            return Text("cannot judge", "判定できない")
        if self.verdict == "passed":
            return Text("not judged", "判定対象外")
        within = self.qualified
        en = ", ".join(text.en for text in within)
        ja = "、".join(text.ja for text in within)
        return Text(f"agrees {en}".strip(), f"{ja}一致する")

    @property
    def qualified(self) -> list[Text]:
        """What qualifies that the code agrees: its domain, its precision, its conventions."""
        within = []
        if self.limits:
            within.append(Text("within its domain", "対象範囲内で"))
        if self.float32:
            within.append(Text("in float32", "float32 の精度で"))
        if self.conventions:
            names = [convention.name for convention in self.conventions]
            many = "s" * (len(names) > 1)
            within.append(
                Text(f"in convention{many} {', '.join(names)}", f"規約 {'、'.join(names)} のもとで")
            )
        return within

    @property
    def exit_code(self) -> int:
        """Return 0 for agrees and for what was not judged, 1 for differs, 2 for error."""
        return EXIT_CODES[self.verdict]

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return what ``--json`` prints, texts in ``language`` if it is given."""
        lang = language or self.language or from_locale()
        level = 3 if self.hint is None or self.verdict in RIGHT else self.hint
        withheld = level < 3 and self.crash is not None and self.crash.name in RAN
        return {
            "object": self.object,
            "concept": self.concept,
            "verdict": self.verdict,
            "judgement": self.judgement[lang],
            "convention": "; ".join(c.text[lang] for c in self.conventions) or None,
            "first_wrong": self.first_wrong,
            "causes": [
                {
                    "name": cause.name or None,
                    "text": cause.text[lang],
                    "line": cause.line and {"file": cause.line.file, "number": cause.line.number},
                    "kind": cause.kind[lang] or None,
                    "mended": cause.mended or cause.ours or None,
                }
                for cause in self.causes
            ]
            if level > 1
            else None,
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
            "limits": [limit[lang] for limit in self.limits],
            "float32": list(self.float32),
            "reading": [text[lang] for text in self.reading],
            "alone": self.alone,
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
                "understood": self.crash.understood[lang],
                "hint": None if withheld else self.crash.hint[lang],
                "trace": None if withheld else self.crash.trace,
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
