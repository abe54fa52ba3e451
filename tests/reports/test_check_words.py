"""The words of a check's answer, and how a file is named."""

import re
from string import Formatter

import pytest

from parity.checking.report import Line
from reports.check import sentences, words


@pytest.mark.parametrize("key", words.WORDS)
def test_every_word_has_both_languages(key):
    english, japanese = words.WORDS[key]
    fields = [
        {name for _, name, _, _ in Formatter().parse(text) if name} for text in (english, japanese)
    ]
    assert english.strip()
    assert japanese.strip()
    if not key.endswith("_one") and key not in ("line_more", "at_step"):
        assert fields[0] == fields[1]
    if re.search(r"[a-z]{2}", re.sub(r"{.*?}", "", english)):  # more than signs
        assert not japanese.isascii()


def test_a_file_below_the_current_folder_is_named_from_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    inside = str(tmp_path / "week3" / "layers.py")
    assert sentences.place(Line(inside, 7, "")).replace("\\", "/") == "week3/layers.py:7"
    assert sentences.place(Line("/elsewhere/layers.py", 7, "")) == "/elsewhere/layers.py:7"
    assert sentences.place(Line("notebook.ipynb[3]", 7, "")) == "notebook.ipynb[3]:7"
