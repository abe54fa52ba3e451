"""The concepts' data: complete, bilingual, and drawn so that a mistake cannot hide."""

import re
from collections import Counter

import numpy as np
import pytest
from every import every

from parity.describing.concept import draw_case
from parity.harness.registry import UnknownConceptError, all_concepts, find

CONCEPTS = all_concepts()
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


def texts(concept):
    yield concept.title
    yield concept.summary
    for divergence in concept.divergences:
        yield divergence.title
        yield divergence.summary
        yield divergence.reconciled
    for mistake in concept.mistakes:
        yield mistake.title
        yield mistake.why
    for identity in concept.identities:
        yield identity.text
    if concept.why:
        yield concept.why


def small(concept):
    """Return the cases but the large ones, whose drawing alone takes seconds."""
    return [case for case in concept.cases if not case.on_request]


@every(name=CONCEPTS)
def test_every_text_is_in_both_languages(name):
    concept = CONCEPTS[name]
    for text in texts(concept):
        assert text.en.strip()
        assert not JAPANESE.search(text.en)
        if text is not concept.title:  # a name such as ReLU may stand as it is
            assert JAPANESE.search(text.ja), text


@every(name=CONCEPTS)
def test_a_concept_is_complete(name):
    concept = CONCEPTS[name]
    assert concept.sources
    assert concept.equation
    assert concept.shapes
    assert concept.cases
    for names in (
        [case.name for case in concept.cases],
        [divergence.name for divergence in concept.divergences],
        [divergence.title.ja for divergence in concept.divergences],
        [mistake.title.ja for mistake in concept.mistakes],
    ):
        assert max(Counter(names).values(), default=1) == 1
    for divergence in concept.divergences:
        assert concept.case(divergence.case)
        assert len(divergence.native) == 2
        assert divergence.source
        assert (divergence.size is not None) == divergence.irreducible


def recurrent(name, role):
    if name == "rnn_taught":
        return role == "W"  # in the course's names
    if name == "attention_seq2seq" and role == "attention.W":
        return True  # from a state of the decoder to one of the encoder
    return re.fullmatch(r"(.*\.)?(U(_.*)?|W_[qkvo])|layer[1-9]\.W", role)


@every(name=CONCEPTS)
def test_the_axes_of_an_array_have_different_lengths(name):
    """So a transposition cannot hide; a batch on its own steps axis may be any length.

    Networks have square kernels, some of them from as many channels to as many, and digits are
    square images. That the axes stay apart in a layer is for the layer's own cases. A recurrent
    weight, U, leads from a state to the next one, so it is square, and so is the W of a layer that
    reads the states of the one below. Multi-head attention leads from d_model to d_model. Counts
    that are the same both ways have no other transpose. A world's P leads from states to states.
    """
    concept = CONCEPTS[name]
    for case in small(concept):
        drawn = draw_case(concept, case)
        given = {**drawn.inputs[0], **drawn.params} if drawn.inputs else {}
        for role, array in given.items():
            axes = array.shape
            if array.ndim == 2 and np.array_equal(array, array.T):
                continue
            if recurrent(name, role) and array.ndim == 2 and axes[0] == axes[1]:
                continue
            if name == "feature_pyramid" and re.fullmatch(r"output\d\.W", role):
                axes = axes[1:3]  # a square kernel, from n_out channels to as many
            if concept.group == "reinforcement" and role == "P":
                axes = axes[:-1]  # from state to state
            if concept.kind == "network" and array.ndim >= 4:
                is_kernel = any(array is kernel for kernel in drawn.params.values())
                axes = () if is_kernel else array.shape[:-2]
            axes = [n for n in axes if n > 1]  # a 1x1 kernel looks the same transposed
            assert len(set(axes)) == len(axes), (name, case.name, array.shape)


@every(name=CONCEPTS)
def test_a_case_draws_the_same_arrays_each_time_and_float32_holds_them(name):
    concept = CONCEPTS[name]
    for case in small(concept):
        once, again = draw_case(concept, case), draw_case(concept, case)
        for a, b in zip(
            [*once.inputs, once.params, once.buffers],
            [*again.inputs, again.params, again.buffers],
            strict=True,
        ):
            for key, array in a.items():
                np.testing.assert_array_equal(array, b[key])
                if array.dtype.kind == "f":
                    np.testing.assert_array_equal(array, array.astype(np.float32))


@every(name=CONCEPTS)
def test_an_upstream_gradient_is_random_and_never_ones(name):
    concept = CONCEPTS[name]
    for case in small(concept):
        if case.options.get("sampled"):
            continue  # a distribution needs one upstream value to be seen
        for upstream in draw_case(concept, case).upstream:
            assert not np.any(upstream == 1), case.name
            if upstream.size > 2:
                assert len(np.unique(upstream)) > 2, case.name


def test_a_group_is_found_by_its_name_and_an_unknown_name_gets_the_nearest():
    assert {concept.group for concept in find(["layers"])} == {"layers"}
    with pytest.raises(UnknownConceptError, match="batch_norm"):
        find(["batchnorm"])
    assert len(find([])) == len(CONCEPTS)
