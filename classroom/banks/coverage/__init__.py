"""What the questions of banks cover, and what they leave out.

`counting` says in which cells of which tables a question counts, `tables` lays them out with what
is asked of each, `lacks` names what is missing, and `figures` is all of it for other programs.
"""
