"""Every page in both languages and both themes: no violation of WCAG 2.2 AA that axe-core can find, nothing refused.

What a browser says in its console is heard too: a refused script or style, or a request to another host, fails.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext

from services.portal.pages.controllers import controllers
from tests.servers.chromium import DESK, LACKING
from tests.servers.house import TOKEN
from tests.servers.town import Town

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(LACKING is not None, reason=f"{LACKING} is not installed (apt-get install {LACKING})"),
    pytest.mark.xdist_group("town"),
]

RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
STANDARD = {"zh": "zh-CN", "en": "en"}


def addresses(town: Town) -> dict[str, list[str]]:
    """What each visitor opens; every page of the house is among them."""
    faulty, sound, returned = (town.filed[name] for name in ("wangchao_2025.html", "fgw_2025.txt", "wenlv_notice.html"))
    everybody = [
        "/",
        "/?grade=fail",
        "/?name=无此局",
        "/distribution",
        "/sign-in",
        f"/reports/{faulty}",
        f"/reports/{sound}",
        f"/reports/{returned}",
        "/agencies/DH0100-23",
        "/season",
        "/waivers",
        "/rules",
        "/rules/A301",
        "/no-such-page",
    ]
    return {
        "nobody": everybody,
        "clerk": ["/my", "/precheck", f"/reports/{sound}", f"/reports/{sound}/original", "/me"],
        "supervisor": [
            "/",
            f"/reports/{faulty}",
            "/season?organ=DH0100&year=2025",
            "/rectification",
            "/waivers",
            "/rollup/DH0100?year=2025",
            "/bulletin?organ=DH0100&year=2025",
            f"/reports/{town.filed['sjj_2025.html']}/changes?from={town.filed['sjj_2024.html']}",
        ],
        "operator": ["/rollup", "/accounts", f"/accounts/{town.clerk.person.id}", "/my?agency=DH0100-11"],
    }


@pytest.fixture(scope="module", params=["nobody", "clerk", "supervisor", "operator"])
def visitor(request: pytest.FixtureRequest, filled_town: Town, walker: Browser) -> Iterator[tuple[str, BrowserContext]]:
    """A browser in which somebody, or nobody, is signed in."""
    shown = {"Authorization": f"Bearer {TOKEN}"} if request.param == "operator" else {}
    context = walker.new_context(viewport=DESK, extra_http_headers=shown)
    if request.param in {"clerk", "supervisor"}:
        filled_town.sign_in(context, getattr(filled_town, request.param))
    yield request.param, context
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_can_be_used_by_everybody(
    visitor: tuple[str, BrowserContext], filled_town: Town, language: str, theme: str
) -> None:
    who, context = visitor
    faults: list[str] = []
    page = context.new_page()
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type] # one of the two words
    page.on("console", lambda said: faults.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("request", lambda asked: faults.append(asked.url) if _elsewhere(asked.url, filled_town.url) else None)
    for path in addresses(filled_town)[who]:
        answer = page.goto(f"{filled_town.url}{path}{'&' if '?' in path else '?'}lang={language}")
        assert answer is not None
        expected = 404 if path == "/no-such-page" else 200
        assert answer.status == expected, path
        if expected != answer.status:
            continue
        assert page.locator("html").get_attribute("lang") == STANDARD[language]
        found = Axe().run(page, options=RULES)
        faults += [
            f"{path}: {violation['id']} {node['target']} {node.get('failureSummary', '')[:160]}"
            for violation in found.response["violations"]
            for node in violation["nodes"][:3]
        ]
    page.close()
    told = [fault for fault in faults if "404" not in fault]
    assert told == [], "\n".join(told)


def test_every_page_is_whole_without_scripts(filled_town: Town, walker: Browser) -> None:
    for who, paths in addresses(filled_town).items():
        shown = {"Authorization": f"Bearer {TOKEN}"} if who == "operator" else {}
        context = walker.new_context(viewport=DESK, java_script_enabled=False, extra_http_headers=shown)
        if who in {"clerk", "supervisor"}:
            filled_town.sign_in(context, getattr(filled_town, who))
        page = context.new_page()
        for path in paths:
            answer = page.goto(f"{filled_town.url}{path}")
            assert answer is not None
            assert answer.status == (404 if path == "/no-such-page" else 200), path
            assert page.locator("main h1").first.is_visible(), path
            assert page.locator("main").inner_text().strip(), path
        context.close()


def test_no_page_is_left_out(filled_town: Town) -> None:
    opened = {urlsplit(path).path for paths in addresses(filled_town).values() for path in paths}
    for controller in controllers():
        for handler in controller(owner=None).get_route_handlers():  # type: ignore[arg-type] # no app is needed to ask
            for path in handler.paths:
                if not _is_page(path):
                    continue
                assert any(_fits(path, address) for address in opened), path


def _is_page(path: str) -> bool:
    return not path.startswith(("/static", "/badges", "/v1", "/forms")) and "." not in path and "status" not in path


def _fits(route: str, address: str) -> bool:
    pattern, given = route.strip("/").split("/"), address.strip("/").split("/")
    return len(pattern) == len(given) and all(
        step.startswith("{") or step == word for step, word in zip(pattern, given, strict=True)
    )


def _elsewhere(url: str, house: str) -> bool:
    return not url.startswith((house, "data:", "about:", "blob:"))
