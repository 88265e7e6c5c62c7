"""Whose turn it is with each link, in SQL: the same rule as `domain.link_state.judge` has for one that is drawn."""

THERE = """
    SELECT institution, count(*) AS links, sum(is_broken) AS troubled,
        max(CASE WHEN is_broken = 0 THEN pulled_at END) AS latest,
        sum(CASE WHEN is_broken = 0 AND pulled_at = '' THEN 1 ELSE 0 END) AS unpulled
    FROM link_states WHERE tells_of_bank = 1 AND institution IS NOT NULL GROUP BY institution
"""
"""How the links of each institution do that tell something of it; `latest` is when one of the well ones was pulled."""

_OTHERS = "(coalesce(there.links, 0) - s.tells_of_bank)"
_TROUBLED = "(coalesce(there.troubled, 0) - s.tells_of_bank * s.is_broken)"

TURN = f"""
    CASE WHEN s.reason = '' OR s.is_the_banks = 0 THEN s.turn
    WHEN i.status = 'down' THEN 'bank'
    WHEN {_OTHERS} >= 2 AND 2 * {_TROUBLED} > {_OTHERS} THEN 'bank'
    WHEN s.reason = 'pull_failed' AND s.turn = 'bank' AND {_TROUBLED} = 0
        AND (there.unpulled > 0 OR there.latest >= s.since) THEN 'us'
    ELSE s.turn END
"""

NEEDY = f"""
    SELECT s.link, s.institution, coalesce(i.display_name, s.institution, '') AS bank, s.reason, s.place, s.since,
        s.pulled_at, s.came_at, s.trouble, coalesce(nullif(s.external_id, ''), s.link) AS person, {TURN} AS turn
    FROM link_states AS s
    LEFT JOIN there ON there.institution = s.institution
    LEFT JOIN institutions AS i ON i.name = s.institution AND i.deleted_at IS NULL
    WHERE s.place < :calm
"""
"""The links that need somebody, with whose turn it is; `calm` is the place of those that do not."""
