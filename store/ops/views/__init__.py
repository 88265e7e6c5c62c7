"""Views that people keep, the cells of those that are boards, and when somebody looked at one last."""
