"""The asyncio clients."""

import asyncio

import grpc
import pytest
from google.api_core import exceptions
from google.pubsub_v1.services.publisher import PublisherAsyncClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcAsyncIOTransport
from google.pubsub_v1.services.subscriber import SubscriberAsyncClient
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcAsyncIOTransport
from google.pubsub_v1.types import StreamingPullRequest
from harness import TIMEOUT, call


async def with_clients(endpoint, body):
    async with grpc.aio.insecure_channel(endpoint) as channel:
        publisher = PublisherAsyncClient(transport=PublisherGrpcAsyncIOTransport(channel=channel))
        subscriber = SubscriberAsyncClient(transport=SubscriberGrpcAsyncIOTransport(channel=channel))
        await asyncio.wait_for(body(publisher, subscriber), TIMEOUT)


def test_publish_pull_and_acknowledge(endpoint, topic, subscription):
    async def body(publisher, subscriber):
        payloads = [str(i).encode() for i in range(50)]
        await asyncio.gather(
            *(call(publisher.publish, topic=topic, messages=[{"data": p}]) for p in payloads)
        )
        received = []
        while len(received) < 50:
            batch = (
                await call(subscriber.pull, subscription=subscription, max_messages=50)
            ).received_messages
            await call(subscriber.acknowledge, subscription=subscription, ack_ids=[m.ack_id for m in batch])
            received += [m.message.data for m in batch]
        assert sorted(received) == sorted(payloads)

    asyncio.run(with_clients(endpoint, body))


def test_streaming_pull(endpoint, topic, subscription):
    async def body(publisher, subscriber):
        requests = asyncio.Queue()
        await requests.put(StreamingPullRequest(subscription=subscription, stream_ack_deadline_seconds=10))
        await call(publisher.publish, topic=topic, messages=[{"data": b"1"}])

        async def sent():
            while True:
                yield await requests.get()

        stream = await subscriber.streaming_pull(requests=sent(), retry=None, timeout=TIMEOUT)
        async for response in stream:
            for received in response.received_messages:
                assert received.message.data == b"1"
                await requests.put(StreamingPullRequest(ack_ids=[received.ack_id]))
                return

    asyncio.run(with_clients(endpoint, body))


def test_errors_are_typed(endpoint, project):
    async def body(publisher, _):
        with pytest.raises(exceptions.NotFound):
            await call(publisher.get_topic, topic=f"projects/{project}/topics/missing")

    asyncio.run(with_clients(endpoint, body))
