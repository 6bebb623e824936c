"""How large a file may be, and how much it may hold, in one place.

Each limit is beyond what any school or maintainer of fees needs. Below it every command answers
within seconds and in little memory, which ``tests/benchmarks/limits.py`` measures; above it the
file is refused in words.
"""

MOST_BYTES = 120_000
"""Of a plan, a fee file or a house style."""
MOST_BYTES_OF_ANSWERS = 2_000_000
"""Of the answers of a walk."""
MOST_BYTES_OF_FEES = 1_000_000
"""Of all the fee files of a folder together."""
MOST_BYTES_OF_A_QUOTE = 10_000_000
"""Of a quote saved as JSON."""
MOST_VALUES_OF_A_QUOTE = 300_000
"""Keys, and entries of lists, in it."""
MOST_BYTES_OF_A_LOGO = 2_000_000
MOST_BYTES_OF_A_SHEET = 100_000_000
"""Of a workbook with a list of schools, unpacked."""

MOST_LEVELS = 20
"""How deep tables and lists stand within each other, and how many parts a key has."""
MOST_VALUES = 5_000
"""Keys, and entries of lists, in a TOML file."""
MOST_CHARACTERS = 10_000
"""Of a text in a TOML file."""
MOST_CHARACTERS_OF_A_TEXT = 1_000
"""Of one that is neither a section of a house style nor below one."""

MOST_ENTRIES = 100
"""Entries for stages in a plan."""
MOST_TRAINERS = 50
MOST_SCHOOLS = 1_000
"""Schools that take part in the stages of a plan, each counted at each stage."""
MOST_COHORTS = 100_000
"""Cohorts in all stages of a plan."""
MOST_CHARGES = 50
"""Charges in a fee file."""
