"""What runs in a process forked for it is as alone as in one that was started for it."""

import pytest
from warm_process import run_program

PROGRAM = """
import sys
import torch
print(hasattr(torch, "changed"), any(name.startswith("torch_impl") for name in sys.modules))
torch.changed = True
print(__name__, sys.argv[1:], sys.stdin.read())
"""

ENDS = [("raise ValueError('no')", 1), ("import sys; sys.exit(3)", 3),
        ("import sys; sys.exit('why')", 1), ("import os; os._exit(7)", 7)]  # fmt: skip


@pytest.mark.torch
def test_a_program_sees_nothing_of_the_one_before(run_in):
    for _ in range(2):
        done = run_in("torch", PROGRAM, "a", "b", input="c")
        assert done.stdout.splitlines() == ["False False", "__main__ ['a', 'b'] c"], done.stderr


@pytest.mark.torch
@pytest.mark.parametrize(("program", "code"), ENDS)
def test_how_a_program_ends_is_told(run_in, program, code):
    done = run_in("torch", program)
    assert done.returncode == code
    assert done.stderr.count("ValueError: no") == ("no" in program)
    assert ("why" in done.stderr) == ("why" in program)


@pytest.mark.torch
def test_a_file_is_run_with_its_folder_in_reach_and_without_a_server_too(run_in, tmp_path):
    file = tmp_path / "program.py"
    file.write_text("import beside; print(__file__, beside.SEVEN)", encoding="utf-8")
    (tmp_path / "beside.py").write_text("SEVEN = 7", encoding="utf-8")
    nobody = str(tmp_path / "nobody")
    for done in (run_in("torch", file), run_program(nobody, file), run_program("", file)):
        assert done.stdout.split() == [str(file), "7"], done.stderr
