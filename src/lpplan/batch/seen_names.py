"""Names that came before, however many there are."""

import hashlib
from array import array

_SLOTS = 1 << 19


class SeenNames:
    """Which names came before, in memory that does not grow up to ten times England's schools.

    It keeps eight bytes of a digest for each; that two of 400,000 names share theirs has a
    chance of one in two hundred million.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._slots = array("Q", bytes(8 * _SLOTS))
        self._held = 0

    def add(self, name: str) -> bool:
        """Take a name in; false where it came before."""
        digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        # 0 marks a free slot.
        if not self._put(int.from_bytes(digest) or 1):
            return False
        self._held += 1
        if self._held > 0.75 * len(self._slots):
            held = self._slots
            self._slots = array("Q", bytes(16 * len(held)))
            for number in held:
                if number:
                    self._put(number)
        return True

    def _put(self, number: int) -> bool:
        slots = self._slots
        last = len(slots) - 1
        place = number & last
        while slots[place]:
            if slots[place] == number:
                return False
            place = (place + 1) & last
        slots[place] = number
        return True
