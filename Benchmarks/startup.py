"""From the start of the process to its first answered call, and the memory that it then holds."""

import http.client
import statistics
import time
from dataclasses import dataclass

from processes import start_emulator


@dataclass
class Startup:
    """Medians: milliseconds to the first answer, MiB resident right after it."""

    milliseconds: float
    resident_mib: float


def measure_startup(command, name, repeats):
    """Starts and stops an emulator `repeats` times; the first call lists topics over REST."""
    times, sizes = [], []
    for _ in range(repeats):
        start = time.perf_counter()
        with start_emulator(command, name) as server:
            connection = http.client.HTTPConnection("127.0.0.1", server.port)
            connection.request("GET", "/v1/projects/bench/topics")
            response = connection.getresponse()
            response.read()
            times.append(time.perf_counter() - start)
            if response.status != 200:
                raise RuntimeError(f"{name} answered the first call with {response.status}")
            connection.close()
            sizes.append(server.resident_mib())
    return Startup(statistics.median(times) * 1e3, statistics.median(sizes))
