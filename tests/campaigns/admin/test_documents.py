"""New documents: an editor gives a text, and what is read in it becomes drafts with claims on its lines."""

from hashlib import sha256

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from agencies.models import Agency
from campaigns.models import Activity, Campaign, Claim, Notice, Section, Slogan, Source, SourceText, Year
from campaigns.review import reading
from qualitymonth.models import Change, Revision
from tests.factories import (
    make_agency,
    make_campaign,
    make_claim,
    make_notice,
    make_set_aside,
    make_source,
    make_source_text,
    make_year,
)

pytestmark = pytest.mark.django_db

ADD = "/admin/campaigns/source/add-document/"

#: An invented notice: three signatures, slogans, sections and two activities.
NOTICE = """\
质检总局等部门关于开展2031年全国“质量月”活动的通知
国质发〔2031〕88号
各地质检局：
为提高质量，质检总局等3个部门定于2031年9月联合开展全国“质量月”活动。现通知如下：
一、活动主题
好品质 好生活
二、重点安排
（一）举办“质量创新论坛”。参会500余人。
（二）开展“质量课堂”活动。各地自行安排。
三、工作要求
2031年全国“质量月”活动口号：
人人讲质量
处处有标准
各地要加强领导。
质检总局
计划委员会
风筝质量促进会
2031年8月20日
"""


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def admin_user():
    return User.objects.create_superuser("admin")


@pytest.fixture(autouse=True)
def known():
    """Return two of the three agencies that sign; the archive does not know the third."""
    return make_agency(slug="aqsiq", name_zh="质检总局"), make_agency(slug="plan", name_zh="计划委员会")


def told(**fields):
    """Return what an editor types for a source."""
    typed = {"slug": "2031-notice", "title_zh": "通知", "kind": "official", "language": "zh", "script": "Hans"}
    return {"text": NOTICE, "condition": "clean", **typed, **fields}


def draft_source(content=NOTICE, **fields):
    """Make a document as the admin keeps it: a draft source with its text."""
    kept = {"slug": "2031-notice", "status": "draft", "title_zh": "通知", "title_en": "", **fields}
    return make_source_text(content, **kept).source


def review_of(source):
    return reverse("admin:campaigns_source_review", args=[source.pk])


def sent(response):
    """Return what a browser would send if the review were accepted as it stands."""
    data = {"reading": response.context["reading"]}
    for form in response.context["review"].forms:
        for bound in form:
            value = bound.value()
            if value is True:
                data[bound.html_name] = "on"
            elif value not in (None, False):
                data[bound.html_name] = str(value)
    return data


def candidate(response, kind, headline=""):
    """Return the first candidate of a kind whose headline holds the words."""
    forms = response.context["review"].forms
    return next(form for form in forms if form.kind == kind and headline in form.headline)


def ticked(response, *kinds, **changes):
    """Return what a browser would send with every candidate of ``kinds``, and all its members, accepted as well."""
    data = sent(response)
    for form in response.context["review"].forms:
        if form.kind in kinds:
            boxes = [name for name in form.fields if name == "accept" or name.endswith("-accept")]
            data |= {f"{form.prefix}-{name}": "on" for name in boxes}
    return {**data, **changes}


EVERYTHING = ("year", "agency", "campaign", "notice", "section", "slogan", "activity", "figure")


def claims_on(record):
    return set(record.claims.values_list("line", "field", "value", "rank", "status"))


def errors_of(response):
    """Return all that is said to be wrong with a review."""
    assert response.status_code == 200
    review = response.context["review"]
    said = [str(error) for error in review.errors]
    return said + [str(error) for form in review.faulty() for errors in form.errors.values() for error in errors]


# Adding a document


def test_a_pasted_text_is_kept_as_a_draft_source_in_one_change(admin_client, admin_user):
    response = admin_client.post(ADD, told(text=NOTICE.replace("\n", "\r\n")))
    source = Source.objects.get()
    assert response.headers["Location"] == review_of(source)
    digest = sha256(NOTICE.encode()).hexdigest()
    recorded = (source.status, source.file, source.sha256, source.line_count)
    assert recorded == ("draft", "2031-notice.txt", digest, 18)
    assert (source.text.content, source.text.sha256) == (NOTICE, digest)
    change = Change.objects.latest("number")
    assert (change.kind, change.user, change.reason) == ("document", admin_user, "2031-notice: 通知")
    assert source.history.get().change == change


