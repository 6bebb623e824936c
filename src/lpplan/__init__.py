"""Cost and eligibility planner for SSAT Lead Practitioner Learning Centres."""

__version__ = "0.1.0"
