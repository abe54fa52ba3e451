"""Loading people's files and notebooks: what is run, what is not, what is said of a failure."""

import inspect
import json
import linecache
import os
import sys

import pytest

from parity.checking.loading import origin
from parity.checking.loading.crashes import LoadError
from parity.checking.loading.definitions import load, resolve
from parity.checking.loading.notebooks import cells, python_of
from parity.checking.loading.tracebacks import cut, line_of


@pytest.fixture(autouse=True)
def _python_as_it_was(monkeypatch):
    """Undo what loading does to this process; in a check it happens in a process of its own."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "dont_write_bytecode", sys.dont_write_bytecode)
    modules = set(sys.modules)
    yield
    for name in set(sys.modules) - modules:
        if getattr(sys.modules[name], "__file__", None) and not origin._is_library(
            sys.modules[name].__file__
        ):
            del sys.modules[name]
    origin.own_files.clear()


def written(folder, name, text, encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def notebook(folder, *sources, name="study.ipynb", **metadata):
    content = {
        "nbformat": 4,
        "metadata": metadata,
        "cells": [{"cell_type": "markdown", "source": ["# not code"]}]
        + [{"cell_type": "code", "source": s.splitlines(True), "outputs": []} for s in sources],
    }
    return written(folder, name, json.dumps(content, ensure_ascii=False))


def crash_of(path, name=None):
    with pytest.raises(LoadError) as raised:
        found(path, name)
    crash = raised.value.crash
    assert crash.what.en
    assert crash.what.ja
    assert len(crash.trace.splitlines()) <= 10
    return crash


def found(path, name):
    loaded = load(path)
    return resolve(loaded.namespace, name, loaded.file, loaded.definitions(), loaded.problems)


def test_a_file_is_a_module_but_not_the_main_one(tmp_path):
    path = written(tmp_path, "mine.py", "def f():\n    return __name__\n")
    f = found(path, "f")
    assert f() != "__main__"
    assert sys.modules[f()].f is f
    assert inspect.getsource(f) == "def f():\n    return __name__\n"


def test_siblings_and_packages_named_from_the_folder_above_are_found(tmp_path):
    folder = tmp_path / "common"
    folder.mkdir()
    written(folder, "functions.py", "def double(x):\n    return 2 * x\n")
    for place in ("functions", "common.functions", ".functions", "..common.functions"):
        line = f"from {place} import double"
        path = written(folder, "layers.py", f"{line}\n\ndef f(x):\n    return double(x) + 1\n")
        assert found(path, "f")(3) == 7, line


def test_nothing_is_written_beside_the_file(tmp_path):
    written(tmp_path, "sibling.py", "x = 1\n")
    path = written(tmp_path, "mine.py", "import sibling\n\ndef f():\n    return sibling.x\n")
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert found(path, "f")() == 1
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("encoding", "cookie"),
    [("utf-8-sig", ""), ("cp932", "# -*- coding: cp932 -*-\n"), ("utf-8", "")],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_line_ends(tmp_path, encoding, cookie, newline):
    text = f"{cookie}def f():\n    '''順伝播'''\n    raise ValueError('損失')  # ここ\n"
    path = written(tmp_path, "層.py", text.replace("\n", newline), encoding)
    f = found(path, "f")
    assert f.__doc__ == "順伝播"
    with pytest.raises(ValueError, match="損失") as raised:
        f()
    assert line_of(raised.value).text == "raise ValueError('損失')  # ここ"


def test_shift_jis_without_a_cookie_says_what_to_do(tmp_path):
    crash = crash_of(written(tmp_path, "a.py", "# 順伝播\nx = 1\n", "cp932"))
    assert crash.name == "wrong_encoding"
    assert "UTF-8" in crash.hint.en
    assert "coding: cp932" in crash.hint.ja


def test_utf16_says_what_to_do(tmp_path):
    crash = crash_of(written(tmp_path, "a.py", "x = 1\n", "utf-16"))
    assert crash.name == "wrong_encoding"
    assert crash.hint.en == "Save it as UTF-8."
    assert crash_of(written(tmp_path, "b.py", "x = '\0'\n")).name == "wrong_encoding"


def test_a_missing_file_names_the_nearest(tmp_path):
    written(tmp_path, "my_layers.py", "")
    written(tmp_path, "other.ipynb", "{}")
    crash = crash_of(tmp_path / "mylayer.py")
    assert crash.name == "file_missing"
    assert crash.hint.en == "Did you mean my_layers.py?"
    assert "my_layers.py, other.ipynb" in crash_of(tmp_path / "zzz.py").hint.en
    assert "folder" in crash_of(tmp_path / "nowhere" / "a.py").hint.en
    assert "is a folder" in crash_of(tmp_path).what.en


def test_what_is_neither_python_nor_a_notebook(tmp_path):
    assert crash_of(written(tmp_path, "a.txt", "x = 1")).name == "not_python"


def test_a_syntax_error_has_its_line_and_a_caret(tmp_path):
    crash = crash_of(written(tmp_path, "a.py", "def f(x):\n    return (x +* 2)\n"))
    assert crash.name == "syntax_error"
    assert "line 2" in crash.what.en
    file, code, caret, message = crash.trace.splitlines()
    assert file.endswith('a.py", line 2')
    assert code[caret.index("^")] == "*"
    assert message.startswith("SyntaxError")


def test_the_caret_stands_below_wide_characters(tmp_path):
    crash = crash_of(written(tmp_path, "a.py", "x = '順伝播' +* 2\n"))
    _, code, caret, _ = crash.trace.splitlines()
    before = code[: code.index("*")]
    assert caret.index("^") == len(before) + 3


def test_a_syntax_error_in_a_sibling_names_the_sibling(tmp_path):
    written(tmp_path, "sibling.py", "x = = 1\n")
    crash = crash_of(written(tmp_path, "a.py", "import sibling\n"))
    assert crash.name == "syntax_error"
    assert 'sibling.py", line 1' in crash.trace


def test_a_missing_package_is_named_with_the_line(tmp_path):
    crash = crash_of(written(tmp_path, "a.py", "import math\nimport nonesuch_xyz\n"))
    assert crash.name == "import_failed"
    assert "nonesuch_xyz" in crash.what.en
    assert "pip install" not in crash.hint.en  # whose package is it?
    assert str(tmp_path) in crash.hint.en
    assert "folder nonesuch_xyz" in crash.hint.en
    assert 'a.py", line 2\n    import nonesuch_xyz\n' in crash.trace
    assert "importlib" not in crash.trace


def test_an_exception_at_import_shows_the_users_lines_alone(tmp_path):
    text = "import numpy as np\n\nnp.ones((2, 3)) @ np.ones((2, 3))\n"
    crash = crash_of(written(tmp_path, "a.py", text))
    assert crash.name == "raised"
    assert "ValueError" in crash.what.en
    assert '__name__ == "__main__"' in crash.hint.en
    frames = [line for line in crash.trace.splitlines() if line.startswith("File")]
    assert len(frames) == 1
    assert frames[0].endswith("line 3")
    assert "loading.py" not in crash.trace
    assert crash.trace.splitlines()[-1].startswith("ValueError: matmul")


@pytest.mark.parametrize(
    ("line", "name", "hint"),
    [
        ("import sys; sys.exit(4)", "exited", "__main__"),
        ("raise KeyboardInterrupt", "raised", "__main__"),
        ("open('no_such_data.csv')", "raised", "relative path"),
        ("get_ipython().run_line_magic('time', '')", "raised", ".ipynb"),
    ],
)
def test_what_else_a_file_does_at_import(tmp_path, line, name, hint):
    crash = crash_of(written(tmp_path, "a.py", line + "\n"))
    assert crash.name == name
    assert hint in crash.hint.en


def test_a_missing_name_has_the_nearest_and_the_list(tmp_path):
    text = (
        "from math import sin\n\nclass BatchNorm:\n    pass\n\ndef relu(x):\n    pass\n\nlr = 1\n"
    )
    path = written(tmp_path, "a.py", text)
    crash = crash_of(path, "batch_norm")
    assert crash.name == "not_found"
    assert crash.hint.en == "Did you mean BatchNorm? It defines BatchNorm, relu."
    crash = crash_of(path, "lr")
    assert crash.name == "not_callable"
    assert crash.what.en.endswith("but of type int.")
    assert crash_of(written(tmp_path, "b.py", "x = 1\n"), "f").hint.en.endswith("no function.")


def test_dotted_names(tmp_path):
    text = "class Net:\n    class Layer:\n        pass\n    def loss(self):\n        pass\n"
    path = written(tmp_path, "a.py", text)
    assert found(path, "Net.Layer").__qualname__ == "Net.Layer"
    crash = crash_of(path, "Net.Layr")
    assert crash.what.en == "There is no Layr in Net."
    assert "Did you mean Layer?" in crash.hint.en


def test_definitions_are_the_files_own_in_their_order(tmp_path):
    text = (
        "from math import sin\nimport numpy as np\n\ndef zeta(): pass\n\nclass Alpha: pass\n\n"
        "tanh = lambda x: np.tanh(x)\nx = 3\nnet = Alpha()\n"
    )
    assert list(load(written(tmp_path, "a.py", text)).definitions()) == ["zeta", "Alpha", "tanh"]


# Notebooks


def test_a_notebook_is_defined_and_not_run(tmp_path):
    path = notebook(
        tmp_path,
        "%matplotlib inline\n!touch written\nimport numpy as np\nimport sys, os\n"
        "sys.path.append(os.pardir)",
        "%%time\nlr = 0.1 * 2\nw = np.zeros((2, 3))\ntanh = lambda x: np.tanh(x) * lr",
        "class Layer:\n    def forward(self, x):\n        return x * lr\n",
        "for epoch in range(10**9):\n    open('trained', 'w')\nprint(w)\nloss = Layer().forward(1)",
        "%%writefile written.py\nx = 1\n",
        "import matplotlib.pyplot as plt\nplt.plot([1])\nraise SystemExit",
    )
    before = sorted(os.listdir(tmp_path))
    loaded = load(path)
    assert loaded.namespace["Layer"]().forward(5) == 1.0
    assert loaded.namespace["tanh"](0.0) == 0.0
    assert not {"loss", "epoch"} & set(loaded.namespace)
    assert list(loaded.definitions()) == ["tanh", "Layer"]
    assert sorted(os.listdir(tmp_path)) == before
    crash = crash_of(path, "loss")
    assert "study.ipynb[cell 4], line 4" in crash.hint.en


def test_tracebacks_and_sources_of_cells(tmp_path):
    path = notebook(
        tmp_path,
        "%time x = 1",
        "# 誤差\n%matplotlib inline\n\nclass Layer:\n    def forward(self, x):\n"
        "        return x + self.missing\n",
    )
    layer = found(path, "Layer")
    assert inspect.getsource(layer).startswith("class Layer:\n    def forward")
    assert inspect.getsource(layer.forward).endswith("return x + self.missing\n")
    with pytest.raises(AttributeError) as raised:
        layer().forward(1)
    assert cut(raised.value).splitlines()[2] == 'File "study.ipynb[cell 2]", line 6, in forward'
    line = line_of(raised.value)
    assert (line.file, line.number) == ("study.ipynb[cell 2]", 6)
    assert line.text == "return x + self.missing"


def test_a_failed_import_in_a_notebook_matters_only_where_it_is_missed(tmp_path):
    path = notebook(
        tmp_path,
        "import nonesuch_xyz as no\n",
        "def f(x):\n    return no.log(x)\n",
        "class G(no.Module):\n    pass\n",
        "class Broken:\n    def f(self:\n        pass\n",
    )
    loaded = load(path)
    assert callable(loaded.namespace["f"])
    assert "nonesuch_xyz" in loaded.problems["no"].text.en
    assert crash_of(path, "no").name == "import_failed"
    assert "name 'no' is not defined" in crash_of(path, "G").trace
    assert crash_of(path, "Broken").name == "syntax_error"


def test_definitions_below_if_and_try_are_kept(tmp_path):
    path = notebook(
        tmp_path,
        "try:\n    import nonesuch_xyz as np\n    train()\nexcept ImportError:\n"
        "    import numpy as np\n    warn()\n",
        "if __name__ == '__main__':\n    def main(): pass\nelse:\n    half = np.float64(0.5)\n",
        "if True:\n    def f():\n        return half\n    f().fit()\n",
        "Layer = None\nclass Layer:\n    pass\nLayer.forward = lambda self, x: x\n",
    )
    loaded = load(path)
    assert loaded.namespace["f"]() == 0.5
    assert loaded.namespace["Layer"]().forward(3) == 3
    assert "main" not in loaded.namespace


@pytest.mark.parametrize(
    "call",
    ["model.fit(x)", "train(net)", "np.load('x.npy')", "np.save('x', w)", "os.remove('x')",
     "open('f', 'w')", "np.random.rand(3).tofile('x')", "[f(x) for x in xs]",
     "(lambda: train())()", "input()", "subprocess.run('ls')", "net(x)",
     "np.lib.format.open_memmap('x')"],
)  # fmt: skip
def test_work_is_not_executed(call):
    import ast

    from parity.checking.loading.harmless import definitions

    assert definitions(ast.parse(f"y = {call}").body[0]) is None


@pytest.mark.parametrize(
    "value",
    ["0.1", "[1, 2] * 3", "np.array([[1.0]]).reshape(1, -1).T", "math.sqrt(2 / n)",
     "lambda x: f(x)", "{'W': np.random.randn(3, 4) * 0.01}", "x.shape[0]",
     "np.random.default_rng(0)",
     "torch.device('cuda' if torch.cuda.is_available() else 'cpu')", "partial(f, x=1)",
     "f'{lr:.2f}'", "[i ** 2 for i in range(3)]", "-x if x > 0 else None"],
)  # fmt: skip
def test_values_are(value):
    import ast

    from parity.checking.loading.harmless import definitions

    assert definitions(ast.parse(f"y = {value}").body[0]) is not None


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        ("%matplotlib inline\nx = 1\n", "pass  # %matplotlib inline\nx = 1\n"),
        ("x = (5\n  % 3)\n!ls\n", "x = (5\n  % 3)\npass  # !ls\n"),
        ("!pip install a \\\n  b\nx = 1\n", "pass  # !pip install a \\\n# b\nx = 1\n"),
        ("s = '''\n%d\n!x\n'''\nnp?\n", "s = '''\n%d\n!x\n'''\npass  # np?\n"),
        ("if x:\n    %time f()\n", "if x:\n    pass  # %time f()\n"),
        ("files = !ls\n", "pass  # files = !ls\n"),
        ("%%bash\nls\n", "# %%bash\n# ls"),
        ("# why?\nx = 'a?'\n", "# why?\nx = 'a?'\n"),
        ("def f(:\n", "def f(:\n"),
    ],
)
def test_magics_become_comments_on_their_own_lines(cell, python):
    assert python_of(cell) == python


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"cells": [', "damaged_notebook"),
        ("[]", "damaged_notebook"),
        ('{"cells": [{"source": "x"}]}', "damaged_notebook"),
        ("", "damaged_notebook"),
        ('{"metadata": {"kernelspec": {"language": "R"}}, "cells": []}', "not_python"),
    ],
)
def test_notebooks_that_cannot_be_read(tmp_path, text, name):
    assert crash_of(written(tmp_path, "a.ipynb", text)).name == name


def test_the_old_notebook_format(tmp_path):
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["def f():\n", " pass"]}]}]}
    path = written(tmp_path, "old.ipynb", json.dumps(old))
    assert [cell.source for cell in cells(path)] == ["def f():\n pass\n"]


# Tracebacks


def test_a_long_chain_of_calls_is_shortened(tmp_path):
    text = "def f(n):\n    return f(n - 1) if n else 1 / 0\n"
    f = found(written(tmp_path, "a.py", text), "f")
    with pytest.raises(ZeroDivisionError) as raised:
        f(50)
    lines = cut(raised.value).splitlines()
    assert len(lines) <= 10
    assert lines[-1] == "ZeroDivisionError: division by zero"
    assert any(line.startswith("... ") for line in lines)


def test_a_huge_message_is_shortened(tmp_path):
    f = found(written(tmp_path, "a.py", "def f():\n    raise ValueError('x' * 10**6)\n"), "f")
    with pytest.raises(ValueError, match="xxx") as raised:
        f()
    assert len(cut(raised.value)) < 1000


def test_a_library_in_between_is_left_out(tmp_path):
    text = "import json\n\ndef f():\n    return json.loads('[')\n"
    f = found(written(tmp_path, "a.py", text), "f")
    with pytest.raises(ValueError, match="Expecting") as raised:
        f()
    assert "json/decoder" not in cut(raised.value)
    assert line_of(raised.value).number == 4
    assert linecache.getline(raised.value.__traceback__.tb_frame.f_code.co_filename, 1)
