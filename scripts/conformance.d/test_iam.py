"""IAM policies on topics and subscriptions, with the clients' own methods."""

import pytest
from google.api_core import exceptions
from harness import call

BINDING = {"role": "roles/pubsub.publisher", "members": ["serviceAccount:a@p.iam.gserviceaccount.com"]}


@pytest.mark.official_deviates("has no IAM", run=False)
def test_a_policy_is_kept_with_an_etag(publisher, topic):
    assert not call(publisher.get_iam_policy, request={"resource": topic}).bindings
    made = call(publisher.set_iam_policy, request={"resource": topic, "policy": {"bindings": [BINDING]}})
    found = call(publisher.get_iam_policy, request={"resource": topic})
    assert [binding.role for binding in found.bindings] == [BINDING["role"]]
    assert found.etag == made.etag != b""


@pytest.mark.official_deviates("has no IAM", run=False)
def test_a_stale_etag_is_refused(subscriber, subscription):
    first = call(subscriber.get_iam_policy, request={"resource": subscription})
    policy = {"bindings": [BINDING], "etag": first.etag}
    call(subscriber.set_iam_policy, request={"resource": subscription, "policy": policy})
    with pytest.raises(exceptions.Aborted):
        call(subscriber.set_iam_policy, request={"resource": subscription, "policy": policy})


@pytest.mark.official_deviates("has no IAM", run=False)
def test_permissions_are_tested(publisher, topic, project):
    wanted = ["pubsub.topics.publish"]
    request = {"resource": topic, "permissions": wanted}
    assert list(call(publisher.test_iam_permissions, request=request).permissions) == wanted
    missing = {**request, "resource": f"projects/{project}/topics/missing"}
    assert not call(publisher.test_iam_permissions, request=missing).permissions


@pytest.mark.official_deviates("has no IAM", run=False)
def test_a_policy_goes_with_its_resource(publisher, topic):
    call(publisher.set_iam_policy, request={"resource": topic, "policy": {"bindings": [BINDING]}})
    call(publisher.delete_topic, topic=topic)
    with pytest.raises(exceptions.NotFound):
        call(publisher.get_iam_policy, request={"resource": topic})
    call(publisher.create_topic, name=topic)
    assert not call(publisher.get_iam_policy, request={"resource": topic}).bindings
