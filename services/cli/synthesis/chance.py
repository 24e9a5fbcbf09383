"""Chance that repeats: a generator for each thing of each report, from the seed and the numbers that name it."""

from collections.abc import Sequence
from enum import IntEnum
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")
Chance = np.random.Generator


class Stream(IntEnum):
    """What a generator decides; one thing never draws from another's chance, so that options do not disturb it."""

    AGENCY = 1
    COUNTY = 2
    COUNTS = 3
    PROSE = 4
    FAULTS = 5
    DRAWING = 6


def chance(seed: int, stream: Stream, *numbers: int) -> Chance:
    """The generator for one thing."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, stream, *numbers))))


def pick(draw: Chance, items: Sequence[Item]) -> Item:
    """One of the items, each as likely."""
    return items[int(draw.integers(len(items)))]


def happens(draw: Chance, probability: float) -> bool:
    """Whether something of that probability happens."""
    return bool(draw.random() < probability)
