# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypeAlias, TypedDict

EmploymentRecordStatus: TypeAlias = Literal["EMPLOYED", "RETIRED", "UNEMPLOYED"]


EmploymentRecordDocumentType: TypeAlias = Literal["NSS", "CURP", "RFC"]


class EmploymentRecordSocialSecuritySummary(TypedDict):
    weeks_redeemed: NotRequired[int | None]
    weeks_reinstated: NotRequired[int | None]
    weeks_contributed: NotRequired[int | None]


EmploymentRecordStatusUpdateEvents: TypeAlias = Literal[
    "DISMISSED_RESIGNED",
    "SALARY_MODIFICATION",
    "HIRED",
    "VOLUNTARY_CONTRIBUTION",
    "ABSENCE",
    "SICK_LEAVE",
    "NORMAL",
    "BDUTA_CERTIFICATE",
    "DYE_CERTIFICATE",
]


class EmploymentRecordScore(TypedDict):
    score: NotRequired[int | None]
    period: NotRequired[int]
    version: NotRequired[str]


class EmploymentRecordSalaryEstimation(TypedDict):
    employment_status_estimate: str | None
    base_salary_estimate: float | None
    currency: str


class EmploymentRecordFile(TypedDict):
    type: NotRequired[str]
    value: NotRequired[str | None]


class EmploymentRecordEntitlement(TypedDict):
    entitled_to_health_insurance: NotRequired[bool]
    entitled_to_company_benefits: NotRequired[bool]
    valid_until: NotRequired[str | None]
    status: NotRequired[EmploymentRecordStatus | None]


class EmploymentRecordDocumentId(TypedDict):
    document_type: NotRequired[EmploymentRecordDocumentType | None]
    document_number: NotRequired[str | None]


class EmploymentRecordEmploymentStatusUpdates(TypedDict):
    event: NotRequired[EmploymentRecordStatusUpdateEvents | None]
    base_salary: NotRequired[float]
    update_date: NotRequired[str]


class EmploymentRecordPersonalData(TypedDict):
    official_name: NotRequired[str | None]
    first_name: NotRequired[str | None]
    last_name: NotRequired[str | None]
    birth_date: NotRequired[str | None]
    entitlements: NotRequired[EmploymentRecordEntitlement]
    document_ids: NotRequired[list[EmploymentRecordDocumentId]]
    email: NotRequired[str | None]


class EmploymentRecordDetail(TypedDict):
    """One employment; salaries are per day and, where their name says so, per month."""

    collected_at: NotRequired[str]
    employer: NotRequired[str]
    employer_id: NotRequired[str | None]
    start_date: NotRequired[str]
    end_date: NotRequired[str | None]
    weeks_employed: NotRequired[int]
    state: NotRequired[str | None]
    most_recent_base_salary: NotRequired[float]
    monthly_salary: NotRequired[float]
    currency: NotRequired[str]
    employment_status_updates: NotRequired[list[EmploymentRecordEmploymentStatusUpdates] | None]


class EmploymentRecord(TypedDict):
    """A person's history with Mexico's social security."""

    id: NotRequired[str]
    link: NotRequired[str | None]
    created_at: NotRequired[str]
    collected_at: NotRequired[str]
    report_date: NotRequired[str]
    days_since_extraction: NotRequired[int]
    internal_identification: NotRequired[str]
    personal_data: NotRequired[EmploymentRecordPersonalData]
    social_security_summary: NotRequired[EmploymentRecordSocialSecuritySummary | None]
    employment_records: NotRequired[list[EmploymentRecordDetail]]
    employment_scores: NotRequired[list[EmploymentRecordScore] | None]
    salary_estimation: NotRequired[EmploymentRecordSalaryEstimation | None]
    files: NotRequired[list[EmploymentRecordFile] | None]
