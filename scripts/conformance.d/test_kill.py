"""A data directory survives SIGKILL; `scripts/kill` does this more often."""

import pathlib
import resource
import subprocess
import sys

import grpc
import pytest
from google.api_core import exceptions
from harness import Emulator, call

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


@pytest.fixture
def clients():
    """Official clients for a port: publisher and subscriber."""
    from google.pubsub_v1.services.publisher import PublisherClient
    from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
    from google.pubsub_v1.services.subscriber import SubscriberClient
    from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

    def make(port):
        channel = grpc.insecure_channel(f"127.0.0.1:{port}")
        return (
            PublisherClient(transport=PublisherGrpcTransport(channel=channel)),
            SubscriberClient(transport=SubscriberGrpcTransport(channel=channel)),
        )

    return make


def test_a_full_disk_ends_the_emulator_before_it_acknowledges_what_it_cannot_keep(
    request, launch, clients, tmp_path
):
    arguments = ["--port", "0", "--data-dir", str(tmp_path)]
    # Without the signal a write beyond the limit fails as it does on a full disk, partly written.
    ignoring = ["sh", "-c", 'trap "" XFSZ; exec "$0" "$@"', request.config.getoption("--emulator")]
    topic, subscription = "projects/p/topics/topic", "projects/p/subscriptions/subscription"
    published = []
    with Emulator([*ignoring, *arguments]) as running:
        publisher, subscriber = clients(running.port)
        call(publisher.create_topic, name=topic)
        call(subscriber.create_subscription, name=subscription, topic=topic)
        resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (100_000, 100_000))
        with pytest.raises(exceptions.ServiceUnavailable):
            for number in range(1_000):
                data = b"%d " % number + b"x" * 1_000
                published += call(publisher.publish, topic=topic, messages=[{"data": data}]).message_ids
        assert running.process.wait(20) == 1
        running.stop()
        assert "log cannot be used: write: File too large; ending" in "\n".join(running.log)
    assert len(published) > 50
    with launch(*arguments) as running:
        assert "ended in the middle of a record" in "\n".join(running.log)
        _, subscriber = clients(running.port)
        received = call(subscriber.pull, subscription=subscription, max_messages=1_000).received_messages
        assert set(published) <= {one.message.message_id for one in received}
