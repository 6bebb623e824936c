"""How large a file may be, and how much it may hold, in one place.

Each limit is beyond what any school or maintainer of fees needs. Below it every command answers
within seconds and in little memory, which ``tests/benchmarks/limits.py`` measures; above it the
file is refused in words.
"""

MOST_BYTES = 100_000
"""Of a plan, a fee file or a house style."""
MOST_BYTES_OF_ANSWERS = 2_000_000
"""Of the answers of a walk."""
MOST_BYTES_OF_FEES = 300_000
"""Of all the fee files of a folder together."""
MOST_FEE_FILES = 100
"""Fee files in a folder."""
MOST_PROBLEMS = 1_000
"""Problems of a folder's fee files, or of a list of schools, that are told at a time."""
MOST_BYTES_OF_A_QUOTE = 5_000_000
"""Of a quote saved as JSON."""
MOST_VALUES_OF_A_QUOTE = 200_000
"""Keys, and entries of lists, in it."""
MOST_BYTES_OF_A_LOGO = 2_000_000
MOST_BYTES_OF_A_WORKBOOK = 8_000_000
"""Of one with a list of schools, unpacked; a list that is CSV may be of any length."""
MOST_BYTES_OF_A_MANIFEST = 20_000_000
"""Of what a folder of proposals says of its documents: enough for some 80,000."""
MOST_CHARACTERS_OF_A_ROW = 1_000_000
"""Of a line of CSV, or of the cells of a workbook's row."""
MOST_COLUMNS = 16_384
"""Columns of a list of schools: as many as a sheet of Excel has."""

MOST_LEVELS = 20
"""How deep tables and lists stand within each other, and how many parts a key has."""
MOST_KEYS = 100
"""Keys in one table."""
MOST_VALUES = 4_000
"""Keys, and entries of lists, in a TOML file."""
MOST_CHARACTERS = 10_000
"""Of a text in a TOML file."""
MOST_CHARACTERS_OF_A_TEXT = 1_000
"""Of one that is neither a note nor words for a section of a document."""
MOST_CHARACTERS_OF_A_NAME = 300
"""Of the name of a school, a trainer or a key, of a topic, and of the label of a charge or cost."""

MOST_ENTRIES = 60
"""Entries for stages in a plan."""
MOST_TRAINERS = 50
MOST_REQUIREMENTS = 100
"""What a school asks of applicants beside what is published."""
MOST_TOPICS = 20
"""Topics that a school needs, or that one entry has."""
MOST_SCHOOLS = 1_000
"""Schools that take part in the stages of a plan, each counted at each stage."""
MOST_COHORTS = 100_000
"""Cohorts in all stages of a plan."""
MOST_CHARGES = 15
"""Charges in a fee file."""
