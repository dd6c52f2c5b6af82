"""How long a message takes from Publish to StreamingPull, beside what the client needs for any call."""

import queue
import statistics
import time
from dataclasses import dataclass

import grpc
from google.pubsub_v1 import types

MESSAGES = 2000
WARM_UP = 200
TIMEOUT = 60


@dataclass
class Latency:
    """A distribution, in milliseconds."""

    median: float
    p99: float

    @staticmethod
    def of(seconds):
        ordered = sorted(seconds)
        return Latency(statistics.median(ordered) * 1e3, ordered[int(len(ordered) * 0.99)] * 1e3)


class Client:
    """Raw gRPC calls: messages are encoded once, so that little of the client is in the figures."""

    def __init__(self, server):
        self.channel = grpc.insecure_channel(f"127.0.0.1:{server.port}")

    def unary(self, method, request):
        return self.channel.unary_unary(f"/google.pubsub.v1.{method}", type(request).serialize)(
            request, timeout=TIMEOUT
        )

    def prepared(self, method, request):
        """A call without arguments that sends the same bytes each time, and returns a future."""
        stub = self.channel.unary_unary(f"/google.pubsub.v1.{method}")
        encoded = type(request).serialize(request)
        return lambda: stub.future(encoded, timeout=TIMEOUT)


def measure_floor(client, topic):
    """The round trip of a call that does next to nothing: GetTopic."""
    get = client.prepared("Publisher/GetTopic", types.GetTopicRequest(topic=topic))
    samples = []
    for _ in range(WARM_UP + MESSAGES):
        start = time.perf_counter()
        get().result()
        samples.append(time.perf_counter() - start)
    return Latency.of(samples[WARM_UP:])


def measure_delivery(client, topic, subscription):
    """The time from the sending of a Publish until its message has come on an open StreamingPull."""
    requests = queue.SimpleQueue()
    first = types.StreamingPullRequest(subscription=subscription, stream_ack_deadline_seconds=60)
    requests.put(types.StreamingPullRequest.serialize(first))
    stream = client.channel.stream_stream("/google.pubsub.v1.Subscriber/StreamingPull")(
        iter(requests.get, None)
    )
    publish = client.prepared(
        "Publisher/Publish", types.PublishRequest(topic=topic, messages=[{"data": bytes(1024)}])
    )
    samples = []
    for _ in range(WARM_UP + MESSAGES):
        start = time.perf_counter()
        published = publish()
        response = next(stream)
        samples.append(time.perf_counter() - start)
        published.result()
        received = types.StreamingPullResponse.deserialize(response).received_messages
        ack = types.StreamingPullRequest(ack_ids=[message.ack_id for message in received])
        requests.put(types.StreamingPullRequest.serialize(ack))
    stream.cancel()
    requests.put(None)
    return Latency.of(samples[WARM_UP:])


def measure_latency(server):
    """(delivery, floor) of a server."""
    topic, subscription = "projects/bench/topics/latency", "projects/bench/subscriptions/latency"
    client = Client(server)
    client.unary("Publisher/CreateTopic", types.Topic(name=topic))
    client.unary("Subscriber/CreateSubscription", types.Subscription(name=subscription, topic=topic))
    floor = measure_floor(client, topic)
    delivery = measure_delivery(client, topic, subscription)
    client.channel.close()
    return delivery, floor
