"""Causes of crashes that lie in names: not defined, misspelt, not kept, None, called wrongly."""

from __future__ import annotations

import ast
import builtins
import difflib
import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from parity.checking.causes.crashing.scene import Scene, imported_from, quoted
from parity.checking.causes.crashing.shapes import cause
from parity.checking.loading.origin import is_users
from parity.checking.report import Cause
from parity.describing.concept import Text

CHANGING = ("append", "extend", "sort", "reverse", "shuffle", "update", "insert", "add")
"""Methods that change their object and return None."""


def misspelt_name_of_numpy(scene: Scene) -> Cause | None:
    """Find a name that NumPy has in another spelling."""
    found = re.search(r"module 'numpy' has no attribute '(\w+)'", scene.said)
    if not found:
        return None
    import numpy as np

    near = difflib.get_close_matches(found[1], dir(np), n=1, cutoff=0.75)
    return _misspelt(scene, f"np.{found[1]}", f"np.{near[0]}") if near else None


def _misspelt(scene: Scene, written: str, meant: str) -> Cause:
    line = scene.line()
    return cause(
        scene,
        "misspelt",
        Text(
            f"{written} is not defined there; {meant} is.",
            f"{written} は定義されていない。{meant} ならある。",
        ),
        mended=re.sub(rf"(?<![\w.]){re.escape(written)}(?!\w)", meant, line.text),
    )


def undefined(scene: Scene) -> Cause | None:
    """Find why a name is not defined: self. is missing, it is misspelt, or assigned too late."""
    if not isinstance(scene.error, NameError):
        return None
    found = re.search(r"(?:name|variable) '(\w+)'", scene.said)
    if not found:
        return None
    name = found[1]
    if isinstance(scene.error, UnboundLocalError):
        return _unbound(scene, name)
    own = scene.own
    if own is not None and (name in getattr(own, "__dict__", {}) or hasattr(type(own), name)):
        return cause(
            scene,
            "self_missing",
            Text(
                f"{name} belongs to the object: within a method it is self.{name}.",
                f"{name} はオブジェクトの属性なので、メソッドの中では self.{name} と書く。",
            ),
            mended=re.sub(rf"(?<![\w.]){name}\b", f"self.{name}", scene.line().text),
        )
    how = {"np": "import numpy as np", "numpy": "import numpy"}.get(name, f"import {name}")
    if name in ("np", "numpy") or name in sys.stdlib_module_names:
        return cause(
            scene,
            "import_missing",
            Text(
                f"{name} is used without being imported: {how}.",
                f"{name} が import されていない。{how} が要る。",
            ),
        )
    origin = imported_from(scene.tree, name)
    if origin:
        return cause(
            scene,
            "import_left_out",
            Text(
                f"{name} comes from {origin}, which could not be imported here.",
                f"{name} は {origin} から来るが、ここでは import できない。",
            ),
        )
    known = [*scene.frame.f_locals, *scene.frame.f_globals, *dir(builtins)]
    near = _nearest(name, known)
    if near:
        return _misspelt(scene, name, near)
    return cause(
        scene,
        "undefined",
        Text(
            f"{name} is neither an argument nor a variable of "
            f"{scene.frame.f_code.co_name}, and nothing in the file has that name.",
            f"{name} は {scene.frame.f_code.co_name} の引数でも変数でもなく、"
            "ファイルにもその名前はない。",
        ),
    )


def _unbound(scene: Scene, name: str) -> Cause:
    function = scene.frame.f_code.co_name
    statement = scene.statement
    if isinstance(statement, ast.AugAssign) and quoted(statement.target) == name:
        return cause(
            scene,
            "not_started",
            Text(
                f"{name} is added to before it has a value: begin with zeros of its shape.",
                f"{name} に値がないまま加算している。先に 0 の配列で初期化する。",
            ),
        )
    near = [
        other
        for other in scene.frame.f_locals
        if other in (f"prev_{name}", f"{name}_prev", f"last_{name}", f"{name}_t", f"{name}0")
    ] or [n for n in [_nearest(name, scene.frame.f_locals)] if n]
    maybe = Text("", "")
    mended = ""
    if near:
        maybe = Text(f" {near[0]} has one.", f"{near[0]} には値がある。")
        text = scene.line().text
        left, equals, right = text.partition("=")
        if equals and not right.startswith("="):
            mended = left + equals + re.sub(rf"(?<![\w.]){name}\b", near[0], right)
    return cause(
        scene,
        "no_value_yet",
        Text(
            f"{function} assigns {name}, so it is a variable of its own, and has no value yet "
            f"there.{maybe.en}",
            f"{name} は {function} の中で代入されるためローカル変数であり、この行ではまだ値が"
            f"ない。{maybe.ja}",
        ),
        mended=mended,
    )


