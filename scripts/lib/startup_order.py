"""The functions that a server runs until it has answered its first call, for the linker to put them side by side.

Prints their symbols, one on each line, as lld's --symbol-ordering-file has them. The executable must still have its
symbols, and valgrind must be there.

usage: python3 scripts/lib/startup_order.py EXECUTABLE
"""

import http.client
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "conformance.d"))
from harness import Emulator  # noqa: E402

# The ready line of the emulator, and that of the local cloud.
READY = re.compile(r"(?:listening on |ready on http://127\.0\.0\.1:)(\d+)")


def profile(executable):
    """What callgrind has seen of a start, a first call and the end."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "start"
        callgrind = ["valgrind", "--quiet", "--tool=callgrind", "--demangle=no", f"--callgrind-out-file={output}"]
        command = [*callgrind, executable, "--host", "127.0.0.1", "--port", "0"]
        with Emulator(command, ready=READY) as server:
            connection = http.client.HTTPConnection("127.0.0.1", server.port)
            connection.request("GET", "/v1/projects/start/topics")
            connection.getresponse().read()
            connection.close()
        return output.read_text()


def symbols(text):
    """The functions of a profile, without the suffixes that tell recursion apart."""
    names = re.findall(r"^c?fn=\(\d+\) (\S+)$", text, re.M)
    return dict.fromkeys(re.sub(r"'\d+$", "", name) for name in names)


def main():
    found = symbols(profile(sys.argv[1]))
    if len(found) < 100:
        sys.exit(f"{sys.argv[1]}: only {len(found)} functions were seen; are its symbols there?")
    print("\n".join(found))


if __name__ == "__main__":
    main()
