"""Dead letter topics: attempts, forwarding, and what is written on a forwarded message."""

import queue

import pytest
from google.api_core import exceptions
from harness import call
from test_subscriber import subscribed, take

PREFIX = "CloudPubSubDeadLetterSource"


@pytest.fixture
def dead_letters(publisher, subscriber, project):
    """A dead letter topic, and a subscription to it."""
    topic = f"projects/{project}/topics/dead"
    call(publisher.create_topic, name=topic)
    subscription = f"projects/{project}/subscriptions/dead"
    call(subscriber.create_subscription, name=subscription, topic=topic)
    return topic, subscription


@pytest.fixture
def limited(make_subscription, dead_letters):
    """A subscription that forwards after five attempts."""
    policy = {"dead_letter_topic": dead_letters[0], "max_delivery_attempts": 5}
    return make_subscription(dead_letter_policy=policy)


def test_the_policy_is_returned(subscriber, limited, dead_letters):
    policy = call(subscriber.get_subscription, subscription=limited).dead_letter_policy
    assert (policy.dead_letter_topic, policy.max_delivery_attempts) == (dead_letters[0], 5)


def test_five_attempts_unless_told_otherwise(subscriber, make_subscription, dead_letters):
    name = make_subscription(dead_letter_policy={"dead_letter_topic": dead_letters[0]})
    found = call(subscriber.get_subscription, subscription=name)
    assert found.dead_letter_policy.max_delivery_attempts == 5


@pytest.mark.parametrize("attempts", [4, 101])
def test_attempts_out_of_range_are_refused(make_subscription, dead_letters, attempts):
    with pytest.raises(exceptions.OutOfRange):
        make_subscription(
            dead_letter_policy={"dead_letter_topic": dead_letters[0], "max_delivery_attempts": attempts}
        )


def test_a_missing_dead_letter_topic_is_refused(make_subscription, project):
    with pytest.raises(exceptions.NotFound):
        make_subscription(dead_letter_policy={"dead_letter_topic": f"projects/{project}/topics/none"})


def test_attempts_are_told_only_with_a_policy(topic, subscription, limited, messages):
    messages.publish(topic, b"x")
    assert [m.delivery_attempt for m in messages.pull(subscription)] == [0]
    assert [m.delivery_attempt for m in messages.pull(limited)] == [1]


@pytest.fixture
def subscription(make_subscription):
    return make_subscription("plain")


@pytest.mark.official_deviates("a nack does not forward at once")
def test_after_the_last_attempt_a_message_is_forwarded(topic, limited, dead_letters, messages):
    [id] = messages.publish(topic, b"x", attributes={"color": "red"})
    attempts = []
    for _ in range(5):
        batch = messages.pull(limited)
        attempts += [m.delivery_attempt for m in batch]
        messages.nack(limited, batch)
    assert attempts == [1, 2, 3, 4, 5]
    [dead] = messages.pull(dead_letters[1])
    assert dead.message.data == b"x"
    assert dead.message.message_id != id
    attributes = dict(dead.message.attributes)
    assert attributes["color"] == "red"
    assert attributes[PREFIX + "DeliveryCount"] == "5"
    assert attributes[PREFIX + "Subscription"] == limited.split("/")[-1]
    assert attributes[PREFIX + "SubscriptionProject"] == limited.split("/")[1]
    assert PREFIX + "TopicPublishTime" in attributes
    assert messages.is_empty(limited)


def test_a_subscriber_sees_attempts_count_up(subscriber, topic, limited, dead_letters, messages):
    attempts = queue.Queue()

    def handle(message):
        attempts.put(message.delivery_attempt)
        message.nack()

    with subscribed(subscriber, limited, handle):
        messages.publish(topic, b"x")
        assert take(attempts, 5) == [1, 2, 3, 4, 5]
    assert [m.message.data for m in messages.pull(dead_letters[1])] == [b"x"]
