"""Server processes under measurement: start, CPU time, memory, stop."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts" / "conformance.d"))
from harness import READY, Emulator  # noqa: E402


def pinned(core, command):
    """`command` bound to one core, so that server and load do not share one; unbound on a single core."""
    if (os.cpu_count() or 1) < 2 or not shutil.which("taskset"):
        return command
    return ["taskset", "-c", str(core), *command]


@contextmanager
def on_core(core):
    """Programs started meanwhile are bound to one core from the beginning: `taskset` would be a part of their start."""
    allowed = os.sched_getaffinity(0)
    if len(allowed) > 1:
        os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


class Server:
    """A running server: `pid` and `port`; stopped at the end of `with`."""

    def __init__(self, name, process, port):
        self.name, self.process, self.port = name, process, port

    @property
    def pid(self):
        return self.process.pid

    def cpu_seconds(self):
        """CPU time of all threads so far, from the scheduler's nanoseconds where the kernel keeps them."""
        try:
            tasks = Path(f"/proc/{self.pid}/task").iterdir()
            return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9
        except FileNotFoundError:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_mib(self):
        """Resident memory in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)


def start_emulator(command, name, ready=READY):
    """Starts an emulator and waits for its ready line."""
    with on_core(0):
        emulator = Emulator(command, ready=ready)
    emulator.wait_until_ready()
    return Server(name, emulator.process, emulator.port)


def start_nghttpd(folder):
    """Starts nghttpd on the static files of `folder`: one thread, no TLS."""
    port = free_port()
    command = ["nghttpd", "--no-tls", "--workers=1", "--address=127.0.0.1", f"--htdocs={folder}", str(port)]
    with on_core(0):
        server = Server("nghttpd", subprocess.Popen(command), port)
    while server.process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return server
        except ConnectionRefusedError:
            time.sleep(0.01)  # It says nothing when it is ready.
    raise RuntimeError("nghttpd did not start")


def free_port():
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
