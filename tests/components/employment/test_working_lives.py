"""Working lives drawn: which jobs the chart of salaries shows."""

import pandas as pd

from components.employment.working_lives import lanes, newest_jobs, steps, time_line
from components.ui.charts import MOST_SERIES
from languages import LANGUAGES, speaking

TODAY = pd.Timestamp("2026-11-24")


def stretch(employer: str, start: str, end: str | None = None, salary: float = 100.0) -> dict[str, object]:
    days = {"start": pd.Timestamp(start), "end": pd.Timestamp(end) if end else pd.NaT}
    return {"record": "r1", "employer": employer, "monthly_salary": salary, **days}


def test_the_jobs_that_changed_last_are_shown_from_the_oldest_on() -> None:
    old = [stretch(f"Old {year}", f"{year}-01-01", f"{year}-12-31") for year in range(2000, 2000 + MOST_SERIES)]
    long = [stretch("Long", "1999-01-01", "2025-12-31"), stretch("Long", "2026-01-01", salary=200.0)]
    with speaking(LANGUAGES["pt"][1]):
        series = steps(newest_jobs(pd.DataFrame([*long[:1], *old, *long[1:]])), "BRL", TODAY)["series"]
    lines = {line["name"]: line["data"] for line in series if "name" in line}
    assert {*lines} == {"Long", *(f"Old {year}" for year in range(2001, 2000 + MOST_SERIES))}
    assert lines["Long"] == [
        ["1999-01-01", 100.0, "R$\u00a0100,00"],
        ["2025-12-31", 100.0, "R$\u00a0100,00"],
        ["2026-01-01", 200.0, "R$\u00a0200,00"],
        ["2026-11-24", 200.0, "R$\u00a0200,00"],
    ]


def test_employers_of_several_people_are_lanes_of_their_own() -> None:
    jobs = pd.DataFrame({"employer": ["ACME", "ACME", None], "link": ["a", "b", "b"]})
    assert lanes(jobs, {"a": "maria", "b": "jorge"}).tolist() == ["ACME · maria", "ACME · jorge", "Unknown · jorge"]
    assert lanes(jobs[1:], {"b": "jorge"}).tolist() == ["ACME", "Unknown"]


def test_people_who_are_called_alike_have_lanes_of_their_own() -> None:
    """However they are called, and however long their employer's name is."""
    starts = [stretch("Logistica Tres Volcanes", f"20{year}-01-01", f"20{year}-06-30") for year in (20, 21, 22)]
    jobs = pd.DataFrame(starts).assign(link=["a", "b", "c"], record=["1", "2", "3"])
    for names in ("customer-000123", "customer-000124"), ("Maria Lopez",) * 2, ("c" * 40, f"{'c' * 39}d"):
        drawn = jobs.assign(lane=lanes(jobs, {"a": names[0], "b": names[1], "c": names[0]}, {"a": "p", "c": "p"}))
        assert drawn["lane"].nunique() == 2
        assert drawn["lane"][0] == drawn["lane"][2]
        axis = time_line(drawn.assign(employer=drawn["lane"]), [*drawn["lane"].unique()], TODAY)["yAxis"]["data"]
        assert len({*axis}) == 2
        lines = [line["name"] for line in steps(drawn, "MXN", TODAY)["series"] if "name" in line]
        assert {*lines} == {*drawn["lane"]}


def test_long_names_of_two_employers_of_one_person_stay_apart() -> None:
    jobs = pd.DataFrame({"employer": [f"{'x' * 40} {end}" for end in "ab"], "link": ["a", "a"]})
    assert lanes(jobs, {"a": "maria"}).nunique() == 2


def test_the_time_line_has_one_colour_and_a_break_between_two_jobs() -> None:
    jobs = pd.DataFrame([stretch("ACME", "2020-01-01", "2020-12-31"), stretch("Umbrella", "2022-03-01")])
    (bars,) = time_line(jobs, ["Umbrella", "ACME"], TODAY)["series"]
    assert bars["data"] == [
        ["2020-01-01", "ACME"],
        ["2020-12-31", "ACME"],
        ["2020-12-31", None],
        ["2022-03-01", "Umbrella"],
        ["2026-11-24", "Umbrella"],
        ["2026-11-24", None],
    ]


def test_a_lane_says_on_two_lines_which_employer_and_whose() -> None:
    jobs = pd.DataFrame(
        [
            {**stretch("Consultores Ahuehuete y Asociados SA de CV", "2020-01-01"), "link": "a"},
            {**stretch("ACME", "2020-01-01"), "link": "b"},
        ]
    )
    lived = jobs.assign(employer=lanes(jobs, {"a": "Fernanda Ríos Muestra", "b": "ana"}))
    option = time_line(lived, [*lived["employer"]], TODAY)
    assert option["yAxis"]["data"] == ["ACME\nana", "Consultores Ahu…iados SA de CV\nFernanda Ríos Muestra"]


def test_an_employer_has_the_same_colour_whichever_others_are_drawn() -> None:
    salaries = pd.DataFrame([stretch("ACME", "2020-01-01", "2020-12-31"), stretch("Umbrella", "2022-03-01")])

    def place(rows: pd.DataFrame) -> int:
        return [line.get("name") for line in steps(rows, "MXN", TODAY)["series"]].index("Umbrella")

    assert place(salaries) == place(salaries[1:])
