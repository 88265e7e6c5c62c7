# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypeAlias, TypedDict


class EmployerDataBrazil(TypedDict):
    name: str
    code: str
    economic_activity: str


class OccupationBrazil(TypedDict):
    start_date: str
    end_date: str | None
    description: str
    name: str
    locale: str


EmploymentSalaryType: TypeAlias = Literal["REGULAR", "THIRTEENTH", "VOLUNTARY", "RETIREMENT"]


class SalaryBrazil(TypedDict):
    base_amount: float
    retained_amount: float
    type: NotRequired[EmploymentSalaryType | None]
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
    employer_data: EmployerDataBrazil
    occupations: list[OccupationBrazil]
    salaries: list[SalaryBrazil]
