"""Debt reports of Chile, as GET /api/cl/debt-reports/ describes them."""

from typing import Literal, TypedDict


class DebtorIdentity(TypedDict, total=False):
    full_name: str
    document_id_type: Literal["RUT"]
    document_id_number: str


class Debt(TypedDict, total=False):
    """What is owed to one institution, by how late it is."""

    financial_institution: str
    credit_type: str
    amount: float
    current: float | None
    delinquent: float | None
    severely_delinquent: float | None
    defaulted: float | None


class CreditLine(TypedDict, total=False):
    financial_institution: str
    direct_amount: float | None
    indirect_amount: float | None


class ChileanDebtReport(TypedDict, total=False):
    """What a person owes Chile's financial system."""

    id: str
    link: str | None
    collected_at: str
    created_at: str
    personal_data: DebtorIdentity
    debt_data_last_update: str
    currency: str
    total: float | None
    current: float | None
    delinquent: float | None
    severely_delinquent: float | None
    defaulted: float | None
    direct_debts: list[Debt] | None
    indirect_debts: list[Debt] | None
    credit_lines: list[CreditLine] | None
    other_credits: list[CreditLine] | None
