"""What a file imports from its own project is found from the file upwards."""

import sys

import numpy as np
import pytest

from parity.checking.loading import definitions, packages
from parity.checking.loading.crashes import LoadError
from parity.checking.loading.missing import old_numpy

ACT = "def act(x):\n    return x * 2\n"


@pytest.fixture(autouse=True)
def _modules_as_before():
    modules, path, finders = set(sys.modules), list(sys.path), list(sys.meta_path)
    yield
    for name in set(sys.modules) - modules:
        del sys.modules[name]
    sys.path[:], sys.meta_path[:] = path, finders


def tree(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_an_absolute_import_of_the_package_around_the_file(tmp_path):
    tree(tmp_path, {
        "ownpkg_a/__init__.py": "",
        "ownpkg_a/parts/__init__.py": "",
        "ownpkg_a/tools.py": ACT,
        "ownpkg_a/parts/layer.py": "from ownpkg_a.tools import act\ndef layer(x): return act(x)\n",
    })  # fmt: skip
    loaded = definitions.load(tmp_path / "ownpkg_a" / "parts" / "layer.py")
    assert list(loaded.definitions()) == ["layer"]
    assert loaded.namespace["layer"](1) == 2


@pytest.mark.parametrize("line", ["from .tools import act", "from ..deep.tools import act"])
def test_relative_imports(tmp_path, line):
    tree(tmp_path, {
        "ownpkg_b/__init__.py": "",
        "ownpkg_b/deep/__init__.py": "",
        "ownpkg_b/deep/tools.py": ACT,
        "ownpkg_b/deep/layer.py": f"{line}\ndef layer(x): return act(x)\n",
    })  # fmt: skip
    loaded = definitions.load(tmp_path / "ownpkg_b" / "deep" / "layer.py")
    assert loaded.namespace["layer"](1) == 2


def test_a_folder_without_init_some_levels_up(tmp_path, monkeypatch):
    tree(tmp_path, {
        "shared_c/tools.py": ACT,
        "week1/day2/layer.py": "from shared_c.tools import act\ndef layer(x): return act(x)\n",
    })  # fmt: skip
    monkeypatch.chdir("/")
    loaded = definitions.load(tmp_path / "week1" / "day2" / "layer.py")
    assert loaded.namespace["layer"](1) == 2


def test_a_module_and_the_one_that_its_package_imports_are_the_same(tmp_path):
    tree(tmp_path, {
        "ownpkg_d/__init__.py": "from ownpkg_d.core import Thing\nThing.mark = 1\n",
        "ownpkg_d/core.py": "import ownpkg_d\nclass Thing: pass\n",
    })  # fmt: skip
    loaded = definitions.load(tmp_path / "ownpkg_d" / "core.py")
    assert loaded.namespace["Thing"].mark == 1
    assert list(loaded.definitions()) == ["Thing"]


def test_what_a_package_imports_for_others_may_be_missing(tmp_path):
    tree(tmp_path, {
        "ownpkg_e/__init__.py": "import nonesuch_e\n",
        "ownpkg_e/tools.py": ACT,
        "ownpkg_e/layer.py": "from .tools import act\ndef layer(x): return act(x)\n",
        "ownpkg_e/needs.py": "import nonesuch_e\n",
    })  # fmt: skip
    loaded = definitions.load(tmp_path / "ownpkg_e" / "layer.py")
    assert loaded.namespace["layer"](1) == 2
    with pytest.raises(LoadError) as refused:
        definitions.load(tmp_path / "ownpkg_e" / "needs.py")
    assert "nonesuch_e" in refused.value.crash.what.en


def test_a_file_of_a_package_does_not_hide_one_of_pythons_own(tmp_path):
    tree(tmp_path, {
        "ownpkg_f/__init__.py": "",
        "ownpkg_f/statistics.py": "raise RuntimeError\n",
        "ownpkg_f/layer.py": "import statistics\ndef layer(x): return statistics.mean(x)\n",
    })  # fmt: skip
    sys.modules.pop("statistics", None)
    loaded = definitions.load(tmp_path / "ownpkg_f" / "layer.py")
    assert loaded.namespace["layer"]([1, 3]) == 2


def test_a_folder_of_data_is_no_package(tmp_path):
    tree(tmp_path, {"nonesuch_g/rows.csv": "1", "a/b/layer.py": "import nonesuch_g\n"})
    with pytest.raises(LoadError) as refused:
        definitions.load(tmp_path / "a" / "b" / "layer.py")
    hint = refused.value.crash.hint
    assert "pip install" not in hint.en
    assert str(tmp_path / "a" / "b") in hint.en
    assert str(tmp_path / "a" / "b") in hint.ja


def test_the_search_ends_at_the_repository(tmp_path):
    tree(tmp_path, {"outer_h.py": ACT, "repo/.git/config": "", "repo/sub/layer.py": "x = 1\n"})
    folders = packages.folders_above(tmp_path / "repo" / "sub" / "layer.py")
    assert folders == [tmp_path / "repo" / "sub", tmp_path / "repo"]


def test_a_known_package_is_installed_with_pip(tmp_path):
    path = tmp_path / "a.py"
    path.write_text("import seaborn.nonesuch\n", encoding="utf-8")
    sys.modules["seaborn"] = None
    with pytest.raises(LoadError) as refused:
        definitions.load(path)
    assert "pip install seaborn" in refused.value.crash.hint.en


def test_a_repository_whose_name_is_no_name_is_no_package(tmp_path):
    root = tmp_path / "numpy-nn"
    (root / "net").mkdir(parents=True)
    (root / "__init__.py").write_text("")
    (root / "net" / "__init__.py").write_text("from .base import twice\n")
    (root / "net" / "net.py").write_text("from .base import twice\n")
    (root / "net" / "base.py").write_text("def twice(x):\n    return 2 * x\n")
    layer = root / "net" / "layer.py"
    text = "from net.base import twice\n\n\ndef relu(x):\n    return twice(x) * (x > 0) / 2\n"
    layer.write_text(text)
    assert "relu" in definitions.load(layer).definitions()


RELU = "\n\n\ndef relu(x):\n    return np.maximum(x, 0)\n"


@pytest.mark.parametrize(
    "line",
    ["import autograd.numpy as np", "from autograd import numpy as np", "import cupy as np"],
)
def test_numpy_stands_in_for_what_is_numpy_under_another_name(tmp_path, line):
    path = tree(tmp_path, {"mine.py": line + RELU}) / "mine.py"
    loaded = definitions.load(path)
    assert loaded.namespace["relu"](-1.0) == 0
    assert "NumPy itself was used" in loaded.remark.en
    assert loaded.remark.ja
    (tmp_path / "other.py").write_text("import numpy as np" + RELU, encoding="utf-8")
    assert definitions.load(tmp_path / "other.py").remark is None


def test_the_stand_in_of_a_device_says_whose_an_array_is(tmp_path):
    code = (
        f"import cupy\nimport numpy as np{RELU}\n\n"
        "def softplus(x):\n    xp = cupy.get_array_module(x)\n    return xp.log1p(xp.exp(x))\n"
    )
    loaded = definitions.load(tree(tmp_path, {"mine.py": code}) / "mine.py")
    assert loaded.namespace["softplus"](0.0) == pytest.approx(0.6931471805599453)


@pytest.mark.parametrize(
    "decorated", ["@njit", "@njit()", "@njit(fastmath=True)", "@nb.jit(nopython=True)"]
)
def test_what_numba_would_compile_is_run_as_it_is(tmp_path, decorated):
    code = (
        f"import numba as nb\nimport numpy as np\nfrom numba import njit\n\n\n{decorated}{RELU[2:]}"
    )
    loaded = definitions.load(tree(tmp_path, {"mine.py": code}) / "mine.py")
    assert loaded.namespace["relu"](-1.0) == 0
    assert "run as it is" in loaded.remark.en
    assert loaded.remark.ja


def test_what_stands_in_in_two_ways_is_told_in_two_sentences(tmp_path):
    code = f"import cupy as np\nfrom numba import njit\n\n\n@njit{RELU[2:]}"
    loaded = definitions.load(tree(tmp_path, {"mine.py": code}) / "mine.py")
    assert "cupy is not installed; NumPy itself was used" in loaded.remark.en
    assert "numba is not installed; what it would compile" in loaded.remark.en


def test_what_is_not_numpy_in_such_a_package_is_missing(tmp_path):
    late = "import numpy as np\nfrom autograd import elementwise_grad" + RELU
    path = tree(tmp_path, {"mine.py": f"{late}\n\nslope = elementwise_grad(relu)\n"}) / "mine.py"
    loaded = definitions.load(path)
    assert loaded.namespace["relu"](-1.0) == 0
    assert "imports autograd, which is not found" in loaded.remark.en


def test_a_package_of_the_users_own_is_taken_first(tmp_path):
    tree(tmp_path, {
        "autograd/__init__.py": "", "autograd/numpy.py": "maximum = max\n",
        "mine.py": "import autograd.numpy as np" + RELU,
    })  # fmt: skip
    loaded = definitions.load(tmp_path / "mine.py")
    assert loaded.namespace["np"].maximum is max
    assert loaded.remark is None


def test_a_package_that_a_module_of_its_name_hides(tmp_path):
    tree(tmp_path, {
        "tallnet/tallnet.py": "raise RuntimeError('this is the script that trains')\n",
        "tallnet/tools.py": ACT,
        "tallnet/parts/__init__.py": "",
        "tallnet/parts/layer.py": "from tallnet.tools import act\ndef layer(x): return act(x)\n",
    })  # fmt: skip
    loaded = definitions.load(tmp_path / "tallnet" / "parts" / "layer.py")
    assert loaded.remark is None
    assert loaded.namespace["layer"](1) == 2


def test_a_repository_that_was_unpacked_under_another_name(tmp_path):
    tree(tmp_path, {
        "main-branch/core/tools.py": "from ownlib.core.more import act\n",
        "main-branch/core/more.py": ACT,
        "main-branch/core/layer.py": (
            "from ownlib.core.tools import act\ndef layer(x): return act(x)\n"
        ),
    })  # fmt: skip
    loaded = definitions.load(tmp_path / "main-branch" / "core" / "layer.py")
    assert loaded.remark is None
    assert loaded.namespace["layer"](1) == 2


def test_a_folder_that_lacks_what_is_imported_is_no_such_repository(tmp_path):
    tree(tmp_path, {"main-branch/core/layer.py": "from otherlib.core.tools import act\n"})
    with pytest.raises(LoadError) as refused:
        definitions.load(tmp_path / "main-branch" / "core" / "layer.py")
    assert refused.value.crash.name == "import_failed"


def test_names_that_numpy_had_once_are_told_with_todays(tmp_path):
    tree(tmp_path, {"old.py": "import numpy as np\ndef ones(x): return (x > 0).astype(np.int)\n"})
    loaded = definitions.load(tmp_path / "old.py")
    old_numpy.told()
    assert loaded.namespace["ones"](np.array([-1.0, 2.0])).tolist() == [0, 1]
    (text,) = old_numpy.told()
    assert "np.int no longer" in text.en
    assert "int in the place" in text.en
    assert old_numpy.told() == []


def test_what_another_module_imports_and_hardly_needs_may_be_missing(tmp_path):
    tree(tmp_path, {
        "week_d/tools.py": (
            "import not_there_d\nfrom not_there_d.inner import thing\n" + ACT
            + "def used(x): return not_there_d.inner.thing(x)\n"
        ),
        "week_d/layer.py": "from tools import act, used\ndef layer(x): return act(x)\n",
    })  # fmt: skip
    loaded = definitions.load(tmp_path / "week_d" / "layer.py")
    assert loaded.namespace["layer"](1) == 2
    with pytest.raises(ModuleNotFoundError, match="not_there_d"):
        loaded.namespace["used"](1)


def test_what_another_module_needs_at_once_is_missing_all_the_same(tmp_path):
    tree(tmp_path, {
        "week_e/tools.py": "from not_there_e import Base\nclass Mine(Base): pass\n" + ACT,
        "week_e/layer.py": "from tools import act\n",
    })  # fmt: skip
    with pytest.raises(LoadError) as refused:
        definitions.load(tmp_path / "week_e" / "layer.py")
    assert "not_there_e" in refused.value.crash.what.en


def test_what_a_package_imports_at_its_beginning_and_hardly_needs_may_be_missing(tmp_path):
    tree(tmp_path, {
        "whole_f/__init__.py": "",
        "whole_f/tools.py": "import not_there_f\n" + ACT,
        "whole_f/parts/__init__.py": "from whole_f.tools import act\n",
        "whole_f/parts/layer.py": (
            "from whole_f.tools import act\ndef layer(x): return act(x)\n"
        ),
    })  # fmt: skip
    loaded = definitions.load(tmp_path / "whole_f" / "parts" / "layer.py")
    assert list(loaded.definitions()) == ["layer"]
    assert loaded.namespace["layer"](1) == 2
