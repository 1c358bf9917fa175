"""Courses of conduct: what one person did toward another, across every report; derived, and taken apart by people."""
