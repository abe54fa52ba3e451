"""What a stranger gets: the wheel's names, its data, what an index shows.

``make try-dist`` builds and installs it; these need no build.
"""

import ast
import importlib
import importlib.util
import re
import tomllib
import zipfile

import numpy as np
import pytest
from repository import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
REPOSITORY = PROJECT["urls"]["Repository"]


@pytest.fixture(scope="module")
def setup():
    pytest.importorskip("setuptools")
    spec = importlib.util.spec_from_file_location("project_setup", ROOT / "setup.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def python_files():
    for top in ("parity", "reports"):
        yield from (ROOT / top).rglob("*.py")


def test_in_the_wheel_nothing_imports_reports(setup):
    """Not even from a string; a variable may be called so, and an attribute."""
    seen = 0
    for path in python_files():
        source = path.read_text(encoding="utf-8")
        changed = setup.renamed(source)
        seen += changed != source
        for node in ast.walk(ast.parse(changed)):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                names = re.findall(r"^reports[./]\w\S*$", node.value)
            else:
                continue
            assert not any(re.match(r"reports\b", name) for name in names), (path, names)
    assert seen > 50
    worker = (ROOT / "reports/site/writing/static/worker.js").read_text(encoding="utf-8")
    assert "from parity_reports.check" in setup.renamed(worker)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    from reports.console import out", "    from parity_reports.console import out"),
        ("import reports", "import reports"),  # nobody does: a name would have to change with it
        ('load("reports.site")', 'load("parity_reports.site")'),
        ("see :mod:`reports.site`", "see :mod:`parity_reports.site`"),
        ("self.reports.append(reports[0])", "self.reports.append(reports[0])"),
        ('{"reports": reports}', '{"reports": reports}'),
        ("from reports of students", "from reports of students"),
    ],
)
def test_only_the_packages_name_changes(setup, before, after):
    assert setup.renamed(before) == after


def test_the_packages_have_the_name_of_the_wheel(setup):
    names = ["parity", "reports", "reports.site", "reports_of_others"]
    assert [setup.installed_name(name) for name in names] == [
        "parity", "parity_reports", "parity_reports.site", "reports_of_others"
    ]  # fmt: skip


def test_what_an_index_shows_links_to_this_version(setup):
    text = "![a](b/c.png) [d](E.md) [![f [g]](h.png)](i.png) [j](https://k) [l](#m)".replace(
        "f [g]", "f"
    )
    assert setup.absolute_links(text, "https://r", "1.2") == (
        "![a](https://r/raw/v1.2/b/c.png) [d](https://r/blob/v1.2/E.md) "
        "[![f](https://r/raw/v1.2/h.png)](https://r/blob/v1.2/i.png) [j](https://k) [l](#m)"
    )


def test_the_readme_has_no_relative_link_on_an_index(setup):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = setup.absolute_links(readme, REPOSITORY, PROJECT["version"])
    targets = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", shown, flags=re.DOTALL))
    assert len(targets) > 4
    assert [target for target in targets if not target.startswith(("https://", "#"))] == []


def test_every_kind_of_package_data_is_there():
    for package, patterns in PYPROJECT["tool"]["setuptools"]["package-data"].items():
        for pattern in patterns:
            assert any(p.is_file() for p in (ROOT / package).glob(pattern)), (package, pattern)


def test_the_pages_find_all_that_they_read_in_the_wheel():
    """Data that no pattern names would be missing only for those who install it."""
    data = PYPROJECT["tool"]["setuptools"]["package-data"]
    packed = {
        path
        for package, patterns in data.items()
        for pattern in patterns
        for path in (ROOT / package).glob(pattern)
    }
    kinds = (".toml", ".j2", ".css", ".js", ".record", ".woff2", ".svg", ".txt", ".json")
    left_out = ("reports/site/writing/editor/", "reports/published/", "reports/example/")
    for package in data:
        for path in (ROOT / package).rglob("*"):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in kinds and not name.startswith(left_out):
                assert path in packed, name


