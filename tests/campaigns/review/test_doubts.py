"""The drafter's reasons to doubt something, in the reader's language."""

import pytest
from django.utils import translation

from campaigns.review.doubts import said
from tests.campaigns.drafting.texts import BILINGUAL, BROKEN, COLUMNS, GLOSSED, REPORTS, drafted


@pytest.mark.parametrize("text", [BILINGUAL, BROKEN, COLUMNS, GLOSSED, REPORTS])
def test_every_reason_that_the_drafter_gives_is_known(tmp_path, text):
    draft = drafted(tmp_path, text)
    doubts = {*draft.doubts, *(doubt for table in draft.tables for doubt in table.said())}
    assert doubts
    with translation.override("en"):
        assert {doubt: said(doubt) for doubt in doubts} == {doubt: doubt for doubt in doubts}


def test_an_unknown_reason_is_none():
    assert said("because; perhaps") is None
