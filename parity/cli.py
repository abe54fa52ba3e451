"""The command line, ``parity``."""

from __future__ import annotations

import importlib
import json
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from parity.errors import ReaderError
from parity.options import AsJson, Jobs, Lang, Names
from parity.surroundings import end, ended_by_signals, fail, print_json, settled

app = typer.Typer(
    name="parity",
    help="Deep learning in NumPy, PyTorch and Keras, and the proof that the three agree.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

BAD_USAGE = 2
INTERRUPTED = 130


@app.command("list")
def list_concepts(as_json: AsJson = False, lang: Lang = None) -> None:
    """Show the concepts, with their groups, cases and references."""
    from parity.harness.recorded_references import path_of
    from parity.harness.registry import all_concepts

    concepts = list(all_concepts().values())
    if as_json:
        listed = [
            {
                "name": concept.name,
                "group": concept.group,
                "title": {"en": concept.title.en, "ja": concept.title.ja},
                "cases": [case.name for case in concept.cases],
                "mistakes": [mistake.name for mistake in concept.mistakes],
            }
            for concept in concepts
        ]
        print_json(json.dumps({"concepts": listed}, indent=1, ensure_ascii=False))
        return
    from reports.console import chosen_language, out
    from reports.terminal.concepts import concept_table
    from reports.terminal.words import word

    language = chosen_language(lang)
    recorded = {concept.name: path_of(concept).exists() for concept in concepts}
    out.print(concept_table(concepts, recorded, language, out.width))
    out.print(f"\n{word('concepts', language, n=len(concepts))}")


@app.command()
def show(
    concept: Annotated[str, typer.Argument(help="The concept's name.")], lang: Lang = None
) -> None:
    """Show a concept: three implementations, differences, evidence, mistakes, questions."""
    from parity.harness.registry import find
    from reports.console import chosen_language, out
    from reports.study import study
    from reports.terminal.concept import render

    found = find([concept])[0]
    for part in render(found, chosen_language(lang), study(found)):
        out.print(part)


@app.command()
def run(
    concepts: Names = None,
    framework: Annotated[
        str | None,
        typer.Option(
            help="Who computes now, of numpy, torch and keras, separated by commas; all that are "
            "installed if not given. The others' results come from the recorded references."
        ),
    ] = None,
    dtype: Annotated[str, typer.Option(help="float64, float32 or both.")] = "float64,float32",
    out_folder: Annotated[
        Path, typer.Option("--out", help="Folder of the report.", file_okay=True)
    ] = Path("parity-report"),
    jobs: Jobs = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Evaluate and compare; exit 0 if everything agrees, 1 if not, 2 if that cannot be told."""
    from parity.files import prepared_folder
    from parity.harness.run import run as run_concepts
    from reports.console import ShownProgress, chosen_language, out
    from reports.terminal.run import print_results
    from reports.terminal.words import word

    language = chosen_language(lang)
    dtypes = _names("float64,float32" if dtype.strip() == "both" else dtype, "--dtype") or ()
    frameworks = _names(framework, "--framework")
    sys.setswitchinterval(5e-4)  # so that the import below does not keep the workers waiting
    with prepared_folder(out_folder), ShownProgress() as show_progress:

        def progress(done: int, total: int, what: str) -> None:
            if done == 0:  # the workers start: time to import what draws the report
                threading.Thread(target=importlib.import_module, args=["reports.run.write"]).start()
            show_progress(done, total, what)

        results = run_concepts(concepts or (), frameworks, dtypes, jobs, progress)
    from reports.run.write import write_report

    paths = write_report(results.to_dict(), out_folder, language)
    if as_json:
        print_json(paths[0].read_text(encoding="utf-8"))
    else:
        print_results(results, language)
        report = next(path for path in paths if path.suffix == ".md")
        out.print(f"{word('report', language)}: {report}", soft_wrap=True)
    if results.interrupted:
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(results.exit_code)


@app.command(
    epilog="The file is run, in a process of its own that a time limit ends. That is no sandbox: "
    "it has your rights, and may read, write and delete files, start programs and use the network. "
    "Check only what you would run."
)
def check(
    target: Annotated[
        str,
        typer.Argument(
            metavar="FILE[::NAME]",
            help="A .py file or a notebook; one class or function of it, or everything in it that "
            "is recognised.",
        ),
    ],
    concept: Annotated[
        str | None,
        typer.Option(
            "--as", help="The concept that it implements; told from its name if not given."
        ),
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="OURS=YOURS", help="Another name, such as dW=grad_w."),
    ] = None,
    hint: Annotated[
        str | None,
        typer.Option(
            metavar="1|2|3",
            help="Tell no more of a mistake than 1 the first wrong quantity, 2 its kind too, or 3 "
            "the line and its mended form.",
        ),
    ] = None,
    live: Annotated[
        bool,
        typer.Option("--live", help="Compute the references now, in PyTorch and Keras."),
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again whenever the file is saved.")
    ] = False,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds for your code; imports do not count.")
    ] = 20.0,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Judge your own code; exit 0 if it agrees, 1 if it differs, 2 if it cannot be judged."""
    from reports.terminal.check_command import Command

    command = Command(target, concept, mapping or [], live, timeout, as_json, lang, hint)
    try:
        code = command.watch() if watch else command.run()
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    raise typer.Exit(code)


@app.command()
def contract(
    concept: Annotated[str, typer.Argument(help="The concept's name.")], lang: Lang = None
) -> None:
    """Show the shapes of code that `parity check` accepts for a concept."""
    from parity.harness.registry import find
    from reports.check.contract import print_contract
    from reports.console import chosen_language

    print_contract(find([concept])[0], chosen_language(lang))


@app.command()
def record(
    concepts: Names = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Change nothing; exit 1 if a record is no longer true."),
    ] = False,
    lines: Annotated[
        bool,
        typer.Option(
            "--lines",
            help="Measure what wrong lines break, where the code has changed; no framework is run.",
        ),
    ] = False,
    jobs: Jobs = None,
) -> None:
    """Refresh the recorded references from PyTorch and Keras, and what wrong lines break."""
    from reports.record import refresh

    if check and lines:
        raise typer.BadParameter("--check only compares, --lines measures: give one of them.")
    raise typer.Exit(refresh(concepts or (), check=check, lines=lines, jobs=jobs))


@app.command()
def train(
    experiment: Annotated[
        str | None, typer.Argument(help="The experiment's name; --list shows them all.")
    ] = None,
    show_list: Annotated[bool, typer.Option("--list", help="Show the experiments.")] = False,
    data: Annotated[
        str | None,
        typer.Option(help="digits (embedded; the default), mnist or cifar10."),
    ] = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="Folder with the files of mnist or cifar10.")
    ] = None,
    seeds: Annotated[
        int | None,
        typer.Option(min=1, help="How many seeds; the experiment's own number if not given."),
    ] = None,
    framework: Annotated[
        str | None,
        typer.Option(
            help="Who computes, of numpy, torch and keras, separated by commas; all that are "
            "installed if not given."
        ),
    ] = None,
    setting: Annotated[
        str | None,
        typer.Option(
            help="Which settings: names, or patterns such as 'relu-*', separated by commas; all "
            "if not given."
        ),
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="A variation, such as learning_rate=0.1."),
    ] = None,
    as_taught: Annotated[
        bool, typer.Option("--as-taught", help="Of settings in two forms, the one as taught.")
    ] = False,
    corrected: Annotated[
        bool, typer.Option("--corrected", help="Of settings in two forms, the corrected one.")
    ] = False,
    long: Annotated[
        bool, typer.Option("--long", help="Run the settings that take hours too.")
    ] = False,
    out_folder: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="Folder of the experiment; parity-report/NAME-DATA if not given.",
            file_okay=True,
        ),
    ] = None,
    jobs: Jobs = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Run on the Dask cluster with this scheduler."),
    ] = None,
    lang: Lang = None,
) -> None:
    """Run an experiment of the course in three frameworks; what is finished is never run again."""
    from reports.terminal.train_command import TrainCommand

    command = TrainCommand(
        experiment, data, data_dir, seeds, _names(framework, "--framework"),
        _names(setting, "--setting"), changes or [], as_taught, corrected, long, out_folder, jobs,
        cluster, lang,
    )  # fmt: skip
    raise typer.Exit(command.show_list() if show_list else command.run())


