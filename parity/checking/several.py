"""Judges several files at once: for pre-commit, and for GitHub's action.

``python -m parity.checking.several FILE ...`` judges what is recognised in each file; one in which
nothing is, is passed over. On GitHub each mistake becomes an annotation at its line, and the
summary of the job a table. The exit code is the worst: 0 agrees, 1 differs, 2 cannot be judged.
"""

from __future__ import annotations

import argparse
import glob
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from parity.children import command

MARKS = {"agrees": "✔", "differs": "✘", "error": "!"}
NOTHING = ("not_recognised", "not_found")
"""The errors of a file in which nothing was meant for us."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge the files; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m parity.checking.several", description=__doc__)
    parser.add_argument("targets", nargs="+", metavar="FILE[::NAME]", help="patterns too")
    parser.add_argument("--as", dest="concept", help="the concept that all of them implement")
    parser.add_argument("--hint", choices=("1", "2", "3"), help="tell no more of a mistake")
    parser.add_argument("--lang", choices=("en", "ja"), default="en")
    parser.add_argument("--timeout", type=float, default=20.0)
    options = parser.parse_args(arguments)
    answers: list[tuple[str, dict[str, Any]]] = []
    for target in _files(options.targets):
        answers += [(target, answer) for answer in _judged(target, options)]
    for target, answer in answers:
        print(_line(target, answer))
        if os.environ.get("GITHUB_ACTIONS") == "true" and answer["verdict"] != "agrees":
            print(annotation(target, answer))
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with open(summary, "a", encoding="utf-8") as file:
            file.write(table(answers))
    if not answers:
        print("Nothing was recognised.")
    codes = {"agrees": 0, "differs": 1, "error": 2}
    return max((codes[answer["verdict"]] for _, answer in answers), default=0)


def _files(targets: Sequence[str]) -> list[str]:
    found: list[str] = []
    for target in targets:
        pattern, name = target.partition("::")[::2]
        paths = sorted(glob.glob(pattern, recursive=True)) or [pattern]
        found += [f"{path}::{name}" if name else path for path in paths]
    return found


def _judged(target: str, options: argparse.Namespace) -> list[dict[str, Any]]:
    asked = [target, "--json", "--lang", options.lang, "--timeout", str(options.timeout)]
    asked += ["--as", options.concept] if options.concept else []
    asked += ["--hint", options.hint] if options.hint else []
    # The command line's own process, which no file of the current folder stands in for.
    done = subprocess.run(
        [*command("parity.cli"), "check", *asked],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return [_unanswered(target, done)]
    answers = answer if isinstance(answer, list) else [answer]
    if options.concept or "::" in target or not Path(target).is_file():
        return answers
    return [each for each in answers if (each["error"] or {}).get("name") not in NOTHING]


def _unanswered(target: str, done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """Return an answer for a file whose process gave none: the others are judged all the same."""
    said = (done.stderr or done.stdout).strip().splitlines()
    what = said[-1] if said else f"its process ended with {done.returncode} and said nothing"
    return {
        "object": target.partition("::")[2] or Path(target).name,
        "concept": None,
        "verdict": "error",
        "judgement": f"no answer: {what}",
        "first_wrong": None,
        "causes": None,
        "error": {"name": "no_answer", "what": what, "hint": None},
    }


def _line(target: str, answer: dict[str, Any]) -> str:
    file = target.partition("::")[0]
    return f"{MARKS[answer['verdict']]} {file}: {answer['object']}: {answer['judgement']}"


def place(target: str, answer: dict[str, Any]) -> tuple[str, int | None]:
    """Return the file and the line where a mistake is, as far as they are known."""
    file = target.partition("::")[0]
    for cause in answer["causes"] or ():
        if cause["line"]:
            named = Path(cause["line"]["file"])
            # The answer has the file's name; the annotation wants its path.
            return (file if named.name == Path(file).name else str(named)), cause["line"]["number"]
    return file, None


def annotation(target: str, answer: dict[str, Any]) -> str:
    """Return GitHub's command that puts the answer beside the line."""
    file, number = place(target, answer)
    error = answer["error"] or {}
    said = [": ".join(filter(None, (answer["judgement"], answer["first_wrong"])))]
    said += [cause["text"] for cause in answer["causes"] or () if cause["text"]][:1]
    said += filter(None, (error.get("what"), error.get("hint")))
    where = f"file={_property(file)}" + (f",line={number}" if number else "")
    level = "error" if answer["verdict"] == "differs" else "warning"
    title = _property(f"parity: {answer['object']}")
    return f"::{level} {where},title={title}::{_data(chr(10).join(said))}"


def table(answers: Sequence[tuple[str, dict[str, Any]]]) -> str:
    """Return the answers as a table in Markdown."""
    lines = ["| | file | object | concept | |", "| --- | --- | --- | --- | --- |"]
    for target, answer in answers:
        cells = (MARKS[answer["verdict"]], target.partition("::")[0], answer["object"],
                 answer["concept"] or "", answer["judgement"])  # fmt: skip
        escaped = (" ".join(str(cell).replace("|", "\\|").split()) for cell in cells)
        lines.append(f"| {' | '.join(escaped)} |")
    return "\n".join(lines) + "\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


if __name__ == "__main__":
    raise SystemExit(main())
