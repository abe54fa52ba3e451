"""A judge that only calls the user's code, for tests of what stands around the judge.

Run in the checking process in place of the real one; see ``STUBBED``.
"""

import sys
import types
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from parity.checking.report import Report
from parity.harness import registry

SUPPORT = Path(__file__).parent
STUBBED = (
    f"import sys; sys.path += [{str(SUPPORT.parents[1])!r}, {str(SUPPORT)!r}]; "
    "import stub_judge; stub_judge.install(); "
    "from parity.checking.process import main; main()"
)
"""What the checking process runs when the stub judges."""

BEGIN = STUBBED.rpartition("; from ")[0] + (
    "; import numpy, parity.checking.alone.judge, parity.checking.choosing, parity.checking.process"
    "; import parity.checking.judging.attempt, parity.checking.judging.mapped"
    "; import parity.checking.loading.definitions, parity.checking.loading.seal"
    "; import parity.checking.running.by_value, parity.harness.processes.worker"
)
"""What it begins with, and imports soon."""

KNOWN = {"sigmoid": "sigmoid", "Relu": "relu", "Affine": "dense", "Sigmoid": "sigmoid"}


@dataclass
class Claim:
    report: Report
    evidence: None
    by_differences = False


def check_object(
    obj, concept_name, *, label, namespace, mapping, record, live, progress, causes=True
):
    from parity.checking.report import Report
    from parity.describing.concept import Text

    report = Report(label, concept_name, "agrees", cases=1, live=live)
    report.remarks.append(Text(f"names: {sorted(mapping.items())}", ""))
    if record is not None:
        report.references = tuple(record.versions.values())
    progress("forward, stub")
    if isinstance(obj, tuple):
        obj = obj[0]
    target = obj() if isinstance(obj, type) else obj
    y = getattr(target, "forward", target)(np.ones(3))
    if y is None or np.any(np.isnan(np.asarray(y, dtype=float))):
        report.verdict = "differs"
    if "keep" in label:
        report.causes = y  # whatever it is, it must be sent
    return report


def install():
    judge = types.ModuleType("parity.checking.judging.judge")
    judge.check_object = check_object
    recognition = types.ModuleType("parity.checking.reading.recognition")
    recognition.recognise = lambda names: [(n, KNOWN[n]) for n in names if n in KNOWN]
    recognition.called_like = lambda concept, own: [n for n in own if KNOWN.get(n) == concept]
    recognition.concept_for = lambda name, obj: KNOWN.get(name)
    recognition.concept_of_way_back = lambda name, obj, names: None
    verifying = types.ModuleType("parity.checking.judging.verifying")
    verifying.verified = lambda claim, asked, record: claim.report  # the stub has no evidence
    evidence = types.ModuleType("parity.checking.judging.evidence")
    evidence.Claim, evidence.claim_of = Claim, lambda report: Claim(report, None)
    concepts = registry.all_concepts()
    # The process looks at all before it is asked; the stub has no use for more than it knows.
    concepts._ordered = {name: concepts[name] for name in KNOWN.values()}
    for module in (verifying, evidence):
        sys.modules[module.__name__] = module
    sys.modules[judge.__name__] = judge
    sys.modules[recognition.__name__] = recognition
