"""When two claimed values say the same thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.agreement import agree, is_date, is_translation


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("issued_on", "2023-08", "2023-08-31"), ("since", "1978", "1978-08-31"), ("issued_on", "2023-08-31", "2023~"),
        ("theme_zh", "增強質量意識", "增强质量意识"), ("theme_zh", "“质量月”", "质量月"), ("name_en", "SAMR", "samr"),
        ("value", "25", "25"), ("label", "——", "——"), ("issued_on", "八月三十一日", "八月三十一日"),
    ],
)  # fmt: skip
def test_values_agree(field, one, other):
    assert agree(field, one, other)
    assert agree(field, other, one)


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("issued_on", "2023-08-31", "2023-09-01"), ("issued_on", "2022", "2023-08-31"), ("theme_zh", "质量", "数量"),
        ("value", "2023", "2023-08"), ("label", "——", "！"), ("label", "——", ""), ("issued_on", "2023-08-31", ""),
    ],
)  # fmt: skip
def test_values_contradict_each_other(field, one, other):
    assert not agree(field, one, other)
    assert not agree(field, other, one)


@given(st.sampled_from(["issued_on", "theme_zh"]), st.text())
def test_every_value_agrees_with_itself(field, value):
    assert agree(field, value, value)


def test_fields_that_end_in_on_and_since_hold_dates():
    fields = ("issued_on", "began_on", "since", "region", "theme_zh")
    assert [is_date(field) for field in fields] == [True, True, True, False, False]


def test_english_is_a_translation():
    assert [is_translation(field) for field in ("theme_en", "theme_zh", "value")] == [True, False, False]