def test_an_uploaded_text_is_kept_without_its_byte_order_mark(admin_client):
    file = SimpleUploadedFile("a.TXT", b"\xef\xbb\xbf" + NOTICE.encode())
    assert admin_client.post(ADD, told(text="", upload=file)).status_code == 302
    assert SourceText.objects.get().content == NOTICE


def test_what_the_text_says_of_its_source_is_suggested_where_nothing_is_typed(admin_client):
    upload = SimpleUploadedFile("a.txt", NOTICE.encode())
    response = admin_client.post(ADD, {"upload": upload, "slug": "mine", "_suggest": "1"})
    form = response.context["form"]
    names = ("slug", "title_zh", "kind", "language", "script", "text")
    said = "质检总局等部门关于开展2031年全国“质量月”活动的通知"
    assert [form[name].value() for name in names] == ["mine", said, "official", "zh", "Hans", NOTICE]
    assert "was filled in" in response.content.decode()
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"%PDF", "is no text file"),
        ("a.txt", "质量".encode("gb18030"), "not in UTF-8: byte 0, on line 1"),
        ("a.txt", b"a\n\xff", "byte 2, on line 2"),
        ("a.txt", b" \n", "There is no text"),
        ("a.txt", b"\xef\xbb\xbf", "There is no text"),
        ("a.txt", "质量\0".encode(), "NUL character"),
        ("a.txt", b"12345 ---", "Neither Chinese nor English"),
        ("a.txt", b"a" * 1_000_001, "1000001 bytes; at most 1000000"),
    ],
)
def test_a_file_that_is_no_such_text_is_refused_and_what_was_typed_is_kept(admin_client, name, content, said):
    for button in ("_save", "_suggest"):
        file = SimpleUploadedFile(name, content)
        response = admin_client.post(ADD, told(text="", upload=file, publisher_zh="质量网", **{button: "1"}))
        form = response.context["form"]
        assert said in " ".join(error for errors in form.errors.values() for error in errors)
        assert form["publisher_zh"].value() == "质量网"
    assert not Source.objects.exists()


def test_a_text_comes_from_one_place_and_once(admin_client):
    both = admin_client.post(ADD, told(upload=SimpleUploadedFile("a.txt", b"quality")))
    assert both.context["form"].errors["upload"] == ["Paste the text or upload it, not both."]
    make_source_text(NOTICE, slug="first")
    again = admin_client.post(ADD, told())
    assert again.context["form"].errors["text"] == ["The archive has this text already, as source “first”."]


def test_a_source_needs_a_slug_that_a_dossier_can_hold_and_a_title(admin_client):
    response = admin_client.post(ADD, told(slug="My_Notice", title_zh=""))
    errors = response.context["form"].errors
    assert errors["slug"] == ["Only small letters, digits and single hyphens between them."]
    assert errors["title_zh"] == ["Give a title in Chinese or in English."]
    assert response.context["form"]["text"].value() == NOTICE


@pytest.mark.parametrize("permissions", [[], ["add_source"], ["add_notice"]])
def test_a_document_takes_the_permissions_to_add_sources_and_notices(client, permissions):
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_source", *permissions]))
    client.force_login(user)
    assert client.get(ADD).status_code == 403
    assert client.get(review_of(draft_source())).status_code == 403
    assert "Add a document" not in client.get("/admin/campaigns/source/").content.decode()


def test_the_pages_of_sources_lead_to_new_documents_and_to_reviews(admin_client):
    assert ADD in admin_client.get("/admin/campaigns/source/").content.decode()
    with_text, without = draft_source(), make_source()
    for source, expected in ((with_text, True), (without, False)):
        page = admin_client.get(reverse("admin:campaigns_source_change", args=[source.pk])).content.decode()
        assert (review_of(source) in page) is expected
    assert admin_client.get(review_of(without)).status_code == 302


# The review


def test_candidates_stand_beside_the_text_with_their_lines(admin_client):
    response = admin_client.get(review_of(draft_source()))
    page = response.content.decode()
    section = candidate(response, "section", "重点安排")
    assert section.lines == [7]
    assert f'<a class="doc-offered" href="#{section.prefix}">' in page
    assert 'id="L7"' in page
    assert page.count('href="#L7"') == 2
    states = {line.number: str(line.state) for line in response.context["lines"]}
    assert [number for number, state in states.items() if state == "left"] == [3, 11, 14]
    assert "18 lines are in no claim" in page


