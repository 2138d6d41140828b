"""Every kind of page, by an address of its kind. Whoever adds a kind of page adds a line here; a test insists.

``document.py`` makes the three sources whose names begin with ``made-up``: the archive comes without documents' texts.
"""

#: What stands before an address in each language.
PREFIXES = {"en": "", "zh-Hans": "/zh-hans"}

PAGES = [
    "/",
    "/history/",
    "/years/",
    "/years/2021/",
    "/campaigns/",
    "/campaigns/2021-caqi/",
    "/notices/",
    "/notices/2021-national/",
    "/series/",
    "/series/national-quality-month-forums/",
    "/activities/",
    "/activities/?year=2022&province=CN-AH&kind=launch",
    "/activities/?year=1978&kind=forum",
    "/activities/2022-anhui-launch/",
    "/activities/2022-anhui-launch/history/",
    "/people/",
    "/people/gu-mu/",
    "/sources/",
    "/sources/2022-report-zhejiang/",
    "/sources/made-up-damaged/",
    "/sources/made-up-bilingual/",
    "/agencies/",
    "/agencies/samr/",
    "/provinces/",
    "/provinces/CN-AH/",
    "/disagreements/",
    "/compare/",
    "/compare/?years=2021&years=2023",
    "/lineage/",
    "/search/",
    "/search/?q=质量",
    "/search/?q=nothing+of+the+kind",
    "/report/activity/2022-anhui-launch/",
    "/report/activity/2022-anhui-launch/sent/",
    "/data/",
    "/about/",
    "/about/components/",
]
#: The longest of their kinds, which take a while to look through.
LONG_PAGES = ["/years/2023/", "/notices/2023-national/", "/sources/2023-notice-mt/"]
#: Addresses that have no page of their own, with the status of the answer.
FAULTS = {
    "/nothing/": 404,
    "/years/1700/": 404,
    "/activities/?colour=red": 400,
    "/search/?kind=x": 400,
    "/compare/?years=2021": 400,
}

STATUS = dict.fromkeys([*PAGES, *LONG_PAGES], 200) | FAULTS
