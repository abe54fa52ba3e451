"""Arrays in few bytes, to the bit the same.

PyTorch and Keras give almost the same numbers, and many cases give some of the same arrays: what
lies near to an earlier array is kept as the distances from it. What is kept as it is stands apart
by how well it can be compressed: signs and exponents, then the fraction byte by byte.
"""

from __future__ import annotations

import math
import zlib
from collections import defaultdict
from collections.abc import Hashable, Sequence

import numpy as np

OWN, SAME, NEAR, FEW = range(4)
"""How an array is kept: as it is; as an earlier one; by its distances from an earlier one; by
where it differs from that, and how far.
"""

Kind = tuple[str, tuple[int, ...]]
"""An array's type and shape."""

EXPONENT = 959
"""The exponent that is counted as 0, that of 2**-64: those of most numbers then fit in a byte."""

BYTES = (0, 1, 3, 6)
"""How many bytes of a fraction are kept, besides its first four bits: of a power of two no bits,
of a few digits some, of what was drawn those of a float32, else all.
"""

LENGTHS = tuple(np.uint64(mask) for mask in ((1 << 52) - 1, (1 << 40) - 1, (1 << 24) - 1))
"""What is not 0 if one of these lengths does not do."""

SPARSE = 8
"""An array of which one element in so many differs from another is kept by these alone."""

NEARNESS = 0.6
"""The share of its bits that the distances of an array may need to be called near."""

WORTH_CODES = 64
"""The length from which a section is given codes of its own, unless it is all zeros."""


class Writer:
    """Compresses one section after another."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, 9)
        self._done: list[bytes] = []

    def add(self, section: bytes) -> None:
        """Add a section."""
        self._done.append(self._stream.compress(section))
        if len(section) >= WORTH_CODES and section.strip(b"\0"):
            self._done.append(self._stream.flush(zlib.Z_PARTIAL_FLUSH))

    def add_planes(self, numbers: np.ndarray) -> None:
        """Add numbers, all their first bytes, then all their second ones."""
        for plane in numbers.view(np.uint8).reshape(-1, numbers.itemsize).T:
            self.add(plane.tobytes())

    def finish(self) -> bytes:
        """Return what was compressed."""
        return b"".join([*self._done, self._stream.flush()])


class Reader:
    """Reads sections, of which the lengths are known."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0

    def take(self, length: int) -> np.ndarray:
        """Return the next ``length`` bytes.

        Raises:
            ValueError: if there are fewer.
        """
        if self._at + length > len(self._content):
            raise ValueError(f"it holds {len(self._content)} bytes, at least "
                             f"{self._at + length} are expected")  # fmt: skip
        self._at += length
        return np.frombuffer(self._content, np.uint8, length, self._at - length)

    def planes(self, width: int, count: int) -> np.ndarray:
        """Return ``count`` unsigned integers of ``width`` bytes."""
        whole = self.take(width * count).reshape(width, count)
        return np.array(whole.T, order="C").reshape(-1).view(f"<u{width}")

    def finish(self) -> None:
        """See that nothing is left.

        Raises:
            ValueError: if something is.
        """
        if self._at != len(self._content):
            raise ValueError(f"it holds {len(self._content)} bytes, expected {self._at}")


def pack(writer: Writer, arrays: Sequence[np.ndarray], alike: Sequence[Hashable]) -> None:
    """Add little-endian arrays; those that are ``alike`` are tried as near to each other."""
    turns = _turns([array.dtype for array in arrays])
    how, back, counts, places = [], [], [], []
    parts: dict[tuple[int, str], list[np.ndarray]] = defaultdict(list)
    known: dict[bytes, int] = {}
    before: dict[Hashable, list[int]] = defaultdict(list)
    for turn, place in enumerate(turns):
        array = arrays[place].reshape(-1)
        content = array.tobytes()
        if content and content in known:
            way, reference, kept = SAME, known[content], array[:0]
        else:
            earlier = before[alike[place], array.size]
            others = {other: arrays[turns[other]].reshape(-1) for other in earlier}
            way, reference, kept = _nearest(array, others)
            if array.dtype.kind == "f" and array.size:
                earlier.append(turn)
        known.setdefault(content, turn)
        how.append(way)
        if way != OWN:
            back.append(turn - reference)
        if way == FEW:
            at = np.flatnonzero(kept)
            counts.append(at.size)
            places.append(at)
            kept = kept[at]
        if way != SAME:
            parts[way, _class(way, array.dtype)].append(kept)
    writer.add(bytes(how))
    for numbers in (back, counts, np.concatenate(places) if places else []):
        writer.add_planes(np.asarray(numbers, "<u4"))
    for (_, kind), pieces in sorted(parts.items(), key=lambda item: item[0]):
        whole = np.concatenate(pieces)
        if kind == "floats":
            _add_floats(writer, whole)
        else:
            writer.add_planes(whole)


