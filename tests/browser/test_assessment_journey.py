"""A service manager with no training assesses a library closure, and it goes all the way, without scripts.

The one idea: Leila begins from the decision, finds figures that are there already, is stopped at an unreasoned "no
effect", and sends it on; Grace agrees, Amina signs off; the mitigation stands in the plan; the bundle verifies and a
changed byte in it is found; leaving out one saving changes the map; the public sees what it should and nothing else.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest
from looking import NARROW, WIDE, Looking, check_axe, check_open_page, check_width
from playwright.sync_api import Page

from conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
TITLE = "Close Millbrook library"
PROMISE = "Bring books home to people who cannot travel to the van"
REASON = "The survey of members asked about this and found no difference."
WORSE = {"disability": "340", "age": "900"}
NO_EFFECT = ("gender_reassignment", "pregnancy_maternity", "race", "religion_belief", "sex", "sexual_orientation")


def put(page: Page, address: str, button: str = "Save and go on", /, **fields: str | Sequence[str]) -> None:
    """Open a page, answer what is named (`due_date__day` is `due_date-day`), press the button."""
    page.goto(address)
    for name, value in fields.items():
        said = page.locator(f'main form [name="{name.replace("__", "-")}"]')
        if said.first.get_attribute("type") in {"radio", "checkbox"}:
            for one in [value] if isinstance(value, str) else value:
                said.and_(page.locator(f'[value="{one}"]')).check()
        elif said.first.evaluate("element => element.tagName") == "SELECT":
            said.first.select_option(value)
        else:
            said.first.fill(str(value))
    page.get_by_role("button", name=button).first.click()
    faults = page.locator(".govuk-error-summary")
    assert faults.count() == 0, f"{address}: {faults.inner_text()}"


def begin(page: Page, site: Site) -> str:
    """Begin from the forward plan, and give the assessment's address."""
    page.goto(site.url("/aldermere/decisions/"))
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name="Begin an assessment").first.click()
    page.get_by_label("What is assessed?").fill(TITLE)
    page.get_by_role("button", name="Begin").click()
    found = re.match(r".*/assessments/[0-9a-f-]{36}/", page.url)
    assert found
    return found[0]


def screen(page: Page, base: str) -> None:
    """Answer the questions of screening and decide as they propose."""
    put(
        page, f"{base}screening/questions/", "See what it comes to", affects_people="yes",
        changes=("access", "place_or_hours"), more_than_others="yes", people="over_1000", can_be_undone="no",
        concerns="no",
    )  # fmt: skip
    assert "Full assessment." in page.inner_text("main")
    put(page, page.url, "Decide", depth="full", reason="It closes a service that older people use.")


def find_evidence(page: Page, base: str) -> None:
    """Choose an area: the Census lies there, and becomes evidence by one button."""
    put(page, f"{base}evidence/choose/", "Lay out the figures", area="E09000021")
    assert "Census 2021" in page.inner_text("main")
    page.get_by_role("button", name="Use the official figures as evidence Disability").click()
    put(
        page, f"{base}evidence/add/", "Add it", kind="consultation", title="Survey of members", on__day="1",
        on__month="10", on__year="2026", base="612 answers", says="Most members walk to the library.",
        groups=("age", "disability", "race", "sex"),
    )  # fmt: skip
    assert "Survey of members" in page.inner_text("main")


def say_what_it_is(page: Page, base: str) -> None:
    """Say what is proposed, who is affected, what people told us, what is looked at besides."""
    part = f"{base}parts/"
    put(page, f"{part}proposal/", about="The library closes in June. A van comes twice a week.")
    put(page, f"{part}affected/", who_is_affected="2,300 members, a third of them over 65.", whom=("public",))
    put(page, f"{part}local/", none="on")
    put(
        page, f"{part}engagement:new/", who="Members of the library", how="A survey", begun__day="1", begun__month="9",
        begun__year="2026", ended__day="1", ended__month="10", ended__year="2026", answers="612",
        said="The van is too high for many of us.", characteristics=("age", "disability"),
    )  # fmt: skip