def test_what_the_drafter_doubts_is_not_ticked(admin_client):
    response = admin_client.get(review_of(draft_source()))
    boxes = {form.kind: form["accept"].value() for form in response.context["review"].forms if not form.done}
    assert boxes == {
        "year": False, "agency": False, "campaign": True, "notice": True, "section": True, "slogan": True,
        "activity": False, "figure": False,
    }  # fmt: skip
    notice = candidate(response, "notice")
    assert [notice[f"issuers-{number}-accept"].value() for number in range(3)] == [True, True, False]


def test_what_is_accepted_becomes_drafts_with_claims_in_one_change(admin_client, admin_user):
    source = draft_source()
    before = Change.objects.count()
    response = admin_client.get(review_of(source))
    agency = candidate(response, "agency").prefix
    forum = candidate(response, "activity", "论坛").prefix
    changes = {
        f"{agency}-value-slug": "kites",
        f"{forum}-value-kind": "forum",
        f"{forum}-value-starts_on": "2031-09-05",
    }
    notice = candidate(response, "notice").prefix
    data = ticked(response, *EVERYTHING, **changes, **{f"{notice}-issuers-2-agency": "kites"})
    assert admin_client.post(review_of(source), data).status_code == 302

    change = Change.objects.latest("number")
    assert Change.objects.count() == before + 1
    assert (change.kind, change.user, change.reason) == ("document", admin_user, "2031-notice: 通知")
    made = [*Year.objects.all(), *Campaign.objects.all(), *Notice.objects.all(), *Section.objects.all(),
            *Slogan.objects.all(), *Activity.objects.all(), *Agency.objects.filter(slug="kites")]  # fmt: skip
    assert {record.status for record in made} == {"draft"}
    assert {record.history.get().change_id for record in [*made, *Claim.objects.all()]} == {change.number}

    made_notice = Notice.objects.get()
    signed = made_notice.signatures.values_list("position", "agency__slug", "name_zh")
    assert list(signed) == [(1, "aqsiq", "质检总局"), (2, "plan", "计划委员会"), (3, "kites", "风筝质量促进会")]
    assert claims_on(made_notice) == {
        (1, "title_zh", "质检总局等部门关于开展2031年全国“质量月”活动的通知", "preferred", "draft"),
        (2, "document_number", "国质发〔2031〕88号", "preferred", "draft"),
        (15, "issuers", "aqsiq", "preferred", "draft"),
        (16, "issuers", "plan", "preferred", "draft"),
        (17, "issuers", "kites", "preferred", "draft"),
        (18, "issued_on", "2031-08-20", "preferred", "draft"),
    }
    kites = Agency.objects.get(slug="kites")
    assert list(kites.names.values_list("language", "type", "name")) == [("zh-Hans", "official", "风筝质量促进会")]
    assert claims_on(kites) == {(17, "names", "风筝质量促进会", "preferred", "draft")}
    outline = Section.objects.values_list("slug", "parent__slug", "position", "heading_zh")
    assert list(outline.order_by("position")) == [
        ("2031-national-1", None, 1, "活动主题"),
        ("2031-national-2", None, 2, "重点安排"),
        ("2031-national-2-1", "2031-national-2", 3, "举办“质量创新论坛”"),
        ("2031-national-2-2", "2031-national-2", 4, "开展“质量课堂”活动"),
        ("2031-national-3", None, 5, "工作要求"),
    ]
    assert list(Slogan.objects.order_by("position").values_list("slug", "text_zh")) == [
        ("2031-national-slogan-1", "人人讲质量"), ("2031-national-slogan-2", "处处有标准"),
    ]  # fmt: skip
    activities = Activity.objects.order_by("starts_on").values_list("title_zh", "kind", "starts_on", "section__path")
    assert list(activities) == [("质量课堂", "other", "", "2.2"), ("质量创新论坛", "forum", "2031-09-05", "2.1")]
    assert claims_on(Activity.objects.get(kind="forum")) == {(8, "title_zh", "质量创新论坛", "preferred", "draft")}
    assert claims_on(Year.objects.get()) == {(4, "held", "yes", "preferred", "draft")}


