"""What a person has under hand stays theirs while the page is written anew around it."""

from __future__ import annotations

import pytest

from tests.forecasts.test_forecast import case
from tests.workbench.making_pages import opened, settled, until, written
from tests.workbench.test_journeys import dossier_file, figure, slider

pytestmark = pytest.mark.browser
HELD = "() => document.activeElement.getAttribute('role')"
CHOSEN = "() => [...document.querySelectorAll('#build input:checked')].map((one) => one.value)"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return dossier_file(tmp_path_factory.mktemp("standing") / "case", case())


def test_who_goes_on_while_numbers_are_filled_in_is_not_called_back(chromium, home):
    with opened(chromium, home) as page:
        slider(page, "slips").focus()
        waiting = []
        page.route("**/numbers/group/*", lambda route: waiting.append(route))
        page.keyboard.press("ArrowRight")
        page.locator("#changes li").wait_for()  # the page is fresh, its numbers are still awaited
        until(page, lambda: waiting)
        page.get_by_role("switch").first.focus()
        for one in waiting:
            one.continue_()
        page.unroute("**/numbers/group/*")
        written(page)
        assert page.evaluate(HELD) == "switch"


def test_a_switch_is_pressed_twice_by_keyboard(chromium, home):
    with opened(chromium, home) as page:
        switch = page.get_by_role("switch").first
        switch.focus()
        for count in (2, 3):
            page.keyboard.press("Space")
            page.wait_for_function(
                "count => document.querySelectorAll('#cards .card').length === count", arg=count
            )
            assert page.evaluate(HELD) == "switch"


def test_who_takes_back_the_last_change_is_not_left_nowhere(chromium, home):
    with opened(chromium, home) as page:
        slider(page, "slips").focus()
        page.keyboard.press("ArrowRight")
        page.locator("#changes li").wait_for()
        page.get_by_role("button", name="Take back the change").focus()
        page.keyboard.press("Enter")
        page.get_by_text("Nothing yet.").wait_for()
        assert page.evaluate("() => document.activeElement !== document.body")


def test_words_that_are_not_sent_stay_and_those_that_are_give_way(chromium, home):
    with opened(chromium, home) as page:
        page.goto(f"{page.at}/ledger")
        settled(page)
        name = page.get_by_label("Who forecasts")
        name.fill("the eastern desk")
        slider(page, "slips")
        field = page.locator(".number:visible input[type=text]").first
        field.fill("0.2")
        page.get_by_role("switch").first.click()
        page.locator("[role=switch][aria-checked=false]").first.wait_for()
        written(page)
        assert name.input_value() == "the eastern desk"
        assert field.input_value() == "0.2"
        field.press("Enter")
        page.locator("#changes li").wait_for()
        page.get_by_role("button", name="Undo").click()
        page.get_by_text("Nothing yet.").wait_for()
        written(page)
        assert field.input_value() != "0.2"  # it says what the number is again


def test_a_package_stays_chosen_and_its_level_under_the_keys(chromium, home):
    with opened(chromium, home) as page:
        page.goto(f"{page.at}/package")
        settled(page)
        page.locator("#build input:checked").first.focus()
        page.keyboard.press("ArrowDown")
        page.wait_for_function("() => document.body.dataset.redrawn === 'answers'")
        chosen = page.evaluate(CHOSEN)
        page.evaluate("document.querySelector('[role=switch]').form.requestSubmit()")
        page.locator("[role=switch][aria-checked=false]").first.wait_for()
        written(page)
        assert page.evaluate(CHOSEN) == chosen
        assert page.locator("#build input:checked").first.evaluate(
            "one => one === document.activeElement"
        )


def test_a_number_put_back_where_it_was_changes_nothing(chromium, home):
    with opened(chromium, home) as page:
        before = [figure(page, 0, event) for event in (0, 1)]
        box = slider(page, "slips").bounding_box()
        share = page.locator(".number:visible input[type=range]").first.evaluate(
            "one => (one.value - one.min) / (one.max - one.min)"
        )
        middle, start = box["y"] + box["height"] / 2, box["x"] + 8 + share * (box["width"] - 16)
        page.mouse.move(start, middle)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] - 10, middle)
        page.wait_for_function("() => document.body.dataset.redrawn")
        page.mouse.move(start, middle)
        page.mouse.up()
        page.wait_for_function("() => !document.body.classList.contains('moving')")
        settled(page)
        assert [figure(page, 0, event) for event in (0, 1)] == before
        assert page.locator("#changes li").count() == 0
        assert page.locator("figure.behind").count() == 0


def test_a_workbench_that_is_gone_is_said_to_be(chromium, home):
    with opened(chromium, home, lost=1) as page:
        assert page.get_by_role("alert").count() == 0
        page.route("**/switch", lambda route: route.abort())
        page.get_by_role("switch").first.click()
        page.get_by_role("alert").wait_for()
        assert "summitry serve" in page.get_by_role("alert").inner_text()
        page.unroute("**/switch")
        page.get_by_role("switch").first.click()
        page.get_by_role("alert").wait_for(state="hidden")
