"""``report.md``: the verdict, the matrices, the divergences and where everything comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from parity.harness.comparing.compare import LOSES
from reports.run.matrix import (
    PAIRS,
    ROLES,
    agreement,
    concept_names,
    exact_agreement,
    failures,
    fewest_digits,
    identities,
    single_precision,
    worst_cases,
)
from reports.run.words import FRAMEWORK_NAMES, ROLE_LETTERS, pair_name, word


def counts_of(results: dict[str, Any]) -> dict[str, int]:
    """Return how many findings have each verdict."""
    verdicts = [finding["verdict"] for finding in results["findings"]]
    return {v: verdicts.count(v) for v in ("agree", "declared", "skipped", "vacuous", "differ")}


def verdict_line(results: dict[str, Any], language: str = "en") -> str:
    """Return the verdict in one line."""
    counts = counts_of(results)
    if results["passed"]:
        line = word("partly" if counts["skipped"] else "all_agree", language, **counts)
    elif not results["findings"]:
        line = word("nothing", language)
    elif results.get("unanswered") and not (counts["differ"] or counts["vacuous"]):
        names = ", ".join(f"`{name}`" for name in results["unanswered"])
        line = word("unanswered", language, names=names, n=len(results["unanswered"]))
    else:
        line = word("not_all", language, **counts)
    failed = [column for column in results["columns"] if column["state"] == "failed"]
    for column in failed:
        line += f" {FRAMEWORK_NAMES[column['framework']]} {column['detail']}."
    if results["interrupted"]:
        line += " " + word("interrupted", language)
    return line


def as_markdown(results: dict[str, Any], language: str = "en") -> str:
    """Return the report of ``results`` (the content of ``results.json``)."""
    titles = {concept["name"]: concept["title"][language] for concept in results["concepts"]}
    parts = [f"# {word('title', language)}", verdict_line(results, language)]
    parts += _failures(results, language)
    parts += [f"## {word('matrix', language)}", word("matrix_legend", language)]
    parts += [_matrix(results, titles, language)]
    parts += by_element(results, language) + _lost(results, language)
    parts += _distribution(results, language) + _fast_forms(results, language)
    if single_precision(results):
        parts += [f"## {word('single', language)}", word("single_legend", language)]
        parts += [_single(results, titles, language)]
    parts += _divergences(results, language)
    parts += _identities(results, language)
    parts += [f"## {word('columns', language)}", _columns(results, language)]
    parts += [f"## {word('versions', language)}", _versions(results, language)]
    return "\n\n".join(parts) + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    escaped = [[str(cell).replace("|", "\\|") for cell in row] for row in (header, *rows)]
    lines = ["| " + " | ".join(row) + " |" for row in escaped]
    return "\n".join([lines[0], "|" + " --- |" * len(header), *lines[1:]])


def _matrix(results: dict[str, Any], titles: dict[str, str], language: str) -> str:
    digits, exact = agreement(results), exact_agreement(results)
    worst = worst_cases(results)

    def cell(name: str, left: str, right: str) -> str:
        shown = []
        for role in ROLES:
            key = (name, left, right, role)
            if key in digits:
                shown.append(f"{ROLE_LETTERS[role]} {digits[key]:.1f}")
            elif key in exact:
                shown.append(f"{ROLE_LETTERS[role]} =")
        return ", ".join(shown) or "–"

    rows = []
    for name in concept_names(results):
        named = "–"
        if name in worst:
            w = worst[name]
            pair = pair_name(w["left"], w["right"])
            named = f"{w['case']}: `{w['quantity']}` {w['digits']:.1f} ({pair})"
        cells = [cell(name, *pair) for pair in PAIRS]
        rows.append([f"`{name}` {titles[name]}", *cells, named])
    header = [word("concept", language), *(pair_name(*pair) for pair in PAIRS)]
    return table([*header, word("worst", language)], rows)


def by_element(results: dict[str, Any], language: str) -> list[str]:
    """Say where digits are those of each element, if they are anywhere."""
    found = [f for f in results["findings"] if f.get("measure") == "element"]
    names = ", ".join(dict.fromkeys(f"`{f['concept']}`" for f in found))
    return [word("by_element", language, names=names)] if found else []


def _lost(results: dict[str, Any], language: str) -> list[str]:
    """Name the frameworks that lose small elements, and how."""
    lost = {
        (f["concept"], f["quantity"], f["note"])
        for f in results["findings"]
        if LOSES in f["note"] and f["verdict"] == "agree"
    }
    if not lost:
        return []
    rows = [[f"`{name}`", f"`{quantity}`", note] for name, quantity, note in sorted(lost)]
    header = [word(key, language) for key in ("concept", "quantity", "note")]
    return [word("lost", language), table(header, rows)]


def _distribution(results: dict[str, Any], language: str) -> list[str]:
    drawn = [f for f in results["findings"] if f["note"].startswith("in distribution")]
    if not drawn:
        return []
    agree = sum(finding["verdict"] == "agree" for finding in drawn)
    return [word("distribution", language, agree=agree, total=len(drawn))]


def _fast_forms(results: dict[str, Any], language: str) -> list[str]:
    """Say how well the fast forms agree with the plain ones, where there are any."""
    found = [f for f in results["findings"] if f["left"] == "fast" and f["verdict"] == "agree"]
    digits = [f["digits"] for f in found if f["dtype"] == "float64" and f["digits"] is not None]
    if not digits:
        return []
    names = ", ".join(dict.fromkeys(f"`{f['concept']}`" for f in found))
    told = {"names": names, "n": len(found), "digits": f"{min(digits):.1f}"}
    return [word("fast_forms", language, **told)]


def _single(results: dict[str, Any], titles: dict[str, str], language: str) -> str:
    digits = single_precision(results)
    frameworks = ("numpy", "torch", "keras")
    rows = [
        [
            f"`{name}` {titles[name]}",
            *(
                f"{digits[name, framework]:.1f}" if (name, framework) in digits else "–"
                for framework in frameworks
            ),
        ]
        for name in concept_names(results)
        if any((name, framework) in digits for framework in frameworks)
    ]
    return table([word("concept", language), *(FRAMEWORK_NAMES[f] for f in frameworks)], rows)


def _failures(results: dict[str, Any], language: str) -> list[str]:
    wrong = failures(results)
    if not wrong:
        return []
    keys = ("concept", "case", "quantity", "pair", "verdict", "error", "bound", "note")
    rows = [
        [
            f"`{row['concept']}`",
            row["case"],
            f"`{row['quantity']}` {row['dtype']}" if row["quantity"] else row["dtype"],
            pair_name(row["left"], row["right"]),
            row["verdict"],
            _scientific(row["max_abs_error"]),
            _scientific(row["bound"]),
            row["note"],
        ]
        for row in wrong
    ]
    return [f"## {word('wrong', language)}", table([word(key, language) for key in keys], rows)]


def _divergences(results: dict[str, Any], language: str) -> list[str]:
    sizes = {
        (finding["concept"], finding["case"]): finding
        for finding in results["findings"]
        if "@" in finding["case"]
    }
    rows = []
    for concept in results["concepts"]:
        for divergence in concept["divergences"]:
            finding = sizes.get((concept["name"], divergence["case"]))
            size = "–"
            if finding and finding["max_abs_error"] is not None:
                size = f"{_scientific(finding['max_abs_error'])} (`{finding['quantity']}`)"
            elif finding:
                size = finding["note"]
            rows.append(
                [
                    f"`{concept['name']}`",
                    divergence["summary"][language],
                    "-".join(FRAMEWORK_NAMES[name] for name in divergence["between"]),
                    size,
                    divergence["reconciled"][language],
                    divergence["source"],
                ]
            )
    if not rows:
        return []
    keys = ("concept", "what", "between", "size", "reconciled", "source")
    return [
        f"## {word('divergences', language)}",
        word("divergences_legend", language),
        table([word(key, language) for key in keys], rows),
    ]


def _identities(results: dict[str, Any], language: str) -> list[str]:
    found = identities(results["findings"])
    rows = []
    for concept in results["concepts"]:
        for identity in concept.get("identities", ()):
            own = found.get((concept["name"], identity["name"]), [])
            least = fewest_digits(own)
            rows.append(
                [
                    f"`{concept['name']}`",
                    identity["text"][language],
                    f"`{identity['sibling']}`",
                    ", ".join(f"`{f['quantity']}`" for f in own if f["quantity"]) or "–",
                    "–" if least is None else f"{least:.1f}",
                ]
            )
    if not found:
        return []
    keys = ("concept", "identity", "sibling", "quantities", "digits")
    return [
        f"## {word('identities', language)}",
        word("identities_legend", language),
        table([word(key, language) for key in keys], rows),
    ]


def _scientific(value: float | None) -> str:
    return "–" if value is None else f"{value:.1e}"


def _columns(results: dict[str, Any], language: str) -> str:
    rows = [
        [FRAMEWORK_NAMES[c["framework"]], word(c["state"], language), c["detail"]]
        for c in results["columns"]
    ]
    return table([word(key, language) for key in ("framework", "state", "detail")], rows)


def _versions(results: dict[str, Any], language: str) -> str:
    listed = ", ".join(f"{name} {version}" for name, version in results["environment"].items())
    return f"{listed}\n\n{word('created', language)}: {results['created']}"
