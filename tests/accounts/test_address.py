"""Forms of address by kind and name."""

import pytest

from accounts.address import address_of

FORMS = {
    ("MUNICIPALITY", "豊中市"): ("市", "市長", "市民", "本市"),
    ("MUNICIPALITY", "美瑛町"): ("町", "町長", "町民", "本町"),
    ("MUNICIPALITY", "占冠村"): ("村", "村長", "村民", "本村"),
    ("MUNICIPALITY", "千代田区"): ("区", "区長", "区民", "本区"),
    ("PREFECTURE", "神奈川県"): ("県", "知事", "県民", "本県"),
    ("PREFECTURE", "東京都"): ("都", "知事", "都民", "本都"),
    ("PREFECTURE", "大阪府"): ("府", "知事", "府民", "本府"),
    ("PREFECTURE", "北海道"): ("道", "知事", "道民", "本道"),
    ("NATION", "国"): ("国", "内閣総理大臣", "国民", "国"),
    ("UNION", "大雪地区広域連合"): ("広域連合", "広域連合長", "圏域住民", "本広域連合"),
    ("UNION", "阪神水道事務組合"): ("事務組合", "管理者", "圏域住民", "本事務組合"),
    ("UNION", "豊中市伊丹市クリーンランド"): ("組合", "管理者", "圏域住民", "本組合"),
    ("OTHER", "見本協議会"): ("団体", "代表者", "関係者", "本団体"),
    ("MUNICIPALITY", "Toyonaka"): ("団体", "代表者", "関係者", "本団体"),
    ("MUNICIPALITY", ""): ("団体", "代表者", "関係者", "本団体"),
    ("PREFECTURE", "豊中市"): ("団体", "代表者", "関係者", "本団体"),
}


@pytest.mark.parametrize(("kind", "name"), FORMS)
def test_the_words_for_a_government(kind, name):
    address = address_of(kind, name)
    assert (address.unit, address.head, address.people, address.self_word) == FORMS[kind, name]
    assert list(address.as_words().items()) == list(
        zip(("unit", "head", "people", "self"), FORMS[kind, name], strict=True)
    )
