"""Pulling Belvo's data into the store: jobs, the worker, one pull, what a webhook sets off."""

from sync.link import pull_link
from sync.pull import Result
from sync.run import Progress
from sync.webhooks import Accepted, accept_webhook
from sync.worker import work

__all__ = ["Accepted", "Progress", "Result", "accept_webhook", "pull_link", "work"]
