"""Age groups and the classes made of them."""

from decimal import Decimal

import pytest

from vision.ages import (
    MOTHERS,
    OLD,
    OLD75,
    OPEN_GROUPS,
    WORKING,
    YOUNG,
    folded,
    group_count,
    group_keys,
    group_words,
    open_from,
    place_of,
)


def test_classes_are_made_of_the_right_groups():
    keys = group_keys(90)
    assert (keys[YOUNG][0], keys[YOUNG][-1]) == ("0-4", "10-14")
    assert (keys[WORKING][0], keys[WORKING][-1]) == ("15-19", "60-64")
    assert (keys[OLD][0], keys[OLD75][0], keys[OLD75][-1]) == ("65-69", "75-79", "90+")
    assert (keys[MOTHERS][0], keys[MOTHERS][-1]) == ("15-19", "45-49")


@pytest.mark.parametrize("age", OPEN_GROUPS)
def test_groups_of_every_open_age(age):
    assert len(group_keys(age)) == len(group_words(age)) == group_count(age)
    assert open_from(group_count(age)) == age
    assert [place_of(key, group_count(age)) for key in group_keys(age)] == list(range(group_count(age)))


def test_what_lies_above_is_folded_into_the_last():
    assert folded((1, 2, 3, 4), 2) == (1, 9)
    assert folded((Decimal("0.5"), Decimal("0.25")), 2) == (Decimal("0.5"), Decimal("0.25"))
    with pytest.raises(ValueError, match="fewer groups"):
        folded((1, 2), 3)


def test_a_group_above_the_open_one_belongs_to_it():
    assert (place_of("95-99", 18), place_of("85+", 18), place_of("100+", 19)) == (17, 17, 18)
