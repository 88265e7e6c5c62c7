"""/figures/<page>: the numbers at the top of pages, by the same functions as these."""

from fastapi import APIRouter

from web.api.figures import banking, desk, documents, logs, persons, sessions

router = APIRouter(prefix="/figures", tags=["figures"])
for _of in (desk, persons, banking, documents, logs, sessions):
    router.include_router(_of.router)
