"""Our code taken apart: what is edited in it quickly is what the whole would be."""

import types

import pytest

from parity.checking.causes.earned import source
from parity.harness.registry import find


def told(code):
    """Return what makes a code object compute what it does, whatever its lines are numbered."""
    inner = (told(c) if isinstance(c, types.CodeType) else repr(c) for c in code.co_consts)
    return (code.co_qualname, code.co_code, code.co_names, code.co_varnames, code.co_freevars,
            code.co_cellvars, code.co_flags, code.co_argcount, *inner)  # fmt: skip


@pytest.mark.parametrize("name", ["batch_norm", "lstm", "adam", "conv2d", "mlp"])
def test_methods_compiled_alone_are_those_of_the_whole_class(name):
    (concept,) = find([name])
    ours = source.source_of(concept.module, concept.twin)
    alone = 0
    for number, unit in enumerate(ours.units):
        edited = [line.place[1] for line in ours.lines("gradient") if line.place[0] == number]
        lines = list(unit.lines)
        for i in [i for i in edited if lines[i].strip().startswith("return ")]:
            lines[i] = lines[i][: len(lines[i]) - len(lines[i].lstrip())] + "return 17.25"
            try:
                whole = source._compiled(lines, unit.module)
            except SyntaxError:  # of a return that goes on in further lines
                with pytest.raises(SyntaxError):
                    source._of_methods(unit, [i], lines)
            else:
                quickly = source._of_methods(unit, [i], lines)
                alone += quickly is not None
                assert quickly is None or told(quickly) == told(whole)
            lines = list(unit.lines)
    assert alone


def test_a_line_outside_of_methods_takes_the_whole_class():
    (concept,) = find(["batch_norm"])
    ours = source.source_of(concept.module, concept.twin)
    unit = ours.units[-1]
    assert source._of_methods(unit, [0], list(unit.lines)) is None
