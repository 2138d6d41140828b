"""Documents made up for the tests, an archive that knows some of their names, and what a draft of them says."""

from pathlib import Path

from campaigns.builder.read import parse_dossier
from campaigns.builder.records import Records, collect
from campaigns.builder.schema import Dossier
from campaigns.documents.files import Document, read_document
from campaigns.drafting.draft import draft
from campaigns.drafting.model import Draft
from campaigns.drafting.write import write


def _agency(slug: str, kind: str, *names: tuple[str, str]) -> str:
    listed = "".join(f'{{ language = "{language}", type = "variant", name = "{name}" }}, ' for language, name in names)
    return f'[[agency]]\nslug = "{slug}"\nkind = "{kind}"\nname_zh = "{names[0][1]}"\nnames = [{listed}]\n\n'


def _province(code: str, zh: str, short: str, hant: str, en: str) -> str:
    return (
        f'[[province]]\ncode = "{code}"\nkind = "province"\nregion = "east"\nname_zh = "{zh}"\nname_hant = "{hant}"\n'
        f'name_en = "{en}"\npinyin = "{en}"\nshort_zh = "{short}"\n\n'
    )


ARCHIVE = (
    _province("CN-JL", "吉林省", "吉林", "吉林省", "Jilin")
    + _province("CN-YN", "云南省", "云南", "雲南省", "Yunnan")
    + _agency("tea-bureau", "state", ("zh-Hans", "茶叶总局"), ("en", "State Tea Bureau"))
    + _agency("kite-office", "state", ("zh-Hans", "风筝办"), ("en", "Kite Office"))
    + _agency("lamp-ministry", "state", ("zh-Hans", "灯具部"), ("en", "Ministry of Lamps"))
    + _agency("caqt", "association", ("zh-Hans", "中国茶质协会"), ("zh-Hant", "中國茶質協會"))
    + """\
[[source]]
slug = "2031-notice-zh"
title_zh = "另一通知"
kind = "official"
language = "zh"
script = "Hans"

[[series]]
slug = "tea-contest"
name_zh = "好茶大赛"

[[person]]
slug = "li-qian"
name_zh = "李乾"
"""
)

#: In two languages, with a stray date, names in a row, a label that is missing, and annexes left out.
BILINGUAL = """\
June 3, 2009
Notice by the State Tea Bureau and the Kite Office of Launching the 2031 National "Quality Month" Activities
(No. 7 [2031] of the State Tea Bureau) (茶总质〔2031〕7号)
For better tea, 3 departments hold the “Quality Month” in September 2031: 为喝好茶,茶叶总局等3个部门定于2031年9月联合开展全国“质量月”活动。现通知如下:
I. Theme of the Activities 一、活动主题
Better leaves for all 好叶子 人人有
II. Key Arrangements 二、重点安排
1. Holding the Leaf Fair. The fair shows 31 kinds of leaves. (一)举办叶子博览会。展示31种茶叶,同时举办“叶王”大赛。
2. Visiting the growers. All shall go to see them. (三)走访茶农。大家都去看看。
Annexes: 附件:
1. Activities of the Sponsors (Omitted) 1. 主办单位的活动
State Tea Bureau 茶叶总局
Kite Office 风筝办
Office of Unknown Affairs 未知事务局
August 31, 2031 2031年8月31日
"""  # noqa: E501 - a line in two languages

#: Signatures in columns, blanks within a name, an annex with its text, and the page's own links at the end.
COLUMNS = """\
茶叶总局等发布《关于开展2031年全国"质量月"活动的通知》-好茶网
关于开展2031年全国“质量月”活动的通知
茶总质〔2031〕7号
各省茶叶局：
为喝好茶，茶叶总局等3个部门定于2031年9月开展全国“质量月”活动。
一、活动主题
好叶子 人人有
二、活动内容
（一）种好茶。多种，多浇水。
（二）晒好茶。多晒，多翻面。
（四）卖好茶。公平买卖。
附件：
1.活动安排
2.活动口号
茶叶总局　　风 筝 办
灯具部
2031年8月31日
（此件公开发布）
附件1
活动安排
1.茶叶总局。举办“叶王”大赛和“首届好茶大赛”。
2.吉林省举办“长白茶会”。
附件2
活动口号
1.好茶好生活
2.人人爱好茶
"""

#: An association's text, converted and glossed.
GLOSSED = """\
全國“質(zhì)量月”活動始于1978年,云集各方,并逐年舉辦。
日前,茶葉總局、風箏辦等5個部門聯(lián)合印發(fā)《關于開展2030年全國“質(zhì)量月”活動的通知》(茶總質(zhì)〔2030〕3號)。
中國茶質(zhì)協(xié)會組織2030年全國“質(zhì)量月”自律活動,主題為“真茶真味”。1961年3月有過先例。
2030年全國“質(zhì)量月”活動主題:
好茶 好味
2030年全國“質(zhì)量月”活動口號:
喝好茶 講質(zhì)量
人人創(chuàng)好茶
2030年全國“質(zhì)量月”活動背景:
這是背景,里面沒有口號。
"""

#: Two reports, each with its byline; the second names no year.
REPORTS = """\
9月1日,2030年吉林省“质量月”活动启动仪式在长春举行。吉林省副省长、省质量领导小组组长王大明出席仪式并宣布活动启动。省茶叶局局长李乾主持。
据悉,今年“质量月”活动由7个部门参与,将陆续开展好茶大赛、质量评茶工作、“茶山行”等多项活动,全省有茶园120余家。
(张三 李四明)
近日,云南省“质量月”活动启动。全省将组织12项质量活动,推出“普洱课堂”。
(记者 王五)
"""

#: A notice translated page by page: headings broken, items fused, an annex whose heading is lost.
BROKEN = """\
The Tea Month was launched!

2031-09-02 08:00:00

2 departments jointly launch the National "Quality Month" in September 2031.

1." The theme

of the activity is to enhance tea and promote leaves

. 2. The content

of the activity (1) Steaming leaves. Steam them well. (2) Drying leaves. Dry them well.

3. Requirements

(1) Wide publicity. Tell all.

Attachment: 1. Main activities

of the sponsors 2. Main activities of the regions 3. The "Leaf Show". Hold it.

2. The Kite Office holds the "Kite Day" and checks 40 kinds of kites.

4. Sellers of Kites meets.

Annex Main activities

of the regions in 22031

Year I. Jilin Province holds the "Snow Tea Fair".

2031-09-02 08:00:00
"""


def records() -> Records:
    """Return the archive's records."""
    return collect({"archive.toml": parse_dossier("archive.toml", ARCHIVE)})


def document(folder: Path, text: str) -> Document:
    """Return ``text`` as a document."""
    path = folder / "new.txt"
    path.write_text(text, encoding="utf-8", newline="")
    return read_document(path)


def drafted(folder: Path, text: str, slug: str = "new") -> Draft:
    """Return the draft of ``text``."""
    return draft(document(folder, text), records(), slug)


def written(folder: Path, text: str, slug: str = "new") -> str:
    """Return the draft of ``text`` as TOML."""
    return write(drafted(folder, text, slug), "new.txt")


def parsed(folder: Path, text: str) -> Dossier:
    """Return the dossier that the draft of ``text`` makes."""
    return parse_dossier("draft.toml", written(folder, text))


def only(toml: str, kind: str, number: int = 0) -> str:
    """Return the text of one table of ``kind``."""
    return toml.split(f"[[{kind}]]\n")[number + 1].partition("\n[[")[0].strip()
