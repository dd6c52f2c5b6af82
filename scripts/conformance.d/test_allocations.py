"""What a Publish costs the heap, counted under valgrind: more than is promised is a failure."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.ours_only

COUNT = Path(__file__).parents[2] / "Benchmarks" / "count.py"


@pytest.mark.skipif(not (shutil.which("valgrind") and shutil.which("h2load")), reason="needs valgrind and h2load")
def test_a_publish_allocates_little(request):
    command = [sys.executable, COUNT, "--assert", "--emulator", request.config.getoption("--emulator")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "heap allocations" in done.stdout
