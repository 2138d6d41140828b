"""Documents for the reading pages: ``python -m tests.browser.document`` writes them into the database it is given.

Their sentences are made up. What they show is real: a text with damage and one in two languages, with words that are
quoted, a claim on several lines, a passage set aside, a line of which nothing was taken.
"""

import django

DAMAGED = """\
關於開展質量月活動的通知
各省(shěng)、自治區:
主題是「人人重視質量」，

活動時間爲九月。
"""
BILINGUAL = """\
Everyone values quality 人人重视质量
The month opens in Beijing 活动在北京启动
Call for more work 号召再接再厉
"""


def write() -> None:
    """Write both documents, with claims about a campaign of the archive."""
    from campaigns.models import Campaign  # noqa: PLC0415 - Django must be set up before
    from tests import factories  # noqa: PLC0415

    campaign = Campaign.objects.get(slug="2023-national")
    damaged = factories.make_source_text(
        DAMAGED, slug="made-up-damaged", condition="glossed", language="zh", script="Hant"
    ).source
    factories.make_claim(campaign, source=damaged, line=3, quote="人人重視質量", field="theme_zh", rank="normal")
    factories.make_claim(campaign, source=damaged, line=1, line_end=2, quote="質量月", field="scope", rank="normal")
    factories.make_claim(
        campaign, source=damaged, line=9, quote="", field="scope", rank="deprecated", note_en="made up"
    )
    bilingual = factories.make_source_text(BILINGUAL, slug="made-up-bilingual", language="en-zh", script="Hans").source
    factories.make_claim(
        campaign, source=bilingual, line=1, quote="Everyone values quality", field="theme_en", rank="normal"
    )
    factories.make_claim(campaign, source=bilingual, line=1, quote="人人重视质量", field="theme_zh", rank="normal")
    factories.make_set_aside(bilingual, 3)


if __name__ == "__main__":
    django.setup()
    write()
