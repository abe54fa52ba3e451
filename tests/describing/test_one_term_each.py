"""One Japanese term for each thing, wherever people read it."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READ = (".py", ".toml", ".md", ".j2", ".js")
WHERE = [
    *(p for room in ("parity", "reports") for p in (ROOT / room).rglob("*") if p.suffix in READ),
    ROOT / "README.ja.md",
]


@pytest.fixture(scope="module")
def texts():
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in WHERE}


@pytest.mark.parametrize(
    ("not_this", "but_this"),
    [
        ("モーメンタム", "モメンタム"),
        ("学習する数", "パラメータ数"),
        ("重なりのあるプーリング", "オーバーラッププーリング"),
        ("壊れる量", "値が合わなくなる量"),
        ("宣言どおり", "記載どおり"),
        ("商を有限に保つ", "0 除算を防ぐ"),
        ("(試験の形)", "(試験での定義)"),
        ("(教材の形)", "(教材での定義)"),
        ("L1 のペナルティ", "L1 の罰則項"),
        ("L2 のペナルティ", "L2 の罰則項"),
    ],
)
def test_one_term_each(texts, not_this, but_this):
    assert [name for name, text in texts.items() if not_this in text] == []
    assert any(but_this in text for text in texts.values())
