"""What must hold for every question of the bank: a list of complaints, empty where all is well."""

import re
from collections import Counter, defaultdict

from parity.describing.syllabus import ITEMS
from parity.harness.registry import all_concepts
from parity.questions.paper import units

OURS = {name for name in all_concepts() if "_" in name}
MOST = 20
"""How often one sentence may give a reason."""
TOLD = re.compile(r"\b(always|never|all of the above|none of the above)\b|必ず|絶対に|上記", re.I)


def complaints(bank):
    """Return what is wrong with a bank."""
    return [*each(bank), *_leaks(bank), *_repeated(bank), *_shares(bank)]


def each(bank):
    """Yield what is wrong with single questions."""
    for q in bank:
        for language in ("en", "ja"):
            choices = [c[language].strip() for c in q.choices]
            reasons = [w[language].strip() for w in q.why]
            if not all(choices) or len(set(choices)) != 4:
                yield f"{q.name}: four different choices are wanted ({language})"
            if not all(reasons) or len(reasons) != 4:
                yield f"{q.name}: a reason is missing ({language})"
            if len(set(reasons)) != 4:
                yield f"{q.name}: two choices are explained alike ({language})"
            if not q.stem[language].strip():
                yield f"{q.name}: nothing is asked ({language})"
            for text in choices:
                if TOLD.search(text):
                    yield f"{q.name}: a word gives the choice away: {text}"
        if not 0 <= q.right < 4:
            yield f"{q.name}: no choice is right"
        if not q.items or not set(q.items) <= set(ITEMS):
            yield f"{q.name}: no item of the syllabus"
        if q.kind == "statement" and not q.source:
            yield f"{q.name}: no source"
        shown = (q.passage.code if q.passage else "") + q.code + q.stem.en
        for choice in q.choices:
            for name in re.findall(r"[a-z0-9]+(?:_[a-z0-9]+)+", choice.en):
                if name in OURS and name not in shown and "." not in choice.en:
                    yield f"{q.name}: {name} is a name of ours that nobody has shown"


def _leaks(bank):
    """Complain of an answer that its own passage, its stem or a sibling of its set shows."""
    for unit in units(bank):
        for q in unit:
            right = q.choices[q.right].en.strip("`")
            if len(right) < 12:
                continue  # a number or a short name stands in many texts by chance
            around = [q.stem.en, q.code]
            if q.passage:
                around += [q.passage.text.en, q.passage.code]
            for other in unit:
                if other.name != q.name:
                    around += [other.stem.en, other.code, *(c.en for c in other.choices)]
            if any(right in text for text in around):
                yield f"{q.name}: the answer {right!r} stands beside it"


def _repeated(bank):
    for language in ("en", "ja"):
        said = Counter(w[language] for q in bank for w in q.why)
        for sentence, n in said.items():
            if n > MOST:
                yield f"{n} times: {sentence}"


def _shares(bank):
    kinds = Counter(q.kind for q in bank)
    if len(bank) < 800:
        yield f"{len(bank)} questions are fewer than 800"
    if kinds["fill"] > 0.6 * len(bank):
        yield "less than two fifths ask for something else than blanks"
    of_item = Counter(item for q in bank for item in q.items)
    for item, about in ITEMS.items():
        if about.examined != "grey" and of_item[item] < 5:
            yield f"{item} has {of_item[item]} questions"
    by_kind = defaultdict(list)
    for q in bank:
        sizes = [len(c.en) for c in q.choices]
        longest = sizes[q.right] > 1.15 * max(n for i, n in enumerate(sizes) if i != q.right)
        by_kind[q.kind].append(longest)
    for kind, own in by_kind.items():
        if sum(own) > max(1, 0.2 * len(own)):
            yield f"{kind}: the right choice is the longest in {sum(own)} of {len(own)}"
    places = Counter(q.right for q in bank)
    for place in range(4):
        if not 0.15 < places[place] / len(bank) < 0.35:
            yield f"place {place} is right {places[place]} times of {len(bank)}"
