"""Debt reports of Chile, as GET /api/cl/debt-reports/ describes them."""

from typing import Literal, TypedDict


class ChileanDebtReportPersonalData(TypedDict, total=False):
    full_name: str
    document_id_type: Literal["RUT"]
    document_id_number: str


class ChileanDebtReportDirectDebt(TypedDict, total=False):
    financial_institution: str
    credit_type: str
    amount: float
    current: float | None
    delinquent: float | None
    severely_delinquent: float | None
    defaulted: float | None


class ChileanDebtReportIndirectDebt(TypedDict, total=False):
    financial_institution: str
    credit_type: str
    amount: float
    current: float | None
    delinquent: float | None
    severely_delinquent: float | None
    defaulted: float | None


class ChileanDebtReportCreditLine(TypedDict, total=False):
    financial_institution: str
    direct_amount: float | None
    indirect_amount: float | None


class ChileanDebtReportOtherCredit(TypedDict, total=False):
    financial_institution: str
    direct_amount: float | None
    indirect_amount: float | None


class ChileanDebtReport(TypedDict, total=False):
    """What a person owes Chile's financial system."""

    id: str
    link: str | None
    collected_at: str
    created_at: str
    personal_data: ChileanDebtReportPersonalData
    debt_data_last_update: str
    currency: str
    total: float | None
    current: float | None
    delinquent: float | None
    severely_delinquent: float | None
    defaulted: float | None
    direct_debts: list[ChileanDebtReportDirectDebt] | None
    indirect_debts: list[ChileanDebtReportIndirectDebt] | None
    credit_lines: list[ChileanDebtReportCreditLine] | None
    other_credits: list[ChileanDebtReportOtherCredit] | None
