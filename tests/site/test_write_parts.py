"""The parts of writing code in a page: exercises, what the page loads, the server, the answers."""

import io
import json
import re
import subprocess
import sys
import tarfile
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from parity.harness.mistakes import source_path
from parity.harness.registry import all_concepts
from parity.language import LANGUAGES
from reports.check.in_page import Desk
from reports.site.writing import python_files, serve
from reports.site.writing.exercise import GAP, exercise, with_blanks
from reports.site.writing.own_code import own_code
from reports.site.writing.words import WORDS, for_scripts

STATIC = python_files.STATIC
FILLED = ("relu", "dense", "batch_norm", "softmax_cross_entropy", "adam", "he_normal", "l2")

WRONG = """import numpy as np

class Relu:
    def forward(self, x):
        print("here")
        self.mask = x <= 0
        return np.where(self.mask, 0, x)

    def backward(self, dout):
        return dout
"""


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    told = []
    made = Desk(str(tmp_path / "code"), "en", lambda kind, what: told.append((kind, what)))
    made.told = told
    return made


def test_every_concept_with_a_skeleton_has_an_exercise_with_blanks():
    for name, concept in all_concepts().items():
        for language in LANGUAGES:
            made = exercise(concept, language)
            assert made is not None
            keys = [level.key for level in made.levels]
            assert keys == ["blank", "signature", "empty"], name
            assert 1 <= made.levels[0].text.count(GAP) <= 3, name
            assert made.levels[1].text.startswith("import numpy as np"), name
            assert made.judged, name
            assert made.records[0].endswith(f"/{name}.record")
            assert all(level.label and level.about for level in made.levels)


@pytest.mark.parametrize("name", FILLED)
def test_the_blanks_filled_as_ours_agree(name, desk):
    concept = all_concepts()[name]
    text, answers = with_blanks(concept)
    assert source_path(concept).read_text("utf-8").count(answers[0])
    for answer in answers:
        text = text.replace(GAP, answer, 1)
    opened = json.loads(desk.open(text, f"{name}.py", name))
    assert "found" in opened, opened
    report = json.loads(desk.judge(*opened["found"][0], False))
    assert report["verdict"] == "agrees", (report["headline"], text)


def test_types_and_docstrings_are_not_shown():
    text, _ = with_blanks(all_concepts()["batch_norm"])
    assert "np.ndarray" not in text
    assert '"""' not in text
    assert "def backward(self, dy):" in text
    assert "momentum=0.9," in text


def test_a_wrong_answer_comes_with_its_first_quantity_cause_line_and_kind(desk):
    opened = json.loads(desk.open(WRONG, "relu.py", "relu"))
    assert opened["found"] == [["Relu", "relu"]]
    assert opened["records"] == ["activations/relu.record"]
    quick = json.loads(desk.judge("Relu", "relu", False))
    assert quick["verdict"] == "differs"
    assert quick["causes"] == []
    report = json.loads(desk.judge("Relu", "relu"))
    assert report["first"] == "dx"
    assert [row["quantity"] for row in report["rows"]] == ["y", "dx"]
    cause = report["causes"][0]
    assert cause["kind"]
    assert cause["mended"]
    assert cause["line"] == {"file": "relu.py", "number": 10, "text": "return dout"}
    assert report["printed"][1].startswith("here")
    assert not report["spoiled"]


def test_what_takes_too_long_is_known_before_it_does(desk):
    desk.open(WRONG, "relu.py", "relu")
    desk.judge("Relu", "relu", False)
    sentences = [what[0] for kind, what in desk.told if kind == "at"]
    assert any("did not finish within 10 s in forward" in text for text in sentences)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="sys.monitoring is there from Python 3.12")
def test_the_line_of_a_loop_is_told(desk):
    desk.limit = 0.05
    slow = "import time\nend = time.time() + 0.3\nwhile time.time() < end:\n    pass\n"
    desk.open(slow + WRONG, "relu.py", "relu")
    assert ("late", {"file": "relu.py", "number": 3}) in desk.told


