"""Citations in GB/T 7714-2015 and Chicago."""

import pytest
from django.utils import translation

from campaigns.citing.styles import FOLDER, chicago, cited, gb_t_7714

ISSUED, TODAY = {"date-parts": [[2023, 8, 31]]}, {"date-parts": [[2026, 11, 22]]}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def report(language="en", **fields):
    chinese = language == "zh-CN"
    return {
        "id": "notice-1", "type": "report", "language": language,
        "title": "关于开展质量月活动的通知" if chinese else "Notice on Quality Month",
        "author": [{"literal": "市场监管总局" if chinese else "State Administration for Market Regulation"}],
        "issued": ISSUED, "accessed": TODAY, "URL": "https://x.org/notices/1/", "source": "Quality Month Archive",
        **fields,
    }  # fmt: skip


def bodies(count, chinese=False):
    return [{"literal": f"部门{n}" if chinese else f"Ministry of Works, Water and {n}"} for n in range(1, count + 1)]


def test_gb_t_7714_gives_issuer_title_number_day_and_address():
    assert gb_t_7714(report("zh-CN", number="国市监质发〔2023〕73号"), "zh-CN") == (
        "市场监管总局. 关于开展质量月活动的通知: 国市监质发〔2023〕73号[R/OL]. (2023-08-31)[2026-11-22]. https://x.org/notices/1/."
    )


def test_chicago_gives_issuer_year_title_number_and_address():
    text = chicago(report(genre="Notice", number="国市监质发〔2023〕73号", **{"original-title": "关于质量月"}))
    assert text == (
        "State Administration for Market Regulation. 2023. Notice on Quality Month. Notice 国市监质发〔2023〕73号. "
        "Originally published as 关于质量月. https://x.org/notices/1/."
    )


def test_of_25_issuers_the_first_three_are_named():
    chinese = gb_t_7714(report("zh-CN", author=bodies(25, chinese=True)), "zh-CN")
    assert chinese.startswith("部门1, 部门2, 部门3, 等. 关于")
    english = gb_t_7714(report(author=bodies(25)), "en-US")
    assert english.startswith(
        "Ministry of Works, Water and 1, Ministry of Works, Water and 2, Ministry of Works, Water and 3, et al. Notice"
    )
    assert chicago(report(author=bodies(25))).startswith(
        "Ministry of Works, Water and 1, Ministry of Works, Water and 2, Ministry of Works, Water and 3, et al. 2023."
    )


@pytest.mark.parametrize(
    ("issued", "gb", "us"),
    [
        ({"date-parts": [[2011]]}, "[R/OL]. (2011)[2026-11-22].", ". 2011. "),
        ({"date-parts": [[2011, 8]]}, "[R/OL]. (2011-08)[2026-11-22].", ". 2011. "),
        ({"date-parts": [[2011, 8, 5]]}, "[R/OL]. (2011-08-05)[2026-11-22].", ". 2011. "),
        (None, "[R/OL]. [2026-11-22].", ". n.d. "),
    ],
)
def test_a_date_is_given_as_exactly_as_it_is_known(issued, gb, us):
    item = {name: value for name, value in report(issued=issued).items() if value}
    assert gb in gb_t_7714(item, "en-US")
    assert us in chicago(item)


def test_an_entry_names_the_archive_its_version_and_its_last_change():
    archive = "Quality Month Archive"
    entry = report(
        type="webpage", title="Launch of “Quality Month”", author=[{"literal": archive}], version="3",
        **{"container-title": archive, "original-title": "启动"},
    )  # fmt: skip
    assert gb_t_7714(entry, "en-US") == (
        "Quality Month Archive. Launch of “Quality Month”[EB/OL]. (2023-08-31)[2026-11-22]. https://x.org/notices/1/."
    )
    assert chicago(entry) == (
        "Quality Month Archive. 2023. “Launch of ‘Quality Month’.” Version 3. Quality Month Archive, August 31. "
        "https://x.org/notices/1/."
    )


def test_what_has_no_author_begins_with_its_title_and_says_it_once():
    page = {name: value for name, value in report(type="webpage").items() if name not in ("author", "issued")}
    assert chicago(page) == "“Notice on Quality Month.” n.d. Accessed November 22, 2026. https://x.org/notices/1/."
    assert gb_t_7714(page, "en-US") == "Notice on Quality Month[EB/OL]. [2026-11-22]. https://x.org/notices/1/."


def test_a_newspapers_report_names_the_paper():
    news = report("zh-CN", type="article-newspaper", author=[{"literal": "張勇"}], **{"container-title": "光明日报"})
    assert gb_t_7714(news, "zh-CN") == (
        "張勇. 关于开展质量月活动的通知[N/OL]. 光明日报, 2023-08-31[2026-11-22]. https://x.org/notices/1/."
    )
    assert chicago(news) == ("張勇. 2023. “关于开展质量月活动的通知.” 光明日报, August 31. https://x.org/notices/1/.")


def test_both_styles_come_with_their_language():
    assert [(one.style, one.lang) for one in cited(report())] == [
        ("GB/T 7714-2015 style", "en"),
        ("Chicago style", "en"),
    ]
    assert {one.lang for one in cited(report("zh-CN"))} == {"zh-Hans"}


def test_marks_that_html_knows_stay_as_they_are():
    assert "A <b> & C" in gb_t_7714(report(title="A <b> & C"), "en-US")


def test_the_style_files_carry_their_licence():
    styles = list(FOLDER.glob("*.csl"))
    assert len(styles) == 2
    for style in styles:
        assert 'rights license="http://creativecommons.org/licenses/by-sa/3.0/"' in style.read_text(encoding="utf-8")
