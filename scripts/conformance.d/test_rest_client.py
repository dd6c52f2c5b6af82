"""The official client's own REST transport."""

import pytest
from google.api_core import exceptions
from google.auth.credentials import AnonymousCredentials
from google.pubsub_v1.services.publisher import PublisherClient
from google.pubsub_v1.services.publisher.transports import PublisherRestTransport
from google.pubsub_v1.services.subscriber import SubscriberClient
from google.pubsub_v1.services.subscriber.transports import SubscriberRestTransport
from harness import call


@pytest.fixture
def rest_publisher(endpoint):
    return PublisherClient(transport=plain(PublisherRestTransport, endpoint))


@pytest.fixture
def rest_subscriber(endpoint):
    return SubscriberClient(transport=plain(SubscriberRestTransport, endpoint))


def plain(transport, endpoint):
    """A REST transport to a plain-HTTP endpoint."""
    return transport(host=f"http://{endpoint}", credentials=AnonymousCredentials(), url_scheme="http")


def test_the_core_works(rest_publisher, rest_subscriber, project):
    topic, name = f"projects/{project}/topics/orders", f"projects/{project}/subscriptions/orders"
    call(rest_publisher.create_topic, name=topic)
    call(rest_subscriber.create_subscription, name=name, topic=topic, ack_deadline_seconds=30)
    call(rest_publisher.publish, topic=topic, messages=[{"data": b"x", "attributes": {"k": "v"}}])
    [received] = call(rest_subscriber.pull, subscription=name, max_messages=1).received_messages
    assert (received.message.data, dict(received.message.attributes)) == (b"x", {"k": "v"})
    call(rest_subscriber.acknowledge, subscription=name, ack_ids=[received.ack_id])
    assert [item.name for item in call(rest_publisher.list_topics, project=f"projects/{project}")] == [topic]
    call(rest_subscriber.delete_subscription, subscription=name)
    call(rest_publisher.delete_topic, topic=topic)


def test_errors_are_typed(rest_publisher, project):
    with pytest.raises(exceptions.NotFound, match="Topic not found"):
        call(rest_publisher.get_topic, topic=f"projects/{project}/topics/missing")


def test_update_with_a_mask(rest_subscriber, topic, subscription):
    request = {
        "subscription": {"name": subscription, "ack_deadline_seconds": 45},
        "update_mask": {"paths": ["ack_deadline_seconds"]},
    }
    assert call(rest_subscriber.update_subscription, request=request).ack_deadline_seconds == 45
