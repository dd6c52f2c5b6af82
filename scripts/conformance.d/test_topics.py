"""Topics over gRPC, through the official client."""

import pytest
from google.api_core import exceptions
from google.protobuf import duration_pb2
from harness import call

HOUR = duration_pb2.Duration(seconds=3600)


def names(items):
    return [item.name for item in items]


def test_create_returns_the_topic_as_it_was_set(publisher, project):
    name = f"projects/{project}/topics/orders"
    settings = {"labels": {"team": "blue"}, "message_retention_duration": HOUR}
    created = call(publisher.create_topic, name=name, **settings)
    assert (created.name, dict(created.labels)) == (name, {"team": "blue"})
    assert created.message_retention_duration.total_seconds() == 3600
    assert call(publisher.get_topic, topic=name) == created


@pytest.mark.parametrize("id", ["abc", "a" * 255, "a-b_c.d~e+f%25", "Zed"])
def test_valid_ids_are_accepted(publisher, project, id):
    name = f"projects/{project}/topics/{id}"
    assert call(publisher.create_topic, name=name).name == name


@pytest.mark.parametrize(
    "id", ["ab", "a" * 256, "1abc", "google", "goog-x", "with space", "a/b", "ümlaut", ""]
)
def test_invalid_ids_are_refused(publisher, project, id):
    with pytest.raises(exceptions.InvalidArgument, match="(?i)invalid.*name"):
        call(publisher.create_topic, name=f"projects/{project}/topics/{id}")


@pytest.mark.parametrize("name", ["orders", "projects/p/subscriptions/orders", "topics/orders"])
def test_names_of_another_shape_are_refused(publisher, name):
    with pytest.raises(exceptions.InvalidArgument):
        call(publisher.create_topic, name=name)


def test_creating_twice_already_exists(publisher, topic):
    with pytest.raises(exceptions.AlreadyExists, match="Topic already exists"):
        call(publisher.create_topic, name=topic)


@pytest.mark.parametrize(
    "method",
    [
        "get_topic",
        "delete_topic",
        pytest.param("list_topic_subscriptions", marks=pytest.mark.official_deviates("an empty list")),
    ],
)
def test_a_missing_topic_is_not_found(publisher, project, method):
    with pytest.raises(exceptions.NotFound, match="Topic not found"):
        call(getattr(publisher, method), topic=f"projects/{project}/topics/missing")


def test_list_is_paged(publisher, project):
    expected = [f"projects/{project}/topics/topic-{i}" for i in range(7)]
    for name in expected:
        call(publisher.create_topic, name=name)
    pager = call(publisher.list_topics, project=f"projects/{project}", page_size=3)
    pages = [names(page.topics) for page in pager.pages]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert sorted(sum(pages, [])) == expected


def test_list_of_a_project_without_topics_is_empty(publisher, project):
    assert names(call(publisher.list_topics, project=f"projects/{project}")) == []


def test_list_holds_one_project_only(publisher, topic, project):
    assert names(call(publisher.list_topics, project=f"projects/{project}")) == [topic]


@pytest.mark.official_deviates("updates of topic labels are refused")
def test_update_changes_what_the_mask_names_and_nothing_else(publisher, project):
    name = f"projects/{project}/topics/orders"
    call(publisher.create_topic, name=name, labels={"team": "blue"}, message_retention_duration=HOUR)
    request = {"topic": {"name": name, "labels": {"team": "red"}}, "update_mask": {"paths": ["labels"]}}
    updated = call(publisher.update_topic, request=request)
    assert dict(updated.labels) == {"team": "red"}
    assert updated.message_retention_duration.total_seconds() == 3600
    assert call(publisher.get_topic, topic=name) == updated


@pytest.mark.official_deviates("the retention becomes 31 days")
def test_update_of_a_masked_field_left_out_clears_it(publisher, project):
    name = f"projects/{project}/topics/orders"
    call(publisher.create_topic, name=name, message_retention_duration=HOUR)
    request = {"topic": {"name": name}, "update_mask": {"paths": ["message_retention_duration"]}}
    updated = call(publisher.update_topic, request=request)
    assert "message_retention_duration" not in updated


def test_update_without_a_mask_is_refused(publisher, topic):
    with pytest.raises(exceptions.InvalidArgument, match="update_mask"):
        call(publisher.update_topic, request={"topic": {"name": topic}})


def test_update_of_an_unknown_field_names_it(publisher, topic):
    with pytest.raises(exceptions.InvalidArgument, match="colour"):
        call(publisher.update_topic, request={"topic": {"name": topic}, "update_mask": {"paths": ["colour"]}})


def test_update_of_a_missing_topic_is_not_found(publisher, project):
    request = {
        "topic": {"name": f"projects/{project}/topics/missing", "message_retention_duration": HOUR},
        "update_mask": {"paths": ["message_retention_duration"]},
    }
    with pytest.raises(exceptions.NotFound, match="Topic not found"):
        call(publisher.update_topic, request=request)


@pytest.mark.parametrize("seconds", [599, 31 * 86400 + 1])
def test_retention_out_of_range_is_refused(publisher, project, seconds):
    retention = duration_pb2.Duration(seconds=seconds)
    with pytest.raises(exceptions.InvalidArgument, match="message_retention_duration"):
        call(
            publisher.create_topic,
            name=f"projects/{project}/topics/t-1",
            message_retention_duration=retention,
        )


def test_a_deleted_topic_is_gone(publisher, topic):
    call(publisher.delete_topic, topic=topic)
    with pytest.raises(exceptions.NotFound, match="Topic not found"):
        call(publisher.publish, topic=topic, messages=[{"data": b"late"}])


def test_subscriptions_of_a_deleted_topic_say_so(publisher, subscriber, topic, subscription):
    call(publisher.delete_topic, topic=topic)
    found = call(subscriber.get_subscription, subscription=subscription)
    assert found.topic == "_deleted-topic_"


def test_a_topic_made_anew_does_not_get_the_old_subscriptions(publisher, topic, subscription, messages):
    call(publisher.delete_topic, topic=topic)
    call(publisher.create_topic, name=topic)
    assert list(call(publisher.list_topic_subscriptions, topic=topic)) == []
    messages.publish(topic, b"new")
    assert messages.is_empty(subscription)


def test_subscriptions_of_a_topic_are_listed_in_pages(publisher, topic, make_subscription):
    expected = [make_subscription(f"sub-{i}") for i in range(5)]
    pager = call(publisher.list_topic_subscriptions, topic=topic, page_size=2)
    pages = [list(page.subscriptions) for page in pager.pages]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(sum(pages, [])) == expected
