"""What a session leaves behind: data out of storage, no HTML.

`session_report` is the instructor's, `student_report` a student's own; `as_csv` and `as_xlsx` write
the first one down, a module a format.
"""