def _nearest(name: str, known: Iterable[str]) -> str:
    """Return the name that is nearest, if any is near; nothing for names of one letter."""
    names = [other for other in dict.fromkeys(known) if not other.startswith("__")]
    by_case = [other for other in names if other.lower() == name.lower() and other != name]
    if by_case:
        return by_case[0]
    if len(name) < 3:
        return ""
    return next(iter(difflib.get_close_matches(name, names, n=1, cutoff=0.75)), "")


def attribute_missing(scene: Scene) -> Cause | None:
    """Find why an object of the user's class lacks an attribute."""
    found = re.search(r"^'(\w+)' object has no attribute '(\w+)'", scene.said)
    if not isinstance(scene.error, AttributeError) or not found:
        return None
    kind, name = found.groups()
    bases = [
        node.value
        for node in ast.walk(scene.statement or ast.Pass())
        if isinstance(node, ast.Attribute) and node.attr == name
    ]
    base = next((b for b in bases if type(scene.known(b)).__name__ == kind), None)
    owner = next(
        (n for n in ast.walk(scene.tree) if isinstance(n, ast.ClassDef) and n.name == kind), None
    )
    if base is None:
        return None
    own, before = scene.known(base), quoted(base)
    if owner is None:
        return _of_another_file(scene, own, f"{before}.{name}")
    near = _nearest(name, [*vars(own), *(n for n in vars(type(own)) if not n.startswith("_"))])
    for method in _methods(owner):
        local = _assigns(method, name)
        if local is not None and not near:
            return cause(
                scene,
                "not_kept",
                Text(
                    f"{method.name} has {name} as a variable of its own, which is gone when it "
                    f"returns: {scene.frame.f_code.co_name} needs {before}.{name}.",
                    f"{name} は {method.name} のローカル変数で、戻ると消える。"
                    f"{scene.frame.f_code.co_name} の {before}.{name} のために保存しておく。",
                ),
                local.lineno,
                re.sub(rf"^{name}\b", f"self.{name}", scene.line(local.lineno).text),
            )
    setters = [m.name for m in _methods(owner) if _assigns(m, f"self.{name}") is not None]
    if setters:
        return cause(
            scene,
            "not_set_yet",
            Text(
                f"self.{name} is set by {', '.join(setters)} only, which did not do so before.",
                f"self.{name} を設定するのは {', '.join(setters)} だけで、"
                "ここまでに設定されていない。",
            ),
        )
    if near:
        return _misspelt(scene, f"{before}.{name}", f"{before}.{near}")
    return cause(
        scene,
        "never_set",
        Text(
            f"Nothing in {kind} sets self.{name}.",
            f"{kind} の中に self.{name} を設定する行がない。",
        ),
    )


def _of_another_file(scene: Scene, own: Any, written: str) -> Cause | None:
    """Say what an object has, of a class that another file defines."""
    kept = [name for name in getattr(own, "__dict__", {}) if not name.startswith("_")]
    module = sys.modules.get(type(own).__module__)
    if not kept or not is_users(getattr(module, "__file__", None) or ""):
        return None
    return cause(
        scene,
        "never_set",
        Text(
            f"There is no {written}: what {type(own).__name__} keeps is {', '.join(kept)}.",
            f"{written} はない。{type(own).__name__} が持つのは {'、'.join(kept)} である。",
        ),
    )


def _methods(owner: ast.ClassDef) -> list[ast.FunctionDef]:
    return [node for node in owner.body if isinstance(node, ast.FunctionDef)]


def _assigns(function: ast.FunctionDef, target: str) -> ast.stmt | None:
    """Return the statement of a function that assigns ``target`` something else than None."""
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) or node.value is None:
            continue
        if isinstance(node.value, ast.Constant) and node.value.value is None:
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for whole in targets:
            parts = whole.elts if isinstance(whole, ast.Tuple) else [whole]
            if any(ast.unparse(part) == target for part in parts):
                return node
    return None


def none(scene: Scene) -> Cause | None:
    """Find where a None came from."""
    if "NoneType" not in scene.said or scene.statement is None:
        return None
    for node in _operands(scene):
        text = quoted(node)
        if isinstance(node, ast.Call):
            found = _returns_nothing(scene, node)
            if found:
                return found
            continue
        try:
            if scene.value(node) is not None:
                continue
        except Exception:  # not to be told
            continue
        definition = scene.definition(node)
        if isinstance(definition, ast.Call):
            found = _returns_nothing(scene, definition)
            if found:
                return found
        if isinstance(node, ast.Attribute) and quoted(node.value) == "self" and scene.owner:
            setters = [m.name for m in _methods(scene.owner) if _assigns(m, text) is not None]
            by = Text(
                f"only {', '.join(setters)} sets it" if setters else "no method sets it",
                f"設定するのは {', '.join(setters)} だけである" if setters
                else "設定するメソッドがない",
            )  # fmt: skip
            return cause(
                scene,
                "still_none",
                Text(
                    f"{text} is still None there: {by.en}.", f"{text} は None のままで、{by.ja}。"
                ),
            )
        return cause(scene, "is_none", Text(f"{text} is None there.", f"{text} が None である。"))
    return None


