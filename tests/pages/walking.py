"""Somebody's way from Overview through pages, as they would click it."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
from streamlit.testing.v1 import AppTest

from tests.pages.reading import elements, run, shown, table, ways

MOST = 3
"""Clicks that anything may be away from Overview."""

PEOPLE = "People with their links, income, debts and flags"


@dataclass
class Walk:
    """Somebody at Overview, and how often they have clicked."""

    app: AppTest
    clicks: int = field(default=0)

    def _click(self) -> None:
        self.clicks += 1
        assert self.clicks <= MOST

    def page(self, name: str) -> "Walk":
        """By the navigation, which every page has."""
        self._click()
        self.app.query_params.clear()
        self.app.switch_page(f"pages/{name}.py")
        run(self.app)
        return self

    def row(self, alt: str, state: str, external_id: str) -> "Walk":
        """The button of a person's row."""
        self._click()
        rows = table(self.app, alt)
        assert external_id in [*rows["external_id"]]
        assert {*rows["open"]} == {"Open"}
        self.app.session_state[state] = {"external_id": external_id}
        run(self.app)
        return self

    def person(self, external_id: str) -> "Walk":
        self.page("people").row(PEOPLE, "opened_person", external_id)
        self.app.switch_page("pages/person.py")  # as the browser has it now; AppTest stays where it was led from
        return self

    def flow(self, external_id: str) -> "Walk":
        """The row of a person on Cash flow."""
        self.page("cash_flow")._click()
        assert external_id in [*table(self.app, "People with movements, of whom one can be chosen")["external_id"]]
        self.app.query_params["external_id"] = external_id
        run(self.app)
        return self

    def match(self, external_id: str) -> "Walk":
        return self.page("match").row("People to choose one of", "chosen_person", external_id)

    def drawer(self, alt: str, parameter: str, value: str) -> "Walk":
        """The button of a row that opens beside its table."""
        self._click()
        assert {*table(self.app, alt)["open"]} == {"Open"}
        self.app.query_params[parameter] = value
        run(self.app)
        return self

    def choose(self, key: str, value: str) -> "Walk":
        """One of a list."""
        self._click()
        run(self.app.selectbox(key=key).set_value(value))
        return self

    def popover(self, label: str) -> "Walk":
        """What a button opens beside itself, which is there already."""
        self._click()
        assert label in [shown(block.proto.popover.label) for block in elements(self.app, "popover")]
        return self

    def day(self, key: str, day: date) -> "Walk":
        self._click()
        run(self.app.date_input(key=key).set_value(day))
        return self

    def file(self, label: str) -> str:
        """A file of the page's rows, which the browser fetches; its address."""
        self._click()
        (button,) = [one.proto for one in elements(self.app, "link_button") if shown(one.proto.label) == label]
        assert not button.disabled
        return str(button.url)

    def tab(self, label: str, value: str) -> "Walk":
        self._click()
        assert label in [tab.label.removeprefix(":gray[").removesuffix("]") for tab in self.app.tabs]
        self.app.query_params["section"] = value
        run(self.app)
        return self

    def instead(self, label: str, value: str) -> "Walk":
        """Another tab, in place of the last click."""
        self.clicks -= 1
        return self.tab(label, value)

    def way(self, label: str) -> "Walk":
        """A link to another page."""
        self._click()
        address = urlsplit(next(address for said, address in ways(self.app) if said == label))
        self.app.query_params.clear()
        for name, value in parse_qsl(address.query):
            self.app.query_params[name] = value
        self.app.switch_page(f"pages/{address.path.strip('/').replace('-', '_')}.py")
        run(self.app)
        return self

    def type(self, key: str, text: str) -> "Walk":
        self._click()
        run(self.app.text_input(key=key).set_value(text))
        return self

    def press(self, key: str) -> "Walk":
        self._click()
        run(self.app.button(key=key).click())
        return self

    def rows(self, alt: str) -> pd.DataFrame:
        return table(self.app, alt)
