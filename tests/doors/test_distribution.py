"""What a stranger gets: the wheel's names, its data, what an index shows.

``make try-dist`` builds and installs it; these need no build.
"""

import ast
import importlib.util
import re
import tomllib

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
    kinds = (".toml", ".j2", ".css", ".js", ".npz", ".woff2", ".svg", ".txt", ".json")
    left_out = ("reports/site/writing/editor/", "reports/published/", "reports/example/")
    for package in data:
        for path in (ROOT / package).rglob("*"):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in kinds and not name.startswith(left_out):
                assert path in packed, name


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
