"""Which changes of somebody's code need not be tried: they raise, change nothing, feed nothing."""

import numpy as np
import pytest

from parity.checking.causes.following.again import EndlessError
from parity.checking.causes.following.statements import source_of
from parity.checking.causes.mending.change import Change
from parity.checking.causes.mending.counting import counting
from parity.checking.causes.mending.edits import Mend, mends
from parity.checking.causes.mending.feeding import SUSPECTED, Feeding
from parity.checking.causes.mending.glance import Glance
from parity.checking.causes.mending.loops import COUNT
from parity.checking.causes.mending.patch import edited, patched
from parity.checking.loading.definitions import load

LAYER = """
import numpy as np


def forward(x, W, b):
    n = x.shape[0]
    z = x @ W + b
    kept = x
    total = 0.0
    for row in z:
        total += row.sum()
    if n > 3:
        z = z * 2
    try_it = np.maximum(z, 0)
    return try_it
"""

X, W, B = np.arange(6.0).reshape(2, 3) - 2, np.arange(12.0).reshape(3, 4) / 7, np.arange(4.0)


@pytest.fixture
def function(tmp_path):
    def loaded(text, name="forward"):
        path = tmp_path / "mine.py"
        path.write_text(text, encoding="utf-8")
        return load(path).namespace[name]

    return loaded


def change(function, line, text, kind="any_name"):
    source = source_of(function.__code__)
    statement = next(s for s in source.statements if s.text == line)
    return Change(function, source, statement, Mend(kind, text, 1))


def glanced(function, changes, run=None):
    glance = Glance(run or (lambda: function(X, W, B)), changes)
    glance.look(changes)
    return glance


@pytest.mark.parametrize(
    ("line", "text", "hopeless"),
    [
        ("z = x @ W + b", "z = x @ b + W", True),  # raises
        ("z = x @ W + b", "z = x @ W + total", True),  # there is no total yet
        ("z = x @ W + b", "z = b + x @ W", True),  # the same
        ("z = x @ W + b", "z = x @ W - b", False),
        ("z = x @ W + b", "z = x @ (W + b)", False),
        ("z = x @ W + b", "z, n = x @ W + b", False),  # more than its value is changed
        ("kept = x", "kept = x.copy()", False),  # another array of the same value
        ("n = x.shape[0]", "n = len(x)", True),
        ("n = x.shape[0]", "n = x.shape[1]", False),
        ("if n > 3:", "if n > 2:", True),
        ("if n > 3:", "if n > 1:", False),
        ("for row in z:", "for row in z.T.W:", True),
        ("total += row.sum()", "total += row.sum(axis=1)", True),
        ("total += row.sum()", "total += row.sum(axis=0)", False),  # the same, but it runs twice
        ("return try_it", "return x @ try_it", True),
    ],
)
def test_a_change_is_hopeless_that_raises_or_changes_nothing(function, line, text, hopeless):
    one = change(function(LAYER), line, text)
    assert glanced(one.function, [one]).is_hopeless((one,)) is hopeless


def test_what_gives_what_was_given_in_vain_is_hopeless(function):
    mine = function(LAYER)
    line = "z = x @ W + b"
    first, same, other = (
        change(mine, line, text) for text in ("z = x @ W - b", "z = -(b - x @ W)", "z = x @ W * b")
    )
    glance = glanced(mine, [first, same, other])
    assert not glance.is_hopeless((same,))
    glance.was_in_vain((first,))
    assert glance.is_hopeless((first,))
    assert glance.is_hopeless((same,))
    assert not glance.is_hopeless((other,))


def test_of_two_changes_the_first_to_run_must_not_raise(function):
    mine = function(LAYER)
    raising = change(mine, "z = x @ W + b", "z = x @ b + W")
    before = change(mine, "n = x.shape[0]", "n = x.shape[1]")
    behind = change(mine, "try_it = np.maximum(z, 0)", "try_it = np.maximum(z, 1)")
    glance = glanced(mine, [raising, before, behind])
    assert glance.is_hopeless((behind, raising))
    assert not glance.is_hopeless((before, raising))  # with the other one it may not raise


