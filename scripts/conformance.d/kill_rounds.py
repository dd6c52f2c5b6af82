"""Kills an emulator under load with SIGKILL, restarts it on its data directory, and checks what it kept.

Over REST, without any client library, so that an acknowledgement is known exactly: a publish or an ack counts when its
answer has been read. What was under way when the process died may have happened or not.
"""

import argparse
import base64
import collections
import http.client
import json
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

TOPIC = "/v1/projects/p/topics/load"
SUBSCRIPTION = "/v1/projects/p/subscriptions/load"


class Books:
    """What is known, over all rounds."""

    def __init__(self):
        self.lock = threading.Lock()
        self.published = set()  # The answer was read.
        self.begun = set()  # Sent, whether or not an answer came.
        self.acked = set()  # The answer was read.
        self.acking = set()  # Sent, whether or not an answer came.
        self.seen = collections.Counter()
        self.again = []  # Delivered after a durable ack.
        self.ids = {}  # Message ids, each of which is one message's for ever.
        self.wrong = []


class Emulator:
    """One life of the process."""

    def __init__(self, program, folder, sync, *options, ready="listening on"):
        command = [program, "--port", "0", "--data-dir", folder, *options]
        if sync:
            command += ["--sync", "always"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if ready not in line:
            raise SystemExit(f"it did not start: {line}{self.process.stderr.read()}")
        self.port = int(re.search(r"(\d+)$", line)[1])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        return self.process.stderr.read()


class Client:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def call(self, method, path, body=None):
        self.connection.request(method, path, json.dumps(body or {}))
        response = self.connection.getresponse()
        text = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path}: {response.status} {text[:300]}")
        return json.loads(text)


GONE = (ConnectionError, http.client.HTTPException, OSError, ValueError)


def publish(port, books, number, stop):
    client = Client(port)
    count = 0
    while not stop.is_set():
        bodies = [f"{number}-{count + i}" for i in range(random.choice([1, 1, 5, 50]))]
        count += len(bodies)
        with books.lock:
            books.begun.update(bodies)
        messages = [{"data": base64.b64encode(b.encode()).decode()} for b in bodies]
        ids = client.call("POST", TOPIC + ":publish", {"messages": messages})["messageIds"]
        with books.lock:
            books.published.update(bodies)
            for body, id in zip(bodies, ids):
                if books.ids.setdefault(id, body) != body:
                    books.wrong.append(f"id {id} was given to {books.ids[id]} and to {body}")


def receive(client, books, former, waits):
    """Pulls, waiting for a message or not, and acknowledges once; returns how much there was, and the ack ids."""
    pulled = client.call("POST", SUBSCRIPTION + ":pull", {"maxMessages": 100, "returnImmediately": not waits})
    received = pulled.get("receivedMessages", [])
    taken, ids = [], []
    with books.lock:
        for one in received:
            body = base64.b64decode(one["message"]["data"]).decode()
            books.seen[body] += 1
            if one["ackId"] in former:
                books.wrong.append(f"ack id {one['ackId']} was given twice")
            if body not in books.begun:
                books.wrong.append(f"{body} was never published")
            if body in books.acked:
                books.again.append(body)
            taken.append(body)
            ids.append(one["ackId"])
        books.acking.update(taken)
    if ids:
        client.call("POST", SUBSCRIPTION + ":acknowledge", {"ackIds": ids})
        with books.lock:
            books.acked.update(taken)
    return len(received), ids


def consume(port, books, former, stop):
    client = Client(port)
    while not stop.is_set():
        _, ids = receive(client, books, former, waits=True)
        with books.lock:
            former.update(ids)


def work(target, *arguments):
    def run():
        try:
            target(*arguments)
        except GONE:
            pass  # The process died, as it should.

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--sync", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", metavar="FILE", help="put what came out into this file, too")
    options = parser.parse_args()
    random.seed(options.seed)
    folder = tempfile.mkdtemp(prefix="rehearsal-kill-")
    books, former, torn = Books(), set(), 0
    started = time.monotonic()
    try:
        emulator = Emulator(options.program, folder, options.sync)
        client = Client(emulator.port)
        client.call("PUT", TOPIC)
        client.call("PUT", SUBSCRIPTION, {"topic": TOPIC[4:]})
        for number in range(options.rounds):
            stop = threading.Event()
            threads = [work(publish, emulator.port, books, f"{number}-{i}", stop) for i in range(2)]
            threads += [work(consume, emulator.port, books, former, stop) for _ in range(2)]
            time.sleep(random.uniform(0.01, 0.25))
            if "middle of a record" in emulator.kill():
                torn += 1
            stop.set()
            for thread in threads:
                thread.join()
            emulator = Emulator(options.program, folder, options.sync)
        # Whatever is left has to be there now.
        client = Client(emulator.port)
        while receive(client, books, former, waits=False)[0]:
            pass
        if "middle of a record" in emulator.kill():
            torn += 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    lost = [b for b in books.published if not books.seen[b]]
    seconds = time.monotonic() - started
    summary = (
        f"{options.rounds:,} kills in {seconds:.0f} s: {len(books.published):,} messages published and answered, "
        f"{len(books.acked):,} acknowledged and answered; {len(lost)} lost, {len(books.again)} delivered again after "
        f"their acknowledgement, {len(books.wrong)} other faults, {torn} torn ends repaired"
    )
    print(summary)
    if options.write:
        Path(options.write).write_text(f"{summary}.\n")
    for fault in (lost + books.again + books.wrong)[:10]:
        print(f"  {fault}")
    return 1 if lost or books.again or books.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
