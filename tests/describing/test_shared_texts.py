"""What several concepts say is written once."""

import ast

from repository import ROOT

SHORT = 20


def texts(tree):
    """Yield every text in two languages and every source, as something that can be compared."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            if node.func.id == "Text" and len(words) == 2 and len(words[0]) > SHORT:
                yield tuple(words)
        elif isinstance(node, ast.keyword) and node.arg == "sources":
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and len(part.value) > SHORT:
                    yield part.value


def test_a_text_that_concepts_share_is_written_once():
    found = {}
    for path in sorted((ROOT / "parity" / "concepts").rglob("*.py")):
        for text in texts(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(text, set()).add(path.name)
    assert len(found) > 800
    twice = {text: files for text, files in found.items() if len(files) > 1}
    assert not twice, "give these a file that both import, such as _conventions.py"
