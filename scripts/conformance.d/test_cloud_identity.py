"""Policies of the local cloud, seen by official clients that are not told of any: who is refused, and from when on."""

import concurrent.futures
import uuid

import grpc
import pytest
import requests
from google.api_core import exceptions
from google.cloud import pubsub_v1
from google.iam.v1 import iam_policy_pb2, policy_pb2
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

pytestmark = pytest.mark.ours_only

TIMEOUT = 20
PROJECT = "projects/local-project"
PUBLISHER = "roles/pubsub.publisher"


class Cloud:
    """The controls of a cloud that enforces policies, at `endpoint`, a HOST:PORT."""

    def __init__(self, endpoint):
        self.endpoint = endpoint
        self.host = endpoint.rsplit(":", 1)[0]

    def call(self, method, path, body=None):
        answer = requests.request(method, f"http://{self.endpoint}{path}", json=body, timeout=TIMEOUT)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def create_account(self):
        body = {"accountId": "svc-" + uuid.uuid4().hex[:12]}
        return self.call("POST", f"/v1/{PROJECT}/serviceAccounts", body)["email"]

    def open_port(self, account):
        """A port whose callers are the account, as an endpoint."""
        port = self.call("POST", "/emulator/v1/ports", {"account": account})["port"]
        return f"{self.host}:{port}"

    def advance(self, seconds):
        self.call("POST", "/emulator/v1/timeline:advance", {"duration": f"{seconds}s"})


@pytest.fixture
def world(cloud):
    """The cloud, with policies enforced for this check alone."""
    world = Cloud(cloud)
    before = world.call("GET", "/emulator/v1/policy")["mode"]
    world.call("PUT", "/emulator/v1/policy", {"mode": "enforce"})
    yield world
    world.call("PUT", "/emulator/v1/policy", {"mode": before})


def publisher(endpoint):
    """An official client as `PUBSUB_EMULATOR_HOST` makes it: without credentials, on a plain channel."""
    return pubsub_v1.PublisherClient(
        transport=PublisherGrpcTransport(channel=grpc.insecure_channel(endpoint))
    )


def set_members(client, topic, members):
    bindings = [policy_pb2.Binding(role=PUBLISHER, members=members)] if members else []
    client.set_iam_policy(
        iam_policy_pb2.SetIamPolicyRequest(resource=topic, policy=policy_pb2.Policy(bindings=bindings))
    )


def publish(client, topic):
    return client.publish(topic, b"hello", timeout=TIMEOUT).result(timeout=TIMEOUT)


def test_service_without_role_is_refused_until_the_grant_has_spread(world):
    """Refused at first; served once the grant has spread and not before; refused again after the revoke."""
    owner = publisher(world.endpoint)
    topic = f"{PROJECT}/topics/orders-{uuid.uuid4().hex[:8]}"
    owner.create_topic(name=topic)
    account = world.create_account()
    world.advance(3600)
    service = publisher(world.open_port(account))

    with pytest.raises(exceptions.PermissionDenied) as refusal:
        publish(service, topic)
    assert refusal.value.message == "User not authorized to perform this action."
    assert refusal.value.reason == "IAM_PERMISSION_DENIED"
    assert refusal.value.metadata["permission"] == "pubsub.topics.publish"

    set_members(owner, topic, [f"serviceAccount:{account}"])
    with pytest.raises(exceptions.PermissionDenied):
        publish(service, topic)
    world.advance(1800)
    assert publish(service, topic)

    set_members(owner, topic, [])
    assert publish(service, topic), "the revoke has not spread yet"
    world.advance(1800)
    with pytest.raises(exceptions.PermissionDenied):
        publish(service, topic)


def test_many_at_once_are_refused_each(world):
    owner = publisher(world.endpoint)
    topic = f"{PROJECT}/topics/orders-{uuid.uuid4().hex[:8]}"
    owner.create_topic(name=topic)
    service = publisher(world.open_port(world.create_account()))
    futures = [service.publish(topic, b"x", timeout=TIMEOUT) for _ in range(20)]
    concurrent.futures.wait(futures, timeout=TIMEOUT)
    assert all(isinstance(future.exception(), exceptions.PermissionDenied) for future in futures)


def test_suggestion_names_the_role_that_the_traffic_needs(world):
    owner = publisher(world.endpoint)
    topic = f"{PROJECT}/topics/orders-{uuid.uuid4().hex[:8]}"
    owner.create_topic(name=topic)
    account = world.create_account()
    with pytest.raises(exceptions.PermissionDenied):
        publish(publisher(world.open_port(account)), topic)
    needed = world.call("GET", "/emulator/v1/policy:suggest")["needed"]
    mine = [binding for binding in needed if binding["member"] == f"serviceAccount:{account}"]
    assert [(binding["resource"], binding["role"], binding["granted"]) for binding in mine] == [
        (topic, PUBLISHER, False)
    ]
