"""Access policies of topics and subscriptions, over gRPC and over REST."""

import pytest
import requests
from google.api_core import exceptions
from google.iam.v1 import iam_policy_pb2, options_pb2, policy_pb2
from harness import TIMEOUT, call

pytestmark = pytest.mark.ours_only

VIEWER = policy_pb2.Binding(role="roles/pubsub.viewer", members=["user:a@example.com"])


@pytest.fixture(params=["publisher", "subscriber"])
def client(request):
    """Either of the clients that have the methods."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["topic", "subscription"])
def resource(request, topic, subscription):
    return {"topic": topic, "subscription": subscription}[request.param]


def get(client, resource, version=0):
    options = options_pb2.GetPolicyOptions(requested_policy_version=version)
    return client.get_iam_policy(request={"resource": resource, "options": options}, timeout=TIMEOUT)


def put(client, resource, policy):
    return client.set_iam_policy(request={"resource": resource, "policy": policy}, timeout=TIMEOUT)


def test_written_and_read(client, resource):
    empty = get(client, resource)
    assert not empty.bindings and empty.etag
    empty.bindings.append(VIEWER)
    written = put(client, resource, empty)
    assert [binding.role for binding in written.bindings] == [VIEWER.role]
    assert get(client, resource) == written
    with pytest.raises(exceptions.Aborted):
        put(client, resource, empty)


def test_condition(publisher, topic):
    binding = policy_pb2.Binding(role=VIEWER.role, members=VIEWER.members)
    binding.condition.expression = "request.time < timestamp('2030-01-01T00:00:00Z')"
    with pytest.raises(exceptions.InvalidArgument):
        put(publisher, topic, policy_pb2.Policy(version=1, bindings=[binding]))
    put(publisher, topic, policy_pb2.Policy(version=3, bindings=[binding]))
    assert get(publisher, topic, 3).bindings[0] == binding
    assert not get(publisher, topic, 1).bindings[0].HasField("condition")


def test_permissions(publisher, resource):
    asked = ["pubsub.topics.get", "pubsub.topics.publish"]
    request = iam_policy_pb2.TestIamPermissionsRequest(resource=resource, permissions=asked)
    assert list(publisher.test_iam_permissions(request=request, timeout=TIMEOUT).permissions) == asked
    request.resource += "-none"
    assert not publisher.test_iam_permissions(request=request, timeout=TIMEOUT).permissions
    request.permissions[0] = "pubsub.*"
    with pytest.raises(exceptions.InvalidArgument):
        publisher.test_iam_permissions(request=request, timeout=TIMEOUT)


def test_missing_and_deleted(publisher, topic):
    with pytest.raises(exceptions.NotFound):
        get(publisher, topic + "-none")
    put(publisher, topic, policy_pb2.Policy(bindings=[VIEWER]))
    call(publisher.delete_topic, topic=topic)
    with pytest.raises(exceptions.NotFound):
        get(publisher, topic)
    call(publisher.create_topic, name=topic)
    assert not get(publisher, topic).bindings


def test_rest(endpoint, topic):
    url = f"http://{endpoint}/v1/{topic}"
    policy = {"version": 1, "bindings": [{"role": VIEWER.role, "members": ["user:a@example.com"]}]}
    written = requests.post(url + ":setIamPolicy", json={"policy": policy}, timeout=TIMEOUT).json()
    assert written["bindings"] == policy["bindings"]
    read = requests.get(url + ":getIamPolicy?options.requestedPolicyVersion=3", timeout=TIMEOUT)
    assert read.json() == written
    stale = {"policy": {**policy, "etag": "ACAB"}}
    refused = requests.post(url + ":setIamPolicy", json=stale, timeout=TIMEOUT)
    assert refused.status_code == 409 and refused.json()["error"]["status"] == "ABORTED"
    asked = {"permissions": ["pubsub.topics.publish"]}
    held = requests.post(url + ":testIamPermissions", json=asked, timeout=TIMEOUT)
    assert held.json() == asked
    none = requests.post(url + "-none:testIamPermissions", json=asked, timeout=TIMEOUT)
    assert none.status_code == 200 and none.json() == {}
