"""The executable: its ready line, its options, its environment, its end."""

import re
import signal
import socket
import subprocess

import grpc
import pytest
from google.pubsub_v1 import types
from harness import TIMEOUT, clean_environment
from http1 import Rest
from streams import Stream

pytestmark = pytest.mark.ours_only

# One pattern for each wrapper that waits for a line of the log.
WAITED_FOR = {
    "Testcontainers for Java": r"(?s).*started.*$",
    "Testcontainers for Go": r"started",
    "Testcontainers for Node": r"Server started",
    "Testcontainers for Python": r"Server started, listening on \d+",
    "gcloud": r"INFO: Server started, listening on \d+|Server started, listening on \d+",
}


@pytest.fixture
def run(request):
    """Runs the executable to its end and returns the finished process."""

    def run(*arguments, env=None):
        return subprocess.run(
            [request.config.getoption("--emulator"), *arguments],
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            env={**clean_environment(), **(env or {})},
        )

    return run


def resources(emulator, path):
    rest = Rest(f"127.0.0.1:{emulator.port}")
    status, body = rest("GET", path)
    rest.close()
    assert status == 200, body
    return body


@pytest.mark.parametrize("wrapper", WAITED_FOR)
def test_the_ready_line_is_the_one_that_wrappers_wait_for(emulator, wrapper):
    assert re.search(WAITED_FOR[wrapper], emulator.ready_line)


def test_nothing_is_printed_before_the_ready_line(emulator):
    assert emulator.log[0] == emulator.ready_line


def test_port_0_picks_a_free_one_for_each(launch):
    with launch("--port", "0") as one, launch("--port", "0") as two:
        assert one.port != two.port
        assert resources(one, "/v1/projects/p-1/topics") == {}


def test_a_port_in_use_is_a_one_line_error(emulator, run):
    finished = run("--port", str(emulator.port))
    lines = (finished.stdout + finished.stderr).splitlines()
    assert finished.returncode == 1
    assert len(lines) == 1 and str(emulator.port) in lines[0]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--port", "http"],
        ["--port", "65536"],
        ["--port"],
        ["--frobnicate"],
        ["surplus"],
        ["--host", "not a host"],
    ],
)
def test_unusable_arguments_are_an_error_that_names_them(run, arguments):
    finished = run(*arguments)
    assert finished.returncode != 0
    assert arguments[-1] in finished.stderr


def test_help_lists_the_options(run):
    finished = run("--help")
    assert finished.returncode == 0
    for option in ["--host", "--port", "--project", "--help", "--version", "PUBSUB_PROJECT1"]:
        assert option in finished.stdout


def test_version_is_a_semantic_version(run):
    finished = run("--version")
    assert finished.returncode == 0
    assert re.search(r"\b\d+\.\d+\.\d+\b", finished.stdout)


def test_topics_and_subscriptions_come_from_the_environment(launch):
    env = {
        "PUBSUB_PROJECT1": "first,plain,orders:billing:shipping",
        "PUBSUB_PROJECT2": "second,news:reader",
    }
    with launch("--port", "0", env=env) as emulator:
        topics = resources(emulator, "/v1/projects/first/topics")["topics"]
        subscriptions = resources(emulator, "/v1/projects/first/topics/orders/subscriptions")["subscriptions"]
        other = resources(emulator, "/v1/projects/second/subscriptions")["subscriptions"]
    prefix = "projects/first"
    assert sorted(item["name"] for item in topics) == [f"{prefix}/topics/orders", f"{prefix}/topics/plain"]
    assert sorted(subscriptions) == [f"{prefix}/subscriptions/billing", f"{prefix}/subscriptions/shipping"]
    assert [(item["name"], item["topic"]) for item in other] == [
        ("projects/second/subscriptions/reader", "projects/second/topics/news")
    ]


def test_the_ready_port_opens_once_all_is_there(launch):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    env = {"PUBSUB_PROJECT1": "first,orders:billing~60"}
    with launch("--port", "0", "--ready-port", str(port), env=env):
        rest = Rest(f"127.0.0.1:{port}")
        status, body = rest("GET", "/v1/projects/first/subscriptions/billing")
        rest.close()
    assert (status, body["ackDeadlineSeconds"]) == (200, 60)


def test_the_ready_port_is_another_one(run):
    finished = run("--port", "8681", "--ready-port", "8681")
    assert finished.returncode != 0
    assert "--ready-port" in finished.stderr


@pytest.mark.parametrize("value", ["first,1nvalid", "first,orders:x"])
def test_an_unusable_environment_is_an_error_that_names_it(run, value):
    finished = run("--port", "0", env={"PUBSUB_PROJECT1": value})
    assert finished.returncode != 0
    assert "PUBSUB_PROJECT1" in finished.stderr


@pytest.mark.parametrize("sig", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_within_a_second_even_with_calls_open(launch, sig):
    emulator = launch("--port", "0", env={"PUBSUB_PROJECT1": "p,topic:subscription"}).wait_until_ready()
    name = "projects/p/subscriptions/subscription"
    with grpc.insecure_channel(f"127.0.0.1:{emulator.port}") as channel:
        from google.pubsub_v1.services.subscriber import SubscriberClient
        from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

        client = SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))
        request = types.PullRequest.serialize(types.PullRequest(subscription=name, max_messages=1))
        pull = channel.unary_unary("/google.pubsub.v1.Subscriber/Pull").future(request, timeout=TIMEOUT)
        with Stream(client, subscription=name, stream_ack_deadline_seconds=10):
            client.get_subscription(subscription=name, retry=None, timeout=TIMEOUT)
            code, seconds = emulator.stop(sig)
        assert pull.exception() is None or pull.exception().code() in (
            grpc.StatusCode.UNAVAILABLE,
            grpc.StatusCode.CANCELLED,
        )
    assert (code, seconds < 1) == (0, True), f"exit code {code} after {seconds:.2f} s: {list(emulator.log)}"
