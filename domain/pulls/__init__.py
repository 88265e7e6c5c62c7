"""When a link is pulled: what is asked for, whose turn it is, and how many calls may go out."""
