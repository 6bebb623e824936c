"""From a file to a plan or a fee schedule, or to every problem in it."""
