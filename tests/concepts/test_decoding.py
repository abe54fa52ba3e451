"""Decoding beyond its cases: greedy and by beam, against every sequence there is."""

import itertools

import numpy as np
import pytest

from numpy_impl.models.beam_search_decoding import beam_search_decoding
from numpy_impl.models.greedy_decoding import greedy_decoding

BEAM_OF_1 = {greedy_decoding: {}, beam_search_decoding: {"beam": 1}}
SCORES = np.random.default_rng(3).standard_normal((4, 4, 3))


def log_p(words, end=None):
    """Return the logarithm of the probability of words, up to the end."""
    total, before = 0.0, 3
    for t, word in enumerate(words):
        row = SCORES[t, before]
        total += row[word] - np.log(np.exp(row).sum())
        before = word
        if word == end:
            break
    return total


@pytest.mark.parametrize("end", [None, 1])
def test_a_wide_beam_finds_the_best_of_all_sequences(end):
    every = {
        tuple(words[: words.index(end) + 1]) if end in words else words
        for words in itertools.product(range(3), repeat=4)
    }
    best = max(every, key=lambda words: log_p(words, end))
    found, ranked_by = beam_search_decoding(SCORES, 3, end, beam=200)
    np.testing.assert_array_equal(found[0][: len(best)], best)
    assert len(found) == len(every)
    wanted = sorted((log_p(words, end) for words in every), reverse=True)
    np.testing.assert_allclose(ranked_by, wanted, rtol=1e-12)


def test_greedy_stops_at_the_end_and_counts_it():
    words, total = greedy_decoding(SCORES, 3)
    cut = int(np.argmax(words != words[0]))
    end = int(words[cut])
    assert 0 < cut < 3
    stopped, so_far = greedy_decoding(SCORES, 3, end)
    np.testing.assert_array_equal(stopped, [*words[:cut], *[end] * (4 - cut)])
    np.testing.assert_allclose(so_far, log_p(stopped, end))
    np.testing.assert_allclose(total, log_p(words))
    assert so_far != total


def test_a_function_and_its_table_give_the_same():
    def of_function(words):
        return SCORES[len(words), words[-1] if words else 3].tolist()

    for search in (greedy_decoding, beam_search_decoding):
        for one, other in zip(search(SCORES, 3, 1), search(of_function, 3, 1, 4), strict=True):
            np.testing.assert_array_equal(one, other)


def test_the_power_of_the_length_lets_long_sequences_win():
    scores = np.log(np.array([[[0.5, 0.5]] * 3, [[0.1, 0.9]] * 3]))
    short, _ = beam_search_decoding(scores, 2, 0, beam=4)
    long, ranked_by = beam_search_decoding(scores, 2, 0, beam=4, alpha=1.0)
    np.testing.assert_array_equal(short[0], [0, 0])
    np.testing.assert_array_equal(long[0], [1, 1])
    np.testing.assert_allclose(ranked_by[0], np.log(0.45) / 2)


def test_what_can_not_be_said_is_not_kept():
    scores = np.zeros((2, 3, 2))
    scores[:, :, 1] = -np.inf
    with np.errstate(invalid="raise"):
        words, ranked_by = beam_search_decoding(scores, 2, beam=3)
    np.testing.assert_array_equal(words, [[0, 0]])
    np.testing.assert_array_equal(ranked_by, [0])


def test_the_shortest_and_the_longest_that_is_asked_for_is_given():
    for decode in (greedy_decoding, beam_search_decoding):
        for length in (1, 4):
            assert np.shape(decode(SCORES, 3, length=length)[0])[-1] == length
        assert np.size(decode(lambda words: np.ones(3), length=1, **BEAM_OF_1[decode])[0]) == 1
        words, ranked_by = decode(np.zeros((2, 1, 1)))
        assert not words.any()
        assert isinstance(ranked_by, np.ndarray)
        assert not ranked_by.any()


def test_of_many_equals_the_one_goes_first_that_stood_first():
    found, _ = beam_search_decoding(np.zeros((3, 3, 3)), beam=27)
    assert found.tolist() == [list(words) for words in itertools.product(range(3), repeat=3)]
    # Half the probability for each word more, and an eighth of the loss: the end alone is last.
    found, _ = beam_search_decoding(np.zeros((2, 8, 8)), end=7, beam=57, alpha=3.0)
    longer = [list(words) for words in itertools.product(range(7), range(8))]
    assert found.tolist() == [*longer, [7, 7]]
