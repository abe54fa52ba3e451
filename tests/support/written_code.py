"""Code as people write it, from files with one piece after the other.

A piece begins with ``=== right | adam | Adam | what is special about it``: whether it is right,
what it is judged as (by itself, if nothing stands there), and the name of the object.
"""

from dataclasses import dataclass
from pathlib import Path

from claims import sent
from peoples_module import module_of

from parity.checking.judging.attempt import attempt, attempt_alone
from parity.checking.judging.judge import check_object
from parity.checking.judging.verifying import verified

FOLDER = Path(__file__).parents[1] / "checking" / "written"


@dataclass(frozen=True)
class Piece:
    """One piece of code: ``kind`` is right or wrong, ``name`` the object in ``source``."""

    kind: str
    concept: str
    name: str
    title: str
    source: str

    def judged(self, folder, attempted=False):
        """Return the report, ``attempted`` as the command does, which may judge it by itself.

        The code is written into ``folder``, where its lines can be read.
        """
        module = module_of(folder, self.source)
        obj = getattr(module, self.name)
        if not self.concept:
            return attempt_alone(obj, self.name, vars(module))
        judge = attempt if attempted else check_object
        return judge(
            obj, self.concept, label=self.name, namespace=vars(module), mapping={}, causes=False
        )

    def agrees_here_and_elsewhere(self, folder):
        """Judge the code, and verify its claim as where it never ran: both must say the same."""
        report = self.judged(folder)
        told = report.crash, report.first_wrong, report.causes, report.quantities
        assert report.verdict == "agrees", told
        answer = verified(sent(report), self.concept)
        assert (answer.verdict, answer.conventions) == ("agrees", report.conventions), answer
        assert answer.quantities == report.quantities, (answer.quantities, report.quantities)


def pieces(file, kind):
    """Return the pieces of one kind, by title."""
    text = (FOLDER / f"{file}.txt").read_text(encoding="utf-8")
    found = {}
    for part in text.split("=== ")[1:]:
        head, source = part.split("\n", 1)
        told, concept, name, title = (word.strip() for word in head.split("|"))
        assert title not in found, title
        found[title] = Piece(told, concept, name, title, source)
    return {title: piece for title, piece in found.items() if piece.kind == kind}
