"""What of a whole file is judged by itself, and why the rest is not."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from typing import Any

from parity.checking.alone.judge import may_have_gradient
from parity.checking.alone.probing.ways import back_of, forward_of, ways_of
from parity.checking.reading.sessions.functions import derivative_of, partner_of
from parity.checking.reading.source import is_stub, is_unwritten
from parity.describing.concept import Text

_CHECKS = re.compile(r"numerical|num_?grad|grad(ient)?_?check|eval_numerical|rel_error")
_DATA = re.compile(r"(^|_)(load|read|fetch|download|get_data|dataset|batch(es)?|iter|split|shuffle"
                   r"|one_?hot|normalize_data|preprocess)", re.IGNORECASE)  # fmt: skip
_SHOWS = re.compile(r"(^|_)(plot|show|draw|display|print|visuali[sz]e)", re.IGNORECASE)
_TRAINS = re.compile(
    r"(^|_)(train|fit|optimi[sz]e|main|run|test|evaluate|accuracy|predict|solver?)", re.IGNORECASE
)


def to_judge(
    own: Mapping[str, Any], namespace: Mapping[str, Any], recognised: Iterable[str]
) -> list[str]:
    """Return the names of the definitions that are judged by themselves.

    A backward function is judged with its forward, wherever that is judged.
    """
    known = set(recognised)
    found = []
    for name, obj in own.items():
        if name in known or name.startswith("_") or _CHECKS.search(name):
            continue
        forward = forward_of(name, namespace) if inspect.isfunction(obj) else None
        if forward is not None and forward is not obj and forward.__name__ in own:
            continue
        if _abstract(obj) or not may_have_gradient(obj, name, namespace):
            continue
        found.append(name)
    return found


def why_not(name: str, obj: Any, own: Mapping[str, Any]) -> Text:
    """Return why a definition was not judged, in a few words."""
    if inspect.isfunction(obj):
        owner = _owner(name, obj, own)
        if owner:
            return Text(f"it is the backward of {owner}", f"{owner} の逆伝播である")
        if _CHECKS.search(name):
            return Text("it is a gradient check itself", "勾配確認そのものである")
        for pattern, text in (
            (_SHOWS, Text("it shows or prints", "表示や描画をする")),
            (_DATA, Text("it prepares data", "データを用意する")),
            (_TRAINS, Text("it trains, tests or predicts", "学習・評価・予測をする")),
        ):
            if pattern.search(name):
                return text
        return Text("no concept's name, and no backward or gradient beside it",
                    "項目の名前ではなく、対応する backward も勾配もない")  # fmt: skip
    if inspect.isclass(obj):
        if issubclass(obj, BaseException):
            return Text("it is an exception", "例外クラスである")
        if _abstract(obj):
            return Text("it is a base class", "基底クラスである")
    return Text("no concept's name, and no backward or gradient",
                "項目の名前ではなく、backward も勾配もない")  # fmt: skip


def _owner(name: str, obj: Any, own: Mapping[str, Any]) -> str:
    """Return the function of the file of which ``name`` is the way back; "" if of none."""
    forward = forward_of(name, own)
    if forward is not None and forward is not obj:
        return str(forward.__name__)
    for other, value in own.items():
        if inspect.isfunction(value) and value is not obj:
            partners = (partner_of(other, own), derivative_of(other, own), back_of(other, own))
            if any(partner is obj for partner in partners):
                return other
    return ""


def _abstract(obj: Any) -> bool:
    """Tell whether a class only says what is to be written, or cannot be made."""
    if not inspect.isclass(obj):
        return False
    if inspect.isabstract(obj):
        return True
    methods = [m for m in vars(obj).values() if inspect.isfunction(m)]
    unwritten = [m for m in methods if is_unwritten(m) or is_stub(m)]
    return bool(unwritten) and not ways_of(obj, obj.__name__, {})


__all__ = ["to_judge", "why_not"]
