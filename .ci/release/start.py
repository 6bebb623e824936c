"""Where the program without Python starts: PyInstaller freezes this file (``build.py``)."""

from multiprocessing import freeze_support

# In a process that makes documents for a batch, this does its work and ends it.
freeze_support()

from lpplan.__main__ import main  # noqa: E402 - such a process needs nothing of the command line

main()
