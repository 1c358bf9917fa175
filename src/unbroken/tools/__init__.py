"""What libraries and this machine can do, knowing nothing of the field: used on several floors."""
