"""Print pip constraints that pin each run-time dependency to the oldest version promised."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
for requirement in project["dependencies"] + project["optional-dependencies"]["office"]:
    print(re.sub(r">=", "==", requirement))
