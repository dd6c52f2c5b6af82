"""Counts what one unary Publish costs the server under valgrind: instructions in user space, and heap allocations.

Two runs that differ only in their number of calls are compared, so that start, set-up and stop cancel out. Allocations
are the same in every run, whatever else the machine does; instructions differ by some with how the calls arrive.

usage: python Benchmarks/count.py --emulator PATH [--assert]
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from processes import start_emulator
from publish import Backlog, load_publish, write_request

CALLS = 10_000
ALLOCATORS = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc"}
# What a call may cost: two of the allocations are the message that is kept.
MAX_ALLOCATIONS = 5


def allocations(profile):
    """How often a callgrind profile saw the heap's entry points called."""
    names, total, callee = {}, 0, None
    for line in profile.splitlines():
        if found := re.match(r"(c?fn)=\((\d+)\)(?: (.*))?", line):
            kind, number, name = found.groups()
            if name:
                names[number] = name
            callee = names[number] if kind == "cfn" else None
        elif line.startswith("calls=") and callee in ALLOCATORS:
            total += int(line[6:].split()[0])
    return total


def run(emulator, folder, body, calls):
    """Instructions and allocations of a server that starts, serves so many calls, and stops."""
    profile = Path(folder) / f"{calls}.out"
    valgrind = ["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={profile}"]
    with start_emulator([*valgrind, emulator, "--port", "0", "--project", "bench"], "count") as server:
        with Backlog(server) as backlog:
            backlog.clear()
            load_publish(server, body, 1, 100, calls)
    text = profile.read_text()
    return int(re.search(r"^(?:summary|totals): (\d+)", text, re.M)[1]), allocations(text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--emulator", required=True)
    parser.add_argument("--assert", action="store_true", dest="asserts")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        body = write_request(folder)
        few = run(options.emulator, folder, body, CALLS)
        many = run(options.emulator, folder, body, 2 * CALLS)
    instructions, heap = ((b - a) / CALLS for a, b in zip(few, many))
    print(f"a Publish: {instructions:,.0f} instructions, {heap:.2f} heap allocations")
    if options.asserts and heap > MAX_ALLOCATIONS:
        sys.exit(f"more than {MAX_ALLOCATIONS} heap allocations")


if __name__ == "__main__":
    main()
