"""First passwords: made by the machine, printed on paper, good until the person has chosen an own one."""

import secrets

# Letters and figures that nobody takes for another when they are printed: no 0 o, no 1 l i.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 4, 4


def first_password() -> str:
    """Four groups of four signs; 31 signs to the power of 16 are 79 bits.

    >>> [len(group) for group in first_password().split("-")]
    [4, 4, 4, 4]
    """
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))
