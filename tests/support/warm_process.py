"""A process that has imported a framework, and forks for each program that a test has it run.

Importing TensorFlow takes four seconds, more than most programs. What is forked has everything
imported and has computed nothing: like a process of its own, it shares nothing with the others.
"""

import contextlib
import gc
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import traceback
import types
from pathlib import Path

from repository import ROOT

CAN_FORK = hasattr(os, "fork") and hasattr(socket, "AF_UNIX")


class WarmProcess:
    """The server, as it is seen by whoever started it: it ends when this is closed or killed."""

    def __init__(self, framework):
        command = [sys.executable, __file__, framework]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.address = self.process.stdout.readline().strip()

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def run_program(address, program, *arguments, input=""):
    """Run a program's text, or its file, as ``python`` would; return how it ended and its output.

    Where no process answers at ``address``, it is run in a new one.
    """
    asked = {"program": str(program), "is_file": isinstance(program, Path),
             "arguments": list(arguments), "input": input}  # fmt: skip
    if address:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
            client.connect(address)
            client.sendall(json.dumps(asked).encode())
            client.shutdown(socket.SHUT_WR)
            if answer := _everything(client):
                return types.SimpleNamespace(**json.loads(answer))
    how = [str(program)] if asked["is_file"] else ["-c", program]
    command = [sys.executable, *how, *arguments]
    return subprocess.run(command, input=input, capture_output=True, text=True, check=False)


def _everything(connection):
    return b"".join(iter(lambda: connection.recv(65536), b""))


def _serve(framework):
    """Fork for each client until standard input ends."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        address = f"{folder}/{framework}"
        server.bind(address)
        server.listen()
        print(address, flush=True)
        while True:
            ready, _, _ = select.select([server, 0], [], [], 1)
            if 0 in ready:
                break
            if server in ready:
                client, _ = server.accept()
                if os.fork() == 0:
                    server.close()
                    _answer(client)
                    os._exit(0)
                client.close()
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
        server.close()
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, 0)[0]:
                pass


def _answer(client):
    """Run one program in a child, since it may crash, and tell how it ended."""
    asked = json.loads(_everything(client))
    with contextlib.ExitStack() as stack:
        files = [stack.enter_context(tempfile.TemporaryFile("w+")) for _ in range(3)]
        files[0].write(asked["input"])
        files[0].seek(0)
        child = os.fork()
        if child == 0:
            client.close()
            for number, file in enumerate(files):
                os.dup2(file.fileno(), number)
            os._exit(_run(asked))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said = []
        for file in files[1:]:
            file.seek(0)
            said.append(file.read())
    answer = {"returncode": code, "stdout": said[0], "stderr": said[1]}
    client.sendall(json.dumps(answer).encode())


def _run(asked):
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    name, text = "<string>", asked["program"]
    if asked["is_file"]:
        name, text = text, Path(text).read_text(encoding="utf-8")
        main.__file__ = name
        sys.path.insert(0, str(Path(name).parent))
    sys.argv = [name, *asked["arguments"]]
    code = 0
    try:
        exec(compile(text, name, "exec"), vars(main))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def main():
    sys.path.insert(0, str(ROOT))
    from parity.harness.evaluators import evaluator
    from parity.harness.processes.worker import quieten
    from parity.harness.registry import all_concepts

    kept = os.dup(1)
    os.dup2(2, 1)  # whatever a framework prints
    quieten()
    gc.disable()  # all of this stays
    evaluator(sys.argv[1])
    if sys.argv[1] == "torch":
        import torch._dynamo  # noqa: F401 (the first optimizer imports it, and that takes long)
    all_concepts()
    gc.collect()
    gc.freeze()
    gc.enable()
    os.dup2(kept, 1)
    os.close(kept)
    _serve(sys.argv[1])


if __name__ == "__main__":
    main()
