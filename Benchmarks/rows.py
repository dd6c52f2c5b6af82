"""The table of promises: each row is measured, and says whether it is kept."""

from dataclasses import dataclass
from pathlib import Path

import grpc
from google.pubsub_v1 import types
from memory import touch_memory
from processes import start_emulator
from publish import h2load, load_publish, write_request
from startup import measure_startup

TIMEOUT = 60


@dataclass
class Row:
    """One promise: what was measured, and whether that is enough."""

    name: str
    value: float
    measured: str
    promise: str
    is_kept: bool


def at_most(name, value, limit, unit, digits=2):
    return Row(name, value, f"{value:.{digits}f} {unit}", f"≤ {limit} {unit}", value <= limit)


def at_least(name, value, limit, unit):
    return Row(name, value, f"{value:,.0f} {unit}", f"≥ {limit:,} {unit}", value >= limit)


def call(server, method, request, response=None):
    with grpc.insecure_channel(f"127.0.0.1:{server.port}") as channel:
        stub = channel.unary_unary(
            f"/google.pubsub.v1.{method}", type(request).serialize, getattr(response, "deserialize", None)
        )
        return stub(request, timeout=TIMEOUT)


def publish_load(server, body, streams, calls):
    """(server CPU seconds, calls a second)."""
    start = server.cpu_seconds()
    rate = load_publish(server, body, 1, streams, calls)
    return server.cpu_seconds() - start, rate


def batches(server, folder):
    topic = "projects/bench/topics/batches"
    call(server, "Publisher/CreateTopic", types.Topic(name=topic))
    name = "projects/bench/subscriptions/batches"
    call(server, "Subscriber/CreateSubscription", types.Subscription(name=name, topic=topic))
    cpu, rate = publish_load(server, write_request(folder, topic, 100), 10, 3_000)
    call(server, "Subscriber/DeleteSubscription", types.DeleteSubscriptionRequest(subscription=name))
    return [
        at_least("Publish of 100 × 1 KiB", rate * 100, 800_000, "messages/s"),
        at_most("the same: server CPU a message", cpu / 300_000 * 1e6, 1.0, "µs"),
    ]


def fan_out(server, folder):
    topic = "projects/bench/topics/fan-out"
    call(server, "Publisher/CreateTopic", types.Topic(name=topic))
    with grpc.insecure_channel(f"127.0.0.1:{server.port}") as channel:
        create = channel.unary_unary(
            "/google.pubsub.v1.Subscriber/CreateSubscription", types.Subscription.serialize
        )
        for index in range(1000):
            name = f"projects/bench/subscriptions/fan-out-{index}"
            create(types.Subscription(name=name, topic=topic), timeout=TIMEOUT)
    cpu, _ = publish_load(server, write_request(folder, topic), 100, 5_000)
    return at_most("Publish to 1,000 subscriptions: server CPU", cpu / 5_000 * 1e6, 60, "µs", 1)


def rest(server, folder):
    topic = "projects/bench/topics/rest"
    call(server, "Publisher/CreateTopic", types.Topic(name=topic))
    body = Path(folder) / "body.json"
    body.write_text('{"messages": [{"data": "' + "eHh4" * 341 + '"}]}')
    start = server.cpu_seconds()
    url = f"http://127.0.0.1:{server.port}/v1/{topic}:publish"
    # One call on a connection at a time: as many in flight as on a busy gRPC connection needs that many connections.
    h2load(url, 100, 1, 50_000, "--h1", "-H", "content-type: application/json", "-d", str(body))
    cpu = server.cpu_seconds() - start
    name = "Publish over REST, HTTP/1.1 keep-alive, 100 connections: server CPU"
    return at_most(name, cpu / 50_000 * 1e6, 12, "µs", 1)


def streams(server, load):
    pull = load.served("pull", server, 300_000)
    acknowledge = load.served("acknowledge", server, 300_000)
    latency = load.served("latency", server, 5_000)
    drain = load.served("drain", server, 300_000)
    return [
        at_least("Pull of 100 × 1 KiB", pull["count"] / pull["seconds"], 600_000, "messages/s"),
        at_most("the same: server CPU a message", pull["cpu_seconds"] / pull["count"] * 1e6, 1.2, "µs"),
        at_least(
            "Acknowledge of 100", acknowledge["count"] / acknowledge["seconds"], 3_000_000, "ack ids/s"
        ),
        at_most("publish to StreamingPull, median", latency["median_ms"], 0.15, "ms", 3),
        at_most("publish to StreamingPull, p99", latency["p99_ms"], 1.0, "ms", 3),
        at_least(
            "one StreamingPull draining 1 KiB messages with acks",
            drain["count"] / drain["seconds"],
            300_000,
            "messages/s",
        ),
    ]


def backlog_ratio(command, load):
    """Pull(1) at a backlog of a million against one of ten thousand, and the memory of that million."""
    medians, rows = [], []
    for count in (10_000, 1_000_000):
        with start_emulator(command, "backlog") as server:
            before = server.resident_mib()
            medians.append(load.served("pull-one", server, count)["median_ms"])
            mib = server.resident_mib()
    rows.append(at_most("Pull(1) at 1M backlog against 10k", medians[1] / medians[0], 1.2, "×"))
    rows.append(at_most("resident memory at 1M messages of 1 KiB", mib / 1024, 1.25, "GiB"))
    overhead = (mib - before) * 1024 * 1024 / 1_000_000 - 1024
    rows.append(at_most("the same: overhead a message", overhead, 160, "bytes", 0))
    return rows


def start(command):
    found = measure_startup(command, "static", 20)
    return [
        at_most("start to first successful call (static build)", found.milliseconds, 5, "ms", 1),
        at_most("resident memory idle (static build)", found.resident_mib, 9, "MiB", 1),
    ]


def medians(repeats, measure):
    """Of rows that are measured several times, each as it was in the middle."""
    runs = []
    for _ in range(repeats):
        touch_memory(1024)
        runs.append(measure())
    return [sorted(rows, key=lambda row: row.value)[len(rows) // 2] for rows in zip(*runs)]


def measure_rows(command, static_command, load, folder, repeats):
    """All rows of the emulator that `command` starts; `static_command` starts its static build."""

    def served(name, measure):
        def run():
            with start_emulator(command, name) as server:
                return measure(server)

        return medians(repeats, run)

    rows = start(static_command)
    rows += backlog_ratio(command, load)
    rows += served("batches", lambda server: batches(server, folder))
    rows += served("streams", lambda server: streams(server, load))
    rows += served("fan-out", lambda server: [fan_out(server, folder)])
    rows += served("rest", lambda server: [rest(server, folder)])
    rows += medians(
        repeats, lambda: [at_most("in process: publish, pull, ack of 1 KiB", load.round_trip_us(), 1.5, "µs")]
    )
    return rows
