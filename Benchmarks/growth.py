"""Cost against size, as a table and as a drawing."""

import math

WIDTH, HEIGHT, MARGIN = 720, 420, 60
COLOURS = ["#1b6ca8", "#c8553d", "#2a7f62", "#8a4fbe", "#b8860b"]
TITLES = {
    "topics": "Publish, by topics",
    "subscriptions": "Publish, each of its subscriptions, by subscriptions",
    "backlog": "publish + pull + ack, by backlog",
    "keys": "publish + pull + ack, by ordering keys with a message each",
    "outstanding": "publish + pull + ack, by outstanding messages",
}


def growth_table(growth):
    lines = ["| operation, by what there is beside it | size: ns |", "| --- | --- |"]
    for what, costs in growth.items():
        cells = ", ".join(f"{size:,}: {cost:,.0f}" for size, cost in costs.items())
        lines.append(f"| {TITLES[what]} | {cells} |")
    return "\n".join(lines)


def growth_svg(growth):
    """Both axes are logarithmic: a flat line is a cost that does not grow."""
    costs = [cost for line in growth.values() for cost in line.values()]
    low, high = 10 ** math.floor(math.log10(min(costs))), 10 ** math.ceil(math.log10(max(costs)))

    def x(size):
        return MARGIN + (WIDTH - 2 * MARGIN) * math.log10(size) / 7

    def y(cost):
        return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * math.log10(cost / low) / math.log10(high / low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        'font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for power in range(8):
        at = x(10**power)
        parts.append(f'<line x1="{at:.0f}" y1="{MARGIN}" x2="{at:.0f}" y2="{HEIGHT - MARGIN}" stroke="#ddd"/>')
        parts.append(f'<text x="{at:.0f}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">{10**power:,}</text>')
    cost = low
    while cost <= high:
        at = y(cost)
        parts.append(f'<line x1="{MARGIN}" y1="{at:.0f}" x2="{WIDTH - MARGIN}" y2="{at:.0f}" stroke="#ddd"/>')
        parts.append(f'<text x="{MARGIN - 6}" y="{at + 4:.0f}" text-anchor="end">{cost / 1000:g} µs</text>')
        cost *= 10
    for index, (what, line) in enumerate(growth.items()):
        colour = COLOURS[index % len(COLOURS)]
        points = " ".join(f"{x(size):.1f},{y(cost):.1f}" for size, cost in line.items())
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{MARGIN + 8}" y="{MARGIN + 16 + 16 * index}" fill="{colour}">{TITLES[what]}</text>')
    return "\n".join([*parts, "</svg>", ""])
