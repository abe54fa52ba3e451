"""Layer normalization, the parts around attention and the losses of language models, as written."""

import pytest
from written_code import pieces

from parity.checking.judging.judge import check_object

RIGHT, WRONG = (pieces("transformer", kind) for kind in ("right", "wrong"))


@pytest.mark.parametrize("title", RIGHT)
def test_right_code_is_never_accused(title, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert report.verdict == "agrees", str(report)


@pytest.mark.parametrize("title", WRONG)
def test_wrong_code_differs(title, tmp_path):
    report = WRONG[title].judged(tmp_path)
    assert report.verdict == "differs", str(report)


@pytest.mark.parametrize("name", ["smooth_labels", "label_smoothing"])
def test_what_smooths_labels_and_computes_no_loss_is_judged_by_its_targets(name):
    def smooth(labels, eps=0.1):
        return labels * (1 - eps) + eps / labels.shape[-1]

    smooth.__name__ = name
    report = check_object(
        smooth, "label_smoothing", label=name, namespace={name: smooth}, mapping={}
    )
    assert report.verdict == "agrees", str(report)
    assert "It returns the smoothed targets" in str(report)


def test_a_way_back_that_needs_its_own_cache_is_not_accused():
    def layer_norm_backward(dy, saved):
        s, gamma = saved
        return dy * gamma * s

    report = check_object(
        layer_norm_backward, "layer_norm", label="layer_norm_backward", namespace={}, mapping={}
    )
    assert report.verdict == "error", str(report)
