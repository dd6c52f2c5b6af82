"""The same core over REST with JSON, as a client without gRPC speaks it."""

import base64

import pytest
from http1 import Rest

V1 = "/v1/projects"


@pytest.fixture(scope="module")
def rest(endpoint):
    client = Rest(endpoint)
    yield client
    client.close()


@pytest.fixture
def topic(rest, project):
    """The path of a fresh topic, made over REST."""
    path = f"{V1}/{project}/topics/topic"
    assert rest("PUT", path, {})[0] == 200
    return path


@pytest.fixture
def subscription(rest, project, topic):
    path = f"{V1}/{project}/subscriptions/subscription"
    assert rest("PUT", path, {"topic": topic.removeprefix("/v1/")})[0] == 200
    return path


def ok(answer):
    """The body of an answer, which must be a success."""
    status, body = answer
    assert status == 200, body
    return body


def refused(answer, code, name, text=""):
    """Checks that an answer is an error in Google's shape."""
    status, body = answer
    error = body["error"]
    assert (status, error["code"], error["status"]) == (code, code, name), body
    assert text.lower() in error["message"].lower()


def encoded(payload):
    return base64.b64encode(payload).decode()


def publish(rest, topic, *payloads, **fields):
    body = {"messages": [{"data": encoded(payload), **fields} for payload in payloads]}
    return ok(rest("POST", f"{topic}:publish", body))["messageIds"]


def pull(rest, subscription, count=1):
    return ok(rest("POST", f"{subscription}:pull", {"maxMessages": count})).get("receivedMessages", [])


def test_publish_pull_and_acknowledge(rest, topic, subscription):
    payload = bytes(range(256))
    [id] = publish(rest, topic, payload, attributes={"key": "grüß dich"})
    [received] = pull(rest, subscription)
    message = received["message"]
    assert base64.b64decode(message["data"]) == payload
    assert (message["messageId"], message["attributes"]) == (id, {"key": "grüß dich"})
    assert message["publishTime"].endswith("Z")
    assert ok(rest("POST", f"{subscription}:acknowledge", {"ackIds": [received["ackId"]]})) == {}
    body = {"maxMessages": 1, "returnImmediately": True}
    assert ok(rest("POST", f"{subscription}:pull", body)) == {}


def test_a_nack_redelivers(rest, topic, subscription):
    [id] = publish(rest, topic, b"again")
    [received] = pull(rest, subscription)
    body = {"ackIds": [received["ackId"]], "ackDeadlineSeconds": 0}
    assert ok(rest("POST", f"{subscription}:modifyAckDeadline", body)) == {}
    assert pull(rest, subscription)[0]["message"]["messageId"] == id


def test_what_came_over_rest_is_seen_over_grpc(rest, topic, subscription, messages):
    publish(rest, topic, b"through the other door")
    [received] = messages.pull(subscription.removeprefix("/v1/"))
    assert received.message.data == b"through the other door"


def test_topics_are_created_read_listed_and_deleted(rest, project, topic):
    name = topic.removeprefix("/v1/")
    assert ok(rest("GET", topic))["name"] == name
    assert [item["name"] for item in ok(rest("GET", f"{V1}/{project}/topics"))["topics"]] == [name]
    assert ok(rest("DELETE", topic)) == {}
    refused(rest("GET", topic), 404, "NOT_FOUND", "Topic not found")


def test_lists_are_paged_by_query_parameters(rest, project, topic):
    for i in range(4):
        ok(rest("PUT", f"{V1}/{project}/topics/more-{i}", {}))
    first = ok(rest("GET", f"{V1}/{project}/topics?pageSize=3"))
    second = ok(rest("GET", f"{V1}/{project}/topics?page_size=3&pageToken={first['nextPageToken']}"))
    assert [len(first["topics"]), len(second["topics"])] == [3, 2]
    assert "nextPageToken" not in second


def test_subscriptions_of_a_topic_are_listed(rest, topic, subscription):
    assert ok(rest("GET", f"{topic}/subscriptions")) == {"subscriptions": [subscription.removeprefix("/v1/")]}


def test_durations_and_enumerations_are_spelled_as_in_proto3_json(rest, subscription):
    found = ok(rest("GET", subscription))
    assert found["messageRetentionDuration"] == "604800s"
    assert found["ackDeadlineSeconds"] == 10
    assert found.get("state", "ACTIVE") == "ACTIVE"


