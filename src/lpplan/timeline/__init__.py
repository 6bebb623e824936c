"""When each stage of a plan is, and what in it cannot work."""

from lpplan.timeline.dates import StageDates, When, nearest_tuesday
from lpplan.timeline.items import HOURS, StageTimeline, Timeline, timeline
from lpplan.timeline.picture import timeline_gantt

__all__ = [
    "HOURS",
    "StageDates",
    "StageTimeline",
    "Timeline",
    "When",
    "nearest_tuesday",
    "timeline",
    "timeline_gantt",
]
