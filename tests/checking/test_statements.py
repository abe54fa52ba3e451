"""The statements of the user's functions, read from their files."""

import sys
import textwrap
import types

import pytest

from parity.checking.causes.following.statements import source_of


def compiled(path):
    """Return the code of the only function that a file defines."""
    namespace = {}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), namespace)
    (function,) = (v for v in namespace.values() if isinstance(v, types.FunctionType))
    return function.__code__


@pytest.fixture
def mine(tmp_path):
    def write(text):
        path = tmp_path / "mine.py"
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    return write


def test_a_function_is_read_with_its_places(mine):
    source = source_of(
        compiled(
            mine("""
                def apart(
                    x,
                ):
                    y = (x +
                         1)
                    return y  # so it ends
                nothing = 1
            """)
        )
    )
    assert source.start == 2
    assert [(s.line.number, s.text) for s in source.statements] == [
        (5, "y = x + 1"),
        (7, "return y"),
    ]


def test_the_modules_that_are_loaded_are_not_looked_through(mine, monkeypatch):
    """Where thousands are, it takes longer than a change of the code may be looked for."""

    class Asked(types.ModuleType):
        def __getattr__(self, name):
            raise AssertionError(f"{name} was asked for")

    monkeypatch.setitem(sys.modules, "looked_at", Asked("looked_at"))
    assert source_of(compiled(mine("def f(x):\n    return x\n"))) is not None


def test_the_same_code_in_two_files_stands_in_each(mine):
    first = mine("def f(x):\n    return x\n")
    second = first.with_name("yours.py")
    second.write_bytes(first.read_bytes())
    places = [source_of(compiled(path)).statements[0].line.file for path in (first, second)]
    assert [place.rpartition("/")[2] for place in places] == ["mine.py", "yours.py"]


def test_what_has_no_file_any_more_has_no_source(mine):
    path = mine("def f(x):\n    return x\n")
    code = compiled(path)
    path.unlink()
    assert source_of(code) is None
    assert source_of(compile("1", "<made>", "eval")) is None
