"""Filters: which messages come, and which expressions are refused."""

import pytest
from google.api_core import exceptions
from harness import call
from test_subscriptions import update

CASES = [
    ("attributes:color", ["red", "blue", "dark-blue"]),
    ('attributes.color = "red"', ["red"]),
    ('attributes.color != "red"', ["blue", "dark-blue", None]),
    ('hasPrefix(attributes.color, "dark")', ["dark-blue"]),
    ('NOT hasPrefix(attributes.color, "dark")', ["red", "blue", None]),
    ("-attributes:color", [None]),
    ('attributes:color AND attributes.color = "blue"', ["blue"]),
    ('attributes.color = "red" OR attributes.color = "blue"', ["red", "blue"]),
    ('attributes:color AND (attributes.color = "red" OR -attributes:color)', ["red"]),
    ('attributes."color" = "red"', ["red"]),
]


@pytest.mark.official_deviates("filters are stored and ignored")
@pytest.mark.parametrize(("expression", "expected"), CASES, ids=[case[0] for case in CASES])
def test_only_what_matches_comes(topic, make_subscription, messages, expression, expected):
    name = make_subscription(filter=expression)
    for color in ["red", "blue", "dark-blue", None]:
        messages.publish(topic, str(color).encode(), attributes={"color": color} if color else {})
    assert [m.message.data.decode() for m in messages.drain(name, len(expected))] == [
        str(color) for color in expected
    ]
    assert messages.is_empty(name)


@pytest.mark.official_deviates("filters are stored and ignored")
@pytest.mark.parametrize(
    "expression",
    [
        "color",
        "attributes.color = red",
        'attributes.color = "red" AND',
        'attributes.color == "red"',
        'attributes:a AND attributes:b OR attributes:c',
        'hasPrefix(attributes.color "dark")',
        '(attributes:color',
        "attributes:" + "k" * 256,
    ],
)
def test_what_is_no_filter_is_refused(make_subscription, expression):
    with pytest.raises(exceptions.InvalidArgument):
        make_subscription(filter=expression)


def test_a_filter_cannot_be_changed(subscriber, topic, make_subscription):
    name = make_subscription(filter="attributes:color")
    with pytest.raises(exceptions.InvalidArgument):
        update(subscriber, name, ["filter"], filter="attributes:size")
    assert call(subscriber.get_subscription, subscription=name).filter == "attributes:color"
