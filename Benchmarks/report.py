"""The figures as Markdown, and whether they meet what the project promises."""

import datetime
import os
import platform
import subprocess
from pathlib import Path

KILLS = Path(__file__).parent / "kill.md"
CLOUD = Path(__file__).parent / "cloud.md"

# What the project promises of a release build.
MOST_CPU_US_AT_1_BY_100 = 2.5
MOST_TIMES_OF_YARDSTICK = 1.3
MOST_MEDIAN_LATENCY_MS = 1.0


def machine():
    """One line about where the figures were taken."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    return f"{os.cpu_count()} × {model}, Linux {platform.release().split('-')[0]}, {swift}"


def table(header, rows):
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def publish_table(columns):
    """`columns`: name → figures by (connections, streams)."""
    shapes = next(iter(columns.values()))
    rows = [
        [f"{connections} × {streams}"]
        + [
            f"{f[connections, streams].cpu_us:.2f} µs, {f[connections, streams].rate:,.0f}/s"
            for f in columns.values()
        ]
        for connections, streams in shapes
    ]
    return table(["connections × streams", *columns], rows)


def latency_table(latencies):
    """`latencies`: name → (delivery, floor)."""
    rows = [
        [
            name,
            f"{delivery.median:.3f} ms",
            f"{delivery.p99:.3f} ms",
            f"{floor.median:.3f} ms",
            f"{floor.p99:.3f} ms",
        ]
        for name, (delivery, floor) in latencies.items()
    ]
    return table(
        ["", "delivery, median", "delivery, p99", "client's floor, median", "client's floor, p99"], rows
    )


def startup_table(startups):
    rows = [[name, f"{s.milliseconds:.1f} ms", f"{s.resident_mib:.1f} MiB"] for name, s in startups.items()]
    return table(["", "start to first answer", "resident, idle"], rows)


def markdown(publish, latencies, startups, repeats):
    today = datetime.date.today().isoformat()
    return f"""# Benchmarks

Taken on {today} by `scripts/bench`: {machine()}.

## Publish of one message of 1 KiB

Server CPU per call, and calls per second; medians of {repeats} runs of h2load. Each message is stored for a
subscription. nghttpd (one thread, no TLS) serves a static file of 1 KiB in the same run, as a yardstick.

{publish_table(publish)}

## Publish to StreamingPull

From the sending of Publish until the message has come on an open stream, with a Python client; the floor is
what that client needs for the round trip of a call that does next to nothing (GetTopic).

{latency_table(latencies)}

## Start

From the start of the process to the answer of its first call, and memory resident after it.

{startup_table(startups)}
"""


def promise_table(rows):
    return table(
        ["figure", "measured", "promised", "kept"],
        [[row.name, row.measured, row.promise, "yes" if row.is_kept else "no"] for row in rows],
    )


def promises(rows, growth):
    """The table of promises, and the cost against size."""
    lines = promise_table(rows)
    return f"""
## Promises

The rows of speed are medians of as many runs, each of a new server.

{lines}

## Cost against size

In process, nanoseconds an operation; flat or logarithmic is what is promised.

![cost against size](growth.svg)

{growth}
{cloud()}{kills()}"""


def cloud():
    """What `scripts/bench --cloud --write` has left."""
    if not CLOUD.exists():
        return ""
    return f"""
## The local cloud

By `scripts/bench --cloud`. The large one has a thousand accounts, a hundred services and ten thousand grants.

{CLOUD.read_text().strip()}
"""


def kills():
    """What `scripts/kill --write` has left, which takes too long to be repeated for each table of speeds."""
    if not KILLS.exists():
        return ""
    return f"""
## Kill -9 under load

By `scripts/kill`, with a data directory: {KILLS.read_text().strip()}
"""


def misses(publish, latencies, name, yardstick):
    """What of the promises the emulator `name` missed, one sentence each."""
    missed = []
    cpu = publish[name][1, 100].cpu_us
    if cpu > MOST_CPU_US_AT_1_BY_100:
        missed.append(f"Publish at 1 × 100 took {cpu:.2f} µs of CPU, more than {MOST_CPU_US_AT_1_BY_100}")
    ratio = cpu / publish[yardstick][1, 100].cpu_us
    if ratio > MOST_TIMES_OF_YARDSTICK:
        missed.append(f"Publish at 1 × 100 took {ratio:.2f} times the CPU of {yardstick}")
    median = latencies[name][0].median
    if median >= MOST_MEDIAN_LATENCY_MS:
        missed.append(f"publish to StreamingPull took {median:.3f} ms, not under {MOST_MEDIAN_LATENCY_MS}")
    return missed
