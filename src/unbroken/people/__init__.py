"""Who is who: identities as each source described them."""
