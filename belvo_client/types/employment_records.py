"""Employment records of Mexico, as GET /api/employment-records/ describes them."""

from typing import Literal, TypedDict

EmploymentStatus = Literal["EMPLOYED", "RETIRED", "UNEMPLOYED"]


class Entitlements(TypedDict, total=False):
    entitled_to_health_insurance: bool
    entitled_to_company_benefits: bool
    valid_until: str | None
    status: EmploymentStatus | None


MexicanDocumentType = Literal["NSS", "CURP", "RFC"]


class EmploymentDocument(TypedDict, total=False):
    document_type: MexicanDocumentType | None
    document_number: str | None


class EmploymentPersonalData(TypedDict, total=False):
    official_name: str | None
    first_name: str | None
    last_name: str | None
    birth_date: str | None
    entitlements: Entitlements
    document_ids: list[EmploymentDocument]
    email: str | None


class SocialSecuritySummary(TypedDict, total=False):
    weeks_redeemed: int | None
    weeks_reinstated: int | None
    weeks_contributed: int | None


EmploymentEvent = Literal[
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


class EmploymentStatusUpdate(TypedDict, total=False):
    event: EmploymentEvent | None
    base_salary: float
    update_date: str


class EmploymentRecordEntry(TypedDict, total=False):
    """One employment; salaries are per day and, where their name says so, per month."""

    collected_at: str
    employer: str
    employer_id: str | None
    start_date: str
    end_date: str | None
    weeks_employed: int
    state: str | None
    most_recent_base_salary: float
    monthly_salary: float
    currency: str
    employment_status_updates: list[EmploymentStatusUpdate] | None


class EmploymentScore(TypedDict, total=False):
    score: int | None
    period: int
    version: str


class SalaryEstimation(TypedDict):
    employment_status_estimate: str | None
    base_salary_estimate: float | None
    currency: str


class EmploymentRecordFile(TypedDict, total=False):
    type: str
    value: str | None


class EmploymentRecord(TypedDict, total=False):
    """A person's history with Mexico's social security."""

    id: str
    link: str | None
    created_at: str
    collected_at: str
    report_date: str
    days_since_extraction: int
    internal_identification: str
    personal_data: EmploymentPersonalData
    social_security_summary: SocialSecuritySummary | None
    employment_records: list[EmploymentRecordEntry]
    employment_scores: list[EmploymentScore] | None
    salary_estimation: SalaryEstimation | None
    files: list[EmploymentRecordFile] | None
