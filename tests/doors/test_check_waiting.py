"""What is shown while a check is waited for."""

import io

from parity.checking.running.waiting import Waiting


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_wait_is_shown_on_a_terminal_once_it_is_noticed(monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    now = [0.0]
    terminal = Terminal()
    waiting = Waiting("en", terminal, lambda: now[0])
    waiting("forward")
    waiting.clear()
    assert terminal.getvalue() == ""
    now[0] = 1.0
    waiting("forward, case 順伝播順伝播順伝播順伝播")
    waiting("too soon")
    shown = terminal.getvalue()
    assert "checking … forward" in shown
    assert len(shown) < 30
    assert "too soon" not in shown
    now[0] = 1.5
    waiting("x")
    waiting.clear()
    *_, cleared = terminal.getvalue().split("x")
    assert cleared.strip() == ""
    pipe = io.StringIO()
    waiting = Waiting("ja", pipe, lambda: now[0])
    now[0] = 2.0
    waiting("forward")
    assert pipe.getvalue() == ""