@pytest.mark.parametrize(
    "settings",
    [
        {"ackDeadlineSeconds": 30, "messageRetentionDuration": "1200s", "enableMessageOrdering": True},
        {"ack_deadline_seconds": 30, "message_retention_duration": "1200s", "enable_message_ordering": True},
        {"ackDeadlineSeconds": "30", "messageRetentionDuration": "1200.000s", "enableMessageOrdering": True},
    ],
    ids=["camelCase", "snake_case", "numbers as strings"],
)
def test_both_spellings_of_a_field_are_understood(rest, project, topic, settings):
    path = f"{V1}/{project}/subscriptions/spelled"
    created = ok(rest("PUT", path, {"topic": topic.removeprefix("/v1/"), **settings}))
    assert created["ackDeadlineSeconds"] == 30
    assert created["messageRetentionDuration"] == "1200s"
    assert created["enableMessageOrdering"] is True


@pytest.mark.parametrize("mask", ["ackDeadlineSeconds", "ack_deadline_seconds"])
def test_update_with_a_field_mask(rest, subscription, mask):
    name = subscription.removeprefix("/v1/")
    body = {"subscription": {"name": name, "ackDeadlineSeconds": 60}, "updateMask": mask}
    assert ok(rest("PATCH", subscription, body))["ackDeadlineSeconds"] == 60
    assert ok(rest("GET", subscription))["ackDeadlineSeconds"] == 60


@pytest.mark.official_deviates("unknown fields are not named")
def test_an_unknown_field_is_refused_by_name(rest, topic):
    answer = rest("POST", f"{topic}:publish", {"messages": [{"data": encoded(b"x")}], "colour": "red"})
    refused(answer, 400, "INVALID_ARGUMENT", "colour")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"messages": [{"data": "%%%"}]}, id="not base64"),
        pytest.param({"messages": "x"}, id="not a list"),
        pytest.param(
            {"messages": [{"attributes": {"k": 1.5}}]},
            id="not a string",
            marks=pytest.mark.official_deviates("numbers become strings"),
        ),
        pytest.param([], id="not an object"),
    ],
)
def test_values_of_the_wrong_type_are_refused(rest, topic, body):
    refused(rest("POST", f"{topic}:publish", body), 400, "INVALID_ARGUMENT")


@pytest.mark.parametrize("payload", [b"\xff\xfe\xfd", b"??>>", b"a", b"ab"])
def test_url_safe_base64_and_missing_padding_are_understood(rest, topic, subscription, payload):
    data = base64.urlsafe_b64encode(payload).decode().rstrip("=")
    ok(rest("POST", f"{topic}:publish", {"messages": [{"data": data}]}))
    assert base64.b64decode(pull(rest, subscription)[0]["message"]["data"]) == payload


def test_errors_have_google_s_shape_and_http_status(rest, project, topic):
    refused(rest("GET", f"{V1}/{project}/topics/missing"), 404, "NOT_FOUND", "Topic not found")
    refused(rest("PUT", topic, {}), 409, "ALREADY_EXISTS", "Topic already exists")
    refused(rest("PUT", f"{V1}/{project}/topics/1x", {}), 400, "INVALID_ARGUMENT", "name")
    refused(rest("POST", f"{topic}:publish", {"messages": []}), 400, "INVALID_ARGUMENT")


@pytest.mark.official_deviates("an unknown path is answered in plain text")
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/nothing"), ("POST", "/v1/projects/p/topics/t:frobnicate")]
)
def test_unknown_paths_are_404_in_the_same_shape(rest, method, path):
    refused(rest(method, path), 404, "NOT_FOUND")


def test_a_body_that_is_no_json_is_refused(rest, topic):
    rest.connection.request("POST", f"{topic}:publish", "{not json", {"Content-Type": "application/json"})
    response = rest.connection.getresponse()
    assert (response.status, b"INVALID_ARGUMENT" in response.read()) == (400, True)


def test_escaped_names_in_the_path_are_decoded(rest, project):
    path = f"{V1}/{project}/topics/a%7Eb%2Bc"
    assert ok(rest("PUT", path, {}))["name"] == f"projects/{project}/topics/a~b+c"
