"""How money runs through accounts: from sources into accounts, between them, and on to what it is spent for."""

from collections.abc import Mapping

Flows = Mapping[tuple[str, str], float]
"""Amounts by where they come from and where they go."""


def one_way(transfers: Flows) -> dict[tuple[str, str], float]:
    """What remains of money that went to and fro, so that it nowhere runs in a circle, which no such chart can show.

    Of two accounts only the difference is left; of longer circles the least amount is taken out all around, until
    there is none.
    """
    left = {
        (source, target): amount - transfers.get((target, source), 0.0)
        for (source, target), amount in transfers.items()
        if source != target and amount > transfers.get((target, source), 0.0)
    }
    while circle := _circle(left):
        least = min(left[step] for step in circle)
        left = {step: amount - (least if step in circle else 0.0) for step, amount in left.items()}
        left = {step: amount for step, amount in left.items() if amount > 0}
    return left


def _circle(flows: Flows) -> list[tuple[str, str]]:
    """The steps of some circle; none where there is none."""
    targets: dict[str, list[str]] = {}
    for source, target in sorted(flows):
        targets.setdefault(source, []).append(target)
    done: set[str] = set()
    for start in targets:
        path: list[str] = []
        if end := _follow(start, targets, path, done):
            around = path[path.index(end) :]
            return [*zip(around, [*around[1:], end], strict=True)]
    return []


def _follow(place: str, targets: Mapping[str, list[str]], path: list[str], done: set[str]) -> str | None:
    """Where the path comes back to, which then leads there."""
    if place in path:
        return place
    if place in done:
        return None
    path.append(place)
    for target in targets.get(place, ()):
        if found := _follow(target, targets, path, done):
            return found
    done.add(path.pop())
    return None
