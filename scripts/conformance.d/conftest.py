"""Fixtures: one emulator for the whole run, official clients for it, and fresh names for each check."""

import os
import re
import uuid
from pathlib import Path
from types import SimpleNamespace

import grpc
import pytest
from harness import Emulator, call


def pytest_addoption(parser):
    parser.addoption("--emulator", help="the pubsub-emulator executable")
    parser.addoption("--local-cloud", help="the local-cloud executable; its checks are skipped without it")
    parser.addoption("--official", help="the jar of Google's own emulator, to compare with")


def pytest_configure(config):
    config.addinivalue_line(
        "markers",
        "official_deviates(reason, run=True): Google's own emulator is known to differ from the real service",
    )
    config.addinivalue_line("markers", "ours_only: about this emulator's process, not about Pub/Sub")
    if not (config.getoption("--emulator") or config.getoption("--official")):
        raise pytest.UsageError("give --emulator PATH or --official JAR")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--official"):
        return
    for item in items:
        if item.get_closest_marker("ours_only"):
            item.add_marker(pytest.mark.skip(reason="not about Google's emulator"))
        deviation = item.get_closest_marker("official_deviates")
        if deviation:
            run = deviation.kwargs.get("run", True)
            item.add_marker(pytest.mark.xfail(reason=deviation.args[0], run=run, strict=True))


def pytest_unconfigure(config):
    """Prints the closing line that a caller looks for; an error in a fixture counts as a failure."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    counts = {
        key: len(reporter.stats.get(key, [])) for key in ("passed", "failed", "error", "xfailed", "skipped")
    }
    print(f"{counts['passed']} passed, {counts['failed'] + counts['error']} failed", end="")
    print(f", {counts['xfailed']} known deviations" if counts["xfailed"] else "", end="")
    print(f", {counts['skipped']} skipped" if counts["skipped"] else "")


@pytest.fixture(scope="session")
def launch(request):
    """How to start one more emulator: `launch(*arguments, env=…)`, ready once entered with `with`."""
    executable = request.config.getoption("--emulator")

    def start(*arguments, env=None):
        return Emulator([executable, *arguments], env)

    return start


@pytest.fixture(scope="session")
def emulator(request, launch):
    """The emulator that the checks share; its end must be quick and clean."""
    jar = request.config.getoption("--official")
    if jar:
        with Emulator(["java", "-jar", jar, "--host=127.0.0.1", "--port=18085"]) as running:
            yield running
        return
    running = launch("--host", "127.0.0.1", "--port", "0", "--project", "conformance").wait_until_ready()
    yield running
    code, seconds = running.stop()
    log = "\n".join(running.log)
    assert code == 0, f"SIGTERM made the emulator exit with {code}:\n{log}"
    assert seconds < 1, f"SIGTERM took {seconds:.2f} s"


@pytest.fixture(scope="session")
def endpoint(emulator):
    """HOST:PORT of the emulator, which is also where PUBSUB_EMULATOR_HOST points."""
    address = f"127.0.0.1:{emulator.port}"
    os.environ["PUBSUB_EMULATOR_HOST"] = address
    return address


@pytest.fixture(scope="session")
def publisher(endpoint):
    """The official generated publisher client, whose `publish` sends one request as it is given.

    The high-level client, which batches, is made where a check is about it.
    """
    from google.pubsub_v1.services.publisher import PublisherClient
    from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

    with grpc.insecure_channel(endpoint) as channel:
        yield PublisherClient(transport=PublisherGrpcTransport(channel=channel))


@pytest.fixture(scope="session")
def subscriber(endpoint):
    """The official subscriber client."""
    from google.cloud import pubsub_v1
    from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

    # The client's own channel to an emulator takes no more than 4 MiB, a message may have 10.
    channel = grpc.insecure_channel(endpoint, options=[("grpc.max_receive_message_length", -1)])
    with pubsub_v1.SubscriberClient(transport=SubscriberGrpcTransport(channel=channel)) as client:
        yield client


@pytest.fixture
def project():
    """A project id that no other check uses."""
    return f"p-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def topic(publisher, project):
    """The name of a fresh topic."""
    name = f"projects/{project}/topics/topic"
    call(publisher.create_topic, name=name)
    return name


@pytest.fixture
def make_subscription(subscriber, project, topic):
    """Creates a subscription to `topic` with the settings given, and returns its name."""

    def make(id="subscription", **settings):
        name = f"projects/{project}/subscriptions/{id}"
        call(subscriber.create_subscription, name=name, topic=topic, **settings)
        return name

    return make


@pytest.fixture
def subscription(make_subscription):
    """The name of a fresh subscription to `topic`."""
    return make_subscription()


@pytest.fixture
def messages(publisher, subscriber):
    """Short hands for messages: publish, pull, drain, ack and nack."""

    def publish(topic, *payloads, **fields):
        sent = [{"data": data, **fields} for data in payloads]
        return list(call(publisher.publish, topic=topic, messages=sent).message_ids)

    def pull(subscription, count=1):
        request = {"subscription": subscription, "max_messages": count}
        return list(call(subscriber.pull, request=request).received_messages)

    def drain(subscription, count):
        """Pulls and acknowledges until `count` messages have come."""
        received = []
        while len(received) < count:
            batch = pull(subscription, count - len(received))
            assert batch, f"only {len(received)} of {count} messages came"
            ack(subscription, batch)
            received += batch
        return received

    def ack(subscription, batch):
        call(subscriber.acknowledge, subscription=subscription, ack_ids=[m.ack_id for m in batch])

    def drain_unacked(subscription, count):
        """Pulls until `count` messages are out."""
        received = []
        while len(received) < count:
            batch = pull(subscription, count - len(received))
            assert batch, f"only {len(received)} of {count} messages came"
            received += batch
        return received

    def set_deadline(subscription, batch, seconds):
        ids = [m.ack_id for m in batch]
        request = {"subscription": subscription, "ack_ids": ids, "ack_deadline_seconds": seconds}
        call(subscriber.modify_ack_deadline, request=request)

    def nack(subscription, batch):
        set_deadline(subscription, batch, 0)

    def is_empty(subscription):
        request = {"subscription": subscription, "max_messages": 1, "return_immediately": True}
        return not call(subscriber.pull, request=request).received_messages

    return SimpleNamespace(
        publish=publish,
        pull=pull,
        drain=drain,
        drain_unacked=drain_unacked,
        ack=ack,
        set_deadline=set_deadline,
        nack=nack,
        is_empty=is_empty,
    )


@pytest.fixture(scope="session")
def local_cloud(request):
    """The path of the local-cloud executable."""
    path = request.config.getoption("--local-cloud")
    if not path:
        pytest.skip("give --local-cloud PATH")
    return str(Path(path).resolve())


@pytest.fixture(scope="session")
def cloud(local_cloud):
    """The address of a local cloud that enforces policies, which take minutes of virtual time to spread."""
    ready = re.compile(r"ready on http://127\.0\.0\.1:(\d+)")
    running = Emulator([local_cloud, "--port", "0", "--timeline", "virtual"], ready=ready).wait_until_ready()
    yield f"127.0.0.1:{running.port}"
    code, seconds = running.stop()
    assert code == 0 and seconds < 1
