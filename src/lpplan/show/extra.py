"""What to type where a library of the extra ``lpplan[office]`` is missing.

Only what lacks one imports this.
"""

import json
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from lpplan.show.text import as_typed


def how_to_install() -> str:
    """The command that adds the extra to the lpplan that runs, as it was installed."""
    prefix, flags, what = Path(sys.prefix), *_origin()
    if (prefix / "uv-receipt.toml").exists():
        return as_typed("uv", "tool", "install", *flags, what)
    if (prefix / "pipx_metadata.json").exists():
        return as_typed("pipx", "install", "--force", *flags, what)
    return as_typed(sys.executable or "python", "-m", "pip", "install", *flags, what)


def _origin() -> tuple[list[str], str]:
    """Flags, and what to install: from the index, or from where lpplan came from (PEP 610)."""
    try:
        text = distribution("lpplan").read_text("direct_url.json")
        origin = json.loads(text or "{}")
        url = str(origin["url"])
    except (PackageNotFoundError, ValueError, KeyError, TypeError):
        return [], "lpplan[office]"
    if not url.startswith("file:"):
        version = origin.get("vcs_info", {}).get("vcs")
        return [], f"lpplan[office] @ {f'{version}+' if version else ''}{url}"
    editable = origin.get("dir_info", {}).get("editable", False)
    path = url2pathname(urlsplit(url).path)
    return ["-e"] if editable else [], f"{path}[office]"
