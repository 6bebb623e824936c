"""How people divide into cohorts under a limit."""


def fewest_cohorts(participants: int, limit: int | None) -> int:
    """The smallest number of cohorts that keeps each at or under the limit of people.

    Without a limit, everyone is in one cohort.
    """
    return 1 if limit is None else -(-participants // limit)


def balanced(participants: int, cohorts: int) -> tuple[int, ...]:
    """Cohort sizes that differ by at most one person, larger first: 53 in 3 is 18, 18, 17."""
    size, larger = divmod(participants, cohorts)
    return (size + 1,) * larger + (size,) * (cohorts - larger)


def filled(participants: int, cohorts: int, limit: int | None) -> tuple[int, ...]:
    """Cohorts filled to the limit one after another: 53 in 3 of up to 25 is 25, 25, 3.

    Where there are more cohorts than people need, each still has at least one person.
    """
    sizes = []
    for still_to_fill in range(cohorts - 1, -1, -1):
        most = participants - still_to_fill
        size = most if limit is None else min(limit, most)
        sizes.append(size)
        participants -= size
    return tuple(sizes)
