# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import TypedDict

from belvo_client.types.employment_records import EmploymentRecordStatus


class EmploymentMetric(TypedDict):
    """Measures of a working life, worked out by Belvo from its record."""

    id: str
    link: str | None
    collected_at: str
    created_at: str
    updated_at: str | None
    reference_date: str | None
    age: int
    current_status: EmploymentRecordStatus | None
    current_employer_count: int | None
    base_salary_last: float | None
    weeks_employed_last_job: float | None
    weeks_since_last_job: float | None
    weeks_employed_total: float | None
    weeks_with_multiple_employers: float | None
    employer_count: int | None
    unique_employer_count: int | None
    employers_per_year: float | None
    weeks_between_jobs: float | None
    max_weeks_between_jobs: float | None
    increases_last_job: int | None
    decreases_last_job: int | None
    increases_after_change: int | None
    decreases_after_change: int | None
    increases_overall: int | None
    decreases_overall: int | None
    increases_1y: int | None
    decreases_1y: int | None
    increases_3y: int | None
    decreases_3y: int | None
    increases_5y: int | None
    decreases_5y: int | None
    yearly_change_1y: float | None
    yearly_change_3y: float | None
    yearly_change_5y: float | None
    min_monthly_salary_1y: float | None
    min_monthly_salary_3y: float | None
    min_monthly_salary_5y: float | None
    average_monthly_salary_1y: float | None
    average_monthly_salary_3y: float | None
    average_monthly_salary_5y: float | None
    max_monthly_salary_1y: float | None
    max_monthly_salary_3y: float | None
    max_monthly_salary_5y: float | None
