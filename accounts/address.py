"""Forms of address of a government: 市長 or 町長, 市民 or 県民, 本市 or 本県. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """The words by which texts and screens call a government.

    ``unit`` 市, ``head`` 市長, ``people`` 市民, ``self_word`` 本市.
    """

    unit: str
    head: str
    people: str
    self_word: str

    def as_words(self) -> dict[str, str]:
        """The words as the canonical document stores them."""
        return {"unit": self.unit, "head": self.head, "people": self.people, "self": self.self_word}


_NATION = Address("国", "内閣総理大臣", "国民", "国")
_OTHER = Address("団体", "代表者", "関係者", "本団体")
_UNITS = {"PREFECTURE": ("都", "道", "府", "県"), "MUNICIPALITY": ("市", "町", "村", "区")}
_HEADS = {"都": "知事", "道": "知事", "府": "知事", "県": "知事"}


def address_of(kind: str, name: str) -> Address:
    """Forms of address from the kind of government and the last character of its name.

    >>> address_of("MUNICIPALITY", "豊中市").head, address_of("PREFECTURE", "神奈川県").people
    ('市長', '県民')
    >>> address_of("PREFECTURE", "東京都").head, address_of("UNION", "大雪地区広域連合").head
    ('知事', '広域連合長')
    """
    if kind == "NATION":
        return _NATION
    if kind == "UNION":
        unit = next((word for word in ("広域連合", "事務組合") if name.endswith(word)), "組合")
        return Address(unit, "広域連合長" if unit == "広域連合" else "管理者", "圏域住民", f"本{unit}")
    unit = name[-1:]
    if unit in _UNITS.get(kind, ()):
        return Address(unit, _HEADS.get(unit, f"{unit}長"), f"{unit}民", f"本{unit}")
    return _OTHER