def test_a_value_that_is_corrected_is_what_the_claim_says(admin_client):
    source = draft_source()
    make_year(number=2031)
    response = admin_client.get(review_of(source))
    prefix = candidate(response, "campaign").prefix
    data = sent(response) | {f"{prefix}-value-theme_zh": "好品质，好生活", f"{prefix}-value-department_count": ""}
    assert admin_client.post(review_of(source), data).status_code == 302
    campaign = Campaign.objects.get()
    assert campaign.department_count is None
    claims = {(line, field, value) for line, field, value, *_ in claims_on(campaign)}
    assert claims == {(4, "year", "2031"), (4, "scope", "national"), (6, "theme_zh", "好品质，好生活")}


def test_evidence_that_is_not_kept_becomes_no_claim(admin_client):
    source = draft_source()
    make_year(number=2031)
    response = admin_client.get(review_of(source))
    form = candidate(response, "slogan", "人人")
    data = sent(response)
    del data[f"{form.prefix}-claim-0"]
    assert admin_client.post(review_of(source), data).status_code == 302
    assert not Slogan.objects.get(text_zh="人人讲质量").claims.exists()


def test_all_or_nothing_is_accepted_and_what_was_typed_is_kept(admin_client):
    source = draft_source()
    response = admin_client.get(review_of(source))
    forum = candidate(response, "activity", "论坛").prefix
    before = Revision.current().number
    data = ticked(response, *EVERYTHING, **{f"{forum}-value-starts_on": "September", f"{forum}-value-place_zh": "会堂"})
    again = admin_client.post(review_of(source), data)
    assert errors_of(again) == ["'September' is not a date of the form 1978, 1978-08 or 1978-08-31"]
    assert f'<a href="#{forum}">' in again.content.decode()
    assert (Notice.objects.count(), Claim.objects.count(), Revision.current().number) == (0, 0, before)
    assert sent(again) == {**data, "reading": sent(again)["reading"]}
    assert (
        admin_client.post(review_of(source), {**sent(again), f"{forum}-value-starts_on": "2031-09"}).status_code == 302
    )
    assert Activity.objects.get(starts_on="2031-09").place_zh == "会堂"


def test_what_refers_to_a_candidate_that_is_left_out_says_so(admin_client):
    source = draft_source()
    response = admin_client.get(review_of(source))
    errors = errors_of(admin_client.post(review_of(source), sent(response)))
    assert errors == ["“2031” is a candidate that is not accepted: tick it as well, or choose another record."]


def test_a_name_that_the_archive_does_not_know_is_said(admin_client):
    source = draft_source()
    response = admin_client.get(review_of(source))
    notice = candidate(response, "notice").prefix
    data = ticked(response, "year", **{f"{notice}-issuers-0-agency": "总局"})
    assert errors_of(admin_client.post(review_of(source), data)) == [
        "The archive has no record of this kind with the key or the name “总局”."
    ]


def test_an_agency_is_named_by_any_of_its_names_and_no_agency_signs_twice(admin_client, known):
    source = draft_source()
    make_year(number=2031)
    known[1].names.create(language="en", type="short", name="The Planners")
    response = admin_client.get(review_of(source))
    notice = candidate(response, "notice").prefix
    data = sent(response) | {f"{notice}-issuers-1-agency": "planners"}
    twice = admin_client.post(review_of(source), {**data, f"{notice}-issuers-0-agency": "plan"})
    assert errors_of(twice) == [f"“{known[1]}” is named twice."]
    assert admin_client.post(review_of(source), data).status_code == 302
    assert list(Notice.objects.get().issuers.values_list("slug", flat=True).order_by("slug")) == ["aqsiq", "plan"]


def test_a_section_without_its_parent_is_refused(admin_client):
    source = draft_source()
    make_year(number=2031)
    response = admin_client.get(review_of(source))
    data = sent(response)
    del data[f"{candidate(response, 'section', '重点安排').prefix}-accept"]
    errors = errors_of(admin_client.post(review_of(source), data))
    assert errors == ["Section 2, of which it is a part, is not accepted."] * 2


def test_nothing_ticked_is_said(admin_client):
    source = draft_source()
    response = admin_client.get(review_of(source))
    data = {name: value for name, value in sent(response).items() if not name.endswith("-accept")}
    assert errors_of(admin_client.post(review_of(source), data)) == ["Nothing is ticked: tick what you accept."]


# Records that exist


