"""Memory that is there when a server takes it: a virtual machine's host backs a page when it is first touched."""

import subprocess
import sys
from pathlib import Path

MIB = 1024 * 1024
# What the largest measurement holds, with room for the client beside it.
WANTED_MIB = 4 * 1024


def available_mib():
    """What a program could take without swapping, in MiB."""
    text = Path("/proc/meminfo").read_text()
    return int(text.partition("MemAvailable:")[2].split()[0]) // 1024


def touch_memory(wanted_mib=WANTED_MIB):
    """Has a process of its own write to every page of as much memory as will be needed, and give it back.

    To be done right before a measurement: the host may take back within seconds what the machine has free. Without this the first server to use a page pays for the host's fault as well, which was seen to cost three
    times the rest of a Publish: the figures would tell how long ago the machine was started.
    """
    size = min(wanted_mib, available_mib() // 2) * MIB
    subprocess.run([sys.executable, "-c", f"bytearray(b'\\x01') * {size}"], check=True)
