"""利用条件: under which terms an installation gives its data away (setting OPEN_DATA_LICENCE)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    """A licence: what it is called, where it can be read, and what it asks for in a sentence."""

    name: str
    address: str
    sentence: str


_SOURCE = "出典を書けば、営利・非営利を問わず、複製、加工、再配布など自由に使えます。"
LICENCES = {
    "CC-BY-4.0": Licence(
        "クリエイティブ・コモンズ 表示 4.0 国際（CC BY 4.0）",
        "https://creativecommons.org/licenses/by/4.0/deed.ja",
        _SOURCE,
    ),
    "PDL-1.0": Licence(
        "公共データ利用規約（第1.0版）（PDL1.0）",
        "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
        _SOURCE,
    ),
    "CC0-1.0": Licence(
        "クリエイティブ・コモンズ CC0 1.0（権利の放棄）",
        "https://creativecommons.org/publicdomain/zero/1.0/deed.ja",
        "出典を書かなくても、自由に使えます。",
    ),
}
DEFAULT_LICENCE = "CC-BY-4.0"
