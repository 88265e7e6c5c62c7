"""Employments in Brazil, as GET /api/br/employments/ describes them."""

from typing import Literal, NotRequired, TypedDict


class Employer(TypedDict):
    name: str
    code: str
    economic_activity: str


class Occupation(TypedDict):
    start_date: str
    end_date: str | None
    description: str
    name: str
    locale: str


SalaryType = Literal["REGULAR", "THIRTEENTH", "VOLUNTARY", "RETIREMENT"]


class Salary(TypedDict):
    base_amount: float
    retained_amount: float
    type: NotRequired[SalaryType | None]
    month: str
    currency: str


class Employment(TypedDict):
    """One employment in Brazil, with its occupations and salaries."""

    id: str
    link: str | None
    created_at: str
    collected_at: str
    start_date: str
    end_date: str | None
    employer_data: Employer
    occupations: list[Occupation]
    salaries: list[Salary]