def unpack(reader: Reader, kinds: Sequence[Kind]) -> list[np.ndarray]:
    """Return the arrays that :func:`pack` was given, of these types and shapes.

    Raises:
        ValueError: if they are not there.
    """
    types = [np.dtype(kind) for kind, _ in kinds]
    sizes = [math.prod(shape) for _, shape in kinds]
    turns = _turns(types)
    how = reader.take(len(kinds)).tolist()
    back = iter(reader.planes(4, sum(way != OWN for way in how)).tolist())
    counts = reader.planes(4, how.count(FEW)).astype(np.int64)
    places = iter(np.split(reader.planes(4, int(counts.sum())), np.cumsum(counts)[:-1]))
    totals: dict[tuple[int, str], int] = defaultdict(int)
    left = iter(counts.tolist())
    for way, place in zip(how, turns, strict=True):
        if way != SAME:
            number = next(left) if way == FEW else sizes[place]
            totals[way, _class(way, types[place])] += number
    parts = {
        key: _floats(reader, totals[key])
        if key[1] == "floats"
        else reader.planes(int(key[1]), totals[key])
        for key in sorted(totals)
    }
    read: dict[tuple[int, str], int] = defaultdict(int)
    found: list[np.ndarray] = [np.empty(0)] * len(kinds)
    for turn, (way, place) in enumerate(zip(how, turns, strict=True)):
        kind, at = types[place], np.empty(0)
        if way == SAME:
            array = found[turns[turn - next(back)]].reshape(-1).view(kind).copy()
        else:
            if way == FEW:
                at = next(places)
            key = way, _class(way, kind)
            number = at.size if way == FEW else sizes[place]
            array = parts[key][read[key] : read[key] + number]
            read[key] += number
        if way in (NEAR, FEW):
            other = found[turns[turn - next(back)]].reshape(-1)
            if way == FEW:
                folded = np.zeros(sizes[place], array.dtype)
                folded[at] = array
                array = folded
            array = _unfolded(array) + _bits_near(other, kind)
        found[place] = array.view(kind).reshape(kinds[place][1])
    return found


def _turns(types: Sequence[np.dtype]) -> list[int]:
    """Return the places of the arrays, the widest first: the narrow ones lie near to these."""
    return sorted(range(len(types)), key=lambda place: -types[place].itemsize)


def _class(way: int, dtype: np.dtype) -> str:
    """Return what an array stands together with: others of its width, but doubles as they are."""
    return "floats" if way == OWN and dtype == np.float64 else str(dtype.itemsize)


def _nearest(array: np.ndarray, others: dict[int, np.ndarray]) -> tuple[int, int, np.ndarray]:
    """Return how to keep an array, by which of the others, and its distances from that."""
    tried = {turn: _folded(array, other) for turn, other in others.items()}
    if not tried:
        return OWN, 0, array
    turn = min(tried, key=lambda turn: _bits(tried[turn]))
    away = tried[turn]
    if SPARSE * np.count_nonzero(away) < away.size:
        return FEW, turn, away
    if _bits(away) < NEARNESS * 8 * array.nbytes:
        return NEAR, turn, away
    return OWN, 0, array


def _bits(folded: np.ndarray) -> float:
    """Return about how many bits numbers need."""
    return float(np.log2(1.0 + folded).sum())


def _folded(array: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return how many representable numbers an array lies away from another.

    They are folded, 0, -1, 1, -2 ... to 0, 1, 2, 3 ..., so that their upper bytes are zeros.
    """
    width = array.dtype.itemsize
    away = array.view(f"<i{width}") - _bits_near(other, array.dtype)
    return ((away << 1) ^ (away >> (8 * width - 1))).view(f"<u{width}")


def _unfolded(folded: np.ndarray) -> np.ndarray:
    return ((folded >> 1) ^ -(folded & 1)).view(f"<i{folded.dtype.itemsize}")


def _bits_near(array: np.ndarray, kind: np.dtype) -> np.ndarray:
    """Return the bits of an array in another type, as signed integers; zero where it is not finite.

    Machines may differ in the bits that they give to a NaN of another width.
    """
    with np.errstate(all="ignore"):
        near = array.astype(kind)
    return np.where(np.isfinite(near), near, near.dtype.type(0)).view(f"<i{near.dtype.itemsize}")


def _add_floats(writer: Writer, doubles: np.ndarray) -> None:
    """Add doubles: exponents, signs beside what is left of these, and the 52 bits of the fraction.

    Fractions that end in zeros stand apart, by how many bytes they have: 6 and a half at most. The
    first four bits of two fractions share a byte.
    """
    bits = doubles.view("<u8")
    exponents = (((bits >> 52) & 2047) - EXPONENT) & 2047
    lengths = sum((bits & mask != 0).astype(np.uint8) for mask in LENGTHS)
    writer.add((exponents & 255).astype(np.uint8).tobytes())
    rest = exponents >> 8 << 1 | bits >> 63
    writer.add((rest.astype(np.uint8) | lengths << 4).tobytes())
    for length, n_bytes in enumerate(BYTES):
        chosen = bits[lengths == length]
        if n_bytes:
            first = ((chosen >> 48) & 15).astype(np.uint8)
            first = np.append(first, np.zeros(first.size % 2, np.uint8))
            writer.add((first[::2] << 4 | first[1::2]).tobytes())
        for plane in range(5, 5 - n_bytes, -1):
            writer.add(((chosen >> (8 * plane)) & 255).astype(np.uint8).tobytes())


def _floats(reader: Reader, count: int) -> np.ndarray:
    """Return the bits of the doubles that :func:`_add_floats` added."""
    low = reader.take(count).astype("<u8")
    rest = reader.take(count)
    lengths, high = rest >> 4, (rest & 15).astype("<u8")
    exponents = ((low | high >> 1 << 8) + EXPONENT) & 2047
    bits = (high & 1) << 63 | exponents << 52
    for length, n_bytes in enumerate(BYTES):
        if not n_bytes:
            continue
        chosen = lengths == length
        number = int(np.count_nonzero(chosen))
        pairs = reader.take((number + 1) // 2)
        first = np.stack([pairs >> 4, pairs & 15], axis=1).reshape(-1)[:number].astype("<u8")
        parts = np.zeros((number, 8), np.uint8)
        for plane in range(5, 5 - n_bytes, -1):
            parts[:, plane] = reader.take(number)
        bits[chosen] |= first << 48 | parts.reshape(-1).view("<u8")
    return bits
