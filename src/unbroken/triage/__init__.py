"""What the specialist team should look at first."""
