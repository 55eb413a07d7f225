"""Text ↔ questions: the bank files, what is wrong with them, and how they are written again."""
