"""What may be seen of the desk's own tables by those who may not see persons; what is not named here is hidden."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from resources.personal import Fields, Personal


class Told(StrEnum):
    """A column of the desk's own that may hold something of a person."""

    EXTERNAL = "external"
    MESSAGE = "message"  # a sentence of Belvo's or of ours
    PATH = "path"  # of an address
    QUERY = "query"  # of an address
    HIDDEN = "hidden"
    ABSENT = "absent"  # what is only handed out whole


Kept = Told | Fields


@dataclass(frozen=True)
class OwnTable:
    """Columns for everybody, and those that are masked, of JSON by its fields."""

    clear: str
    told: Mapping[str, Kept] = field(default_factory=dict)


_OPTIONS = Fields(
    clear={
        "": "product country institution locale access_mode resources stale_in credentials_storage color color_scheme"
        " hosted expires of_test_person status_before consent consent_ends consent_status"
    },
)
_PAYLOAD = Fields(
    clear={
        "": "link institution eventName request_id code error_code warning_code timestamp reason name",
        "last_encountered_error": "code error_code",
        "meta_data": "code error_code warning_code step screen institution_name",
        "metadata": "code error_code warning_code step screen institution_name",
    },
    numbers=("",),
)
_DETAILS = Fields(
    personal={"external_id": Personal.EXTERNAL},
    clear={
        "": f"{_OPTIONS.clear['']} session job resource since until type code full request_id rows attach mode mark"
        " proved again searched texts attempted error provider role everywhere count links access_mode product table"
        " filter settings until days rate reads page shared operation",
    },
    numbers=("",),
)
_WEBHOOK = Fields(
    personal={"external_id": Personal.EXTERNAL},
    clear={
        "": "webhook_id webhook_type process_type webhook_code link_id request_id",
        "data": "type status error_code ids updated_transactions deleted_transactions new_transactions"
        " first_transaction_date last_transaction_date first_invoice_date last_invoice_date first_tax_retention_date"
        " last_tax_retention_date last_status_change_date",
    },
    numbers=("data",),
)

