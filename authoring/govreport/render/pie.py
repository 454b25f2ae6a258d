"""Where the names of a pie's shares stand: in two columns, none over another."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class SharePlace:
    """Where a share's line begins (on a circle of radius 1), turns and ends; the centre of the pie is (0, 0).

    `side` is 1 for a name at the right, -1 at the left; `y` is its middle.
    """

    edge_x: float
    edge_y: float
    turn_x: float
    turn_y: float
    side: int
    y: float


def label_shares(values: Sequence[float], heights: Sequence[float], radius: float) -> list[SharePlace]:
    """Return a place for the name of each share, which is so high; the shares go clockwise from the top.

    Lines turn on a circle of `radius`. Names that would touch are pushed apart, around where they belong.
    """
    total, before = sum(values), 0.0
    places = []
    for value in values:
        angle = math.pi / 2 - 2 * math.pi * (before + value / 2) / total
        x, y = math.cos(angle), math.sin(angle)
        places.append(SharePlace(x, y, x * radius, y * radius, 1 if x >= 0 else -1, y * radius))
        before += value
    for side in (1, -1):
        own = sorted((i for i, place in enumerate(places) if place.side == side), key=lambda i: -places[i].y)
        for index, y in zip(own, push_apart([places[i].y for i in own], [heights[i] for i in own]), strict=True):
            places[index] = replace(places[index], y=y)
    return places


def push_apart(middles: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Return the middles of boxes, from the top down, moved as little as keeps them from touching.

    Boxes that touch make a group, which stays around the mean of where its boxes belong.
    """
    groups: list[tuple[float, list[int]]] = []
    for index, middle in enumerate(middles):
        centre, members = middle, [index]
        while groups and touches(groups[-1], (centre, members), heights):
            above, others = groups.pop()
            weight = len(others) / (len(others) + len(members))
            centre, members = above * weight + centre * (1 - weight), others + members
        groups.append((centre, members))
    result = []
    for centre, members in groups:
        top = centre + sum(heights[i] for i in members) / 2
        for i in members:
            result.append(top - heights[i] / 2)
            top -= heights[i]
    return result


def touches(above: tuple[float, list[int]], below: tuple[float, list[int]], heights: Sequence[float]) -> bool:
    """Tell whether two groups of boxes overlap."""
    half = sum(heights[i] for group in (above, below) for i in group[1]) / 2
    return above[0] - below[0] < half
