"""Where windows lie: what they are by default, what is refused, cut off and met."""

import numpy as np
import pytest

from numpy_impl.layers.windows import Windows


def test_windows_lie_side_by_side_without_padding_by_default():
    windows = Windows(2, 3)
    assert tuple(windows.kernel) == (3, 3)
    assert tuple(windows.stride) == tuple(windows.dilation) == (1, 1)
    assert windows.covered == (3, 3)
    windows.lay(5, 4)
    assert windows.added == [(0, 0), (0, 0)]
    assert windows.out_size == (3, 2)
    x = np.arange(20.0).reshape(5, 4)
    np.testing.assert_array_equal(windows.padded(x), x)
    assert not Windows(1, 2, 2).ceil_mode


@pytest.mark.parametrize("name", ["kernel_size", "stride", "dilation"])
def test_what_is_no_size_is_refused_by_its_name(name):
    with pytest.raises((TypeError, ValueError), match=f"^{name} "):
        Windows(2, **{"kernel_size": 3, name: 0})


def test_words_that_nobody_knows_are_refused():
    with pytest.raises(ValueError, match=r"^padding_mode .*circular"):
        Windows(1, 3, mode="mirror")
    with pytest.raises(ValueError, match=r"^padding .*causal"):
        Windows(1, 3, padding="full")


def test_a_window_that_the_end_cuts_off_counts_if_it_begins_before_it():
    for n, count, beyond in ((5, 3, 1), (4, 2, 0), (1, 1, 1)):
        windows = Windows(1, 2, 2, ceil_mode=True)
        windows.lay(n)
        assert (windows.out_size, windows.beyond) == ((count,), [beyond])
    windows = Windows(1, 1, 3, ceil_mode=True)
    windows.lay(5)
    assert windows.out_size == (2,)  # the third would begin behind the end


@pytest.mark.parametrize(
    ("padding", "stride", "n", "added"),
    [("same", 1, 5, (1, 2)), ("same_lower", 1, 5, (2, 1)), ("causal", 1, 5, (3, 0)),
     ("causal", 3, 5, (3, 0)),
     ("valid", 1, 5, (0, 0)), ("same", 3, 5, (1, 1)), ("same", 5, 5, (0, 0))],
)  # fmt: skip
def test_what_a_word_adds(padding, stride, n, added):
    windows = Windows(1, 4, stride, padding)
    windows.lay(n)
    assert windows.added == [added]


def test_which_elements_of_a_window_meet_the_array():
    windows = Windows(1, 3, 2, padding=(1, 1), dilation=2)
    windows.lay(5)
    np.testing.assert_array_equal(windows.meets(0), [[False, True, True], [True, True, False]])


def test_a_window_is_not_cut_off_that_begins_where_the_array_ends():
    with pytest.raises(ValueError, match="kernel"):
        Windows(1, 3, 2, ceil_mode=True).lay(1)  # 2 elements short, and 2 from window to window
    windows = Windows(1, 3, 2, ceil_mode=True)
    windows.lay(5)
    assert (windows.out_size, windows.beyond) == ((2,), [0])


def test_what_meets_counts_from_the_padding_before():
    windows = Windows(1, 2, 1, padding=((2, 1),))
    windows.lay(2)
    np.testing.assert_array_equal(
        windows.meets(0), [[False, False], [False, True], [True, True], [True, False]]
    )


@pytest.mark.parametrize(
    ("mode", "n", "padding", "taken"),
    [("reflect", 3, (2, 0), True), ("reflect", 3, (0, 2), True), ("reflect", 3, (3, 0), False),
     ("reflect", 3, (0, 3), False), ("circular", 3, (3, 0), True), ("circular", 3, (0, 4), False),
     ("edge", 1, (9, 0), True), ("edge", 1, (0, 9), True),
     ("edge", 0, (1, 0), False), ("edge", 0, (0, 1), False)],
)  # fmt: skip
def test_how_many_elements_can_be_repeated(mode, n, padding, taken):
    windows = Windows(1, 1, 1, padding=(padding,), mode=mode)
    windows.lay(n)
    x = np.arange(float(n))
    if taken:
        expected = {"reflect": "reflect", "circular": "wrap", "edge": "edge"}[mode]
        np.testing.assert_array_equal(windows.padded(x), np.pad(x, padding, expected))
    else:
        with pytest.raises(ValueError, match="can not be repeated into a padding"):
            windows.padded(x)
