"""The programme itself: schedules, plans, quotes, splits, readiness and recharges.

Everything here takes values and returns values: no file is opened, nothing is printed,
and the day of asking is always handed in.
"""
