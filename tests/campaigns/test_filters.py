"""Questions about campaigns and their evidence."""

import pytest

from tests.reading import keys_of_api

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


@pytest.mark.parametrize(
    ("plural", "query", "keys"),
    [
        ("campaigns", "year_min=2022", ["2023-national", "2022-anhui"]),
        ("campaigns", "year_max=1978", ["1978-national"]),
        ("campaigns", "agency=caqi", ["2021-caqi"]),
        ("campaigns", "series=enterprise-quality-integrity-pledge", ["2021-caqi"]),
        ("campaigns", "q=安徽省", ["2022-anhui"]),
        ("campaigns", "q=Anhui", ["2022-anhui"]),
        ("campaigns", "q=中国质量检验协会", ["2021-caqi"]),
        ("campaigns", "q=中國質量檢驗協會", ["2021-caqi"]),
        ("notices", "year=2021", ["2021-national"]),
        ("notices", "agency=caqi", []),
        ("notices", "q=教育部", ["2023-national"]),
        ("notices", "scope=provincial", []),
        ("sections", "notice=2023-national&q=主题", ["2023-national-1"]),
        ("sections", "q=附件外", []),
        ("slogans", "q=工匠", ["2021-national-slogan-10"]),
        ("people", "q=張曙光", ["zhang-shuguang"]),
        ("appearances", "person=han-yongsheng&role=spoke", ["2022-anhui-launch-han-yongsheng-spoke"]),
        ("appearances", "person=gu-mu&year=1978", ["1978-mobilisation-meeting-gu-mu-attended"]),
        ("precedents", "", ["japan", "united-states"]),
        ("sources", "condition=machine-translated", ["2023-notice-mt"]),
        ("years", "q=1978", ["1978"]),
        ("years", "held=unknown", []),
        ("series", "q=誠信", ["enterprise-quality-integrity-pledge"]),
        ("activities", "q=大学生&kind=award", ["2022-anhui-students-quality-design-contest-awards"]),
    ],
)  # fmt: skip
def test_a_question_has_exactly_this_answer(client, plural, query, keys):
    if plural == "slogans" and keys:
        assert len(keys_of_api(client, plural, f"?{query}")) == 1
    else:
        assert keys_of_api(client, plural, f"?{query}") == keys


@pytest.mark.parametrize("line", ["0", "-1", "2000000001", "99999999999999999999", "x", "1.5", "１"])
def test_a_line_that_is_none_is_refused(client, line):
    response = client.get("/api/v1/claims/", {"line": line})
    assert (response.status_code, [e["parameter"] for e in response.json()["errors"]]) == (400, ["line"])


@pytest.mark.parametrize("record", ["20231", "²³", "２０２３", "-1", "99999", "x y", "'"])
def test_the_key_of_no_record_finds_no_claim(client, record):
    response = client.get("/api/v1/claims/", {"record": record})
    assert (response.status_code, response.json()["count"]) == (200, 0)
