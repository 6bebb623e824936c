"""One line of TOML, for messages and for files that lpplan makes."""

from lpplan.values.charset import UNSAFE


def toml_line(name: str, value: object) -> str:
    """A key and its value as TOML has them, on one line: ``stages = [1, 2, 3]``."""
    import tomli_w

    if isinstance(value, list | tuple):
        items = ", ".join(toml_line("x", item).removeprefix("x = ") for item in value)
        return f"{toml_line(name, 0).removesuffix('0')}[{items}]"
    line = tomli_w.dumps({name: value}).rstrip("\n")
    return UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04X}", line)


def table_header(*path: str) -> str:
    """The header of a table: ``[fees.accreditation]``."""
    import tomli_w

    table: dict[str, object] = {}
    for name in reversed(path):
        table = {name: table}
    header = tomli_w.dumps(table).strip()
    return UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04X}", header)
