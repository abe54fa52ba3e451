"""Downloads, from a server on this machine."""

import gzip
import http.server
import io
import tarfile
import threading
from pathlib import Path

import numpy as np
import pytest
from data_files import (
    FILES,
    IMAGES,
    TEST_IMAGES,
    TEST_LABELS,
    TRAIN_IMAGES,
    TRAIN_LABELS,
    idx,
    message,
    records,
)

from parity.experiments.data.load import load
from parity.experiments.data.readers import cifar10, download, mnist
from parity.experiments.data.readers.files import md5


class Server:
    """What a test wants to be answered, and what was asked for."""

    def __init__(self):
        self.files: dict[str, bytes] = {}
        self.breaks_off: set[str] = set()
        self.asked: list[str] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                outer.asked.append(self.path)
                content = outer.files.get(self.path)
                if content is None:
                    self.send_error(404)
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                half = self.path in outer.breaks_off
                self.wfile.write(content[: len(content) // 2] if half else content)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def server(tmp_path, monkeypatch):
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PARITY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    server = Server()
    sums = {name: md5(idx(array)) for name, array in FILES.items()}
    for module in (mnist, download):
        monkeypatch.setattr(module, "PUBLISHED", sums)
    monkeypatch.setattr(download, "MNIST_MIRRORS", (f"{server.url}/a/", f"{server.url}/b/"))
    for name, array in FILES.items():
        server.files[f"/a/{name}.gz"] = server.files[f"/b/{name}.gz"] = gzip.compress(idx(array))
    batches = {name: records(10, seed) for seed, name in enumerate(cifar10.BINARY)}
    server.files["/cifar.tar.gz"] = archive_of(batches)
    monkeypatch.setattr(download, "CIFAR10_URLS", (f"{server.url}/cifar.tar.gz",))
    monkeypatch.setattr(download, "CIFAR10_MD5", md5(server.files["/cifar.tar.gz"]))
    yield server
    server.close()


def archive_of(batches) -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w:gz") as archive:
        for name, table in batches.items():
            member = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            member.size = table.nbytes
            archive.addfile(member, io.BytesIO(table.tobytes()))
    return whole.getvalue()


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_mnist_is_downloaded_once(server, tmp_path):
    told = []
    data = load("mnist", progress=lambda *now: told.append(now))
    np.testing.assert_array_equal(data.x_train, IMAGES["train"][:, None])
    assert data.notes == ()
    assert data.folder == tmp_path / "cache" / "mnist"
    assert left_in(tmp_path / "cache") == sorted(f"{name}.gz" for name in FILES)
    size = len(server.files[f"/a/{TRAIN_IMAGES}.gz"])
    assert (size, size, f"{TRAIN_IMAGES}.gz") in told
    assert load("mnist").digest == data.digest
    assert len(server.asked) == 4


def test_the_next_mirror_is_asked_where_one_fails(server):
    del server.files[f"/a/{TRAIN_IMAGES}.gz"]
    server.files[f"/a/{TRAIN_LABELS}.gz"] = gzip.compress(b"something else")
    server.breaks_off.add(f"/a/{TEST_IMAGES}.gz")
    server.files[f"/a/{TEST_LABELS}.gz"] = b"<html>not found, they say</html>"
    assert load("mnist").count("train") == 40
    assert [path for path in server.asked if path.startswith("/b/")] == [
        f"/b/{name}.gz" for name in FILES
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda server, path: server.files.pop(path), "HTTP 404"),
        (lambda server, path: server.files.update({path: gzip.compress(b"else")}), "its MD5 is"),
        (lambda server, path: server.breaks_off.add(path), "broke off after"),
        (lambda server, path: server.files.update({path: b"<html>"}), "not a gzip file"),
    ],
)
def test_a_failed_download_says_what_to_do_and_leaves_nothing_behind(
    server, tmp_path, change, reason
):
    for mirror in "ab":
        change(server, f"/{mirror}/{TEST_IMAGES}.gz")
    told = message("mnist", None)
    assert reason in told
    assert f"{TRAIN_IMAGES}.gz" in told
    assert "--data-dir" in told
    assert left_in(tmp_path / "cache") == [f"{TRAIN_IMAGES}.gz", f"{TRAIN_LABELS}.gz"]


def test_what_is_there_is_not_downloaded_again(server):
    lost = {mirror: server.files.pop(f"/{mirror}/{TEST_LABELS}.gz") for mirror in "ab"}
    message("mnist", None)
    server.asked.clear()
    server.files |= {f"/{mirror}/{TEST_LABELS}.gz": content for mirror, content in lost.items()}
    assert load("mnist").count("test") == 20
    assert server.asked == [f"/a/{TEST_LABELS}.gz"]


def test_cifar10_is_downloaded_and_unpacked_whole(server, tmp_path):
    data = load("cifar10")
    assert data.count("train") == 50
    np.testing.assert_array_equal(data.x_test.reshape(10, 3072), records(10, 5)[:, 1:])
    assert left_in(tmp_path / "cache") == sorted(cifar10.BINARY)
    assert load("cifar10").digest == data.digest
    assert len(server.asked) == 1


def test_an_incomplete_cifar10_is_downloaded_anew(server, tmp_path):
    load("cifar10")
    (tmp_path / "cache" / "cifar-10-batches-bin" / "data_batch_3.bin").unlink()
    assert load("cifar10").count("train") == 50


def test_a_failed_download_of_cifar10_leaves_nothing_behind(server, tmp_path):
    server.breaks_off.add("/cifar.tar.gz")
    assert "broke off after" in message("cifar10", None)
    server.breaks_off.clear()
    server.files["/cifar.tar.gz"] = archive_of({"test_batch.bin": records(10, 0)})
    assert "its MD5 is" in message("cifar10", None)
    assert list((tmp_path / "cache").iterdir()) == []


def test_without_a_network_one_line_says_what_to_download(nowhere):
    told = message("mnist", None)
    assert "no network in tests" in told
    assert f"{TEST_LABELS}.gz from {download.MNIST_MIRRORS[0]}" in told
    assert "--data-dir" in told
    told = message("cifar10", None)
    assert download.CIFAR10_URLS[0] in told
    assert "--data-dir" in told


def test_a_cache_that_cannot_be_written_is_named(server, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PARITY_CACHE", str(tmp_path / "file" / "cache"))
    told = message("mnist", None)
    assert "cannot be written" in told
    assert "PARITY_CACHE" in told
