"""A StreamingPull call with its requests sent by hand."""

import queue

from google.pubsub_v1 import types
from harness import TIMEOUT


class Stream:
    """One bidirectional stream: `send` requests, `next` messages; `with` cancels it at the end."""

    def __init__(self, subscriber, **first):
        self._requests = queue.SimpleQueue()
        self._call = subscriber.transport.streaming_pull(iter(self._requests.get, None), timeout=TIMEOUT)
        self._buffer = []
        self.responses = []
        if first:
            self.send(**first)

    def send(self, **fields):
        self._requests.put(types.StreamingPullRequest(**fields))

    def close_send(self):
        """Half-closes the stream: no more requests."""
        self._requests.put(None)

    def next(self):
        """The next received message, waited for; a gRPC error of the stream is raised."""
        while not self._buffer:
            response = next(self._call)
            self.responses.append(response)
            self._buffer += response.received_messages
        return self._buffer.pop(0)

    def take(self, count):
        return [self.next() for _ in range(count)]

    def next_response(self):
        response = next(self._call)
        self.responses.append(response)
        return response

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._call.cancel()
        self.close_send()
