"""HTTP/1.1 on the same port: keep-alive, HEAD, Expect, chunked bodies, pipelining, refusals."""

import contextlib
import json

import pytest
from http1 import RawConnection


@pytest.fixture
def connection(endpoint):
    with RawConnection(endpoint) as connection:
        yield connection


def request(method, path, body=b"", *headers):
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def get_root(*headers):
    return request("GET", "/", b"", *headers)


def test_get_root_is_200(connection):
    connection.send(get_root())
    status, _, body = connection.response()
    assert (status, body.strip().lower()) == (200, b"ok")


@pytest.mark.official_deviates("HEAD is answered 404")
def test_head_has_the_headers_of_get_and_no_body(connection):
    connection.send(request("HEAD", "/"))
    status, headers = connection.head()
    connection.send(get_root())
    _, expected, _ = connection.response()
    assert (status, headers["content-length"]) == (200, expected["content-length"])


def test_a_connection_serves_many_requests(connection):
    for _ in range(100):
        connection.send(get_root())
        assert connection.response()[0] == 200


@pytest.mark.official_deviates("answers are out of order")
def test_pipelined_requests_are_answered_in_order(connection, topic):
    missing = request("GET", "/v1/projects/p-1/topics/missing")
    connection.send(get_root(), missing, get_root(), request("GET", f"/v1/{topic}"))
    assert [connection.response()[0] for _ in range(4)] == [200, 404, 200, 200]


@pytest.mark.official_deviates("the connection stays open")
def test_a_close_is_honoured(connection):
    connection.send(get_root("Connection: close"))
    assert connection.response()[0] == 200
    assert connection.at_end()


@pytest.mark.official_deviates("the connection stays open")
def test_http_1_0_closes_by_itself(connection):
    connection.send("GET / HTTP/1.0\r\n\r\n")
    assert connection.response()[0] == 200
    assert connection.at_end()


def test_expect_100_continue_is_answered_before_the_body(connection, topic):
    body = json.dumps({"messages": [{"data": "eA=="}]}).encode()
    headers = [f"Content-Length: {len(body)}", "Expect: 100-continue"]
    connection.send(request("POST", f"/v1/{topic}:publish", b"", *headers))
    assert connection.head()[0] == 100
    connection.send(body)
    status, _, answer = connection.response()
    assert (status, len(json.loads(answer)["messageIds"])) == (200, 1)


def test_chunked_bodies_are_put_together(connection, topic, subscription, messages):
    body = json.dumps({"messages": [{"data": "eHl6"}]}).encode()
    pieces = [body[i : i + 7] for i in range(0, len(body), 7)]
    chunks = b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces) + b"0\r\n\r\n"
    connection.send(request("POST", f"/v1/{topic}:publish", chunks, "Transfer-Encoding: chunked"))
    assert connection.response()[0] == 200
    assert messages.pull(subscription)[0].message.data == b"xyz"
    connection.send(get_root())
    assert connection.response()[0] == 200


def test_a_request_may_come_byte_by_byte(connection, topic):
    for byte in request("GET", f"/v1/{topic}"):
        connection.send(bytes([byte]))
    assert connection.response()[0] == 200


@pytest.mark.official_deviates("the parser is lenient, or closes without an answer")
@pytest.mark.parametrize(
    "bytes_sent",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        b"GET / HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n folded: 1\r\n\r\n",
    ],
    ids=[
        "no request line",
        "unknown version",
        "no Host",
        "length is no number",
        "length and chunked",
        "two lengths",
        "space in a header's name",
        "folded header",
    ],
)
def test_malformed_requests_are_refused_and_the_connection_closed(connection, bytes_sent):
    connection.send(bytes_sent)
    assert connection.response()[0] in (400, 505)
    assert connection.at_end()


@pytest.mark.official_deviates("limits differ")
def test_headers_without_end_are_refused(connection):
    # The answer may come, and the connection close, before all of it is sent.
    with contextlib.suppress(OSError):
        connection.send("GET / HTTP/1.1\r\nHost: x\r\n", "X-Filler: " + "v" * 1_000_000 + "\r\n\r\n")
    assert connection.head()[0] in (400, 413, 431)


@pytest.mark.official_deviates("limits differ", run=False)
def test_a_body_announced_too_long_is_refused_unread(connection, topic):
    connection.send(request("POST", f"/v1/{topic}:publish", b"", "Content-Length: 1000000000000"))
    assert connection.response()[0] in (400, 413)
