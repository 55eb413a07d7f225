"""What a person does, a verb each: check, do, announce. Announcements follow the commit."""