def say_what_it_does(page: Page, base: str) -> None:
    """Say what it could do to each group, point at evidence, and promise."""
    part = f"{base}parts/"
    for code, people in WORSE.items():
        put(
            page, f"{part}impact:{code}/", effect="worse", reason=f"They walk there and the van is high: {code}.",
            evidence="2", likelihood="likely", severity="moderate", duration="lasting", people=people,
        )  # fmt: skip
    for code in NO_EFFECT:
        put(page, f"{part}impact:{code}/", effect="none", reason=f"{REASON} ({code})", evidence="2")
    put(
        page, f"{part}mitigation:new/", text=PROMISE, owner="Libraries Manager", due_date__day="30",
        due_date__month="6", due_date__year="2027", measure="Homes that books are brought to, each quarter",
        groups=("age", "disability"),
    )  # fmt: skip
    put(
        page, f"{part}armed_forces/", obligations="Nobody told us of any.", disadvantage="None was found.",
        special_provision="None was asked for.",
    )  # fmt: skip
    put(page, f"{part}conclusion/", "Save for later", option="adjust")
    put(page, f"{part}conclusion/", reason="Home visits and a low step soften the closure.")
    put(
        page, f"{part}monitoring/", monitoring="Visits of members over 65, each quarter.", review_on__day="1",
        review_on__month="3", review_on__year="2028",
    )  # fmt: skip
    page.goto(f"{part}regard/")
    for address in [
        link.get_attribute("href") for link in page.get_by_role("link", name="Say what was considered").all()
    ]:
        put(page, page.url.split("/aldermere/")[0] + str(address), text=f"Considered with the survey: {address}")


def answer_remarks(page: Page, base: str) -> None:
    """Answer each open question with why it is not agreed."""
    for _ in range(40):
        page.goto(f"{base}remarks/")
        open_ones = page.get_by_role("link", name="Answer", exact=False)
        if open_ones.count() == 0:
            return
        open_ones.first.click()
        page.locator('main form [name="kind"][value="not_agreed"]').check()
        page.locator('main form [name="because"]').fill("We looked, and know no more today.")
        page.locator("main form button").first.click()
    raise AssertionError("the remarks did not end")


def act(page: Page, base: str, words: str) -> None:
    """Do one act of the chain, from the sign-off page."""
    page.goto(f"{base}sign-off/")
    page.get_by_role("link", name=words).or_(page.get_by_role("button", name=words)).first.click()
    if page.locator("main form button").count() and "/sign-off/" in page.url and not page.url.endswith("/sign-off/"):
        page.locator("main form button").first.click()
    assert page.locator(".govuk-error-summary").count() == 0, page.inner_text("main")


def hold(page: Page) -> None:
    """Hold the open page to every rule, on a phone and wide."""
    page.set_viewport_size({"width": NARROW, "height": 640})
    check_open_page(page, page.locator("h1").first.inner_text())
    page.set_viewport_size({"width": WIDE, "height": 800})
    check_axe(page)
    check_width(page)


def make_bundle(page: Page, decision: str, folder: Path) -> Path:
    """Make the bundle of a decision by one button, wait for it, and save it."""
    page.goto(f"{decision}bundle/")
    page.get_by_role("button", name="Make the bundle").click()
    for _ in range(240):
        page.goto(f"{decision}bundle/")
        if page.get_by_role("button", name="Download").count():
            break
        page.wait_for_timeout(500)
    with page.expect_download() as found:
        page.get_by_role("button", name="Download").first.click()
    kept = folder / "bundle.zip"
    found.value.save_as(kept)
    return kept


