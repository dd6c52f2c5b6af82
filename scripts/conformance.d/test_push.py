"""Push: what arrives at an endpoint, and what an answer means."""

import base64
import json
import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from google.api_core import exceptions
from harness import TIMEOUT, call


class Endpoint:
    """A receiver that answers with the status codes given, then with 204."""

    def __init__(self):
        self.requests = queue.Queue()
        self.answers = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.requests.put((self.headers, body))
                self.send_response(outer.answers.pop(0) if outer.answers else 204)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/push"

    def next(self):
        return self.requests.get(timeout=TIMEOUT)


@pytest.fixture
def receiver():
    made = Endpoint()
    yield made
    made.server.shutdown()


@pytest.fixture
def pushing(make_subscription, receiver):
    return make_subscription(push_config={"push_endpoint": receiver.url})


def test_a_message_is_pushed_in_an_envelope(topic, pushing, receiver, messages):
    [id] = messages.publish(topic, b"hello", attributes={"a": "b"})
    headers, body = receiver.next()
    assert headers["Content-Type"].startswith("application/json")
    envelope = json.loads(body)
    assert envelope["subscription"] == pushing
    message = envelope["message"]
    assert base64.b64decode(message["data"]) == b"hello"
    assert message["attributes"] == {"a": "b"}
    assert message["messageId"] == message["message_id"] == id
    assert message["publishTime"] == message["publish_time"]


def test_a_refused_message_is_pushed_again(topic, pushing, receiver, messages):
    receiver.answers = [500, 404]
    messages.publish(topic, b"x")
    ids = [json.loads(receiver.next()[1])["message"]["messageId"] for _ in range(3)]
    assert len(set(ids)) == 1


@pytest.mark.official_deviates("unknown to the official emulator", run=False)
def test_an_unwrapped_message_is_the_body(topic, make_subscription, receiver, messages):
    config = {"push_endpoint": receiver.url, "no_wrapper": {"write_metadata": True}}
    name = make_subscription(push_config=config)
    [id] = messages.publish(topic, b"hello", attributes={"color": "red"})
    headers, body = receiver.next()
    assert body == b"hello"
    assert headers["x-goog-pubsub-message-id"] == id
    assert headers["x-goog-pubsub-subscription-name"] == name
    assert headers["color"] == "red"


@pytest.mark.official_deviates("no tokens", run=False)
def test_a_token_names_the_service_account_and_can_be_verified(
    endpoint, topic, make_subscription, receiver, messages
):
    import requests
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
    from cryptography.hazmat.primitives.hashes import SHA256

    account = "pusher@p.iam.gserviceaccount.com"
    make_subscription(
        push_config={"push_endpoint": receiver.url, "oidc_token": {"service_account_email": account}}
    )
    messages.publish(topic, b"x")
    kind, token = receiver.next()[0]["Authorization"].split(" ")
    assert kind == "Bearer"
    head, claims, signature = token.split(".")

    def decode(text):
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

    found = json.loads(decode(claims))
    assert (found["email"], found["aud"], found["email_verified"]) == (account, receiver.url, True)
    keys = requests.get(f"http://{endpoint}/emulator/v1/jwks", timeout=TIMEOUT).json()["keys"]
    [key] = [key for key in keys if key["kid"] == json.loads(decode(head))["kid"]]
    e, n = (int.from_bytes(decode(key[part]), "big") for part in ("e", "n"))
    public = RSAPublicNumbers(e, n).public_key()
    public.verify(decode(signature), f"{head}.{claims}".encode(), PKCS1v15(), SHA256())


@pytest.mark.official_deviates("pull is allowed")
def test_pull_is_refused_while_push_is_set(subscriber, topic, pushing, messages):
    with pytest.raises(exceptions.FailedPrecondition):
        messages.pull(pushing)


def test_push_can_be_turned_off_and_on(subscriber, topic, pushing, receiver, messages):
    call(subscriber.modify_push_config, request={"subscription": pushing, "push_config": {}})
    messages.publish(topic, b"pulled")
    assert [m.message.data for m in messages.drain(pushing, 1)] == [b"pulled"]
    config = {"push_endpoint": receiver.url}
    call(subscriber.modify_push_config, request={"subscription": pushing, "push_config": config})
    messages.publish(topic, b"pushed")
    assert base64.b64decode(json.loads(receiver.next()[1])["message"]["data"]) == b"pushed"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com",
        "example.com",
        pytest.param("http://", marks=pytest.mark.official_deviates("a URL without a host is accepted")),
    ],
)
def test_what_is_no_endpoint_is_refused(make_subscription, url):
    with pytest.raises(exceptions.InvalidArgument):
        make_subscription(push_config={"push_endpoint": url})