def _operands(scene: Scene) -> Iterator[ast.AST]:
    """Yield what may be None in the failing expression, the outermost first."""
    for node in ast.walk(scene.node or ast.Pass()):
        if isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call):
            yield node


def _returns_nothing(scene: Scene, call: ast.Call) -> Cause | None:
    name = quoted(call.func).rpartition(".")[2]
    if name in CHANGING and isinstance(call.func, ast.Attribute):
        return cause(
            scene,
            "changes_and_returns_none",
            Text(
                f"{quoted(call.func)} changes its object and returns None.",
                f"{quoted(call.func)} は対象をその場で変え、None を返す。",
            ),
            call.lineno,
        )
    function = scene.defined(name)
    if function is None or function.name == "__init__":
        return None
    return return_missing(scene, function)


def return_missing(scene: Scene, function: ast.FunctionDef) -> Cause | None:
    """Return the cause that ``function`` returns nothing, if it does not."""
    returns = [n for n in ast.walk(function) if isinstance(n, ast.Return | ast.Yield)]
    if any(getattr(node, "value", None) is not None for node in returns):
        return None
    last = function.body[-1]
    return cause(scene, "return_missing", missing_return_text(function.name), last.lineno)


def missing_return_text(name: str) -> Text:
    """Return the text of a missing return."""
    return Text(
        f"{name} has no return, so its result is None.",
        f"{name} に return がないため、結果が None になる。",
    )


def wrong_call(scene: Scene) -> Cause | None:
    """Find a call of the user's own function with other arguments than it takes."""
    found = re.search(
        r"(?:(\w+)\.)?(\w+)\(\) (takes .*|missing .*|got an unexpected .*)", scene.said
    )
    if not isinstance(scene.error, TypeError) or not found:
        return None
    _, name, what = found.groups()
    function = scene.defined(name)
    if function is None:
        for node in ast.walk(scene.tree):
            if isinstance(node, ast.FunctionDef) and node.name == name:
                function = node
    if function is None:
        return None
    arguments = [a.arg for a in function.args.args]
    taken = f"{name}({', '.join(arguments)})"
    return cause(
        scene,
        "wrong_call",
        Text(
            f"{quoted(scene.node)} does not fit {taken}: it {what}.",
            f"{quoted(scene.node)} は {taken} の引数と合わない({what})。",
        ),
    )


def self_missing_in_definition(error: BaseException, obj: Any) -> Cause | None:
    """Find a method whose definition lacks ``self``, by the call that it cannot take."""
    found = re.search(r"(\w+)\(\) takes (\d+) positional arguments? but (\d+) ", str(error))
    if not isinstance(error, TypeError) or not found or int(found[3]) != int(found[2]) + 1:
        return None
    kind = obj if inspect.isclass(obj) else type(obj)
    method = inspect.getattr_static(kind, found[1], None)
    if not inspect.isfunction(method):
        return None
    names = list(inspect.signature(method).parameters)
    if names and names[0] in ("self", "cls"):
        return None
    from parity.checking.loading.origin import is_users, shown
    from parity.checking.report import Line

    file = method.__code__.co_filename
    if not is_users(file):
        return None
    import linecache

    number = method.__code__.co_firstlineno
    text = linecache.getline(file, number).strip()
    return Cause(
        "self_missing_in_definition",
        Text(
            f"{found[1]} is a method, and its definition lacks self as the first parameter.",
            f"{found[1]} はメソッドだが、定義の第 1 引数に self がない。",
        ),
        Line(shown(file), number, text),
        mended=re.sub(r"\(\s*(?=\w)", "(self, ", text, count=1) if names else
        text.replace("()", "(self)", 1),
    )  # fmt: skip


def key_missing(scene: Scene) -> Cause | None:
    """Find a key that a dictionary has under another spelling."""
    if not isinstance(scene.error, KeyError) or not scene.error.args:
        return None
    key = scene.error.args[0]
    for node in ast.walk(scene.node or ast.Pass()):
        if not isinstance(node, ast.Subscript):
            continue
        held = scene.known(node.value)
        if not isinstance(held, dict) or key in held or not isinstance(key, str):
            continue
        name = quoted(node.value)
        if not held and isinstance(node.value, ast.Attribute):
            return cause(
                scene,
                "not_started",
                Text(
                    f"{name} is still empty there: {key!r} must be put in before it is asked for, "
                    "as an optimizer's state begins with zeros.",
                    f"{name} がまだ空で、{key!r} がない。使う前に入れておく"
                    "(最適化手法の状態なら 0 の配列)。",
                ),
            )
        near = _nearest(key, [k for k in held if isinstance(k, str)])
        if near:
            return cause(
                scene,
                "key_misspelt",
                Text(
                    f"{name} has no key {key!r}; it has {near!r}.",
                    f"{name} に {key!r} というキーはなく、{near!r} ならある。",
                ),
            )
    return None
