"""What ``python -m lpplan`` is, with the fees that every test of a figure rests on."""

from frozen_fees import use_frozen_fees
from lpplan.__main__ import main

if __name__ == "__main__":
    use_frozen_fees()
    main()