def test_a_record_that_exists_is_proposed_and_gains_evidence_only(admin_client):
    campaign = make_campaign(year=make_year(number=2031), theme_zh="另一主题")
    notice = make_notice(campaign=campaign, document_number="国质发〔2031〕88号", title_zh="旧题")
    source = draft_source()
    response = admin_client.get(review_of(source))
    assert candidate(response, "campaign")["existing"].value() == campaign.slug
    assert candidate(response, "notice")["existing"].value() == notice.slug
    assert candidate(response, "year")["existing"].value() == "2031"
    assert admin_client.post(review_of(source), sent(response)).status_code == 302
    notice.refresh_from_db()
    assert (notice.title_zh, notice.version, notice.signatures.count()) == ("旧题", 1, 0)
    ranks = {(field, rank) for _, field, _, rank, _ in claims_on(notice)}
    assert ranks == {
        ("title_zh", "normal"),
        ("document_number", "preferred"),
        ("issuers", "normal"),
        ("issued_on", "normal"),
    }
    # What refers to the candidates refers to the records that stand for them.
    assert Section.objects.get(path="2.1").notice == notice
    assert Slogan.objects.get(position=1).campaign == campaign


def test_a_draft_that_exists_gains_what_it_lacks(admin_client):
    campaign = make_campaign(year=make_year(number=2031))
    notice = make_notice(campaign=campaign, document_number="国质发〔2031〕88号", status="draft", issued_on="")
    source = draft_source()
    assert admin_client.post(review_of(source), sent(admin_client.get(review_of(source)))).status_code == 302
    notice.refresh_from_db()
    assert (notice.issued_on, notice.signatures.count()) == ("2031-08-20", 2)


def test_a_better_source_that_says_otherwise_keeps_a_claim_from_being_preferred(admin_client):
    campaign = make_campaign(year=make_year(number=2031), theme_zh="好品质 好生活")
    make_claim(campaign, field="theme_zh", value="另一主题", source=make_source(kind="official"))
    source = draft_source(kind="news")
    response = admin_client.get(review_of(source))
    prefix = candidate(response, "campaign").prefix
    data = {name: value for name, value in sent(response).items() if name.startswith((prefix, "reading"))}
    assert admin_client.post(review_of(source), data).status_code == 302
    assert campaign.claims.get(source=source, field="theme_zh").rank == "normal"
    assert campaign.claims.get(source=source, field="scope").rank == "preferred"


# Going on later


def test_what_was_accepted_is_marked_and_not_offered_again(admin_client):
    source = draft_source()
    make_set_aside(source, 3)
    first = admin_client.get(review_of(source))
    assert admin_client.post(review_of(source), ticked(first, "year")).status_code == 302
    response = admin_client.get(review_of(source))
    open_kinds = {form.kind for form in response.context["review"].forms if not form.finished}
    assert open_kinds == {"agency", "notice", "activity", "figure"}
    notice = candidate(response, "notice")
    assert notice.done.record == Notice.objects.get()
    assert list(notice.fields) == [f"issuers-2-{name}" for name in ("accept", "agency", "name_zh", "name_en")]
    states = {line.number: str(line.state) for line in response.context["lines"]}
    assert (states[3], states[5], states[11], states[17]) == ("aside", "cited", "left", "offered")
    assert "Accepted already" in response.content.decode()
    boxes = {name for form in response.context["review"].forms for name in form.fields if name.endswith("accept")}
    assert boxes
    assert not any(name.endswith("accept") for name in sent(response))
    # The third issuer comes later, with a slug of its own, and signs the notice that is there.
    agency = candidate(response, "agency").prefix
    data = {
        **sent(response), f"{agency}-accept": "on", f"{agency}-value-slug": "kites",
        f"{notice.prefix}-issuers-2-accept": "on", f"{notice.prefix}-issuers-2-agency": "kites",
    }  # fmt: skip
    assert admin_client.post(review_of(source), data).status_code == 302
    assert list(Notice.objects.get().signatures.values_list("position", "agency__slug"))[-1] == (3, "kites")


def test_a_candidate_that_somebody_accepted_in_the_meantime_is_not_accepted_twice(admin_client):
    source = draft_source()
    make_year(number=2031)
    data = sent(admin_client.get(review_of(source)))
    assert admin_client.post(review_of(source), data).status_code == 302
    made = Claim.objects.count()
    again = admin_client.post(review_of(source), data)
    assert "Accepted in the meantime, as “活动主题”" in " ".join(errors_of(again)).replace("一、 ", "")
    assert (Notice.objects.count(), Claim.objects.count()) == (1, made)


