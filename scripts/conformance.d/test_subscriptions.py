"""Subscriptions over gRPC, through the official client."""

import pytest
from google.api_core import exceptions
from google.cloud import pubsub_v1
from google.protobuf import duration_pb2
from harness import call

DAY = 86400


def seconds(count):
    return duration_pb2.Duration(seconds=count)


def update(subscriber, name, paths, **fields):
    request = {"subscription": {"name": name, **fields}, "update_mask": {"paths": paths}}
    return call(subscriber.update_subscription, request=request)


def test_create_fills_in_the_documented_defaults(subscriber, topic, subscription):
    found = call(subscriber.get_subscription, subscription=subscription)
    assert (found.name, found.topic) == (subscription, topic)
    assert found.ack_deadline_seconds == 10
    assert found.message_retention_duration.total_seconds() == 7 * DAY


@pytest.mark.official_deviates("no default expiration policy")
def test_a_subscription_expires_after_31_days_unless_told_otherwise(subscriber, subscription):
    found = call(subscriber.get_subscription, subscription=subscription)
    assert found.expiration_policy.ttl.total_seconds() == 31 * DAY


@pytest.mark.parametrize(
    "settings",
    [
        {"ack_deadline_seconds": 600},
        {"message_retention_duration": seconds(600)},
        pytest.param(
            {"message_retention_duration": seconds(31 * DAY)},
            marks=pytest.mark.official_deviates("no more than 7 days"),
        ),
        {"retain_acked_messages": True},
        {"enable_message_ordering": True},
        {"labels": {"team": "blue"}},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_settings_are_returned_as_they_were_set(subscriber, make_subscription, settings):
    name = make_subscription(**settings)
    found = pubsub_v1.types.Subscription.to_dict(call(subscriber.get_subscription, subscription=name))
    expected = {
        key: f"{value.seconds}s" if isinstance(value, duration_pb2.Duration) else value
        for key, value in settings.items()
    }
    assert {key: found[key] for key in settings} == expected


@pytest.mark.parametrize(
    "settings",
    [
        {"filter": 'attributes.kind = "news"'},
        {"enable_exactly_once_delivery": True},
        {"push_config": {"push_endpoint": "http://localhost:1/"}},
        {"detached": True},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_a_setting_is_kept_or_refused_but_never_dropped(subscriber, make_subscription, settings):
    try:
        name = make_subscription(**settings)
    except (exceptions.MethodNotImplemented, exceptions.InvalidArgument):
        return
    found = pubsub_v1.types.Subscription.to_dict(call(subscriber.get_subscription, subscription=name))
    [(field, value)] = settings.items()
    assert found[field].items() >= value.items() if isinstance(value, dict) else found[field] == value


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"ack_deadline_seconds": 601}, "ack_deadline"),
        ({"ack_deadline_seconds": -1}, "ack_deadline"),
        ({"message_retention_duration": seconds(599)}, "message_retention_duration"),
        ({"message_retention_duration": seconds(31 * DAY + 1)}, "message_retention_duration"),
    ],
)
def test_settings_out_of_range_are_refused(make_subscription, settings, text):
    with pytest.raises(exceptions.InvalidArgument, match=f"(?i){text}"):
        make_subscription(**settings)


@pytest.mark.official_deviates("lower bounds are not checked")
@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"ack_deadline_seconds": 9}, "ack_deadline"),
        ({"expiration_policy": {"ttl": seconds(DAY - 1)}}, "expiration_policy"),
    ],
)
def test_settings_below_the_service_s_lower_bound_are_refused(make_subscription, settings, text):
    with pytest.raises(exceptions.InvalidArgument, match=f"(?i){text}"):
        make_subscription(**settings)


@pytest.mark.parametrize("id", ["ab", "a" * 256, "1abc", "google", "with space"])
def test_invalid_ids_are_refused(make_subscription, id):
    with pytest.raises(exceptions.InvalidArgument, match="(?i)invalid.*name"):
        make_subscription(id)


def test_creating_twice_already_exists(make_subscription):
    make_subscription("twice")
    with pytest.raises(exceptions.AlreadyExists, match="Subscription already exists"):
        make_subscription("twice")


def test_a_missing_topic_is_not_found(subscriber, project):
    name = f"projects/{project}/subscriptions/subscription"
    with pytest.raises(exceptions.NotFound, match="(?i)topic (does not exist|not found)"):
        call(subscriber.create_subscription, name=name, topic=f"projects/{project}/topics/missing")


@pytest.mark.parametrize("method", ["get_subscription", "delete_subscription"])
def test_a_missing_subscription_is_not_found(subscriber, project, method):
    with pytest.raises(exceptions.NotFound, match="Subscription does not exist"):
        call(getattr(subscriber, method), subscription=f"projects/{project}/subscriptions/missing")


def test_list_is_paged(subscriber, project, make_subscription):
    expected = [make_subscription(f"sub-{i}") for i in range(5)]
    pager = call(subscriber.list_subscriptions, project=f"projects/{project}", page_size=2)
    pages = [[item.name for item in page.subscriptions] for page in pager.pages]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(sum(pages, [])) == expected


def test_update_changes_what_the_mask_names_and_nothing_else(subscriber, make_subscription):
    name = make_subscription(ack_deadline_seconds=20, message_retention_duration=seconds(DAY))
    updated = update(
        subscriber,
        name,
        ["ack_deadline_seconds"],
        ack_deadline_seconds=30,
        message_retention_duration=seconds(600),
    )
    assert updated.ack_deadline_seconds == 30
    assert updated.message_retention_duration.total_seconds() == DAY
    assert call(subscriber.get_subscription, subscription=name) == updated


@pytest.mark.official_deviates("updates of subscription labels are refused")
def test_labels_can_be_updated(subscriber, subscription):
    assert dict(update(subscriber, subscription, ["labels"], labels={"team": "red"}).labels) == {
        "team": "red"
    }


@pytest.mark.parametrize(
    "field",
    [{"topic": "projects/p/topics/other"}, {"enable_message_ordering": True}],
    ids=lambda field: next(iter(field)),
)
def test_fields_fixed_at_creation_cannot_be_updated(subscriber, subscription, field):
    with pytest.raises(exceptions.InvalidArgument, match=next(iter(field))):
        update(subscriber, subscription, list(field), **field)


@pytest.mark.parametrize(("paths", "text"), [([], "update_mask"), (["colour"], "colour")])
def test_update_masks_must_name_known_fields(subscriber, subscription, paths, text):
    with pytest.raises(exceptions.InvalidArgument, match=text):
        update(subscriber, subscription, paths, ack_deadline_seconds=30)


def test_update_of_a_value_out_of_range_is_refused(subscriber, subscription):
    with pytest.raises(exceptions.InvalidArgument, match="(?i)ack_deadline"):
        update(subscriber, subscription, ["ack_deadline_seconds"], ack_deadline_seconds=601)


def test_deleting_drops_the_backlog(subscriber, topic, make_subscription, messages):
    name = make_subscription("again")
    messages.publish(topic, b"old")
    call(subscriber.delete_subscription, subscription=name)
    make_subscription("again")
    assert messages.is_empty(name)
