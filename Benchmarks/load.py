"""The load client: streams with acknowledgements, latency, and calls in process, which h2load cannot do."""

import json
import subprocess

from processes import pinned


class Load:
    """The built client."""

    def __init__(self, executable):
        self.executable = executable

    def _run(self, *arguments):
        command = pinned(1, [str(self.executable), *map(str, arguments)])
        output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        return [json.loads(line) for line in output.splitlines()]

    def served(self, measurement, server, count):
        """One measurement of a server: what the client printed, or None when it prints nothing."""
        lines = self._run("served", measurement, server.port, server.pid, count)
        return lines[0] if lines else None

    def round_trip_us(self):
        """Publish, pull and acknowledge of one message of 1 KiB in process."""
        return self._run("round-trip")[0]["nanoseconds"] / 1e3

    def growth(self):
        """What → size → nanoseconds, of operations in process as the state grows."""
        found = {}
        for line in self._run("growth"):
            found.setdefault(line["what"], {})[line["size"]] = line["nanoseconds"]
        return found
