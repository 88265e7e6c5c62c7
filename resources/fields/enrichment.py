"""What Belvo works out from transactions: what of it is personal."""

from resources.personal import Fields, Personal

INCOMES = Fields(
    personal={
        "income_streams.last_income_description": Personal.TEXT,
    },
    clear={
        "": """
            created_at first_transaction_date id income_source_type last_transaction_date link
            best_working_day_to_charge good_working_days_to_charge monthly_average
            monthly_average_high_confidence monthly_average_irregular monthly_average_low_confidence
            monthly_average_medium_confidence monthly_average_regular number_of_income_streams
            total_high_confidence total_income_amount total_irregular_income_amount
            total_low_confidence total_medium_confidence total_regular_income_amount
        """,
        "income_streams": "account_id confidence currency frequency income_type last_income_date",
    },
    numbers=("income_streams",),
)

RECURRING_EXPENSES = Fields(
    personal={
        "name": Personal.TEXT,
        "transactions.description": Personal.TEXT,
    },
    clear={
        "": """
            category frequency id payment_type average_transaction_amount
            days_since_last_transaction median_transaction_amount
        """,
        "transactions": "value_date",
    },
    numbers=("transactions",),
)

RISK_INSIGHTS = Fields(
    clear={
        "": "accounts created_at id link",
        "assets_metrics": "institutions",
        "category_metrics": "category subcategory",
    },
    numbers=(
        "assets_metrics",
        "balances_metrics",
        "cashflow_metrics",
        "category_metrics",
        "credit_cards_metrics",
        "loans_metrics",
        "transactions_metrics",
    ),
)
