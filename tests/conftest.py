"""What several tests share."""

import gc
import importlib
import itertools
import os
import pickle
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from filelock import FileLock
from warm_process import CAN_FORK, WarmProcess, run_program

# Before NumPy is imported. The tests' processes share the cores, and after a product the other
# threads of OpenBLAS keep a core busy, waiting for the next: NumPy's tests took twice the time.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from parity.checking.causes import budget
from parity.harness import environment

budget.WAITING = 100.0
"""What causes are found depends on the code alone, and not on what else the machine is at."""

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts background jobs so, and what the tests start would not see Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# What commands say follows the terminal and the language of whoever runs the tests; not here.
for _name in ("COLUMNS", "LINES", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE",
              "LC_ALL", "LC_MESSAGES"):  # fmt: skip
    os.environ.pop(_name, None)
os.environ["LANG"] = "C.UTF-8"


LONGEST = (
    ("test_everything_agrees.py", "test_train_sweep.py"),
    ("test_twins_keras.py", "test_write_browser.py", "test_bench_turns.py"),
    ("test_site_browser.py", "test_site_learning_browser.py"),
)
"""They take minutes: begun last, they would leave the other cores with nothing to do. What stands
together is begun by one process, after each other."""


def longest_first(items, processes):
    """Return the tests in an order in which each process begins with some of the longest.

    Pytest-xdist gives each process as many that follow each other.
    """
    names = [name for together in LONGEST for name in together]
    rest = [item for item in items if item.path.name not in names]
    shares = [[] for _ in range(processes)]
    for number, together in enumerate(LONGEST):
        found = [item for name in together for item in items if item.path.name == name]
        shares[number % processes] += found
    ordered, each = [], len(items) / processes
    for number, share in enumerate(shares, start=1):
        more = max(round(number * each) - len(ordered) - len(share), 0)
        ordered += [*share, *rest[:more]]
        rest = rest[more:]
    return [*ordered, *rest]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """One process more than there are cores: some test always waits for a process or for time."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection(session):
    """Let one process after the other look for the tests: the first compiles, for all of them.

    In a new clone all of them compiled everything at once.
    """
    config = session.config
    if not hasattr(config, "workerinput") or not config.pluginmanager.hasplugin("cacheprovider"):
        return (yield)
    with FileLock(config.cache.mkdir("collecting") / "lock"):
        return (yield)


def pytest_collection_modifyitems(config, items):
    """Begin with what takes longest; skip, with a reason, what needs a framework that is absent."""
    processes = getattr(config, "workerinput", {}).get("workercount", 1)
    items[:] = longest_first(items, processes)
    for framework in ("torch", "keras"):
        if environment.installed(framework):
            continue
        how = environment.how_to_install(framework)
        skip = pytest.mark.skip(reason=f"{framework} is not installed: {how}")
        for item in items:
            if item.get_closest_marker(framework):
                item.add_marker(skip)


gc.disable()  # Until all is collected: what is imported stays, and so do the tests.


def pytest_collection_finish():
    """Spare the garbage collector the tests themselves, which stay to the end, and come seldom.

    A tenth of the tests' time went into looking for rubbish where there was little.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 1_000_000)
    gc.enable()


COLLECTED_AFTER = 50
"""After so many collections of what is younger everything is looked through."""


@pytest.hookimpl(trylast=True)
def pytest_runtest_logfinish():
    """Look through everything between two tests: within one it takes the time to look for causes.

    In a process that has made much it takes longer than the search for a line may.
    """
    if gc.get_count()[2] >= COLLECTED_AFTER:
        gc.collect()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """Tell the process that reports of a test itself, and of what surrounds it only where it fails.

    Three reports of each test crossed to it: a third of what a test costs that looks at little.
    """
    if not hasattr(item.config, "workerinput"):
        return None
    about = {"nodeid": item.nodeid, "location": item.location}
    item.ihook.pytest_runtest_logstart(**about)
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(**about)
    return True


