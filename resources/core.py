"""What everything else hangs on: links, institutions, consents."""

from languages import msg
from resources.columns import Column, ColumnKind
from resources.declaration import Declaration
from resources.fields import core as fields
from resources.offers import Family, Offer
from resources.policies import Policy

LINKS = Declaration(
    name="links",
    fields=fields.LINKS,
    label=msg("Links"),
    family=Family.CORE,
    per_link=False,
    times=("last_accessed_at",),
    columns=(
        Column("institution"),
        Column("status"),
        Column("access_mode"),
        Column("external_id"),
        Column("institution_user_id"),
        Column("refresh_rate"),
        Column("stale_in"),
        Column("credentials_storage"),
        Column("fetch_resources", ColumnKind.LIST),
        Column("created_by"),
        Column("created_at", ColumnKind.INSTANT),
        Column("last_accessed_at", ColumnKind.INSTANT),
    ),
    indexes=(("external_id",),),
)

INSTITUTIONS = Declaration(
    name="institutions",
    fields=fields.INSTITUTIONS,
    label=msg("Institutions"),
    family=Family.CORE,
    per_link=False,
    times=(),
    columns=(
        Column("name"),
        Column("display_name"),
        Column("type"),
        Column("status"),
        Column("integration_type"),
        Column("website"),
        Column("primary_color"),
        Column("logo"),
        Column("icon_logo"),
        Column("text_logo"),
        Column("country_codes", ColumnKind.LIST, older="country_code"),
        Column("resources", ColumnKind.LIST),
    ),
    indexes=(("name",),),
)

CONSENTS = Declaration(
    name="consents",
    fields=fields.CONSENTS,
    label=msg("Consents"),
    family=Family.CORE,
    offer=Offer("CONSENT", integration="openfinance"),
    policy=Policy(listed_by="user_document", follows="owners"),
    link_path="link_id",
    times=(),
    columns=(
        Column("institution", path="belvo_institution_name"),
        Column("display_name"),
        Column("document_number"),
        Column("status"),
        Column("expired_at", ColumnKind.INSTANT),
        Column("consent_duration", ColumnKind.INTEGER),
        Column("undefined_consent_expiration", ColumnKind.FLAG),
        Column("created_at", ColumnKind.INSTANT),
    ),
)
