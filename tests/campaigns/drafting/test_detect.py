"""What a document is, told from its text."""

import pytest

from campaigns.drafting.detect import detect
from campaigns.drafting.model import DraftError
from tests.campaigns.drafting import texts

TRADITIONAL = (
    "品質月活動於臺北舉行，雲林縣政府並於同日公佈示範名單。"
    "製造業者、里長與余先生、于先生都簽署，這裡的標準由周局長制定。"
)


@pytest.mark.parametrize(
    ("text", "language", "script", "condition"),
    [
        (texts.BILINGUAL, "en-zh", "Hans", "clean"),
        (texts.COLUMNS, "zh", "Hans", "clean"),
        (texts.GLOSSED, "zh", "Hant-spun", "glossed"),
        (texts.BROKEN, "en", "Latn", "machine-translated"),
        (TRADITIONAL, "zh", "Hant", "clean"),
        ("全國質量月活動,云南省于九月舉辦,并發布示范單位名單,余下各地隨后舉辦。", "zh", "Hant-spun", "converted"),
        ("The month was held. All went well.", "en", "Latn", "clean"),
        ("网址是https://www.example.org/quality/month/index，质量月活动在九月。", "zh", "Hans", "clean"),
    ],
)
def test_language_script_and_condition_follow_from_the_text(text, language, script, condition):
    detected = detect(text.split("\n"))
    assert (detected.language, detected.script, detected.condition) == (language, script, condition)


def test_the_characters_that_tell_of_a_converter_are_named():
    detected = detect(["全國質量月活動,云南省于九月舉辦,并發布名單。"])
    assert detected.doubts == {"script": "left simplified: 于 for 於, 云 for 雲, 并 for 併; by a converter?"}


def test_a_text_with_both_scripts_is_doubted():
    detected = detect(["质量月活动从这里开始，國家說", "质量月"])
    assert (detected.script, detected.doubts) == ("Hans", {"script": "2 characters are Traditional"})


def test_that_an_english_text_is_no_translation_is_never_certain():
    said = "no heading is broken; whether a machine translated the text cannot be told"
    assert detect(["The month was held. All went well."]).doubts == {"condition": said}


def test_one_gloss_is_no_glossed_text():
    assert detect(["質(zhì)量月活動在臺灣舉辦,雲林縣並列於後。"]).condition == "clean"


def test_a_file_without_words_is_refused():
    with pytest.raises(DraftError, match=r"^neither Chinese nor English was found$"):
        detect(["2031-09-02", "", "***"])