OWN_TABLES: Mapping[str, OwnTable] = {
    "answer_drift": OwnTable("operation kind path first_at last_at"),
    "api_calls": OwnTable(
        "at method request_id code link",
        {"path": Told.PATH, "query": Told.QUERY, "message": Told.MESSAGE},
    ),
    "assignments": OwnTable("link at", {"external_id": Told.EXTERNAL, "actor": Told.HIDDEN}),
    "audit": OwnTable("at actor action did target link person outcome address hash", {"details": _DETAILS}),
    "audit_chain": OwnTable("cut_hash head_hash"),
    "backups": OwnTable("file taken_at"),
    "balance_history": OwnTable("account collected_at link currency"),
    "board_cells": OwnTable("id board part", {"title": Told.HIDDEN, "page": Told.HIDDEN, "query": Told.HIDDEN}),
    "bank_states": OwnTable("institution latest"),
    "bookmarks": OwnTable("link resource created_at listed_at full_at"),
    "body_fields": OwnTable("name"),
    "breakers": OwnTable("institution since last_at resources opened_at"),
    "bulk_accounts": OwnTable(
        "state at link sealed_at taken_at error_kind error_code request_id",
        {
            "institution": Told.HIDDEN,
            "external_id": Told.EXTERNAL,
            "mark": Told.ABSENT,
            "sealed": Told.ABSENT,
            "error_message": Told.MESSAGE,
        },
    ),
    "bulk_links": OwnTable(
        "link state at error_kind error_code request_id", {"result": Told.HIDDEN, "error_message": Told.MESSAGE}
    ),
    "bulk_runs": OwnTable("kind state actor role made_at ended_at options"),
    "call_bodies": OwnTable("at link", {"request": Told.ABSENT, "answer": Told.ABSENT}),
    "call_budgets": OwnTable("host address next_at held_until slowed_at"),
    "cases": OwnTable(
        "link institution reason since opened_at taken_at snoozed_until noted_at ended_at outcome",
        {"taken_by": Told.HIDDEN, "note": Told.HIDDEN, "noted_by": Told.HIDDEN},
    ),
    "desk_lists": OwnTable("name listed_at"),
    "erased_links": OwnTable("mark erased_at proved_at person"),
    "erased_people": OwnTable("mark at", {"report": Told.HIDDEN}),
    "flows_by_day": OwnTable("day type category status currency"),
    "flows_by_month": OwnTable("link account month type category status currency"),
    "historical": OwnTable("link resource since announced_at next_at ended_at outcome"),
    "holds": OwnTable("kind actor since", {"target": Told.EXTERNAL, "reason": Told.HIDDEN}),
    "irregular_rows": OwnTable("link resource row_id reasons first_seen last_seen", {"body": Told.HIDDEN}),
    "jobs": OwnTable(
        "link resources reason state not_before created_at started_at finished_at owner lease_until error_kind"
        " error_code request_id traceparent",
        {"error_message": Told.MESSAGE},
    ),
    "kept_since": OwnTable("resource day"),
    "link_money": OwnTable("link currency"),
    "link_states": OwnTable(
        "link due_at institution badge trouble reason since turn whose step pulled_at read_at came_at",
        {
            "external_id": Told.EXTERNAL,
            "names": Told.ABSENT,
            "documents": Told.ABSENT,
            "account_numbers": Told.ABSENT,
        },
    ),
    "link_statuses": OwnTable("link status since cause"),
    "masking_key": OwnTable("", {"key": Told.ABSENT}),
    "match_decisions": OwnTable("claim inflow link other_link basis at", {"actor": Told.HIDDEN}),
    "notice_attempts": OwnTable("delivery channel way at outcome told"),
    "notice_channels": OwnTable(
        "id way kinds quiet_from quiet_until zone made_at on_since removed_at language", {"target": Told.HIDDEN}
    ),
    "notice_deliveries": OwnTable("id channel way made_at state next_at claimed_until ended_at"),
    "notice_items": OwnTable("channel at delivery"),
    "notices": OwnTable("kind subject mark institution link detail noticed_at ended_at"),
    "processes": OwnTable("name kind host version started_at heard_at pulls ended"),
    "refused_webhooks": OwnTable("minute reason last_at"),
    "reset_links": OwnTable("link noticed_at"),
    "retention": OwnTable("at taken"),
    "reveals": OwnTable("link until ended_at digest", {"by": Told.HIDDEN, "reason": Told.HIDDEN, "salt": Told.HIDDEN}),
    "revisions": OwnTable("link"),
    "rounds": OwnTable("link ended_at accessed_at accessed_since"),
    "row_counts": OwnTable("resource link account"),
    "saved_views": OwnTable(
        "id page made_at changed_at",
        {"name": Told.HIDDEN, "query": Told.HIDDEN, "owner": Told.HIDDEN, "person": Told.HIDDEN},
    ),
    "schema_migrations": OwnTable("name applied_at"),
    "seen_settings": OwnTable("name", {"digest": Told.HIDDEN}),
    "shared_lists": OwnTable("resource noted_at"),
    "sign_ins": OwnTable(
        "provider began_at seen_at ended_at", {"id": Told.HIDDEN, "person": Told.HIDDEN, "actor": Told.HIDDEN}
    ),
    "states_kept": OwnTable("name"),
    "store_checks": OwnTable("name checked_at", {"problem": Told.MESSAGE}),
    "store_identity": OwnTable("host key instance recorded_at"),
    "stored_pages": OwnTable("link resource at asked_at"),
    "story_plays": OwnTable("id story step began_at step_at", {"links": Told.HIDDEN}),
    "sync_runs": OwnTable(
        "link resource reason state started_at finished_at error_kind error_code request_id",
        {"error_message": Told.MESSAGE},
    ),
    "tokens": OwnTable(
        "name role made_at expires_at revoked_at used_at",
        {"digest": Told.HIDDEN, "owner": Told.HIDDEN, "person": Told.HIDDEN},
    ),
    "unknown_values": OwnTable("resource path first_seen last_seen link last_row", {"value": Told.HIDDEN}),
    "update_links": OwnTable(
        "link way locale made_at expires_at opened_at revoked_at", {"code": Told.ABSENT, "actor": Told.HIDDEN}
    ),
    "view_looks": OwnTable("view at", {"person": Told.HIDDEN}),
    "webhook_events": OwnTable(
        "webhook_id type code process_type link request_id received_at handled_at outcome replay_of",
        {"external_id": Told.EXTERNAL, "body": _WEBHOOK},
    ),
    "widget_events": OwnTable("nonce name at", {"payload": _PAYLOAD}),
    "widget_sessions": OwnTable(
        "nonce state mode product country institution told_institution device link error_code request_id opened_at"
        " changed_at",
        {
            "external_id": Told.EXTERNAL,
            "options": _OPTIONS,
            "error_message": Told.MESSAGE,
            "token_hash": Told.HIDDEN,
        },
    ),
}
