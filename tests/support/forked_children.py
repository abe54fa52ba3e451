"""Children that are forked from a process which has imported what they import.

Most of the time of a small check goes into starting Python and importing. Here what is started is
a Python without anything, which hands its standard streams to the server, and ends as the child
does that the server forks for it; where it is killed, so is the child.
"""

import contextlib
import gc
import marshal
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import types
from pathlib import Path

CAN_FORK = hasattr(os, "fork") and hasattr(os, "pidfd_open") and hasattr(socket, "AF_UNIX")

CLIENT = """
import _socket, marshal, os, sys
server = _socket.socket(_socket.AF_UNIX)
try:
    server.connect(sys.argv[1])
except OSError:  # its server has ended, or there never was one
    os.execv(sys.executable, [sys.executable, "-P", "-c", *sys.argv[2:]])
said = marshal.dumps([os.getcwd(), sys.argv[2:], dict(os.environ)])
streams = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
rights = [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)]
server.sendmsg([len(said).to_bytes(8, "little")], rights)
server.sendall(said)
code = int.from_bytes(server.recv(4), "little", signed=True)
if code < 0:
    os.kill(os.getpid(), -code)
os._exit(code)
"""


class ForkingProcess:
    """The server, as it is seen by whoever started it: it ends when this is closed or killed.

    Args:
        begin: the program that imports what the children will want.
    """

    def __init__(self, begin):
        command = [sys.executable, "-P", __file__, begin]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.address = self.process.stdout.readline().strip()

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def forked(address, program, *arguments):
    """Return the command line of a child of the server at ``address`` that runs ``program``.

    Where nobody answers there, it is a Python that runs it.
    """
    return [sys.executable, "-I", "-S", "-c", CLIENT, address, program, *arguments]


def main():
    folder = tempfile.mkdtemp()
    kept = os.dup(1)
    os.dup2(2, 1)
    exec(sys.argv[1], {"__name__": "begin"})
    gc.collect()
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{folder}/server")
        server.listen()
        os.write(kept, f"{folder}/server\n".encode())
        os.close(kept)
        while 0 not in (ready := select.select([server, 0], [], [], 1)[0]):
            if ready:
                client, _ = server.accept()
                if os.fork() == 0:
                    server.close()
                    return attend(client)
                client.close()
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
    os.unlink(f"{folder}/server")
    os.rmdir(folder)
    return 0


def attend(client):
    """Start a child for one client; tell how it ended, or kill it with what it started."""
    length, streams, _, _ = socket.recv_fds(client, 8, 3)
    said = b""
    while len(said) < int.from_bytes(length, "little"):
        said += client.recv(65536)
    child = os.fork()
    if child == 0:
        client.close()
        return run(*marshal.loads(said), streams)
    for number in (0, 1, 2, *streams):
        os.close(number)  # whoever reads there waits for the end of all that hold it
    ended = os.pidfd_open(child)
    if ended not in select.select([client, ended], [], [])[0]:
        from parity import children

        children.kill_below(child)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with contextlib.suppress(OSError):
        client.sendall(code.to_bytes(4, "little", signed=True))
    os._exit(0)


def run(folder, arguments, environment, streams):
    """Be a Python that was started with ``-P -c``; return how it ends."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    # What the server's were may have been files, which can do more than a pipe.
    sys.stdin = sys.__stdin__ = os.fdopen(0, closefd=False)
    sys.stdout = sys.__stdout__ = os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.__stderr__ = os.fdopen(2, "w", errors="backslashreplace", closefd=False)
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    program, *rest = arguments
    sys.argv[:] = ["-c", *rest]
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    exec(compile(program, "<string>", "exec"), vars(main))
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    sys.exit(main())
