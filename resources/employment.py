"""What social security knows of working lives, in Mexico and in Brazil."""

from resources.declaration import BY_LINK, Column, Kind, Resource

EMPLOYMENT_RECORDS = Resource(
    name="employment_records",
    table="employment_records",
    times=("collected_at", "report_date", "days_since_extraction", "employment_records.collected_at"),
    columns=(
        Column("official_name", path="personal_data.official_name"),
        Column("birth_date", Kind.DAY, "personal_data.birth_date"),
        Column("status", path="personal_data.entitlements.status"),
        Column("internal_identification"),
        Column("weeks_contributed", Kind.INTEGER, "social_security_summary.weeks_contributed"),
        Column("base_salary_estimate", Kind.MONEY, "salary_estimation.base_salary_estimate"),
        Column("currency", path="salary_estimation.currency"),
        Column("report_date", Kind.DAY),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)

MX_CURRENT_EMPLOYMENTS = Resource(
    name="mx_current_employments",
    table="mx_current_employments",
    columns=(
        Column("official_name", path="personal_data.official_name"),
        Column("status"),
        Column("month"),
        Column("internal_identification"),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)

BR_EMPLOYMENTS = Resource(
    name="br_employments",
    table="br_employments",
    columns=(
        Column("employer", path="employer_data.name"),
        Column("employer_code", path="employer_data.code"),
        Column("economic_activity", path="employer_data.economic_activity"),
        Column("start_date", Kind.DAY),
        Column("end_date", Kind.DAY),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)

EMPLOYMENT_METRICS = Resource(
    name="employment_metrics",
    table="employment_metrics",
    times=("collected_at", "updated_at"),
    columns=(
        Column("reference_date", Kind.DAY),
        Column("age", Kind.INTEGER),
        Column("current_status"),
        Column("current_employer_count", Kind.INTEGER),
        Column("employer_count", Kind.INTEGER),
        Column("base_salary_last", Kind.MONEY),
        Column("weeks_employed_total", Kind.NUMBER),
        Column("weeks_since_last_job", Kind.NUMBER),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)
