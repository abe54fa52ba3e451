"""Questions written by hand: complete in both languages, alike to look at, with a source."""

import re
import tomllib

import pytest
from every import every

from parity.describing.syllabus import ITEMS
from parity.harness.registry import all_concepts
from parity.questions.written.reading import CHOICES, FOLDER, WrittenError, read, written_questions

QUESTIONS = written_questions()
POLITE = re.compile(r"(です|ます|ましょう|ください)[。、]?")
GIVEAWAYS = re.compile(
    r"\b(always|never|all of the above|none of the above)\b|必ず|絶対に|上記", re.I
)
NAMED = {name for name, concept in all_concepts().items() if "_" in name and concept.kind}


def test_names_are_their_own():
    names = [question.name for question in QUESTIONS]
    assert len(set(names)) == len(names)
    stems = [question.stem.ja for question in QUESTIONS]
    assert len(set(stems)) == len(stems)


@every(question=QUESTIONS)
def test_a_written_question_is_whole(question):
    assert set(question.items) <= set(ITEMS)
    assert set(question.concepts) <= set(all_concepts())
    for texts in (question.choices, question.why):
        for language in ("en", "ja"):
            assert len({text[language] for text in texts}) == CHOICES, "two say the same"
    for text in (question.stem, *question.choices, *question.why):
        assert not POLITE.search(text.ja), text.ja
        assert re.search(r"[ぁ-んァ-ヶ一-龠]", text.ja) or text.ja == text.en
        assert not re.search(r"[ぁ-んァ-ヶ一-龠]", text.en), text.en
        assert not re.search(r"  |　", text.en + text.ja), text
    for why in question.why:
        assert why.ja.endswith("。")
        assert why.en.endswith((".", ")"))
    for choice in question.choices:
        assert not GIVEAWAYS.search(choice.en), choice.en
        assert not GIVEAWAYS.search(choice.ja), choice.ja
    ends = {choice.ja.endswith("。") for choice in question.choices}
    assert len(ends) == 1, "some choices are sentences, some are not"


@every(question=QUESTIONS)
def test_a_written_question_names_nothing_of_ours(question):
    for text in (question.stem, *question.choices):
        for word in re.findall(r"[a-z0-9]+(?:_[a-z0-9]+)+", text.en + " " + text.ja):
            assert word not in NAMED, word


def test_the_right_choice_is_not_told_by_its_length():
    for language in ("en", "ja"):
        longest = 0
        for question in QUESTIONS:
            lengths = [len(choice[language]) for choice in question.choices]
            others = [n for i, n in enumerate(lengths) if i != question.right]
            longest += lengths[question.right] > 1.15 * max(others)
        assert longest <= max(1, 0.2 * len(QUESTIONS)), language


def test_a_question_that_lacks_something_is_refused():
    text = (FOLDER / "chapter_3" / "training.toml").read_text("utf-8")
    assert list(read(text, "training"))
    for broken, word in [
        (text.replace("right = true\n", "", 1), "0 of them right"),
        (re.sub(r"(?m)^source = .*\n", "", text, count=1), "source is missing"),
        (re.sub(r"(?m)^why_ja = .*\n", "", text, count=1), "why_ja is missing"),
        (
            text.replace(
                "[[question.choice]]\nright = true", "[[question.choice]]\nright = false", 1
            ),
            "0 of them",
        ),
    ]:
        assert broken != text
        with pytest.raises(WrittenError, match=word):
            list(read(broken, "training"))


def test_the_files_are_read_as_they_stand():
    for file in FOLDER.rglob("*.toml"):
        assert tomllib.loads(file.read_text("utf-8"))["question"], file.name
