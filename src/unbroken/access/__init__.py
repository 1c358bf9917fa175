"""Who may see and do what: users, roles, policy, the log of reads."""
