"""A data directory survives SIGKILL; `scripts/kill` does this more often."""

import pathlib
import subprocess
import sys

import pytest

pytestmark = pytest.mark.ours_only


@pytest.mark.parametrize("options", [["--rounds", "50"], ["--rounds", "10", "--sync"]])
def test_no_acknowledged_publish_is_lost_and_no_ack_forgotten(request, options):
    script = pathlib.Path(__file__).with_name("kill_rounds.py")
    finished = subprocess.run(
        [sys.executable, script, request.config.getoption("--emulator"), *options],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_damage_is_refused_with_its_offset(request, tmp_path):
    log = tmp_path / "log"
    command = [request.config.getoption("--emulator"), "--port", "0", "--data-dir", str(tmp_path)]
    log.write_bytes(b"something else altogether, and long enough")
    finished = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert finished.returncode == 1
    assert finished.stderr.count("\n") == 1 and "damaged at offset 0" in finished.stderr
