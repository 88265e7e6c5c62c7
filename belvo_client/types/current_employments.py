# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, TypedDict

from belvo_client.types.employment_records import EmploymentRecordDocumentType


class CurrentEmploymentDocumentId(TypedDict):
    document_type: EmploymentRecordDocumentType | None
    document_number: str | None


class CurrentEmploymentRecord(TypedDict):
    employer: str
    employer_id: str
    employer_rfc: str
    state: str
    days_employed: int
    base_salary: float | None
    monthly_salary: float | None


class CurrentEmploymentPersonalData(TypedDict):
    official_name: str | None
    first_name: str | None
    last_name: str | None
    birth_date: str | None
    document_ids: list[CurrentEmploymentDocumentId]


class CurrentEmployment(TypedDict):
    """Where a person works now, by Mexico's social security."""

    id: str
    link: str | None
    created_at: str
    collected_at: str
    month: str | None
    internal_identification: str | None
    personal_data: CurrentEmploymentPersonalData
    status: Literal["EMPLOYED", "UNEMPLOYED"]
    current_employment_records: list[CurrentEmploymentRecord] | None
