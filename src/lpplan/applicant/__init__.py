"""What staff need to know, and whether somebody may apply. Others use what is named here."""

from lpplan.applicant.words import NO_POST, WHO, about, commitments

__all__ = ["NO_POST", "WHO", "about", "commitments"]
