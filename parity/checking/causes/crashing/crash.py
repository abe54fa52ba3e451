"""Names the cause of a crash, where the failing line shows it."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from parity.checking.causes.crashing import branches, names, shapes, sizes, values
from parity.checking.causes.crashing.apart import shapes_apart
from parity.checking.causes.crashing.scene import Scene, arrays_at_hand, scene_of
from parity.checking.causes.kinds import KINDS
from parity.checking.loading.origin import is_users, shown
from parity.checking.report import Cause, Line
from parity.describing.concept import NOTHING, Text

LOOKS: tuple[Callable[[Scene], Cause | None], ...] = (
    names.misspelt_name_of_numpy,
    names.undefined,
    names.attribute_missing,
    branches.no_branch_taken,
    names.none,
    names.wrong_call,
    names.key_missing,
    values.no_array,
    values.truth_of_an_array,
    values.array_for_number,
    values.array_for_shape,
    values.float_for_integer,
    values.floats_into_integers,
    shapes.matmul_transposed,
    shapes.window_of_the_gradient,
    shapes.keepdims_missing,
    sizes.padding_left_out,
    shapes.reshape_of_another_size,
    shapes.axis_out_of_bounds,
    shapes.unpacked,
    shapes.index_out_of_bounds,
    shapes.too_many_indices,
)

OF_CRASHES = {
    "arguments": ("wrong_call", "self_missing_in_definition"),
    "axis": ("keepdims_missing", "window_of_the_gradient", "axis_out_of_bounds",
             "index_out_of_bounds", "too_many_indices"),
    "condition": ("truth_of_an_array",),
    "exchanged": ("matmul_exchanged",),
    "function": ("array_for_number",),
    "missing": ("not_started",),
    "order": ("matmul_transposed",),
    "results": ("results_unpacked", "is_none", "changes_and_returns_none", "return_missing",
                "no_branch_taken"),
    "shape": ("padding_left_out", "reshape_of_another_size", "shape_unpacked", "array_for_shape",
              "sizes_for_shape", "shape_for_sizes", "shapes_apart"),
    "state": ("not_kept", "not_set_yet", "never_set", "still_none"),
    "type": ("float_for_integer", "float_array_for_index", "no_array", "number_for_array",
             "floats_into_integers"),
    "undefined": ("misspelt", "self_missing", "import_missing",
                  "import_left_out", "undefined", "no_value_yet", "key_misspelt"),
}  # fmt: skip
"""The causes of each kind."""

MOST_ARRAYS = 6


def cause_of(error: BaseException, obj: Any = None) -> Cause | None:
    """Return why the user's code raised ``error``, if its line shows it.

    Args:
        error: what it raised.
        obj: the object that is judged, for what is wrong with its definitions.
    """
    found = names.self_missing_in_definition(error, obj) if obj is not None else None
    if found is None:
        scene = _scene(error)
        if scene is None:
            return None
        for look in LOOKS:
            try:
                found = look(scene)
            except Exception:  # an odd object of the user's: then there is nothing to say
                continue
            if found:
                break
    return _with_kind(found) if found else None


def seen_in_the_line(error: BaseException) -> Cause | None:
    """Return what its line shows of a crash of which no cause is known."""
    scene = _scene(error)
    found = shapes_apart(scene) if scene else None
    return _with_kind(found) if found else None


def _with_kind(cause: Cause) -> Cause:
    kind = next(kind for kind, names in OF_CRASHES.items() if cause.name in names)
    return replace(cause, kind=KINDS[kind])


def _scene(error: BaseException) -> Scene | None:
    try:
        return scene_of(error)
    except Exception:
        return None


def shapes_at_hand(error: BaseException, told: Mapping[str, tuple[int, ...]]) -> Text:
    """Return the shapes of the arrays in the line that raised, but for those that are told."""
    scene = _scene(error)
    if scene is None or not isinstance(error, ValueError | IndexError | TypeError):
        return NOTHING
    try:
        found = [(n, s) for n, s in arrays_at_hand(scene) if told.get(n) != s][:MOST_ARRAYS]
    except Exception:
        return NOTHING
    if not found:
        return NOTHING
    said = ", ".join(f"{name} {shape}" for name, shape in found)
    return Text(f"In that line: {said}.", f"その行では {said}。")


def nothing_returned(function: Any) -> Cause | None:
    """Return the cause that ``function`` has no return, if that is so."""
    code = getattr(function, "__code__", None)
    if code is None or not is_users(code.co_filename):
        return None
    lines = linecache.getlines(code.co_filename)
    try:
        tree = ast.parse("".join(lines))
    except (SyntaxError, ValueError):
        return None
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef) or node.name != code.co_name:
            continue
        first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
        if first != code.co_firstlineno:
            continue
        inside = [n for n in ast.walk(node) if isinstance(n, ast.Return | ast.Yield)]
        if any(getattr(n, "value", None) is not None for n in inside):
            return None
        last = node.body[-1].lineno
        line = Line(shown(code.co_filename), last, lines[last - 1].strip())
        text = names.missing_return_text(node.name)
        return _with_kind(Cause("return_missing", text, line))
    return None
