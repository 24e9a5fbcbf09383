"""The recogniser of written lines: rapidocr's model on onnxruntime, one thread, read character by character."""

import os
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

import cv2
import msgspec
import numpy as np
import numpy.typing as npt
import onnxruntime

Grey: TypeAlias = npt.NDArray[np.uint8]
"""A picture in shades of grey; 255 is paper."""

HEIGHT = 48
"""Pixels to which the model wants every line scaled."""
_WIDTH_STEP = 32
_LEAST_WIDTH = 96
_MOST_WIDTH = 2400
_THREADS = 2
_BATCH_WIDTH = 1600
"""Pixels of width recognised together, which bounds the memory it takes."""


FIGURES = frozenset("0123456789.,-/—–%")
_LIKE = {"0": "OoＯ〇○", "1": "lI|｜丨", ",": "，", ".": "．", "-": "－", "/": "／"}
"""Characters that look like one of a figure, so that the model may be torn between both."""


class Recognised(msgspec.Struct, frozen=True):
    """A line as recognised, and how sure the model is of its least sure character, from 0 to 1."""

    text: str
    sureness: float

    @property
    def is_figure(self) -> bool:
        """Whether there is nothing but digits and what stands between or instead of them."""
        return bool(self.text) and set(self.text) <= FIGURES


class Recogniser:
    """A loaded model."""

    def __init__(self, model: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(os.cpu_count() or 1, _THREADS)
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 4
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name
        characters = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *characters, " "]
        place = {character: code for code, character in enumerate(self._characters)}
        self._alike = [(place[one], [place[like] for like in others if like in place]) for one, others in _LIKE.items()]
        self._in_figures = [0, *(place[one] for one in sorted(FIGURES) if one in place)]

    def read(self, lines: Sequence[Grey]) -> list[Recognised]:
        """Recognise pictures of one line each."""
        scaled = [_scaled(line) for line in lines]
        found = [Recognised("", 0.0)] * len(lines)
        order = sorted(range(len(lines)), key=lambda place: scaled[place].shape[1])
        while order:
            width = _stepped(scaled[order[0]].shape[1])
            batch: list[int] = []
            while order and (not batch or _stepped(scaled[order[0]].shape[1]) * (len(batch) + 1) <= _BATCH_WIDTH):
                batch.append(order.pop(0))
                width = _stepped(scaled[batch[-1]].shape[1])
            padded = np.full((len(batch), HEIGHT, width), 255, dtype=np.uint8)
            for row, place in enumerate(batch):
                padded[row, :, : scaled[place].shape[1]] = scaled[place]
            for place, line in zip(batch, self._run(padded), strict=True):
                found[place] = line
        return found

    def _run(self, batch: npt.NDArray[np.uint8]) -> list[Recognised]:
        values = (batch.astype(np.float32) / 127.5 - 1)[:, None].repeat(3, axis=1)
        steps = self._session.run(None, {self._input: values})[0]
        return [self._line(chances) for chances in steps]

    def _line(self, chances: npt.NDArray[np.float32]) -> Recognised:
        """The line; what looks like a figure is decided again, with what looks like a digit counted for the digit."""
        line = self._decoded(chances.argmax(axis=1), chances.max(axis=1))
        if not line.text or not set(line.text) <= FIGURES.union(*_LIKE.values()):
            return line
        merged = chances.copy()
        for code, others in self._alike:
            merged[:, code] += chances[:, others].sum(axis=1)
        few = merged[:, self._in_figures]
        return self._decoded(np.asarray(self._in_figures)[few.argmax(axis=1)], few.max(axis=1))

    def _decoded(self, codes: npt.NDArray[np.int64], chances: npt.NDArray[np.float32]) -> Recognised:
        """Steps as text: a character seen in steps next to each other is one, and blanks stand between characters."""
        text: list[str] = []
        sureness: list[float] = []
        before = 0
        for code, chance in zip(codes.tolist(), chances.tolist(), strict=True):
            if code and code == before:
                sureness[-1] = max(sureness[-1], chance)
            elif code:
                text.append(self._characters[code])
                sureness.append(chance)
            before = code
        return Recognised("".join(text).strip(), min(sureness, default=0.0))


def width_of(line: Grey) -> int:
    """The effort of recognising a line: its width once it is scaled."""
    height, width = line.shape
    return _stepped(min(max(round(width * HEIGHT / height), 8), _MOST_WIDTH))


def _scaled(line: Grey) -> Grey:
    height, width = line.shape
    wanted = min(max(round(width * HEIGHT / height), 8), _MOST_WIDTH)
    way = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(line, (wanted, HEIGHT), interpolation=way), dtype=np.uint8)


def _stepped(width: int) -> int:
    return max(-(-width // _WIDTH_STEP) * _WIDTH_STEP, _LEAST_WIDTH)


@cache
def recogniser() -> Recogniser:
    """The model that comes inside rapidocr's wheel, loaded when first needed."""
    package = find_spec("rapidocr")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("rapidocr")
    return Recogniser(next(Path(package.submodule_search_locations[0]).glob("models/*rec*.onnx")))
