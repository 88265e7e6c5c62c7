"""What social security knows of working lives, in Mexico and in Brazil."""

from languages import msg
from resources.columns import Column, ColumnKind
from resources.declaration import Declaration
from resources.fields import employment as fields
from resources.offers import Countries, Family, Offer
from resources.policies import Policy

_MEXICO: Countries = {"employment": ("MX",)}
_BRAZIL: Countries = {"employment": ("BR",)}

EMPLOYMENT_RECORDS = Declaration(
    name="employment_records",
    fields=fields.EMPLOYMENT_RECORDS,
    label=msg("Employment records"),
    family=Family.EMPLOYMENT,
    offer=Offer("EMPLOYMENT_RECORDS", _MEXICO, usual=True),
    page="employment",
    day="report_date",
    times=("collected_at", "report_date", "days_since_extraction", "employment_records.collected_at"),
    columns=(
        Column("official_name", path="personal_data.official_name"),
        Column("birth_date", ColumnKind.DAY, "personal_data.birth_date"),
        Column("status", path="personal_data.entitlements.status"),
        Column("internal_identification"),
        Column("weeks_contributed", ColumnKind.INTEGER, "social_security_summary.weeks_contributed"),
        Column("base_salary_estimate", ColumnKind.MONEY, "salary_estimation.base_salary_estimate"),
        Column("currency", path="salary_estimation.currency"),
        Column("report_date", ColumnKind.DAY),
        Column("created_at", ColumnKind.INSTANT),
        Column("collected_at", ColumnKind.INSTANT),
    ),
)

MX_CURRENT_EMPLOYMENTS = Declaration(
    name="mx_current_employments",
    fields=fields.MX_CURRENT_EMPLOYMENTS,
    label=msg("Current employments"),
    family=Family.EMPLOYMENT,
    offer=Offer("CURRENT_EMPLOYMENTS", _MEXICO),
    policy=Policy(made_of=("employment_records",)),
    columns=(
        Column("official_name", path="personal_data.official_name"),
        Column("status"),
        Column("month"),
        Column("internal_identification"),
        Column("created_at", ColumnKind.INSTANT),
        Column("collected_at", ColumnKind.INSTANT),
    ),
)

BR_EMPLOYMENTS = Declaration(
    name="br_employments",
    fields=fields.BR_EMPLOYMENTS,
    label=msg("Employments"),
    family=Family.EMPLOYMENT,
    offer=Offer("EMPLOYMENTS", _BRAZIL, usual=True),
    page="employment",
    day="start_date",
    columns=(
        Column("employer", path="employer_data.name"),
        Column("employer_code", path="employer_data.code"),
        Column("economic_activity", path="employer_data.economic_activity"),
        Column("start_date", ColumnKind.DAY),
        Column("end_date", ColumnKind.DAY),
        Column("created_at", ColumnKind.INSTANT),
        Column("collected_at", ColumnKind.INSTANT),
    ),
)

EMPLOYMENT_METRICS = Declaration(
    name="employment_metrics",
    fields=fields.EMPLOYMENT_METRICS,
    label=msg("Employment metrics"),
    family=Family.EMPLOYMENT,
    offer=Offer("EMPLOYMENT_METRICS", _MEXICO),
    policy=Policy(made_of=("employment_records",)),
    day="reference_date",
    times=("collected_at", "updated_at"),
    columns=(
        Column("reference_date", ColumnKind.DAY),
        Column("age", ColumnKind.INTEGER),
        Column("current_status"),
        Column("current_employer_count", ColumnKind.INTEGER),
        Column("employer_count", ColumnKind.INTEGER),
        Column("base_salary_last", ColumnKind.MONEY),
        Column("weeks_employed_total", ColumnKind.NUMBER),
        Column("weeks_since_last_job", ColumnKind.NUMBER),
        Column("created_at", ColumnKind.INSTANT),
        Column("collected_at", ColumnKind.INSTANT),
    ),
)
