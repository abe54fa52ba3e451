"""Tries what ``make dist`` built, as a stranger has it: ``make try-dist``.

For each Python that is found, a fresh environment gets the wheel with NumPy alone, and the
commands run in a folder whose names are those of ours and of others' modules. Then some tests run
from the unpacked source distribution. No test of its own: it installs, a minute for each Python.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
import zipfile
from pathlib import Path

from pack_wheel import MOST_BYTES

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
DECOYS = ("reports/__init__.py", "reports/console.py", "parity/__init__.py", "numpy.py", "typer.py",
          "numpy_impl/__init__.py", "json.py", "rich/__init__.py", "torch.py")  # fmt: skip
"""What stands in the folder in which the commands run; to import one of them is an error."""

IN_PYTHON = """
import parity
from parity.testing import assert_parity
import my_layers
assert_parity(my_layers.Relu, "relu")
assert "<svg" in parity.study("relu").to_html()
import reports
assert reports.MINE == 1
"""
"""A notebook's folder with a ``reports`` of its own: both are found."""

EVERY_MODULE = """
import importlib, pkgutil
count = 0
for package in ("parity", "numpy_impl", "parity_reports"):
    root = importlib.import_module(package)
    for found in pkgutil.walk_packages(root.__path__, package + "."):
        name = found.name
        if not any(part in name for part in FRAMEWORKS) and not name.endswith("__main__"):
            importlib.import_module(name)
            count += 1
print(count, "modules imported")
"""
NEEDS_A_FRAMEWORK = ("torch", "keras", "tf_", "sweeping.cluster", "gymnasium", "pytest_plugin")

SDIST_TESTS = ("tests/describing/test_mirror.py", "tests/doors/test_readme.py",
               "tests/doors/test_distribution.py", "tests/doors/test_house.py",
               "tests/harness/test_compare.py")  # fmt: skip


def run(arguments: list[str | Path], cwd: Path, codes: tuple[int, ...] = (0,)) -> str:
    """Run a command and return what it printed.

    Raises:
        SystemExit: if it ends with another code than ``codes``.
    """
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "PARITY", "VIRTUAL_ENV"))
    }
    done = subprocess.run(
        [*map(str, arguments)],
        cwd=cwd,
        env=environment | {"COLUMNS": "100", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode not in codes or "Traceback" in done.stderr:
        command = " ".join(map(str, arguments))
        sys.exit(f"{command}\nended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def checked_wheel(dist: Path, version: str) -> Path:
    """Return the wheel, whose size and names are as they should be."""
    (wheel,) = dist.glob(f"dl_parity-{version}-py3-none-any.whl")
    size = wheel.stat().st_size
    if size > MOST_BYTES:
        sys.exit(f"{wheel.name} has {size:,} bytes, at most {MOST_BYTES:,} are wanted")
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    expected = {"numpy_impl", "torch_impl", "tf_impl", "parity", "parity_reports"}
    if tops != expected | {f"dl_parity-{version}.dist-info"}:
        sys.exit(f"{wheel.name} has at its top {sorted(tops)}")
    print(f"{wheel.name}: {size:,} bytes")
    return wheel


def try_wheel(python: str, wheel: Path, folder: Path) -> None:
    """Install the wheel into a fresh environment, and use it from a folder full of decoys."""
    begun = time.monotonic()
    environment = folder / "environment"
    subprocess.run([python, "-m", "venv", str(environment)], check=True)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    own = scripts / "python"
    run([own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel], folder)

    there = folder / "decoys"
    for decoy in DECOYS:
        (there / decoy).parent.mkdir(parents=True, exist_ok=True)
        (there / decoy).write_text(f"raise SystemError({decoy!r})\n", encoding="utf-8")
    shutil.copy(ROOT / "reports" / "example" / "my_layers.py", there.parent / "my_layers.py")
    parity = scripts / "parity"
    if f"{len(list((ROOT / 'parity' / 'recorded').rglob('*.record')))} concepts" not in run(
        [parity, "list", "--lang", "en"], there
    ):
        sys.exit("parity list does not show every concept that is recorded")
    run([parity, "show", "dense", "--lang", "ja"], there)
    run([parity, "contract", "batch_norm"], there)
    run([parity, "check", "../my_layers.py::Relu", "--lang", "en"], there)
    run([parity, "check", "../my_layers.py::BatchNormalization", "--json"], there, (1,))
    run([parity, "quiz", "3-6", "--anki", "../cards.txt", "--lang", "en"], there)
    run([parity, "run", "dense", "adam", "lstm", "--out", "../report"], there)
    run([parity, "site", "../pages", "--results", "../report"], there)

    notebook = folder / "notebook"
    (notebook / "reports").mkdir(parents=True)
    (notebook / "reports" / "__init__.py").write_text("MINE = 1\n", encoding="utf-8")
    shutil.copy(there.parent / "my_layers.py", notebook)
    run([own, "-c", IN_PYTHON], notebook)
    code = EVERY_MODULE.replace("FRAMEWORKS", repr(NEEDS_A_FRAMEWORK))
    imported = run([own, "-c", code], notebook).strip()
    print(f"{python}: {imported}; tried in {time.monotonic() - begun:.0f} s")


def try_sdist(dist: Path, version: str, folder: Path) -> None:
    """Run some tests from the unpacked source distribution, with this Python's packages."""
    (archive,) = dist.glob(f"dl_parity-{version}.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder)  # our own; Python 3.11.2 knows no filter
    unpacked = folder / f"dl_parity-{version}"
    tests = [test for test in SDIST_TESTS if (unpacked / test).exists()]
    told = run([sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *tests], unpacked)
    print(f"{archive.name}: {archive.stat().st_size:,} bytes; {told.strip().splitlines()[-1]}")


def pythons(asked: list[str]) -> list[str]:
    """Return the commands of the Pythons asked for, or of those supported that can be started."""
    found = []
    for python in asked or [f"python{version}" for version in VERSIONS]:
        try:
            done = subprocess.run([python, "-c", ""], capture_output=True)
        except OSError:
            done = None
        if done is not None and done.returncode == 0:
            found.append(python)
        else:
            print(f"{python}: not found, and not tried")
    return found


def main() -> None:
    """Try the distributions in ``dist/``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pythons", nargs="*", help="commands; all supported ones if not given")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist")
    options = parser.parse_args()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wheel = checked_wheel(options.dist, project["version"])
    usable = pythons(options.pythons)
    if not usable:
        sys.exit("No Python to try it with.")
    for python in usable:
        with tempfile.TemporaryDirectory(prefix="try-dist-") as folder:
            try_wheel(python, wheel, Path(folder).resolve())
    with tempfile.TemporaryDirectory(prefix="try-dist-") as folder:
        try_sdist(options.dist, project["version"], Path(folder).resolve())


if __name__ == "__main__":
    main()
