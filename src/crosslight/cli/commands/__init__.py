"""What each command takes, a file a group; what it does stands in :mod:`crosslight.cli`, and is imported when it is called."""
