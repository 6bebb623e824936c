"""The programme itself: values in, values out; no file is opened, and the day is handed in."""
