"""What the command line makes of where it runs: encoding, width, signals, the current folder."""

from __future__ import annotations

import codecs
import contextlib
import os
import signal
import sys
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any, NoReturn, TextIO

from parity import children
from parity.errors import ReaderError
from parity.language import from_locale

LEAST_COLUMNS = 20
"""A terminal that says it is narrower is not believed."""

PLAIN = {
    "✔": "√v", "✘": "×x", "▸": "＞>", "→": ">", "←": "<", "·": "・-", "–": "-", "—": "-", "…": ".",
    "×": "x", "−": "-", "≤": "<", "≥": ">", "•": "-", "’": "'", "‘": "'", "“": '"', "”": '"',
    "█": "#", "▏": "|", "▎": "|", "▍": "|", "▌": "|", "▋": "|", "▊": "|", "▉": "#", "░": ".",
}  # fmt: skip
"""What stands for a character that an encoding lacks: the first that it has. One for one, so that
tables keep their columns."""

FRAMES = range(0x2500, 0x2580)
HORIZONTAL = "─━┄┅┈┉╌╍═╴╶╸╺╼╾"
VERTICAL = "│┃┆┇┊┋╎╏║╵╷╹╻╽╿"

ERRORS = "parity-plain"
"""The name under which :func:`codecs.lookup_error` knows how missing characters are written."""

ENDING = ("SIGTERM", "SIGHUP")
LAST_SECONDS = 3.0
"""How long Python may take to end, once a signal has ended everything else."""


class NoFolderError(ReaderError):
    """The current folder is gone."""


def _in_plain_words(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_stand_in(character, error.encoding) for character in missing), error.end


def _stand_in(character: str, encoding: str) -> str:
    if ord(character) in FRAMES:
        candidates = "-" if character in HORIZONTAL else "|" if character in VERTICAL else "+"
    else:
        candidates = PLAIN.get(character, "")
    plain = unicodedata.normalize("NFKD", character)
    for candidate in (*candidates, plain, plain[:1]):
        if candidate and can_encode(candidate, encoding):
            return candidate
    return "?" * (2 if unicodedata.east_asian_width(character) in "WF" else 1)


def can_encode(text: str, encoding: str | None) -> bool:
    """Tell whether an encoding has every character of ``text``."""
    try:
        text.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


codecs.register_error(ERRORS, _in_plain_words)


def has_japanese(stream: TextIO | None = None) -> bool:
    """Tell whether Japanese can be printed."""
    return can_encode("あ漢", getattr(stream or sys.stdout, "encoding", None) or "utf-8")


def printed_language(asked: str | None) -> str:
    """Return the language asked for, or the locale's; English where Japanese cannot be printed."""
    language = asked or from_locale()
    if language == "ja" and not has_japanese():
        if asked:
            _tell_of_english(sys.stdout.encoding)
        return "en"
    return language


@cache
def _tell_of_english(encoding: str) -> None:
    print(
        f"parity: the output's encoding, {encoding}, has no Japanese, so this is in English; "
        "PYTHONIOENCODING=utf-8 changes that.",
        file=sys.stderr,
    )


def print_json(text: str) -> None:
    """Print JSON; characters that the output's encoding lacks are escaped, and nothing is lost."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    if not can_encode(text, encoding):
        # Outside of strings JSON is ASCII.
        text = "".join(c if can_encode(c, encoding) else _escaped(c) for c in text)
    print(text.rstrip("\n"))


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", errors="surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


VARIABLES = ("MPLBACKEND", "PYTHONSAFEPATH", "COLUMNS")


@contextlib.contextmanager
def settled() -> Iterator[None]:
    """Make the best of the environment: what it says wrong stops nothing.

    Whoever calls the command from Python finds its variables as they were.

    Raises:
        NoFolderError: if the current folder is gone.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed before the command began
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        with contextlib.suppress(AttributeError, ValueError, OSError):
            getattr(sys, name).reconfigure(errors=ERRORS)
    before = {name: os.environ.get(name) for name in VARIABLES}
    try:
        os.environ["MPLBACKEND"] = "Agg"  # pictures are files: nothing opens a window
        os.environ["PYTHONSAFEPATH"] = "1"  # for every process that is started
        columns = os.environ.get("COLUMNS", "")
        if columns and not (columns.isdecimal() and int(columns) >= LEAST_COLUMNS):
            if columns.isdecimal() and int(columns):
                os.environ["COLUMNS"] = str(LEAST_COLUMNS)
            else:
                del os.environ["COLUMNS"]
        try:
            os.getcwd()
        except OSError:
            raise NoFolderError(
                "The current folder does not exist any more; change to another one."
            ) from None
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextlib.contextmanager
def ended_by_signals() -> Iterator[None]:
    """Have SIGTERM and SIGHUP end the command with all that it started, and clean up.

    The exit code is then 128 and the signal's number, as shells have it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    received: list[int] = []

    def end(number: int, _frame: Any) -> None:
        children.kill_below(os.getpid())
        if received:
            os._exit(128 + number)
        received.append(number)
        raise SystemExit(128 + number)

    before = {}
    for name in ENDING:
        number = getattr(signal, name, None)
        # nohup has SIGHUP ignored, and means it.
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        if received:
            children.kill_below(os.getpid())
            # Threads may wait for what is gone; else Python's own end cleans up best.
            last = threading.Timer(LAST_SECONDS, os._exit, [128 + received[0]])
            last.daemon = True
            last.start()
        for number, handler in before.items():
            signal.signal(number, handler)
        if received:
            # Python drops what is raised while it tidies up, and then the command goes on.
            raise SystemExit(128 + received[0])


def end(ending: SystemExit, unwritten: int) -> NoReturn:
    """End, with the code ``unwritten`` if what was printed could not be: nobody has read it."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # who reads has read enough
        _drop_output()
    except OSError as error:
        _drop_output()
        fail(f"The answer could not be written: {error.strerror}.", unwritten)
    raise ending


def fail(said: str, code: int) -> NoReturn:
    """Say in one line why there is no answer, and end.

    Raises:
        SystemExit: always.
    """
    try:
        sys.stdout.flush()
    except OSError:
        _drop_output()
    print(f"parity: {said}", file=sys.stderr)
    raise SystemExit(code)


def _drop_output() -> None:
    """Let what is still in the buffer go nowhere: Python would try again at its end, and fail."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
