"""Whole addresses: under SITE_URL, however it is written, or on the host that was asked."""

import pytest

from accounts.links import absolute, link_to


@pytest.mark.parametrize("site", ["https://plan.example.jp", "https://plan.example.jp/"])
def test_an_address_stands_under_the_address_of_the_site(rf, settings, site):
    settings.SITE_URL = site
    assert link_to("/committee/enter/") == "https://plan.example.jp/committee/enter/"
    assert absolute(rf.get("/"), "/toyonaka/") == "https://plan.example.jp/toyonaka/"


def test_without_one_a_page_names_the_host_that_was_asked(rf, settings):
    settings.SITE_URL = ""
    assert absolute(rf.get("/"), "/toyonaka/") == "http://testserver/toyonaka/"
