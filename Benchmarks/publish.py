"""Publish under load: h2load against an emulator, and against nghttpd on a static file for comparison."""

import re
import statistics
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

import grpc
from google.pubsub_v1 import types
from memory import touch_memory
from processes import pinned

# (connections, streams on each, calls): few calls where each takes long.
SHAPES = [(1, 1, 50_000), (1, 100, 200_000), (16, 100, 200_000)]
PAYLOAD_BYTES = 1024
TOPIC = "projects/bench/topics/publish"
SUBSCRIPTION = "projects/bench/subscriptions/publish"
TIMEOUT = 60


@dataclass
class Figure:
    """What one kind of load cost: server CPU in microseconds a call, and calls a second."""

    cpu_us: float
    rate: float


def write_request(folder, topic=TOPIC, count=1, payload_bytes=PAYLOAD_BYTES):
    """Writes the body of one Publish call, a gRPC message with its prefix, and returns its path."""
    request = types.PublishRequest(topic=topic, messages=[{"data": bytes(payload_bytes)}] * count)
    message = types.PublishRequest.serialize(request)
    path = Path(folder) / "publish.bin"
    path.write_bytes(struct.pack(">BI", 0, len(message)) + message)
    return path


def h2load(url, connections, streams, calls, *arguments):
    """Runs h2load, all of whose calls must succeed; returns calls a second and the bytes of DATA that came."""
    shape = ["-c", str(connections), "-m", str(streams), "-n", str(calls)]
    command = pinned(1, ["h2load", *shape, *arguments, url])
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    succeeded = int(re.search(r"status codes: (\d+) 2xx", output)[1])
    if succeeded != calls or f" {calls} succeeded, 0 failed" not in output:
        raise RuntimeError(f"{calls - succeeded} of {calls} calls failed:\n{output}")
    return float(re.search(r"([\d.]+) req/s", output)[1]), int(re.search(r"\((\d+)\) data", output)[1])


def load_publish(server, body, connections, streams, calls, *more_headers):
    """Publishes `calls` times and checks that each was answered with a message, not with an error alone."""
    headers = ["-H", "content-type: application/grpc", "-H", "te: trailers", "-d", str(body)]
    for header in more_headers:
        headers += ["-H", header]
    url = f"http://127.0.0.1:{server.port}/google.pubsub.v1.Publisher/Publish"
    rate, data_bytes = h2load(url, connections, streams, calls, *headers)
    # The prefix of 5 bytes and a field with an id of at least one character; an error has no DATA at all.
    if data_bytes < calls * 8:
        raise RuntimeError(f"{calls} calls were answered with {data_bytes} bytes of messages in all")
    return rate


def measure(server, repeats, run, before=lambda: None):
    """The medians of `repeats` runs of each shape; `run` returns the rate."""
    figures = {}
    for connections, streams, calls in SHAPES:
        runs = []
        for _ in range(repeats):
            before()
            touch_memory(1024)
            start = server.cpu_seconds()
            rate = run(connections, streams, calls)
            runs.append(Figure((server.cpu_seconds() - start) / calls * 1e6, rate))
        cpu = statistics.median(figure.cpu_us for figure in runs)
        figures[connections, streams] = Figure(cpu, statistics.median(figure.rate for figure in runs))
    return figures


def measure_static_file(server, repeats):
    """nghttpd's figures for a file of as many bytes as the published message has."""
    url = f"http://127.0.0.1:{server.port}/file"
    return measure(server, repeats, lambda *shape: h2load(url, *shape)[0])


def measure_publish(server, body, repeats):
    """An emulator's figures; the topic has a subscription, so each message is stored."""
    with Backlog(server) as backlog:
        verify(server, body, backlog)
        return measure(server, repeats, lambda *shape: load_publish(server, body, *shape), backlog.clear)


def verify(server, body, backlog):
    """Checks that what h2load sends are calls that succeed: all of their messages are there to be pulled."""
    calls = 5000
    backlog.clear()
    load_publish(server, body, 1, 100, calls)
    ids = backlog.drain(calls)
    if len(ids) != calls:
        raise RuntimeError(f"{calls} calls published {len(ids)} messages")


class Backlog:
    """The topic and its subscription, over gRPC."""

    def __init__(self, server):
        self.channel = grpc.insecure_channel(f"127.0.0.1:{server.port}")
        self._call("Publisher/CreateTopic", types.Topic(name=TOPIC), types.Topic)

    def _call(self, method, request, response):
        stub = self.channel.unary_unary(
            f"/google.pubsub.v1.{method}", type(request).serialize, getattr(response, "deserialize", None)
        )
        return stub(request, timeout=TIMEOUT)

    def clear(self):
        """Drops every stored message: the subscription is made anew."""
        try:
            self._call(
                "Subscriber/DeleteSubscription",
                types.DeleteSubscriptionRequest(subscription=SUBSCRIPTION),
                None,
            )
        except grpc.RpcError as error:
            if error.code() != grpc.StatusCode.NOT_FOUND:
                raise
        self._call("Subscriber/CreateSubscription", types.Subscription(name=SUBSCRIPTION, topic=TOPIC), None)

    def drain(self, count):
        """Pulls until `count` different messages have come, and returns their ids."""
        ids = set()
        while len(ids) < count:
            request = types.PullRequest(subscription=SUBSCRIPTION, max_messages=1000)
            received = self._call("Subscriber/Pull", request, types.PullResponse).received_messages
            if not received:
                break
            ids.update(message.message.message_id for message in received)
            ack = types.AcknowledgeRequest(subscription=SUBSCRIPTION, ack_ids=[m.ack_id for m in received])
            self._call("Subscriber/Acknowledge", ack, None)
        return ids

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.channel.close()
