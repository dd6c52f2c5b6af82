"""Runs every benchmark and prints the figures as Markdown; scripts/bench prepares what it needs."""

import argparse
import sys
import tempfile
from pathlib import Path

from growth import growth_svg, growth_table
from latency import measure_latency
from load import Load
from memory import touch_memory
from processes import free_port, start_emulator, start_nghttpd
from publish import PAYLOAD_BYTES, measure_publish, measure_static_file, write_request
from report import markdown, misses, promises
from rows import measure_rows
from startup import measure_startup

OURS = "pubsub-emulator"
OFFICIAL = "Google's emulator"
YARDSTICK = "nghttpd, static file"
RESULTS = Path(__file__).parent / "RESULTS.md"
DRAWING = Path(__file__).parent / "growth.svg"


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--emulator", required=True)
    parser.add_argument("--official")
    parser.add_argument("--static", help="a static build of the emulator")
    parser.add_argument("--load", help="the load client; without it only Publish, latency and start are measured")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--assert", action="store_true", dest="asserts")
    return parser.parse_args()


def commands(options):
    """Name → command of each emulator to be measured."""
    found = {OURS: [options.emulator, "--host", "127.0.0.1", "--port", "0"]}
    if options.official:
        found[OFFICIAL] = ["java", "-jar", options.official, "--host=127.0.0.1", f"--port={free_port()}"]
    return found


def progress(text):
    print(f"== {text}", file=sys.stderr, flush=True)


def measure(options):
    publish, latencies, startups = {}, {}, {}
    touch_memory()
    with tempfile.TemporaryDirectory() as folder:
        body = write_request(folder)
        (Path(folder) / "file").write_bytes(bytes(PAYLOAD_BYTES))
        progress(f"publish: {YARDSTICK}")
        with start_nghttpd(folder) as server:
            publish[YARDSTICK] = measure_static_file(server, options.repeats)
        for name, command in commands(options).items():
            progress(f"publish: {name}")
            with start_emulator(command, name) as server:
                publish[name] = measure_publish(server, body, options.repeats)
            progress(f"latency: {name}")
            with start_emulator(command, name) as server:
                latencies[name] = measure_latency(server)
            progress(f"start: {name}")
            startups[name] = measure_startup(command, name, 10)
    return publish, latencies, startups


def measure_promises(options):
    command = commands(options)[OURS]
    static = [options.static or options.emulator, *command[1:]]
    load = Load(options.load)
    progress("the promises, row by row")
    touch_memory()
    with tempfile.TemporaryDirectory() as folder:
        rows = measure_rows(command, static, load, folder, options.repeats)
    progress("cost against size")
    return rows, load.growth()


def main():
    options = arguments()
    publish, latencies, startups = measure(options)
    text = markdown(publish, latencies, startups, options.repeats)
    rows, growth = measure_promises(options) if options.load else ([], {})
    if options.load:
        text += promises(rows, growth_table(growth))
    print(text, end="")
    if options.write:
        RESULTS.write_text(text)
        if growth:
            DRAWING.write_text(growth_svg(growth))
    missed = misses(publish, latencies, OURS, YARDSTICK) + [
        f"{row.name}: {row.measured}, promised {row.promise}" for row in rows if not row.is_kept
    ]
    for sentence in missed:
        progress(f"missed: {sentence}")
    sys.exit(1 if missed and options.asserts else 0)


if __name__ == "__main__":
    main()