def verify(bundle: Path) -> subprocess.CompletedProcess[str]:
    """Ask our own command what is wrong with a bundle."""
    command = [sys.executable, "-c", "from dueregard.cli.main import main; main()", "assess", "verify", str(bundle)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def with_a_byte_changed(bundle: Path) -> tuple[Path, str]:
    """Give a copy in which one byte of an assessment's page is another, and that page's name."""
    changed = bundle.with_name("changed.zip")
    with ZipFile(bundle) as old, ZipFile(changed, "w") as new:
        name = next(one for one in old.namelist() if one.endswith(".html") and "index" not in one)
        for one in old.namelist():
            data = old.read(one)
            new.writestr(one, data.replace(b"library", b"Library", 1) if one == name else data)
    return changed, name


def test_a_library_closure_goes_all_the_way(look: Looking, site: Site, tmp_path: Path) -> None:
    with (
        look.page(width=WIDE, cookies=site.cookies_of("amina@aldermere.example"), java_script_enabled=False) as amina,
        look.page(width=WIDE, cookies=site.cookies_of("leila@aldermere.example"), java_script_enabled=False) as leila,
        look.page(width=WIDE, cookies=site.cookies_of("grace@aldermere.example"), java_script_enabled=False) as grace,
        look.page(width=WIDE, java_script_enabled=False) as public,
    ):
        put(
            amina, site.url("/aldermere/decisions/add/"), "Save", title=TITLE, body_words="", decides_on__day="9",
            decides_on__month="2", decides_on__year="2027", amount="120000",
        )  # fmt: skip
        decision = amina.url

        base = begin(leila, site)
        screen(leila, base)
        find_evidence(leila, base)
        say_what_it_is(leila, base)
        put(leila, f"{base}parts/impact:race/", "Save for later", effect="none")
        leila.goto(f"{base}sign-off/")
        assert "“No effect” has no reason: race. Say why." in leila.inner_text("main")
        assert leila.get_by_role("link", name="Send for checking").count() == 0
        say_what_it_does(leila, base)
        put(leila, f"{base}parts/crossings/", "Go on", code_1="age", code_2="disability")
        put(
            leila, leila.url, effect="worse", reason="Older disabled people cannot climb into the van.", evidence="2",
            likelihood="likely", severity="moderate", duration="lasting", people="120",
        )  # fmt: skip
        answer_remarks(leila, base)
        leila.goto(f"{base}sign-off/checker/")
        leila.get_by_label("Grace Mensah").check()
        leila.get_by_role("button", name="Save").click()

        act(leila, base, "Send for checking")
        act(grace, base, "Agree, and send it on")
        act(amina, base, "Sign it off")

        amina.goto(f"{base}promises/")
        amina.locator("table").get_by_role("link", name=PROMISE).last.click()
        assert "/plans/" in amina.url
        assert re.search(r"assessment\W+A-\d{4}", amina.inner_text("main"))

        act(amina, base, "Put it before those who decide")
        bundle = make_bundle(amina, decision, tmp_path)
        whole = verify(bundle)
        assert whole.returncode == 0, whole.stdout + whole.stderr
        changed, name = with_a_byte_changed(bundle)
        broken = verify(changed)
        assert broken.returncode != 0
        assert name.partition("/")[2] in broken.stdout

        public.goto(site.url("/aldermere/assessments-of-decisions/"))
        assert TITLE not in public.inner_text("body")
        amina.goto(f"{base}publishing/")
        amina.get_by_role("button", name="Publish version").first.click()
        public.goto(site.url("/aldermere/assessments-of-decisions/"))
        public.get_by_role("link", name=TITLE).first.click()
        seen = public.inner_text("body")
        assert PROMISE in seen
        for name_of_staff in ("Leila Haddad", "Grace Mensah", "Amina Rahman"):
            assert name_of_staff not in seen
        number = re.search(r"A-\d{4}.{0,3}\d+", seen)
        assert number


def test_leaving_out_one_saving_changes_the_map(look: Looking, site: Site) -> None:
    with look.page(width=WIDE, cookies=site.cookies_of("amina@aldermere.example"), java_script_enabled=False) as page:
        page.goto(site.url("/aldermere/budget-rounds/"))
        page.get_by_role("link", name="Budget 2027 to 2028").first.click()
        before = page.inner_text(".dr-finding")
        page.get_by_label("Leave out S18 Home to school transport: pick-up points").check()
        page.get_by_label("Leave out S5 Council tax reduction: a lower ceiling").check()
        page.get_by_role("button", name="Work it out without those ticked").click()

        assert page.inner_text(".dr-finding") != before
        said = page.inner_text("main")
        assert "Socio-economic disadvantage" in said
        assert "0 instead of 1 severe" in said


@pytest.mark.parametrize(
    ("who", "addresses"),
    [
        ("leila", ("assessments/new/", "bring-in/", "reviews/")),
        ("ruth", ("assessments/", "assessments-of-decisions/")),
        ("rosa", ("decisions/",)),
    ],
)
def test_pages_of_assessments_hold_the_rules(look: Looking, site: Site, who: str, addresses: tuple[str, ...]) -> None:
    """For those who are not the officer, whose pages `test_ui_assessment_pages` walks."""
    with look.page(width=NARROW, cookies=site.cookies_of(f"{who}@aldermere.example")) as page:
        for address in addresses:
            page.goto(site.url(f"/aldermere/{address}"))
            hold(page)
