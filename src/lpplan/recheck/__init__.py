"""Whether a saved quote still holds."""

from lpplan.recheck.sound import load_sound

__all__ = ["load_sound"]
