"""Who acts in a test."""

from domain.roles import Actor, Role

TESTER = Actor("tester", Role.ADMIN)
