"""What people do at the desk, one function an action, each recorded in the audit."""
