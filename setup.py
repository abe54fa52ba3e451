"""What the wheel has otherwise than the repository; everything else stands in pyproject.toml.

``reports`` is a folder that many people have. In the wheel the package of that name is therefore
called ``parity_reports``, and the lines that import it say so: neither hides the other. An editable
install and the source distribution keep the name. Texts that are many files of one folder are one
file in the wheel, where each is compressed by itself. The README's links, which name files of the
repository, are made absolute for an index.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent
OURS, INSTALLED = "reports", "parity_reports"
REWRITTEN = ("*.py", "worker.js")
"""The files that import: one of them in a page, where Python runs too."""

IMPORTED = re.compile(rf"^(\s*from ){OURS}(?=\.\w|\s+import\b)", re.MULTILINE)
NAMED = re.compile(rf"(?<=[\"'`]){OURS}(?=[./]\w)")

GATHERED = (
    "parity/questions/written",
    "parity/questions/sets",
    "parity/questions/equations",
    f"{INSTALLED}/site/japanese",
)
"""Folders of texts, below which the wheel has one file."""


def renamed(source: str) -> str:
    """Return a file's text with the package under the name that it has in the wheel."""
    return NAMED.sub(INSTALLED, IMPORTED.sub(rf"\g<1>{INSTALLED}", source))


def gathered(files: list[Path]) -> str:
    """Return the text of TOML files of nothing but tables in arrays; a question names its file."""
    found = []
    for file in files:
        text = file.read_text(encoding="utf-8").strip()
        found.append(text.replace("[[question]]", f'[[question]]\nfile = "{file.stem}"'))
    return "\n\n".join([*found, ""])


def absolute_links(text: str, repository: str, version: str) -> str:
    """Return a README whose links name the files of a version, its pictures the raw ones."""

    def link(match: re.Match[str]) -> str:
        picture, label, target = match.groups()
        if re.match(r"https?:|#", target):
            return match[0]
        kind = "raw" if picture else "blob"
        return f"{picture}[{label}]({repository}/{kind}/v{version}/{target})"

    # A picture may be the label of a link.
    text = re.sub(r"(!)\[([^\]]*)\]\(([^)]+)\)", link, text)
    return re.sub(r"(?<!!)()\[((?:!\[[^\]]*\]\([^)]*\))|[^\]]*)\]\(([^)]+)\)", link, text)


class BuildPy(build_py):
    """Copies the packages; into a wheel under the names that they have there."""

    def run(self) -> None:
        """Build, unless in place: then the repository's own names are used."""
        if self.editable_mode:
            super().run()
            return
        shutil.rmtree(self.build_lib, ignore_errors=True)  # an older build's files would be packed
        distribution = self.distribution
        distribution.packages = self.packages = sorted(map(installed_name, self.packages))
        distribution.package_dir = self.package_dir = {**self.package_dir, INSTALLED: OURS}
        self.package_data = {installed_name(k): v for k, v in self.package_data.items()}
        distribution.package_data = self.package_data
        super().run()
        for top in ("parity", INSTALLED):
            for pattern in REWRITTEN:
                for path in (Path(self.build_lib) / top).rglob(pattern):
                    source = path.read_text(encoding="utf-8")
                    if (changed := renamed(source)) != source:
                        path.write_text(changed, encoding="utf-8", newline="\n")
        for folder in (Path(self.build_lib) / name for name in GATHERED):
            files = sorted(folder.rglob("*.toml"))
            text = gathered(files)
            for file in files:
                file.unlink()
            (folder / "all.toml").write_text(text, encoding="utf-8", newline="\n")


def installed_name(package: str) -> str:
    """Return the name that a package has in the wheel."""
    return re.sub(rf"^{OURS}(?=\.|$)", INSTALLED, package)


def main() -> None:
    """Tell setuptools of both."""
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    repository, version = project["urls"]["Repository"], project["version"]
    setup(
        cmdclass={"build_py": BuildPy},
        long_description=absolute_links(readme, repository, version),
        long_description_content_type="text/markdown",
    )


if __name__ == "__main__":
    main()
