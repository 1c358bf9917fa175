"""Sign-in: how django-allauth is fitted into our frame."""
