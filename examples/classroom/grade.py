"""Grades the assignment: points and hints, as JSON that GitHub Classroom and people can read.

python grade.py [--hint 1|2|3] [--lang en|ja] [--out FILE] [FOLDER]
"""

import argparse
import json
from pathlib import Path

import parity
from parity.errors import ReaderError
from parts import PARTS


def graded(folder, hint, language):
    """Return the parts, each with its points and what is told of a mistake."""
    for file, name, concept, points in PARTS:
        part = {"name": name, "concept": concept, "max_score": points, "score": 0}
        try:
            report = parity.check(f"{folder / file}::{name}", concept, hint=hint, language=language)
        except ReaderError as error:  # there is no such file
            yield part | {"status": "error", "output": str(error)}
            continue
        status = {"agrees": "pass", "differs": "fail"}.get(report.verdict, "error")
        score = points if report.passed else 0
        output = "" if report.passed else str(report).strip()
        yield part | {"status": status, "score": score, "output": output}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--hint", type=int, choices=(1, 2, 3), default=1)
    parser.add_argument("--lang", choices=("en", "ja"), default="en")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    tests = list(graded(options.folder, options.hint, options.lang))
    answer = {
        "version": 1,
        "status": "pass" if all(test["status"] == "pass" for test in tests) else "fail",
        "score": sum(test["score"] for test in tests),
        "max_score": sum(test["max_score"] for test in tests),
        "tests": tests,
    }
    text = json.dumps(answer, indent=1, ensure_ascii=False)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