@app.command()
def bench(
    quick: Annotated[
        bool, typer.Option("--quick", help="Fewer works and rounds: two minutes on two cores.")
    ] = False,
    profile: Annotated[
        bool,
        typer.Option("--profile", help="Also time every layer within the networks' steps."),
    ] = False,
    work: Annotated[
        str | None,
        typer.Option(
            help="What is timed: names, or patterns such as 'conv_*', separated by commas; all if "
            "not given."
        ),
    ] = None,
    framework: Annotated[
        str | None,
        typer.Option(
            help="Who is timed, of numpy, taught, torch, torch_channels_last and keras, separated "
            "by commas; all that are installed if not given."
        ),
    ] = None,
    out_folder: Annotated[
        Path, typer.Option("--out", help="Folder of the report.", file_okay=True)
    ] = Path("parity-report"),
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Time NumPy against the frameworks, in turns; exit 0 if everything could be timed, else 1."""
    from parity.bench.runner import bench as run_bench
    from parity.files import prepared_folder
    from reports.console import ShownProgress, chosen_language
    from reports.terminal.bench import print_bench

    language = chosen_language(lang)
    works, frameworks = _names(work, "--work"), _names(framework, "--framework")
    with prepared_folder(out_folder), ShownProgress() as progress:
        results = run_bench(works, frameworks, quick, profile, progress)
    from reports.bench.write import write_bench

    paths = write_bench(results.to_dict(), out_folder, language)
    if as_json:
        print_json(paths[0].read_text(encoding="utf-8"))
    else:
        print_bench(results.to_dict(), paths, language)
    if results.interrupted:
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(0 if results.passed else 1)


@app.command()
def site(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Folder of the site.", file_okay=True)
    ] = Path("parity-site"),
    results: Annotated[
        Path,
        typer.Option(
            help="Folder with results.json, as `parity run` writes it; without one, NumPy is "
            "compared with the recorded references."
        ),
    ] = Path("parity-report"),
    opened: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    served: Annotated[
        bool,
        typer.Option(
            "--serve", help="Serve it at 127.0.0.1 until Ctrl-C: judging code in a page needs it."
        ),
    ] = False,
    port: Annotated[int | None, typer.Option(help="Where to serve it.", max=65535, min=0)] = None,
    python: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder of Pyodide, which is copied beside the pages; else they load it from the "
            "network when code is judged.",
        ),
    ] = None,
    lang: Lang = None,
) -> None:
    """Write the study pages: three implementations side by side, evidence, and questions."""
    from reports.console import ShownProgress, chosen_language, out
    from reports.site.command import site as build_site
    from reports.terminal.words import word

    language = chosen_language(lang)
    with ShownProgress() as progress:
        made = build_site(folder, results, progress, opened and not served, python)
    if made.computed:
        out.print(word("site_computed", language, folder=results), style="yellow", markup=False)
    if made.untranslated:
        name, text = made.untranslated[0]
        n = len(made.untranslated)
        told = word("site_untranslated", language, n=n, name=name, text=text)
        out.print(told, style="yellow", markup=False)
    out.print(
        word("site_made", language, n=made.pages, path=made.entrance), soft_wrap=True, markup=False
    )
    if served:
        from reports.site.writing.serve import serve

        def tell(url: str) -> None:
            out.print(word("site_served", language, url=url), soft_wrap=True, markup=False)

        serve(folder, port, opened, tell)


@app.command()
def quiz(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[CONCEPT|ITEM]", help="A concept, or an item of the syllabus such as 3-6-1."
        ),
    ] = None,
    paper: Annotated[
        bool, typer.Option("--paper", help="A whole paper, weighed as the syllabus is.")
    ] = False,
    number: Annotated[int, typer.Option(min=1, help="Questions that are asked.")] = 10,
    seed: Annotated[int | None, typer.Option(help="Draws the same questions again.")] = None,
    anki: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Ask nothing; write the questions as cards for Anki."),
    ] = None,
    lang: Lang = None,
) -> None:
    """Ask questions like the exam's; exit 0 if at least six of ten are answered right, else 1."""
    from reports.terminal.quiz import QuizCommand

    raise typer.Exit(QuizCommand(what, paper, number, seed, lang).run(anki))


def _names(listed: str | None, option: str) -> list[str] | None:
    """Split a list separated by commas.

    Raises:
        ReaderError: if nothing is named.
    """
    if listed is None:
        return None
    names = [name.strip() for name in listed.split(",") if name.strip()]
    if not names:
        raise ReaderError(f"{option} names nothing: name something, or leave it out for all.")
    return names


def main() -> None:
    """Run the command line; an error that the reader can mend is one line, and exit 2."""
    try:
        with ended_by_signals(), settled():
            app()
    except ReaderError as error:
        fail(str(error), BAD_USAGE)
    except OSError as error:  # a full disk, above all: whoever can say more has said it before
        where = error.filename or "The answer could not be written"
        fail(f"{where}: {error.strerror or error}.", BAD_USAGE)
    except SystemExit as ending:
        end(ending, BAD_USAGE)
