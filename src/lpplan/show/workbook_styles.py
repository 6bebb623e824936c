"""What the cells of workbooks look like."""

from collections.abc import Mapping

SIZE = 10
BASE = {"font_name": "Arial", "font_size": SIZE, "valign": "top"}
STYLES: Mapping[str, Mapping[str, str | int | bool]] = {
    "text": {"text_wrap": True, "align": "left"},
    "whole": {"align": "right", "num_format": "#,##0"},
    "money": {"align": "right", "num_format": "£#,##0.00;-£#,##0.00"},
    "percent": {"align": "right", "num_format": '0.0###"%"'},
    "mark": {"font_color": "#9C4A00", "indent": 1, "text_wrap": False, "shrink": True},
    "total": {"bold": True, "top": 1, "top_color": "#7F7F7F"},
    "grand": {"bold": True, "bg_color": "#DCE6F1", "font_size": 12},
    "input": {
        "align": "right",
        "bg_color": "#FFF2CC",
        "border": 1,
        "border_color": "#BF9000",
        "font_color": "#0000C0",
        "locked": False,
    },
    "title": {"bold": True, "font_size": 15, "font_color": "#1F3864"},
    "heading": {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "valign": "vcenter"},
    "figure": {"align": "right"},
    "band": {"bold": True, "bg_color": "#DCE6F1", "font_size": 11},
    "quiet": {"font_color": "#595959"},
    "hint": {"font_color": "#595959", "indent": 1},
    "loud": {"bold": True, "font_color": "#9C4A00"},
    "open": {"font_color": "#9C4A00"},
    "good": {"font_color": "#2E6B2E"},
    "helper": {"font_size": 8, "font_color": "#7F7F7F"},
    "slanted": {"italic": True},
    "typed": {"quote_prefix": True},
    "cliff": {"bold": True, "bg_color": "#FCE4D6"},
}
"""What cells look like; of several names with a space between, the later add to the earlier."""
