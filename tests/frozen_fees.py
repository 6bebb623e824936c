"""The fees that every test of a figure rests on, in place of those that come with lpplan.

Next year's fees are a new file in ``fees/`` and nothing else: no figure that a test asserts may
change with it. ``tests/test_bundled_data.py`` alone looks at what ``fees/`` really holds.
"""

import sys
from pathlib import Path

from lpplan.reading import bundled

FROZEN_FEES = Path(__file__).parent / "fees_of_2018_19"
"""The schedules as they were when 2018/19 was the only year, never to be added to."""


def use_frozen_fees() -> None:
    """Let these be the fees that come with lpplan, in this process, before it is used."""
    assert "lpplan.reading.fee_folder" not in sys.modules, "it has taken the real folder already"
    really_bundled = bundled.bundled_folder

    def folder(name: str) -> Path:
        return FROZEN_FEES if name == "fees" else really_bundled(name)

    vars(bundled)["bundled_folder"] = folder
