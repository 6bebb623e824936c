"""Names that some system takes for the same, or for a device."""

import pytest

from lpplan.values.file_names import is_device_of_windows, name_key


def test_names_are_one_where_case_or_form_alone_differs() -> None:
    assert name_key("Straße.PDF") == name_key("STRASSE.pdf")
    assert name_key("\ufb01le") == name_key("FILE")
    # Folding the case can undo the form: it is brought into it once more.
    assert name_key("\u1e9b\u0323") == name_key("\u1e69")
    assert name_key("one") != name_key("two")


@pytest.mark.parametrize("name", ["con", "CON.txt", "nul .tar.gz", "COM1", "lpt\u00b2.pdf", "aux"])
def test_windows_keeps_some_names_for_devices(name: str) -> None:
    assert is_device_of_windows(name)


@pytest.mark.parametrize("name", ["console", "com", "com12", "icon.txt", "a.con", ""])
def test_other_names_are_files(name: str) -> None:
    assert not is_device_of_windows(name)
