"""Links, institutions, consents: what of them is personal."""

from resources.personal import Fields, Mask, Personal

LINKS = Fields(
    personal={
        "external_id": Personal.EXTERNAL,
    },
    clear={
        "": """
            access_mode created_at created_by credentials_storage fetch_resources id institution
            institution_user_id last_accessed_at refresh_rate stale_in status
        """,
    },
)

INSTITUTIONS = Fields(everything=True)

CONSENTS = Fields(
    personal={
        "display_name": Mask(Personal.NAME, of="document_number"),
        "user_name": Mask(Personal.NAME, of="document_number"),
        "document_number": Personal.TAX_ID,
    },
    clear={
        "": """
            belvo_institution_name belvo_organization_name created_at expired_at id
            institution_display_name institution_icon_logo link_id status consent_duration
        """,
        "permissions": "ACCOUNTS CREDIT_CARDS CREDIT_OPERATIONS INVESTMENTS REGISTER RESOURCES",
    },
)
