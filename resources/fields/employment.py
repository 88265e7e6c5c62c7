"""Working lives: what of them is personal."""

from resources.personal import Fields, Personal

EMPLOYMENT_RECORDS = Fields(
    personal={
        "personal_data.official_name": Personal.NAME,
        "personal_data.first_name": Personal.NAME,
        "personal_data.last_name": Personal.NAME,
        "personal_data.birth_date": Personal.PRIVATE,
        "personal_data.document_ids.document_number": Personal.DOCUMENT,
        "internal_identification": Personal.DOCUMENT,
        "personal_data.email": Personal.EMAIL,
        "employment_records.employer": Personal.EMPLOYER,
        "employment_records.employer_id": Personal.EMPLOYER,
        "files.value": Personal.FILE,
    },
    clear={
        "": "collected_at created_at id link report_date days_since_extraction",
        "employment_records": "collected_at currency end_date start_date state",
        "employment_records.employment_status_updates": "event update_date",
        "employment_scores": "version",
        "files": "type",
        "personal_data.document_ids": "document_type",
        "personal_data.entitlements": "status valid_until",
        "salary_estimation": "currency employment_status_estimate",
    },
    numbers=(
        "employment_records",
        "employment_scores",
        "salary_estimation",
        "social_security_summary",
    ),
)

MX_CURRENT_EMPLOYMENTS = Fields(
    personal={
        "personal_data.official_name": Personal.NAME,
        "personal_data.first_name": Personal.NAME,
        "personal_data.last_name": Personal.NAME,
        "personal_data.birth_date": Personal.PRIVATE,
        "personal_data.document_ids.document_number": Personal.DOCUMENT,
        "internal_identification": Personal.DOCUMENT,
        "current_employment_records.employer": Personal.EMPLOYER,
        "current_employment_records.employer_id": Personal.EMPLOYER,
        "current_employment_records.employer_rfc": Personal.EMPLOYER,
    },
    clear={
        "": "collected_at created_at id link month status",
        "current_employment_records": "state",
        "personal_data.document_ids": "document_type",
    },
    numbers=("current_employment_records",),
)

BR_EMPLOYMENTS = Fields(
    personal={
        "employer_data.name": Personal.EMPLOYER,
        "employer_data.code": Personal.EMPLOYER,
    },
    clear={
        "": "collected_at created_at end_date id link start_date",
        "employer_data": "economic_activity",
        "occupations": "description end_date locale name start_date",
        "salaries": "currency month type",
    },
    numbers=("salaries",),
)

EMPLOYMENT_METRICS = Fields(
    clear={
        "": """
            collected_at created_at current_status id link reference_date updated_at age
            average_monthly_salary_1y average_monthly_salary_3y average_monthly_salary_5y
            base_salary_last current_employer_count decreases_1y decreases_3y decreases_5y
            decreases_after_change decreases_last_job decreases_overall employer_count
            employers_per_year increases_1y increases_3y increases_5y increases_after_change
            increases_last_job increases_overall max_monthly_salary_1y max_monthly_salary_3y
            max_monthly_salary_5y max_weeks_between_jobs min_monthly_salary_1y min_monthly_salary_3y
            min_monthly_salary_5y unique_employer_count weeks_between_jobs weeks_employed_last_job
            weeks_employed_total weeks_since_last_job weeks_with_multiple_employers yearly_change_1y
            yearly_change_3y yearly_change_5y
        """,
    },
)
