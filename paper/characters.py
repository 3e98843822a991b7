"""Characters that XML, and so every office format, cannot hold."""

import re

# XML 1.0 §2.2 "Char": everything else breaks a docx or xlsx as a whole. Lone surrogates count as illegal too.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    r"""The text without the control characters that XML forbids; line ends become \n.

    >>> legal("豊中\x00市\x0b\r\n計画")
    '豊中市\n計画'
    """
    return _ILLEGAL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