@pytest.mark.parametrize(
    ("text", "concept", "name", "said", "hint"),
    [
        ("def relu(x):\n  retrn x\n", "relu", "", "not valid Python (line 2)", ""),
        ("x = 1\n", "", "", "defines no class and no function", ""),
        ("def f(x): return x\n", "", "", "recognised by its name", "Choose the object"),
        ("class A:\n  pass\nclass B:\n  pass\n", "relu", "", "Which of", "Call it ReLU."),
        (WRONG, "", "Rely", "Rely", ""),
    ],
)
def test_what_cannot_be_judged_says_why_in_words_of_a_page(text, concept, name, said, hint, desk):
    (report,) = json.loads(desk.open(text, "code.py", concept, name))["reports"]
    assert report["verdict"] == "error"
    assert said in report["headline"]
    assert hint in report["crash"]["hint"]
    assert "parity " not in report["crash"]["hint"]


def test_code_that_replaces_what_judges_asks_for_another_worker(desk, monkeypatch):
    import numpy as np

    monkeypatch.setattr(np, "clip", np.clip)  # put back afterwards
    opened = json.loads(desk.open(WRONG + "\nnp.clip = lambda *a: a[0]\n", "relu.py", "relu"))
    assert json.loads(desk.judge(*opened["found"][0], False))["spoiled"]


def test_the_packages_are_the_same_bytes_each_time():
    one = python_files.packages()
    assert one == python_files.packages()
    with tarfile.open(fileobj=io.BytesIO(one)) as packed:
        names = packed.getnames()
    assert names == sorted(names)
    assert not [n for n in names if n.startswith(("parity/experiments", "parity/recorded/a"))]
    assert len(one) < 2_000_000


