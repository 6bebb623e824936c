"""Files read and written: plans, fee folders, the bundled data, results."""