def test_a_value_is_known_only_where_it_is_computed_once(function):
    mine = function(LAYER)
    same = change(mine, "n = x.shape[0]", "n = len(x)")
    raising = change(mine, "z = x @ W + b", "z = x @ b + W")

    def twice():
        mine(X, W, B)
        mine(X, W, B)

    glance = glanced(mine, [same, raising], twice)
    assert not glance.is_hopeless((same,))
    assert glance.is_hopeless((raising,))


@pytest.mark.parametrize(
    "text",
    [
        "def forward(x, W, b):\n    try:\n        z = x @ W\n    except ValueError:\n"
        "        z = x\n    return z\n",
        "def forward(x, W, b):\n    z = product(x, W)\n    return z\n\n\n"
        "def product(x, W):\n    return x @ W\n",
        "def forward(x, W, b):\n    z = np.random.randn(2, 4) + x @ W\n    return z\n",
        "def forward(x, W, b):\n    def inner():\n        z = x @ W\n        return z\n"
        "    return inner()\n",
    ],
    ids=["what raises is caught", "it calls theirs", "it draws", "a function within"],
)
def test_what_cannot_be_computed_by_itself_is_tried(function, text):
    mine = function("import numpy as np\n\n\n" + text)
    line = next(s.text for s in source_of(mine.__code__).statements if s.text.startswith("z = "))
    one = change(mine, line, line.replace("x", "b").replace("W", "x"))
    assert not glanced(mine, [one]).is_hopeless((one,))


def test_a_statement_that_the_value_does_not_depend_on_is_left_alone(function):
    mine = function(LAYER)
    before = mine(X, W, B)

    def is_same(one):
        with patched({mine: edited(one.source, {one.statement: one.mend.text})}):
            try:
                return np.array_equal(mine(X, W, B), before)
            except TypeError:
                return False

    feeding = Feeding(is_same)
    idle = change(mine, "total += row.sum()", "total += row.max()")
    size = change(mine, "n = x.shape[0]", "n = x.shape[1]")  # only where it is far larger
    result = change(mine, "return try_it", "return x")
    for one in (idle, size, result):
        assert not feeding.is_hopeless((one,))
        for _ in range(SUSPECTED):
            feeding.was_without_effect((one,))
    assert feeding.is_hopeless((idle,))
    assert not feeding.is_hopeless((size,))
    assert not feeding.is_hopeless((result,))
    assert not feeding.is_hopeless((idle, size))


ENDLESS = """
def grows(n):
    numbers = [0]
    for number in numbers:
        numbers.append(number)


def waits(n):
    while n > 0:
        n = n + 1


def sums(n):
    return sum(i for i in range(n))


def pairs(n):
    found = [(i, j) for i in range(n) for j in (1, 2)]
    for i, j in found: n += i  # on one line
    while n > 10 or n == 7:
        n -= 4
    return n
"""


@pytest.mark.parametrize("name", ["grows", "waits", "sums"])
def test_a_loop_without_an_end_is_ended(function, name):
    mine = function(ENDLESS, name)
    code = mine.__code__
    with counting([mine]) as count:
        count.left = 1_000
        with pytest.raises(EndlessError):
            mine(5_000)
        assert count.left < 0
    assert mine.__code__ is code
    assert COUNT not in mine.__globals__


def test_counted_loops_give_what_they_gave(function):
    mine = function(ENDLESS, "pairs")
    right = mine(9)
    with counting([mine]) as count:
        left = count.left
        assert mine(9) == right
        assert 9 + 2 * 9 + 18 <= left - count.left < 200


def test_loops_of_functions_beside_it_count_too(function):
    mine = function(
        "def f(n):\n    return g(n)\n\n\ndef g(n):\n    return [i for i in range(n)]\n", "f"
    )
    with counting([mine]) as count:
        left = count.left
        assert mine(7) == [0, 1, 2, 3, 4, 5, 6]
        assert left - count.left == 7


def test_a_function_that_calls_itself_is_not_counted(function):
    mine = function("def f(n):\n    return n and f(n - 1) + f(n - 1)\n", "f")
    with counting([mine]) as count:
        assert count is None


def test_names_in_the_place_of_others_come_last_or_not_at_all():
    names = ["x", "W", "b"]
    text = "z = x @ W + b"
    every, few = mends(text, names), mends(text, names, any_name=False)
    assert [m for m in every if m.kind != "any_name"] == few
    assert {m.text for m in every} > {"z = b @ W + b", "z = x @ W + x"}
    assert min(m.rank for m in every if m.kind == "any_name") > 8