FROM_THE_ARCHIVE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from reports.check.in_page import Desk
desk = Desk(sys.argv[2], "ja")
opened = json.loads(desk.open(open(sys.argv[3], encoding="utf-8").read(), "my_layers.py"))
said = [json.loads(desk.judge(name, concept))["verdict"] for name, concept in opened["found"]]
standard = set(sys.stdlib_module_names)
found = {name.partition(".")[0] for name, module in sys.modules.items() if module is not None}
others = sorted(n for n in found - standard if not n.startswith(("_", "checked_", "sitecustom")))
print(json.dumps([said, others, sys.modules["parity"].__file__]))
"""


def test_the_packages_judge_with_numpy_alone(tmp_path):
    python_files.write_python_files(tmp_path / "write")
    folder = tmp_path / "parity"
    with tarfile.open(tmp_path / "write" / "parity.tgz") as packed:
        packed.extractall(folder)  # our own; Python 3.11.2 knows no filter
    for record in (tmp_path / "write" / "records").rglob("*.record"):
        target = folder / "parity" / "recorded" / record.relative_to(tmp_path / "write" / "records")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(record.read_bytes())
    example = python_files.ROOT / "reports" / "example" / "my_layers.py"
    done = subprocess.run(
        [sys.executable, "-c", FROM_THE_ARCHIVE, str(folder), str(tmp_path / "code"), str(example)],
        capture_output=True, text=True, cwd=tmp_path, env={"PYTHONPATH": "", "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said, others, where = json.loads(done.stdout)
    assert where.startswith(str(folder))
    assert "differs" in said
    assert "agrees" in said
    assert set(others) - {"cython_runtime"} <= {"numpy", "numpy_impl", "parity", "reports"}


def test_python_comes_from_its_network_at_one_version_or_from_a_folder(tmp_path):
    said = python_files.write_python_files(tmp_path)
    assert f'"https://cdn.jsdelivr.net/pyodide/v{python_files.VERSION}/full/"' in said
    with pytest.raises(python_files.NoPythonError, match=re.escape("pyodide.js")):
        python_files.write_python_files(tmp_path, tmp_path / "nowhere")
    folder = tmp_path / "pyodide"
    folder.mkdir()
    for name in python_files.NEEDED:
        (folder / name).write_text("{}", encoding="utf-8")
    lock = {"info": {"version": "0.1"}, "packages": {"numpy": {"file_name": "numpy.whl"}}}
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    with pytest.raises(python_files.NoPythonError, match=re.escape("holds Pyodide 0.1")):
        python_files.write_python_files(tmp_path, folder)
    lock["info"]["version"] = python_files.VERSION
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    with pytest.raises(python_files.NoPythonError, match=re.escape("holds no numpy.whl")):
        python_files.write_python_files(tmp_path, folder)
    (folder / "numpy.whl").write_bytes(b"wheel")
    said = python_files.write_python_files(tmp_path, folder)
    assert (tmp_path / "python" / "numpy.whl").read_bytes() == b"wheel"
    assert '"python/"' in said


@pytest.fixture
def served(tmp_path):
    (tmp_path / "index.html").write_text("<p>hello", encoding="utf-8")
    (tmp_path / "a.wasm").write_bytes(b"\0asm")
    (tmp_path / "folder").mkdir()
    with serve.server(tmp_path, 0) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def test_the_server_answers_this_machine_alone(served):
    assert served.server_address[0] == "127.0.0.1"
    with urllib.request.urlopen(served.url) as answer:
        assert answer.read() == b"<p>hello"
        assert answer.headers["Cache-Control"] == "no-cache"
    with urllib.request.urlopen(served.url + "a.wasm") as answer:
        assert answer.headers["Content-Type"] == "application/wasm"
    for address, host, code in (
        (served.url, "evil.example", 403),
        (served.url + "folder/", None, 404),
        (served.url + "../secret", None, 404),
    ):
        request = urllib.request.Request(address, headers={"Host": host} if host else {})
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(request)
        assert error.value.code == code


def test_a_port_that_is_taken_is_told(served, tmp_path):
    with pytest.raises(serve.PortTakenError, match="--port"):
        serve.server(tmp_path, served.server_address[1])


def test_serving_ends_with_ctrl_c(tmp_path, monkeypatch):
    def stop(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(serve.Server, "serve_forever", stop)
    said = []
    serve.serve(tmp_path, 0, False, said.append)
    assert said[0].startswith("http://127.0.0.1:")


def test_the_scripts_use_words_that_there_are():
    used = set()
    for script in STATIC.glob("*.js"):
        if script.name != "editor.js":
            used |= set(re.findall(r"words\.(\w+)", script.read_text("utf-8")))
            used |= set(re.findall(r'tell\("(\w+)"\)', script.read_text("utf-8")))
    assert used <= set(WORDS)
    for text in WORDS.values():
        assert set(re.findall(r"{\w+}", text.en)) == set(re.findall(r"{\w+}", text.ja))
        assert text.en != text.ja
    assert "{size}" not in json.dumps([for_scripts(language) for language in LANGUAGES])


def test_every_word_is_used():
    folder = Path(python_files.__file__).parent
    templates = folder.parent / "templates"
    files = [*folder.glob("*.py"), *STATIC.glob("*.js"), *templates.glob("*.j2")]
    text = "".join(f.read_text("utf-8") for f in files if f.name not in ("words.py", "editor.js"))
    built = {f"{kind}_{key}" for kind in ("level", "about") for key in ("signature", "empty")}
    assert [k for k in WORDS if k not in built and not re.search(rf"\b{k}\b", text)] == []


def test_the_editor_says_what_it_holds():
    licences = (STATIC / "editor-licences.txt").read_text("utf-8")
    assert licences.count("(MIT)") == licences.count("Permission is hereby granted")
    assert "@codemirror/view" in licences
    assert "editor-licences.txt" in (STATIC / "editor.js").read_text("utf-8")[:200]


def test_code_of_ones_own_can_be_judged_as_any_concept():
    concepts = list(all_concepts().values())
    for language in LANGUAGES:
        made = own_code(concepts, language)
        assert [n for _, own in made.groups for n, _ in own] == [c.name for c in concepts]


def test_no_word_is_called_like_a_method_of_a_dictionary():
    # In a template, words.clear would be the method.
    assert not set(WORDS) & set(dir(dict))


def test_the_command_serves_what_it_built(monkeypatch, tmp_path):
    from typer.testing import CliRunner

    from parity.cli import app
    from reports.site import command

    asked, served = [], []

    def site(folder, results, progress, opened, python):
        asked.append((folder, opened, python))
        return command.Made(folder / "index.html", 3, [], False)

    def serving(folder, port, opened, told):
        served.append((folder, port, opened))
        told("http://127.0.0.1:9/")

    monkeypatch.setattr(command, "site", site)
    monkeypatch.setattr(serve, "serve", serving)
    options = ["--serve", "--port", "9", "--open", "--python", str(tmp_path), "--lang", "en"]
    done = CliRunner().invoke(app, ["site", str(tmp_path / "out"), *options])
    assert done.exit_code == 0, done.output
    assert asked == [(tmp_path / "out", False, tmp_path)]  # it is opened where it is served
    assert served == [(tmp_path / "out", 9, True)]
    assert "Served at http://127.0.0.1:9/ until Ctrl-C" in done.output
