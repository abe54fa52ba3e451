"""What the benchmark times, and with how many threads."""

import re

import pytest

from parity.bench.inputs import around, blank, total
from parity.bench.numpy_side import Side
from parity.bench.runner import bench
from parity.bench.works import COLUMNS, all_works, choose_works
from parity.harness.evaluators.subject import quickest
from parity.harness.plan import BadArgumentError
from parity.harness.processes.worker import settings


def test_the_works_of_the_contract_are_there():
    names = [work.name for work in all_works()]
    assert len(set(names)) == len(names)
    assert {"mlp_step", "deep_convnet_step", "lenet_step", "small_alexnet_step", "batch_norm",
            "max_pool", "avg_pool", "adam_step", "sgd_step"} <= set(names)  # fmt: skip
    for direction in ("conv_forward_", "conv_forward_backward_"):
        assert sum(re.match(direction + r"\d", name) is not None for name in names) == 8
    quick = {work.name for work in choose_works(None, quick=True)}
    assert {"mlp_step", "deep_convnet_step"} <= quick < set(names)


def test_a_column_is_left_out_where_it_has_no_meaning():
    works = {work.name: work for work in all_works()}
    assert works["deep_convnet_step"].columns == COLUMNS
    assert works["mlp_step"].columns == ("numpy", "taught", "torch", "keras")
    assert works["adam_step"].columns == ("numpy", "taught", "torch", "keras")
    assert works["lenet_step"].columns == ("numpy", "torch", "torch_channels_last", "keras")


def test_what_has_a_fast_form_is_timed_in_its_plain_form_too():
    for work in all_works():
        if work.kind == "step":
            continue
        if quickest(work.of) != work.of:
            assert work.taught, work.name
        elif work.taught:
            pytest.fail(f"{work.name} has one form alone.")


@pytest.mark.parametrize("name", ["sgd_step", "layer_norm"])
def test_the_taught_form_is_the_plain_one(name):
    (work,) = choose_works((name,), quick=False)
    fast, plain = (Side(column, 1).prepare(work) for column in ("numpy", "taught"))
    assert type(fast.subject).__mro__.index(type(plain.subject)) > 0
    for key, value in fast.digest.items():
        assert plain.digest[key] == pytest.approx(value, rel=1e-4)


def test_works_are_chosen_by_name_or_pattern():
    assert [w.name for w in choose_works(("mlp_step",), quick=False)] == ["mlp_step"]
    assert len(choose_works(("conv_forward_*",), quick=True)) == 16
    with pytest.raises(BadArgumentError, match="mlp_step"):
        bench(["no_such_work"])


def test_the_thread_settings_of_a_benchmark_and_of_a_comparison():
    assert settings()["OMP_NUM_THREADS"] == "1"
    assert settings()["TF_ENABLE_ONEDNN_OPTS"] == "0"
    wide = settings(3, exact=False)
    assert {wide[f"{name}_NUM_THREADS"] for name in ("OMP", "OPENBLAS", "MKL")} == {"3"}
    assert wide["TF_ENABLE_ONEDNN_OPTS"] == "1"


def test_words_are_looked_up_by_numbers_of_the_vocabulary():
    (work,) = choose_works(("embedding_step",), quick=False)
    x, dy = around(work, (32, 32, 64))
    assert x.dtype.kind == blank(work).dtype.kind == "i"
    assert x.shape == blank(work).shape == (32, 32)
    assert x.min() >= 0
    assert 9000 < x.max() < work.config["n_words"] == work.indices
    prepared = Side("numpy", 1).prepare(work)
    assert set(prepared.digest) == {"y", "parameters"}
    assert prepared.digest["parameters"] == pytest.approx(total(dy), rel=0.1)