@pytest.mark.parametrize("folder", ["written", "sets", "equations"])
def test_what_the_wheel_has_in_one_file_says_the_same(setup, folder):
    reading = importlib.import_module(f"parity.questions.{folder}.reading")
    files = sorted(reading.FOLDER.rglob("*.toml"))
    assert len(files) > 2
    assert f"parity/questions/{folder}" in setup.GATHERED
    name = ("all",) if folder == "written" else ()
    both = {"written": "written_questions", "sets": "set_questions", "equations": "equations"}
    assert tuple(reading.read(setup.gathered(files), *name)) == getattr(reading, both[folder])()


def test_the_wheel_has_the_same_translations(setup, monkeypatch, tmp_path):
    from reports.site.source import notes

    (tmp_path / "all.toml").write_text(
        setup.gathered(sorted(notes.FOLDER.glob("*.toml"))), encoding="utf-8"
    )
    expected = notes.japanese()
    monkeypatch.setattr(notes, "FOLDER", tmp_path)
    found = notes.japanese.__wrapped__()
    assert len(found) > 1000
    assert found == expected
    assert list(found) == list(expected)


def test_the_version_is_told_once_and_the_same_everywhere():
    version = PROJECT["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[{re.escape(version)}\] - (\d{{4}}-\d\d-\d\d)$", changelog, re.M)
    assert f"[{version}]: {REPOSITORY}/" in changelog
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {version}\n" in citation
    assert f"\nrepository-code: {REPOSITORY}\n" in citation


def test_the_pages_name_the_repository():
    from reports.site.pages import published

    assert published.REPOSITORY == REPOSITORY


def test_the_pythons_that_are_admitted_are_those_that_are_named():
    named = [c.rpartition(" ")[2] for c in PROJECT["classifiers"] if re.search(r"3\.\d+$", c)]
    first, last = (int(version.split(".")[1]) for version in (named[0], named[-1]))
    assert PROJECT["requires-python"] == f">=3.{first},<3.{last + 1}"
    assert named == [f"3.{minor}" for minor in range(first, last + 1)]


def test_a_packed_wheel_has_the_same_files_in_fewer_bytes(tmp_path, monkeypatch):
    pytest.importorskip("deflate")
    from pack_wheel import main

    texts = {
        "parity/a.py": ("x = 1\n" * 500).encode(),
        "parity/noise": bytes(np.random.default_rng(0).integers(0, 256, 700, dtype=np.uint8)),
        "parity/empty.py": b"",
        "parity/名前.txt": "活性化関数".encode() * 9,
    }
    packed = []
    for day in (1, 2):
        path = tmp_path / f"{day}.whl"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in texts.items():
                info = zipfile.ZipInfo(name, (2026, 1, day, 3, 4, 6))
                info.external_attr = 0o100644 << 16
                archive.writestr(info, content, zipfile.ZIP_DEFLATED)
        before = path.stat().st_size
        monkeypatch.setattr("sys.argv", ["pack_wheel.py", str(path)])
        main()
        packed.append(path.read_bytes())
        assert len(packed[-1]) < before
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            assert {name: archive.read(name) for name in archive.namelist()} == texts
            assert [info.external_attr for info in archive.infolist()] == [0o100644 << 16] * 4
    assert packed[0] == packed[1], "the day makes no difference"


def test_a_wheel_that_is_too_large_is_refused(tmp_path, monkeypatch):
    pytest.importorskip("deflate")
    import pack_wheel

    path = tmp_path / "a.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", "b")
    monkeypatch.setattr("sys.argv", ["pack_wheel.py", str(path)])
    pack_wheel.main()
    monkeypatch.setattr(pack_wheel, "MOST_BYTES", path.stat().st_size - 1)
    with pytest.raises(SystemExit, match=r"at most \d+ are wanted"):
        pack_wheel.main()


def test_making_a_distribution_packs_the_wheel():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = makefile.partition("\ndist:")[2].partition("\n\n")[0].splitlines()
    (at,) = (i for i, line in enumerate(recipe) if "tests/doors/pack_wheel.py dist/*.whl" in line)
    assert "-m build" in recipe[at - 1]
    assert "twine check" in recipe[at + 1]