@dataclass(frozen=True)
class Shared:
    """A folder for what one of pytest-xdist's processes makes and all of them use."""

    folder: Path

    def once(self, name, make):
        """Return what ``make`` gave to the process that was the first to ask."""
        kept = self.folder / f"{name}.pickle"
        with FileLock(self.folder / f"{name}.lock"):
            if not kept.exists():
                unfinished = kept.with_suffix(".unfinished")
                unfinished.write_bytes(pickle.dumps(make()))
                unfinished.replace(kept)
        return pickle.loads(kept.read_bytes())


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    base = tmp_path_factory.getbasetemp()
    return Shared(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


def evaluated(frameworks, said=()):
    """Run everything in both types; return the results, and what the processes said.

    What they have ``said`` before is not computed again.
    """
    from parity.harness.run import run

    module = importlib.import_module("parity.harness.evaluate")
    real, events = module.run_jobs, []
    answered = {(event[0], event[1].key) for event in said if isinstance(event, tuple)}

    def heard(todo, *arguments, **limits):
        left = {f: [j for j in own if (f, j.key) not in answered] for f, own in todo.items()}
        for event in itertools.chain(said, real(left, *arguments, **limits)):
            events.append(event)
            yield event

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "run_jobs", heard)
        # A process for each framework: the tests' own share the cores, and TensorFlow's import is
        # no little part of what a second one would take.
        return run(frameworks=frameworks, jobs=1), events


@pytest.fixture(scope="session")
def recorded(shared):
    """NumPy against the recorded references: the results, and what its processes said."""
    return shared.once("recorded", lambda: evaluated(["numpy"]))


@pytest.fixture(scope="session")
def recorded_run(recorded):
    """NumPy against the recorded references, everything, in both types."""
    return recorded[0]


@pytest.fixture(scope="session")
def live(shared, recorded):
    """All three frameworks, everything, in both types: the results, and what the processes said.

    NumPy does here what it does against the records, and does it once for both.
    """
    return shared.once("live", lambda: evaluated(["numpy", "torch", "keras"], said=recorded[1]))


@pytest.fixture(scope="session")
def live_run(live):
    """The results of all three frameworks."""
    return live[0]


@pytest.fixture(scope="session")
def live_references(shared):
    """The references of two layers, as ``--live`` has the frameworks compute them now."""
    from parity.checking.live import evaluate

    return shared.once("live-references", lambda: evaluate(["batch_norm", "dense"]))


@pytest.fixture(scope="session")
def run_in(shared):
    """A function that runs a program in a process of its own, where a framework is imported."""
    started = []

    def start(framework):
        started.append(WarmProcess(framework))
        return started[-1].address

    def address_of(framework):
        if not CAN_FORK:
            return ""
        return shared.once(f"warm-{framework}", lambda: start(framework))

    def run(framework, program, *arguments, input=""):
        return run_program(address_of(framework), program, *arguments, input=input)

    run.address_of = address_of
    yield run
    for process in started:
        process.close()


@pytest.fixture(scope="session")
def stub_command(shared):
    """The command line of a checking process in which a stub judges."""
    from forked_children import CAN_FORK, ForkingProcess, forked
    from stub_judge import BEGIN, STUBBED

    if not CAN_FORK:
        yield [sys.executable, "-P", "-c", STUBBED]
        return
    started = []

    def start():
        started.append(ForkingProcess(BEGIN))
        return started[-1].address

    yield forked(shared.once("forking-stub", start), STUBBED)
    for process in started:
        process.close()


@pytest.fixture(scope="session")
def measured(shared):
    """A function that measures the wrong lines of concepts, each once where none are kept."""
    from parity.questions.digest import digest, digest_of_numpy
    from parity.questions.kept_lines import kept
    from parity.questions.measuring import wrong_lines_of
    from parity.questions.wrong_lines import WrongLines

    def items_of(concept):
        if (items := kept(concept)) is not None:
            return items
        return shared.once(f"wrong-lines-{concept.name}", lambda: wrong_lines_of(concept))

    numpy = digest_of_numpy()  # read once, and not for each concept

    def measure(concepts):
        digests = {concept.name: digest(concept, numpy) for concept in concepts}
        return WrongLines(digests, tuple(item for c in concepts for item in items_of(c)))

    return measure


@dataclass(frozen=True)
class Site:
    """The site as it was built, and what from."""

    folder: Path
    paths: list
    contents: object


@pytest.fixture(scope="session")
def site(shared, recorded_run, measured):
    """The whole site, from NumPy against the recorded references; built once for all processes."""
    from parity.harness.registry import all_concepts
    from reports.site.build import Contents, build

    folder = shared.folder / "site"
    concepts = list(all_concepts().values())

    def make():
        contents = Contents(concepts, recorded_run.to_dict(), measured(concepts))
        return build(contents, folder), contents.results, contents.wrong_lines

    paths, results, wrong_lines = shared.once("site", make)
    return Site(folder, paths, Contents(concepts, results, wrong_lines))