def test_a_renamed_candidate_still_stands_for_what_was_proposed(admin_client):
    source = draft_source()
    make_year(number=2031)
    response = admin_client.get(review_of(source))
    data = sent(response)
    campaign, notice = candidate(response, "campaign").prefix, candidate(response, "notice").prefix
    data |= {f"{campaign}-value-slug": "2031-all", f"{notice}-value-slug": "2031-all"}
    assert admin_client.post(review_of(source), data).status_code == 302
    assert Section.objects.get(path="2.1").slug == "2031-all-2-1"
    later = admin_client.get(review_of(source))
    data = sent(later) | {f"{candidate(later, 'activity', '课堂').prefix}-accept": "on"}
    data[f"{candidate(later, 'activity', '课堂').prefix}-value-section"] = "2031-all-2-2"
    assert admin_client.post(review_of(source), data).status_code == 302
    assert Activity.objects.get().campaign.slug == "2031-all"


def test_a_reading_of_another_text_is_not_accepted(admin_client):
    source, other = draft_source(), draft_source("2031年全国“质量月”活动。\n", slug="other")
    data = sent(admin_client.get(review_of(other)))
    response = admin_client.post(review_of(source), data, follow=True)
    assert "Nothing was saved" in response.content.decode()
    assert not Claim.objects.exists()


def test_an_editor_who_may_not_add_a_kind_is_told(client):
    user = User.objects.create_user("editor", is_staff=True)
    names = [
        f"{action}_{kind}"
        for action in ("add", "change", "view")
        for kind in ("source", "notice", "campaign", "year", "claim")
    ]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    source = draft_source()
    response = client.get(review_of(source))
    errors = errors_of(client.post(review_of(source), ticked(response, "year")))
    assert set(errors) == {
        "You may not add records of this kind: sections.",
        "You may not add records of this kind: slogans.",
    }


def test_an_editor_who_may_not_add_claims_is_told(client):
    user = User.objects.create_user("editor", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["add_source", "add_notice", "view_source"]))
    client.force_login(user)
    source = draft_source()
    data = sent(client.get(review_of(source)))
    assert errors_of(client.post(review_of(source), data)) == ["You may not add records of this kind: claims."]


def test_a_document_of_which_there_is_no_file_outlasts_an_import_of_files(admin_client, tmp_path, capsys):
    admin_client.post(ADD, told())
    call_command("import_documents", tmp_path)
    assert capsys.readouterr().out == f"kept 2031-notice.txt, of which there is no file in {tmp_path}: 18 lines\n"
    assert SourceText.objects.get().content == NOTICE


def test_many_candidates_come_in_parts_that_one_request_can_send(admin_client, monkeypatch):
    monkeypatch.setattr(reading, "MOST_FIELDS", 60)
    source = draft_source()
    response = admin_client.get(review_of(source))
    counts = []
    for page in response.context["pages"]:
        forms = admin_client.get(review_of(source), {"page": page}).context["review"].forms
        counts.append(sum(len(form.fields) for form in forms))
    assert len(counts) > 1
    assert max(counts) <= 60
    assert admin_client.get(review_of(source), {"page": "x"}).context["page"] == 1


def test_reports_become_parts_of_the_document(admin_client):
    reports = (
        "近日，2030年云南省“质量月”活动启动。",
        "（记者 王五）",
        "近日，2030年海南省“质量月”活动启动。",
        "（张三）",
    )
    text = "\n".join(reports)
    source = draft_source(text, kind="news")
    response = admin_client.get(review_of(source))
    part = candidate(response, "source", "王五")
    changes = {f"{part.prefix}-accept": "on", f"{part.prefix}-value-title_zh": "云南的质量月"}
    data = {name: value for name, value in sent(response).items() if name.startswith((part.prefix, "reading"))}
    assert admin_client.post(review_of(source), data | changes).status_code == 302
    made = Source.objects.get(part_of=source)
    assert (made.first_line, made.last_line, made.file, made.status) == (1, 2, source.file, "draft")
    assert claims_on(made) == {(2, "byline", "王五", "preferred", "draft")}
    assert made.claims.get().source == made
    # The review of a part is that of the whole.
    assert admin_client.get(review_of(made)).context["source"] == source
