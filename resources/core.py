"""What everything else hangs on: links, institutions, consents."""

from resources.declaration import BY_LINK, Column, Kind, Resource

LINKS = Resource(
    name="links",
    table="links",
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
        Column("fetch_resources", Kind.LIST),
        Column("created_by"),
        Column("created_at", Kind.INSTANT),
        Column("last_accessed_at", Kind.INSTANT),
    ),
    indexes=(("external_id",),),
)

INSTITUTIONS = Resource(
    name="institutions",
    table="institutions",
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
        Column("country_codes", Kind.LIST),
        Column("resources", Kind.LIST),
    ),
    indexes=(("name",),),
)

CONSENTS = Resource(
    name="consents",
    table="consents",
    link_path="link_id",
    times=(),
    columns=(
        Column("institution", path="belvo_institution_name"),
        Column("display_name"),
        Column("document_number"),
        Column("status"),
        Column("expired_at", Kind.INSTANT),
        Column("consent_duration", Kind.INTEGER),
        Column("undefined_consent_expiration", Kind.FLAG),
        Column("created_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)
