"""The example plans that come with lpplan, to print or copy."""

from lpplan.reading.bundled import bundled_folder


def example_plans() -> dict[str, str]:
    """The text of each example plan by its name, in the order of the names."""
    return {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted(bundled_folder("examples").glob("*.toml"))
    }


def about(plan: str) -> str:
    """What an example is about: the first line of its first comment."""
    return plan.partition("\n")[0].removeprefix("#").strip()
