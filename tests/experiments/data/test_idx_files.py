"""MNIST's IDX files: the format whole, and every way in which files are damaged."""

from pathlib import Path

import numpy as np
import pytest
from data_files import (
    FILES,
    IMAGES,
    LABELS,
    TEST_IMAGES,
    TEST_LABELS,
    TRAIN_IMAGES,
    TRAIN_LABELS,
    idx,
    message,
    write_mnist,
)

from parity.experiments.data.load import load
from parity.experiments.data.readers import mnist
from parity.experiments.data.readers.files import md5


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize("spelling", [str, lambda name: name.replace("-idx", ".idx")])
def test_idx_files_are_read(tmp_path, compress, below, spelling):
    write_mnist(tmp_path / "mnist" if below else tmp_path, compress, spelling)
    data = load("mnist", tmp_path)
    np.testing.assert_array_equal(data.x_train, IMAGES["train"][:, None])
    np.testing.assert_array_equal(data.t_train, LABELS["train"])
    np.testing.assert_array_equal(data.x_test, IMAGES["t10k"][:, None])
    np.testing.assert_array_equal(data.t_test, LABELS["t10k"])
    assert data.x_train.dtype == np.uint8
    assert data.folder == (tmp_path / "mnist" if below else tmp_path)


def test_a_compressed_file_is_known_by_its_content_not_its_name(tmp_path):
    write_mnist(tmp_path)
    for name in FILES:
        (tmp_path / name).rename(tmp_path / f"{name}.gz")
    assert load("mnist", tmp_path).count("train") == 40


def test_data_in_mnists_format_are_used_with_a_note_unless_the_published_are_wanted(tmp_path):
    (note,) = load("mnist", write_mnist(tmp_path)).notes
    assert "Not the published MNIST" in note.en
    assert note.ja
    told = message("mnist", tmp_path, verify=True)
    assert mnist.PUBLISHED[TRAIN_IMAGES] in told
    assert md5(idx(IMAGES["train"])) in told


def test_published_data_have_no_note(tmp_path, monkeypatch):
    sums = {name: md5(idx(array)) for name, array in FILES.items()}
    monkeypatch.setattr(mnist, "PUBLISHED", sums)
    assert load("mnist", write_mnist(tmp_path), verify=True).notes == ()


def test_missing_folders_and_files_are_named(tmp_path):
    assert f"no folder {tmp_path / 'none'}" in message("mnist", tmp_path / "none")
    told = message("mnist", tmp_path)
    assert TRAIN_IMAGES in told
    assert "There is nothing." in told
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / "cifar10").mkdir()
    assert "There is cifar10/, notes.txt." in message("mnist", tmp_path)
    assert "is a file" in message("mnist", tmp_path / "notes.txt")
    write_mnist(tmp_path)
    (tmp_path / TEST_LABELS).unlink()
    told = message("mnist", tmp_path)
    assert f"{TEST_LABELS} is missing" in told
    assert TEST_IMAGES in told
    (tmp_path / TEST_IMAGES).unlink()
    assert f"{TEST_IMAGES}, {TEST_LABELS} are missing" in message("mnist", tmp_path)


def test_a_folder_of_the_files_name_is_not_the_file(tmp_path):
    write_mnist(tmp_path, spelling=lambda name: name.replace("-idx", ".idx"))
    for name in FILES:
        (tmp_path / name).mkdir()
    assert load("mnist", tmp_path).count("train") == 40


def test_of_several_folders_the_right_one_is_read_or_asked_for(tmp_path):
    write_mnist(tmp_path / "fashion-mnist")
    assert "There is no MNIST" in message("mnist", tmp_path)
    assert load("mnist", tmp_path / "fashion-mnist").count("train") == 40
    write_mnist(tmp_path / "a")
    assert load("mnist", tmp_path).folder == tmp_path / "a"
    write_mnist(tmp_path / "b")
    assert "in several folders (a, b)" in message("mnist", tmp_path)
    write_mnist(tmp_path / "MNIST")
    assert load("mnist", tmp_path).folder == tmp_path / "MNIST"


def damage(tmp_path, name, change, compress=False) -> str:
    write_mnist(tmp_path, compress)
    path = tmp_path / (f"{name}.gz" if compress else name)
    path.write_bytes(change(path.read_bytes()))
    told = message("mnist", tmp_path)
    assert str(path) in told
    return told


def test_truncated_and_corrupted_gzip_streams_show_the_checksum(tmp_path):
    told = damage(tmp_path, TRAIN_IMAGES, lambda content: content[:-100], compress=True)
    assert "cut short" in told
    assert mnist.PUBLISHED[TRAIN_IMAGES] in told

    def one_bit(content):
        middle = len(content) // 2
        return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]

    assert "is damaged" in damage(tmp_path, TRAIN_IMAGES, one_bit, compress=True)


def test_files_of_another_length_are_damaged(tmp_path):
    told = damage(tmp_path, TEST_IMAGES, lambda content: content[:-1])
    assert "20 x 28 x 28 bytes, and 15,679 follow" in told
    assert mnist.PUBLISHED[TEST_IMAGES] in told
    assert "is damaged" in damage(tmp_path, TEST_LABELS, lambda content: content + b"\0")
    assert "within its header" in damage(tmp_path, TEST_IMAGES, lambda content: content[:9])


def test_wrong_magic_numbers_say_what_was_expected(tmp_path):
    told = damage(tmp_path, TRAIN_IMAGES, lambda _: idx(LABELS["train"]))
    assert "holds labels (magic number 2049); the magic number 2051 (images)" in told
    assert "not an IDX file" in damage(tmp_path, TRAIN_LABELS, lambda _: b"<!DOCTYPE html>")
    assert "not an IDX file" in damage(tmp_path, TRAIN_LABELS, lambda _: b"")


def test_labels_out_of_range_are_found(tmp_path):
    wrong = LABELS["train"].copy()
    wrong[[4, 9]] = 10
    told = damage(tmp_path, TRAIN_LABELS, lambda _: idx(wrong))
    assert "outside 0 to 9: 2 of them, the first is 10 (example 4)" in told


def test_images_and_labels_must_belong_together(tmp_path):
    told = damage(tmp_path, TRAIN_LABELS, lambda _: idx(LABELS["t10k"]))
    assert "do not belong together: 40 images" in told
    assert "20 labels" in told


def test_images_of_another_size_and_empty_files_are_refused(tmp_path):
    small = np.zeros((40, 14, 14), np.uint8)
    assert "14 x 14" in damage(tmp_path, TRAIN_IMAGES, lambda _: idx(small))
    none = idx(np.zeros(0, np.uint8))
    assert "do not belong together" in damage(tmp_path, TEST_LABELS, lambda _: none)
    write_mnist(tmp_path)
    (tmp_path / TEST_LABELS).write_bytes(none)
    (tmp_path / TEST_IMAGES).write_bytes(idx(np.zeros((0, 28, 28), np.uint8)))
    assert f"{TEST_IMAGES} holds no image" in message("mnist", tmp_path)


def test_unreadable_files_and_folders_say_so(tmp_path, monkeypatch):
    write_mnist(tmp_path)

    def refused(self, *_):
        raise PermissionError(13, "Permission denied", str(self))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refused)
        assert f"{TRAIN_IMAGES} cannot be read: Permission denied." in message("mnist", tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", refused)
        assert f"The folder {tmp_path} cannot be read" in message("mnist", tmp_path)
