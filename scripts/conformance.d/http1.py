"""HTTP/1.1 by hand: JSON calls over a kept connection, and raw bytes on a socket."""

import http.client
import json
import socket

from harness import TIMEOUT


class Rest:
    """JSON calls over one kept-alive connection; each returns (status, decoded body)."""

    def __init__(self, endpoint):
        self.connection = http.client.HTTPConnection(endpoint, timeout=TIMEOUT)

    def __call__(self, method, path, body=None, headers=None):
        encoded = None if body is None else json.dumps(body)
        self.connection.request(
            method, path, encoded, {"Content-Type": "application/json", **(headers or {})}
        )
        response = self.connection.getresponse()
        text = response.read()
        return response.status, json.loads(text) if text else None

    def close(self):
        self.connection.close()


class RawConnection:
    """A TCP connection that sends bytes as they are and reads whole HTTP/1.1 responses."""

    def __init__(self, endpoint):
        host, port = endpoint.split(":")
        self.socket = socket.create_connection((host, int(port)), TIMEOUT)
        self.file = self.socket.makefile("rb")

    def send(self, *parts):
        self.socket.sendall(b"".join(part if isinstance(part, bytes) else part.encode() for part in parts))

    def head(self):
        """The status code and the headers (names in lower case) of the next response."""
        status = self.file.readline().split()
        headers = {}
        while (line := self.file.readline().strip()) and line:
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        return int(status[1]), headers

    def response(self):
        """The next response as (status, headers, body)."""
        status, headers = self.head()
        if headers.get("transfer-encoding") == "chunked":
            return status, headers, self._chunked()
        return status, headers, self.file.read(int(headers.get("content-length", 0)))

    def _chunked(self):
        body = b""
        while size := int(self.file.readline().split(b";")[0], 16):
            body += self.file.read(size)
            self.file.readline()
        while self.file.readline().strip():
            pass
        return body

    def at_end(self):
        """Whether the server has closed the connection."""
        return self.file.read(1) == b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.socket.close()
