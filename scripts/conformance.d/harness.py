"""Starting and stopping the emulator under test, and the small helpers that every check uses."""

import os
import re
import signal
import subprocess
import threading
import time
from collections import deque

# What Testcontainers waits for: Java `(?s).*started.*$`, Go `started`, Node `Server started`, and Python, as
# well as the log that gcloud passes on, the whole sentence with the port.
READY = re.compile(r"Server started, listening on (\d+)")

# The longest that any single call may take before the check fails.
TIMEOUT = 10

# The longest that the emulator may take to print its ready line.
START_TIMEOUT = 20


class Emulator:
    """A running emulator process; `port` is known once the ready line was read, in which `ready` finds it."""

    def __init__(self, command, env=None, ready=READY):
        self.command = command
        self.ready = ready
        self.log = deque(maxlen=2000)
        self._ready = threading.Event()
        self.ready_line = None
        self.port = None
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**clean_environment(), **(env or {})},
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.log.append(line.rstrip("\n"))
            found = self.ready.search(line)
            if found and not self._ready.is_set():
                self.port = int(found[1])
                self.ready_line = line.rstrip("\n")
                self._ready.set()
        # The end of the output ends the wait too: a process that died is never going to be ready.
        self._ready.set()

    def wait_until_ready(self):
        """Blocks until the ready line, and fails with the process's output when there is none."""
        self._ready.wait(START_TIMEOUT)
        if self.port is None:
            self.process.kill()
            raise AssertionError(f"no ready line from {self.command}:\n" + "\n".join(self.log))
        return self

    def stop(self, sig=signal.SIGTERM, within=5.0):
        """Sends `sig`; returns the exit code and the seconds until the exit."""
        if self.process.poll() is not None:
            return self.process.returncode, 0.0
        start = time.monotonic()
        self.process.send_signal(sig)
        try:
            code = self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        seconds = time.monotonic() - start
        self._reader.join(TIMEOUT)
        return code, seconds

    def __enter__(self):
        return self.wait_until_ready()

    def __exit__(self, *_):
        self.stop()


def clean_environment():
    """The environment without what would seed or redirect an emulator or a client."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PUBSUB_")}


def call(method, **arguments):
    """Calls a client's method once: no retry hides an error, and a deadline bounds it."""
    request = arguments.pop("request", None) or arguments
    return method(request=request, retry=None, timeout=TIMEOUT)
