"""Ranks follow from the kinds of sources, and what is preferred against the rule says why."""

import pytest

from campaigns.builder.build import build
from tests.campaigns.builder.dossiers import DOSSIER, said, write_dossier

SOURCE = '[[source]]\nslug = "{0}"\ntitle_zh = "页"\nkind = "{0}"\nlanguage = "zh"\nscript = "Hans"\n\n'
CLAIM = '[[claim]]\non = "campaign:2023-national"\nfield = "theme_zh"\nat = "{0}"\nvalue = "{1}"\n{2}\n'
NOTES = 'note_zh = "理由"\nnote_en = "A reason"'
OWN, OTHER = "增强质量意识", "推动质量变革"


def dossier(*claims):
    """Return a dossier in which sources of these kinds claim the campaign's theme, each with its value and the rest."""
    kinds = dict.fromkeys(kind for kind, *_ in claims)
    text = DOSSIER.replace('    { field = "theme_zh", at = "reports:1", quote = "增强质量意识" },\n', "")
    rows = [CLAIM.format(kind, value, *rest or [""]) for kind, value, *rest in claims]
    return text + "\n" + "".join(SOURCE.format(kind) for kind in kinds) + "".join(rows)


def ranks(folder, *claims):
    """Return the rank of each claim on the theme, by kind of source."""
    built = build(write_dossier(folder, dossier(*claims)))
    return {claim.source: claim.rank for claim in built.claims if claim.field == "theme_zh"}


@pytest.mark.parametrize(
    ("kind", "rank"),
    [("official", "preferred"), ("association", "preferred"), ("translation", "preferred"), ("news", "preferred"),
     ("secondary", "normal"), ("content-farm", "normal")],
)  # fmt: skip
def test_a_claim_that_nobody_contradicts_is_preferred_down_to_news(tmp_path, kind, rank):
    assert ranks(tmp_path, (kind, OWN)) == {kind: rank}


def test_a_source_yields_to_a_better_graded_one_that_contradicts_it(tmp_path):
    assert ranks(tmp_path, ("association", OWN), ("news", OTHER)) == {"association": "preferred", "news": "normal"}


def test_a_source_does_not_yield_to_a_worse_graded_one_or_to_one_that_agrees(tmp_path):
    claims = (("official", "“增強質量意識”"), ("news", OWN), ("secondary", OTHER))
    assert ranks(tmp_path, *claims) == {"official": "preferred", "news": "preferred", "secondary": "normal"}


def test_two_sources_of_one_grade_that_disagree_need_a_hand_that_ranks_them(tmp_path):
    (problem,) = said(tmp_path, dossier(("official", OWN), ("association", OTHER)))
    assert problem == (
        f"dossier.toml: claim[1] (2023-national).value: {OTHER!r} contradicts {OWN!r}, "
        "the record's own theme_zh, yet is preferred"
    )
    by_hand = (("official", OWN), ("association", OTHER, f'rank = "normal"\n{NOTES}'))
    assert ranks(tmp_path, *by_hand) == {"official": "preferred", "association": "normal"}


def test_of_two_sources_of_one_grade_the_one_that_tells_first_hand_is_followed(tmp_path):
    text = dossier(("official", OWN), ("association", OTHER))
    text = text.replace('kind = "association"\nlanguage', 'kind = "association"\nprimary = false\nlanguage')
    built = build(write_dossier(tmp_path, text.replace('kind = "official"', 'kind = "official"\nprimary = true')))
    ranks_given = {claim.source: claim.rank for claim in built.claims if claim.field == "theme_zh"}
    assert ranks_given == {"official": "preferred", "association": "normal"}


def test_a_content_farm_is_never_preferred(tmp_path):
    text = dossier(("content-farm", OWN, f'rank = "preferred"\n{NOTES}'))
    assert said(tmp_path, text) == ["dossier.toml: claim[0] (2023-national).rank: a content farm is never preferred"]


def test_to_prefer_against_the_rule_takes_a_reason_in_both_languages(tmp_path):
    said_why = 'rank = "preferred"\nnote_zh = "理由"'
    (problem,) = said(tmp_path, dossier(("secondary", OWN, said_why)))
    assert problem == (
        "dossier.toml: claim[0] (2023-national).note_en: "
        "a claim preferred against the rule gives its reason in both languages"
    )
    assert ranks(tmp_path, ("secondary", OWN, f'rank = "preferred"\n{NOTES}')) == {"secondary": "preferred"}


def test_a_record_cannot_follow_a_worse_source_against_a_better_one(tmp_path):
    (problem,) = said(tmp_path, dossier(("secondary", OWN), ("official", OTHER)))
    assert problem == (
        f"dossier.toml: claim[1] (2023-national).value: {OTHER!r} contradicts {OWN!r}, "
        "the record's own theme_zh, yet is preferred"
    )
