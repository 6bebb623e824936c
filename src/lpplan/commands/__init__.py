"""One module a command: parse, load, compute, render, exit."""
