"""The victim's support, contact and voice."""
